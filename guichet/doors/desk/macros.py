"""Using a template on a ticket: find one, read exactly what it does and says, change the words, run it whole.

Whoever offers templates elsewhere (the palette) asks `areas.macros.queries.macros_for(viewer, ticket)` which there are
and `told(viewer, ticket, macro)` here what one does; it opens at `desk-template-on`, number and id.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.macros import actions
from guichet.areas.macros.queries import Preview, macro_of, macros_for, preview_of
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.areas.tickets.queries.drafts import drafts_on
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.forms import TemplateForm, UndoingForm
from guichet.doors.desk.macrowords import Promised, in_short, lines_of
from guichet.doors.desk.names import here
from guichet.doors.desk.performing import Place, attempt, refused, shown_again
from guichet.doors.desk.tickets import around, page_context, seen
from guichet.ground import clock
from guichet.ground.ui.htmx import is_htmx
from guichet.ground.ui.places import address

if TYPE_CHECKING:
    from guichet.areas.macros.models import Macro
    from guichet.areas.tickets.models import Ticket

UNDOABLE = 600  # seconds; a field that moved meanwhile is refused by its own action


def link_of(ticket: "Ticket") -> str:
    """Return where a client follows a ticket: without their code, which no message holds."""
    page = address("portal-ticket", ticket.number)
    return f"{settings.BASE_URL}{page}" if page else ""


def told(viewer: Viewer, ticket: "Ticket", macro: "Macro", *, now: datetime) -> tuple[Preview, list[Promised]]:
    """Return what a template will do and say on a ticket, and the same worded line by line."""
    preview = preview_of(macro, ticket, by=viewer, now=now, link=link_of(ticket))
    return preview, lines_of(preview.doings, ticket)


@require_safe
@for_front_line
def picker(request: DeskRequest, number: str) -> HttpResponse:
    """Show the templates that may appear on a ticket; Enter in the search opens the first."""
    ticket, typed = _ticket(request, number), request.GET.get("q", "")[:80]
    found = macros_for(request.viewer, ticket, words=typed)
    if "go" in request.GET and found:
        return _composer(request, ticket, found[0])
    rows = [(one.pk, one.name.in_language(here()), in_short(one.does), one.uses) for one in found]
    return _on_ticket(request, ticket, "desk/ticket/_picker.html", {"picker": {"rows": rows, "typed": typed}})


@require_safe
@for_front_line
def composer(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Show what a template does to a ticket, and its words ready to be changed."""
    ticket = _ticket(request, number)
    macro = next((one for one in macros_for(request.viewer, ticket) if one.pk == pk), None)
    if macro is None:
        raise Http404
    return _composer(request, ticket, macro)


@require_POST
@for_front_line
def use(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Run a template; a refusal comes back beside the words, and nothing was done."""
    ticket, macro, form, now = _ticket(request, number), _readable(request, pk), TemplateForm(request.POST), clock.now()
    made: list[actions.Outcome] = []

    def run() -> None:
        said = actions.Said(form.cleaned_data["body"], form.cleaned_data["seen"])
        made.append(actions.run(ticket, by=request.viewer, now=now, macro=pk, said=said))

    name = macro.name.in_language(here())
    if not attempt(form, run):
        return refused(request, number, form, "macro", _chosen(request, ticket, macro))
    if made[0].changed:
        kept = {"name": name, "done": signing.dumps(made[0].changed, salt=_salt(request, number))}
        return shown_again(request, number, Place("head"), {"macro_undo": kept})
    return shown_again(request, number, Place("head", _("Done: %(template)s.") % {"template": name}))


@require_POST
@for_front_line
def undoing(request: DeskRequest, number: str) -> HttpResponse:
    """Put back the fields that a template changed."""
    ticket, form, now = _ticket(request, number), UndoingForm(request.POST), clock.now()

    def back() -> None:
        try:
            done = signing.loads(form.cleaned_data["done"], salt=_salt(request, number), max_age=UNDOABLE)
        except signing.BadSignature as late:
            raise ValueError(_("It is too late to take this back.")) from late
        changed = tuple((str(name), int(was), int(now)) for name, was, now in done)
        actions.take_back(ticket, by=request.viewer, now=now, changed=changed)

    if not attempt(form, back):
        return refused(request, number, form, "head")
    return shown_again(request, number, Place("head", _("Everything is as it was.")))


def _ticket(request: DeskRequest, number: str) -> "Ticket":
    ticket = ticket_for(request.viewer, number)
    if ticket is None:
        raise Http404
    return ticket


def _readable(request: DeskRequest, pk: int) -> "Macro":
    macro = macro_of(request.viewer, pk)
    if macro is None:
        raise Http404
    return macro


def _salt(request: DeskRequest, number: str) -> str:
    return f"desk-template-{request.viewer.staff}-{number}"


def _composer(request: DeskRequest, ticket: "Ticket", macro: "Macro") -> HttpResponse:
    return _on_ticket(request, ticket, "desk/ticket/_macro.html", _chosen(request, ticket, macro))


def _chosen(request: DeskRequest, ticket: "Ticket", macro: "Macro") -> dict[str, Any]:
    """Return what the composer of a template shows; what its user was typing to the client stands before its words."""
    preview, lines = told(request.viewer, ticket, macro, now=clock.now())
    kind = "answer" if preview.sends == "answer" else "reply"
    mine = (one.body for one in drafts_on(ticket) if one.staff == request.viewer.staff and one.kind == kind)
    body = "\n\n".join(filter(None, (next(mine, "").strip(), preview.words)))
    return {
        "macro": {
            "pk": macro.pk, "name": macro.name.in_language(here()), "lines": lines, "preview": preview, "body": body,
            "kind": kind, "other_language": "en" if ticket.language == "fr" else "fr",
        }
    }  # fmt: skip


def _on_ticket(request: DeskRequest, ticket: "Ticket", part: str, more: dict[str, Any]) -> HttpResponse:
    """Show a part of the ticket's page, or the page around it."""
    sheet = seen(request.viewer, ticket.number)
    context = around(request, ticket.number) | page_context(sheet, write="none") | more | {"is_part": is_htmx(request)}
    return render(request, part if is_htmx(request) else "desk/ticket/page.html", context)
