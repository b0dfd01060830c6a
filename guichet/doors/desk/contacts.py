"""The contact bar: a call or a visit becomes a request, settled or followed up, or just a contact, in one go."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.intake.actions import receive
from guichet.areas.intake.rules import Sender, Submission
from guichet.areas.people import actions as people
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import find_persons, person, places_of, staff
from guichet.areas.tickets import actions as tickets
from guichet.doors.desk import labels
from guichet.doors.desk.contactform import NEW, ContactForm
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.names import here
from guichet.doors.desk.sheet import service_choices
from guichet.ground import clock
from guichet.ground.access import Refused
from guichet.ground.ui.htmx import is_htmx

if TYPE_CHECKING:
    from guichet.areas.people.models import Person
    from guichet.areas.tickets.models import Ticket


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def new_contact(request: DeskRequest) -> HttpResponse:
    """Show the contact bar, or conclude the contact."""
    if request.method != "POST" or "find" in request.POST:
        return _bar(request, ContactForm(initial={"started": clock.now().isoformat()}), status=200)
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            return _concluded(request, conclude(form.cleaned_data, by=request.viewer, now=clock.now()))
        except ValueError as refusal:
            form.add_error(None, str(refusal))
        except Refused:
            # It stays with whoever is in charge of it.
            form.add_error(
                "outcome", str(_("This service is confidential. Choose to follow up: its own people answer."))
            )
    return _bar(request, form, status=422)


@require_safe
@for_front_line
def callers(request: DeskRequest) -> HttpResponse:
    """List who may be calling, with each office they may call for."""
    return render(request, "desk/contact/_callers.html", {"callers": callers_for(request), "chosen": ""})


def callers_for(request: DeskRequest) -> list[tuple[str, str, str]]:
    """Return value, name and office of everybody whom the typed words may mean."""
    typed = (request.POST if request.method == "POST" else request.GET).get("who", "").strip()
    if len(typed) < 2:
        return []
    on = localtime(clock.now()).date()
    found = []
    for one in find_persons(typed, by=request.viewer):
        found += [
            (f"{one.pk}:{place.organisation.code}", one.full_name, place.organisation.name.in_language(here()))
            for place in places_of(one, on=on)
        ]
        found.append((f"{one.pk}:self", one.full_name, _("for themselves")))
    return found


def _bar(request: DeskRequest, form: ContactForm, *, status: int) -> HttpResponse:
    typed = request.POST.dict() if request.method == "POST" else {"outcome": "settled", "channel": "phone"}
    known = callers_for(request)
    on = localtime(clock.now()).date()
    context = frame(request) | {
        "form": form, "said": typed, "callers": known, "services": service_choices(on),
        "chosen": typed.get("caller", known[0][0] if known else ""), "resolutions": labels.choices(labels.RESOLUTIONS),
        "identities": labels.choices(labels.IDENTITIES), "languages": labels.choices(labels.LANGUAGES),
        "channels": [(code, labels.CHANNELS[code]) for code in ("phone", "counter", "visit")], "new": NEW,
        "started": typed.get("started", "") or clock.now().isoformat(),
    }  # fmt: skip
    part = is_htmx(request)
    return render(request, "desk/contact/_bar.html" if part else "desk/contact/page.html", context, status=status)


def _concluded(request: DeskRequest, ticket: "Ticket | None") -> HttpResponse:
    address = reverse("desk-ticket", args=[ticket.number]) if ticket else reverse("desk-home")
    if is_htmx(request):
        return render(request, "desk/contact/_concluded.html", {"ticket": ticket, "address": address})
    messages.success(request, _("The contact is kept."))
    return HttpResponseRedirect(address)


def conclude(said: dict[str, Any], *, by: Viewer, now: datetime) -> "Ticket | None":
    """Keep a contact, with the request that came of it: all of it, or nothing."""
    with transaction.atomic():
        caller = _caller(said, by=by, now=now)
        if said["outcome"] == "only_contact":
            tickets.log_contact(
                caller, by=by, now=now, channel=said["channel"], language=said["language"], words=said["words"]
            )
            return None
        received = receive(_submission(said, caller, now), by=by, now=now)
        _in_charge(received.ticket, by=by, now=now)
        if said["outcome"] == "settled":
            tickets.resolve(received.ticket, by=by, now=now, code=said["code"], body=said["answer"])
        return received.ticket


def _caller(said: dict[str, Any], *, by: Viewer, now: datetime) -> "Person":
    if said["caller"] != NEW:
        try:
            return person(int(said["caller"].partition(":")[0]))
        except ObjectDoesNotExist as absent:
            raise ValueError(_("Choose who it is.")) from absent
    known = people.NewPerson(
        given_name=said["given_name"], family_name=said["family_name"], phone=said["phone"], language=said["language"]
    )
    return people.register(known, by=by, now=now)


def _submission(said: dict[str, Any], caller: "Person", now: datetime) -> Submission:
    started = said["started"] or now
    return Submission(
        channel=said["channel"], sender=Sender(person=caller.pk, certain=bool(said["identity"])), body=said["words"],
        received_at=min(started, now), language=said["language"], service=said["service"], identity=said["identity"],
        organisation=said["caller"].partition(":")[2] or "self",
        duration=int((now - min(started, now)).total_seconds()),
    )  # fmt: skip


def _in_charge(ticket: "Ticket", *, by: Viewer, now: datetime) -> None:
    """Put whoever took the call in charge: it is the name that the client heard."""
    if not by.has("agent"):
        return
    me = staff(by.staff or 0)
    if ticket.service_id:
        tickets.take(ticket, by=by, now=now, owner=me)
    else:
        tickets.assign(ticket, by=by, now=now, owner=me)
