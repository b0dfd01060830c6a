"""What every verb on a ticket has in common: find it, check what was typed, act, show how things stand."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guichet.areas.people.access import Viewer
from guichet.areas.tickets.actions import OutOfDate
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.doors.desk.entrance import AnyView, DeskRequest, for_front_line
from guichet.doors.desk.meanwhile import said_since
from guichet.doors.desk.origin import origin_of
from guichet.doors.desk.sheet import sheet_for
from guichet.doors.desk.tickets import around, page_context, part_of, seen
from guichet.ground import clock
from guichet.ground.ui.htmx import is_htmx

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

Said = dict[str, Any]
# A form, and what it stands there by.
SHOWN_IF = {
    "sort": "is_sortable", "reopen": "is_reopenable", "aside": "is_mine", "links": "ties", "reread": "to_reread",
}  # fmt: skip


class Verb(Protocol):
    """What is done to a ticket with what was typed."""

    def __call__(self, ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the page a form stands, and what to say once it did its work."""

    at: str
    thanks: object = ""


def verb(at: str, form: type[forms.Form] = forms.Form, thanks: object = "") -> Callable[[Verb], AnyView[...]]:
    """Make a verb a resource to POST to; a refusal comes back beside its form with every word kept."""

    def declare(act: Verb) -> AnyView[...]:
        @require_POST
        @for_front_line
        @wraps(act)
        def resource(request: DeskRequest, number: str) -> HttpResponse:
            ticket, filled, now = ticket_for(request.viewer, number), form(request.POST), clock.now()
            if ticket is None:
                raise Http404
            if attempt(filled, lambda: act(ticket, filled.cleaned_data, by=request.viewer, now=now)):
                return shown_again(request, number, Place(at, thanks))
            return refused(request, number, filled, at)

        return resource

    return declare


def attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """Act if the form is sound; what an area refuses becomes an error of the form."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act()
    except (ValueError, OutOfDate) as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def shown_again(request: DeskRequest, number: str, place: Place, more: dict[str, Any] | None = None) -> HttpResponse:
    """Show the ticket as it stands now; one that the reader no longer sees sends them back to their list."""
    sheet = sheet_for(request.viewer, number, **part_of(request))
    came, is_next = origin_of(request), request.POST.get("then") == "next"
    if is_next or place.thanks:
        messages.success(request, _answered(number) if is_next else str(place.thanks))
    if came and is_next:
        return _led_to(request, came.next_url)
    if sheet is None:
        return _led_to(request, reverse("desk-home"))
    if not is_htmx(request):
        address = reverse("desk-ticket", args=[number]) + (came.query if came else "")
        return HttpResponseRedirect(f"{address}#{place.at}")
    frame = around(request, number)
    context = frame | page_context(sheet, "none" if frame["is_peek"] else "") | still(place.at) | (more or {})
    response = render(request, "desk/ticket/_swapped.html", context)
    if is_next:
        response.headers["HX-Trigger-After-Settle"] = "guichet:next"
    return response


def _led_to(request: DeskRequest, address: str) -> HttpResponse:
    return HttpResponse(headers={"HX-Redirect": address}) if is_htmx(request) else HttpResponseRedirect(address)


def _answered(number: str) -> SafeString:
    opened = format_html('<a href="{}">{}</a>', reverse("desk-ticket", args=[number]), number)
    return format_html(_("{} is done. Open it at once to take your words back."), opened)


def refused(
    request: DeskRequest, number: str, form: forms.Form, at: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    """Show the page again with the errors beside what was typed."""
    sheet = seen(request.viewer, number, **part_of(request))
    context = around(request, number) | page_context(sheet, write=composer_of(at)) | still(at, form)
    context["stray"] = not is_on_page(at, context)
    context["meanwhile"] = said_since(sheet, form.data.get("seen", ""))
    context |= more or {}
    template = "desk/ticket/_swapped.html" if is_htmx(request) else "desk/ticket/page.html"
    return render(request, template, context, status=422)


def is_on_page(at: str, context: dict[str, Any]) -> bool:
    """Tell whether the form that was refused still stands on the page as the ticket is now."""
    verb, _dash, task = at.partition("-")
    if task:
        return any(verb in step.verbs for step in context["steps"] if step.pk == int(task))
    if at == "assign":
        return bool(context["ticket"].is_open and not context["emergency"])
    if at in SHOWN_IF:
        return bool(context[SHOWN_IF[at]])
    if at == "readers":
        return bool(context["ticket"].confidential)
    if at in {"parties", "tags"}:
        return True
    if at == "ties":
        return bool(context["sheet"].joined)
    if at == "behalf":
        return not context["ticket"].behalf_certain
    return at not in {"head", "plan"} and bool(context["ticket"].is_open)


def still(at: str, form: forms.Form | None = None) -> dict[str, Any]:
    """Return what the templates read of a form that was sent: where, its errors, its words."""
    if form is None:
        return {"at": "", "form": None, "said": defaultdict(str), "wrong_task": 0, "wrong_verb": "", "stray": False}
    verb, _dash, task = at.partition("-")
    typed = defaultdict(str, form.data.dict() if isinstance(form.data, QueryDict) else {})
    wrong = {"wrong_task": int(task or 0), "wrong_verb": verb if task else ""}
    return {"at": at, "form": form, "said": typed, "stray": False, **wrong}


def composer_of(at: str) -> str:
    """Return the composer to keep open for a form, if it is one; that of a template is open by itself."""
    return at if at in {"reply", "question", "note", "unit", "answer"} else "none" if at == "macro" else ""
