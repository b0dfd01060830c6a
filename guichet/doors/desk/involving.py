"""Letting somebody take part in a ticket: found or written down, told as they wish, removed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guichet.areas.people import actions as people
from guichet.areas.people import queries as known
from guichet.areas.people.access import Viewer
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.doors.desk import forms
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.labels import LANGUAGES, PARTS, TOLD_BY, TOLD_OF, choices, word
from guichet.doors.desk.performing import Said, attempt, verb
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.people.models import Person
    from guichet.areas.tickets.models import Ticket


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def involving(request: DeskRequest, number: str) -> HttpResponse:
    """Find somebody, or write who it is, and let them take part."""
    ticket = ticket_for(request.viewer, number)
    if ticket is None or not request.viewer.may("tickets.involve", ticket):
        raise Http404
    if request.method != "POST":
        return _page(request, ticket)
    form = forms.PartyForm(request.POST)
    if attempt(form, lambda: _involve(ticket, form.cleaned_data, by=request.viewer)):
        messages.success(request, _("They take part now: they, and whoever asked, are told."))
        return HttpResponseRedirect(reverse("desk-ticket", args=[number]) + "#parties")
    return _page(request, ticket, form)


def _involve(ticket: "Ticket", said: Said, *, by: Viewer) -> None:
    now = clock.now()
    person = _registered(ticket, said, by=by, now=now) if said["person"] == "new" else _known(said["person"])
    language = person.language if said["language"] == "own" else said["language"]
    wishes = actions.Wishes(level=said["level"], language=language, channel=said["channel"])
    actions.add_party(ticket, by=by, now=now, person=person, role=said["role"], wishes=wishes)


def _registered(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> "Person":
    """Register somebody new; whoever is reached at that address already is no double of themselves."""
    if said["email"] and (found := known.persons_by_email(said["email"])):
        return found[0]
    new = people.NewPerson(
        given_name=said["given_name"], family_name=said["family_name"], email=said["email"], phone=said["phone"],
        language=ticket.language if said["language"] == "own" else said["language"],
    )  # fmt: skip
    return people.register(new, by=by, now=now)


def _known(pk: str | int) -> "Person":
    try:
        found = known.person(int(pk))
    except (ObjectDoesNotExist, OverflowError) as absent:
        raise ValueError(str(forms.CHOOSE["invalid_choice"])) from absent
    if found.erased_at:
        raise ValueError(str(forms.CHOOSE["invalid_choice"]))
    return found


def _page(request: DeskRequest, ticket: "Ticket", form: forms.PartyForm | None = None) -> HttpResponse:
    typed = request.POST.get("q", "") if form else request.GET.get("q", "")
    said: dict[str, Any] = request.POST.dict() if form else {}
    found = _found(request.viewer, ticket, typed)
    chosen = said.get("person", "")
    if chosen.isdecimal() and int(chosen) not in {person.pk for person, _why in found}:
        found = [*found, *((one, "") for one in _again(chosen))]
    context = frame(request) | {
        "ticket": ticket, "typed": typed, "found": [(one, word(LANGUAGES, one.language), why) for one, why in found],
        "form": form, "said": said, "parts": choices(PARTS), "told_of": choices(TOLD_OF), "told_by": choices(TOLD_BY),
        "languages": choices(LANGUAGES),
    }  # fmt: skip
    return render(request, "desk/ticket/involving.html", context, status=422 if form else 200)


def _again(pk: str) -> list["Person"]:
    try:
        return [_known(pk)]
    except ValueError:
        return []


def _found(viewer: Viewer, ticket: "Ticket", typed: str) -> list[tuple["Person", str]]:
    """Return whom the words name; without words, who may act for the client already."""
    if len(typed.strip()) > 1:
        return [(one, "") for one in known.find_persons(typed, by=viewer) if one.pk != ticket.requester_id]
    on = localtime(clock.now()).date()
    given = {one.delegate_id: one.delegate for one in known.delegates_of(ticket.compartment, on=on)}
    return [(one, _("may act for the client")) for pk, one in given.items() if pk != ticket.requester_id]


@verb("parties", forms.WishesForm, gettext_lazy("Kept: they are told so from now on."))
def changing(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Keep of what somebody is told, and how."""
    wishes = actions.Wishes(level=said["level"], language=said["language"], channel=said["channel"])
    actions.change_party(ticket, by=by, now=now, person=_known(said["person"]), wishes=wishes)


@verb("parties", forms.PersonForm, gettext_lazy("They take part no more."))
def removing(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Close a ticket again to somebody."""
    actions.remove_party(ticket, by=by, now=now, person=_known(said["person"]))


@verb("parties", forms.PersonForm, gettext_lazy("Noted: they were told."))
def telling(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Note that somebody whom no mail reaches was told."""
    actions.told_party(ticket, by=by, now=now, person=_known(said["person"]))
