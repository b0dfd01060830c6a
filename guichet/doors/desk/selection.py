"""One verb on several rows of a list: each through its own action, with a result for each, and a way back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import staff, units
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries.desk import tasks_of, ticket_for, words_to_undo
from guichet.areas.tickets.queries.ties import opening_words
from guichet.areas.tickets.rules import tags_in
from guichet.doors.desk import labels
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.forms import AssignmentForm, SeveralAnswersForm, SeveralMergingForm, TaskForm
from guichet.doors.desk.frame import frame
from guichet.doors.desk.lists import list_context, wanted_from
from guichet.doors.desk.names import colleagues, unit_choices
from guichet.doors.desk.severaltemplates import SeveralTemplatesForm, offered, use
from guichet.doors.desk.tagging import TagForm, tag_choices
from guichet.ground import clock
from guichet.ground.access import Refused
from guichet.ground.bilingual import Bilingual

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

MOST = 50
SALT, UNDOABLE = "desk-selection", 600  # seconds; words that left are refused by their own action long before
Said = dict[str, Any]
Undo = tuple[str, str, int | str]  # what was done, to which ticket, what takes it back: an owner or none, a tag, words


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row."""

    number: str
    words: str
    done: bool
    undo: Undo | None = None


class NotWritten(ValueError):
    """An answer exists in one language only."""

    def __str__(self) -> str:
        return _("No answer is written in the language of this client.")


def _assign(ticket: "Ticket", said: Said, by: Viewer, now: datetime) -> int:
    actions.assign(ticket, by=by, now=now, owner=staff(said["owner"]))
    return ticket.owner_id or 0


def _add_task(ticket: "Ticket", said: Said, by: Viewer, now: datetime) -> int:
    title = Bilingual(fr=said["title"]) if by.language.startswith("fr") else Bilingual(en=said["title"])
    wanted = actions.NewTask(
        title=title, unit=units().get(pk=said["unit"]), due=said["due"], instructions=said["instructions"],
        mandatory=said["mandatory"], fields=("description",),
    )  # fmt: skip
    return actions.add_task(ticket, by=by, now=now, task=wanted).pk


def _resolve(ticket: "Ticket", said: Said, by: Viewer, now: datetime) -> int:
    body = said[f"body_{ticket.language}"]
    if not body.strip():
        raise NotWritten
    return actions.resolve(ticket, by=by, now=now, code=said["code"], body=body).pk


def _tag(ticket: "Ticket", said: Said, by: Viewer, now: datetime) -> str | None:
    had = tags_in(ticket.tags)
    actions.tag(ticket, by=by, now=now, code=said["tag"])
    return None if said["tag"] in had else said["tag"]


def _merge(ticket: "Ticket", said: Said, by: Viewer, now: datetime) -> int | None:
    stays = ticket_for(by, said["stays"])
    if stays is None:
        raise Refused
    if stays.pk == ticket.pk:
        return None  # it goes on
    actions.merge(ticket, by=by, now=now, into=stays, reason=said["reason"])
    return ticket.pk


@dataclass(frozen=True, slots=True)
class Verb:
    """What can be done to several requests at once."""

    title: str | LazyText
    form: type[forms.Form]
    act: Callable[["Ticket", Said, Viewer, datetime], int | str | None]


VERBS = {
    "assignment": Verb(gettext_lazy("Assign"), AssignmentForm, _assign),
    "tasks": Verb(gettext_lazy("Add a task"), TaskForm, _add_task),
    "tags": Verb(gettext_lazy("Add a tag"), TagForm, _tag),
    "resolution": Verb(gettext_lazy("Resolve"), SeveralAnswersForm, _resolve),
    "templates": Verb(gettext_lazy("Reply from a template"), SeveralTemplatesForm, use),
    "merging": Verb(pgettext_lazy("verb", "Join"), SeveralMergingForm, _merge),
}


@require_POST
@for_front_line
def several(request: DeskRequest, view: str, name: str) -> HttpResponse:
    """Ask what the verb needs, then do it to each row that was chosen."""
    wanted, verb, numbers = wanted_from(request, view), VERBS.get(name), request.POST.getlist("ticket")[:MOST]
    if verb is None:
        raise Http404
    form = verb.form(request.POST if "sent" in request.POST else None)
    chosen = [ticket for ticket in (ticket_for(request.viewer, one) for one in dict.fromkeys(numbers)) if ticket]
    if not chosen:
        return _answer(request, view, [Result("", _("Choose at least one request first."), done=False)])
    if name == "merging" and len(chosen) < 2:
        return _answer(
            request, view, [Result("", _("Choose the requests that are one matter: two at least."), done=False)]
        )
    if form.is_valid():
        results = [_done(verb, name, one, form.cleaned_data, request.viewer) for one in chosen]
        return _answer(request, view, results)
    status = 422 if form.is_bound else 200
    context = frame(request, "desk-home") | {
        "wanted": wanted, "query": wanted.query(), "name": name, "title": verb.title, "chosen": chosen, "form": form,
    }  # fmt: skip
    if name == "templates":
        context |= offered(request.viewer, chosen, request.POST.dict())
        return render(request, "desk/lists/templates.html", context, status=status)
    context |= {
        "owners": [one for one in colleagues() if one.owns], "units": unit_choices(),
        "dues": labels.choices(labels.DUES), "resolutions": labels.choices(labels.RESOLUTIONS), "said": form.data,
        "tags": tag_choices(), "languages": {one.language for one in chosen},
        "reasons": labels.choices(labels.MERGE_REASONS),
        "together": _together(chosen) if name == "merging" else [],
    }  # fmt: skip
    return render(request, "desk/lists/selection.html", context, status=status)


def _together(chosen: list["Ticket"]) -> list[tuple["Ticket", str, str]]:
    """Return each request with its first words, and what forbids joining it to the oldest of them."""
    said, oldest = opening_words(chosen), min(chosen, key=lambda one: one.pk)
    whys = {one.pk: actions.why_not(one, oldest) if one.pk != oldest.pk else "" for one in chosen}
    return [
        (one, said.get(one.pk, ""), str(actions.CannotMerge(whys[one.pk], one.number)) if whys[one.pk] else "")
        for one in sorted(chosen, key=lambda one: one.pk)
    ]


def _done(verb: Verb, name: str, ticket: "Ticket", said: Said, by: Viewer) -> Result:
    return _attempt(name, ticket.number, lambda: verb.act(ticket, said, by, clock.now()))


def _attempt(name: str, number: str, act: Callable[[], int | str | None]) -> Result:
    try:
        with transaction.atomic():
            kept = act()
    except (ValueError, actions.OutOfDate) as refusal:
        return Result(number, str(refusal), done=False)
    except Refused:
        return Result(number, _("This is not for you to do here."), done=False)
    return Result(number, _("Done."), done=True, undo=(name, number, kept) if kept is not None else None)


@require_POST
@for_front_line
def undoing(request: DeskRequest, view: str) -> HttpResponse:
    """Take back what was just done to several rows, each through its own action."""
    try:
        done: list[Undo] = signing.loads(request.POST.get("done", ""), salt=_salt(request), max_age=UNDOABLE)
    except signing.BadSignature:
        return _answer(request, view, [Result("", _("It is too late to take this back."), done=False)])
    results = [_undone((name, number, kept), request.viewer) for name, number, kept in done]
    return _answer(request, view, results)


def _undone(done: Undo, by: Viewer) -> Result:
    return _attempt("", done[1], lambda: _take_back(done, by))


def _take_back(done: Undo, by: Viewer) -> None:
    name, number, kept = done
    ticket, now = ticket_for(by, number), clock.now()
    if ticket is None:
        raise Refused
    if name == "tags":
        actions.untag(ticket, by=by, now=now, code=str(kept))
    elif name == "assignment":
        _give_back(ticket, int(kept), by, now)
    elif name == "tasks":
        task = next((one for one in tasks_of(by, ticket.pk) if one.pk == kept), None)
        if task is not None:
            actions.cancel_task(task, by=by, now=now)
    elif name == "merging":
        actions.unmerge(ticket, by=by, now=now)
    elif words := words_to_undo(ticket, by, int(kept)):
        actions.unsend(ticket, words, by=by, now=now)


def _give_back(ticket: "Ticket", owner: int, by: Viewer, now: datetime) -> None:
    if owner:
        actions.assign(ticket, by=by, now=now, owner=staff(owner))
    else:
        actions.unassign(ticket, by=by, now=now)


def _salt(request: DeskRequest) -> str:
    return f"{SALT}-{request.viewer.staff}"


def _answer(request: DeskRequest, view: str, results: list[Result]) -> HttpResponse:
    """Show the list again, with what became of each row above it."""
    wanted = wanted_from(request, view)
    undo = [one.undo for one in results if one.undo]
    context = frame(request, "desk-home") | list_context(request, wanted) | {
        "results": results, "left": {one.number for one in results if not one.done},
        "undo": signing.dumps(undo, salt=_salt(request)) if undo else "",
        "done_count": sum(one.done for one in results),
    }  # fmt: skip
    return render(request, "desk/lists/page.html", context, status=200 if any(one.done for one in results) else 422)
