"""The contact bar: a call or a visit becomes a request, settled or followed up, or just a contact, in one go."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.catalogue.queries import offer_by_code
from guichet.areas.catalogue.queries.rosters import site_of_staff
from guichet.areas.intake import actions as intake
from guichet.areas.intake.actions import receive
from guichet.areas.intake.queries import call_of
from guichet.areas.intake.rules import Sender, Submission
from guichet.areas.people import actions as people
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import find_persons, person, places_of, staff
from guichet.areas.sight import actions as sight
from guichet.areas.sight.rules import opens
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.queries.contacts import contact_going_on, contact_of
from guichet.areas.tickets.rules import failure_heard
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
    from collections.abc import Iterable

    from guichet.areas.people.models import Person
    from guichet.areas.tickets.models import Contact, Ticket


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def new_contact(request: DeskRequest) -> HttpResponse:
    """Show the contact bar, or conclude the contact."""
    if request.method != "POST" or "find" in request.POST:
        return _bar(request, ContactForm(), status=200)
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            return _concluded(request, *conclude(form.cleaned_data, by=request.viewer, now=clock.now()))
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
def call(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a call that reaches the reader, by the name that its number stands for."""
    found = call_of(pk, by=request.viewer)
    if found is None:
        raise Http404
    known = find_persons(found.number, by=request.viewer) if found.number else []
    address = f"{reverse('desk-new-contact')}?{urlencode({'who': found.number, 'call': found.pk})}"
    caller = known[0].full_name if len(known) == 1 else ""
    return render(request, "desk/contact/_call.html", {"call": found, "caller": caller, "address": address})


@require_safe
@for_front_line
def callers(request: DeskRequest) -> HttpResponse:
    """List who may be calling, with each office they may call for."""
    return render(request, "desk/contact/_callers.html", {"callers": callers_for(request), "chosen": ""})


@require_safe
@for_front_line
def causes(request: DeskRequest) -> HttpResponse:
    """Suggest, from the words of the client, whether the contact was needed."""
    return render(request, "desk/contact/_needed.html", _needed(request.GET.get("words", ""), {}))


def _needed(words: str, said: dict[str, Any]) -> dict[str, Any]:
    heard = failure_heard(words) if not said.get("needed") else None
    return {
        "said": {**said, "needed": heard[0]} if heard else said, "heard": heard[1] if heard else "",
        "needed": labels.choices(labels.NEEDED), "failures": labels.choices(labels.FAILURES),
    }  # fmt: skip


def callers_for(request: DeskRequest) -> list[tuple[str, str, str]]:
    """Return value, name and office of everybody whom the typed words may mean."""
    typed = (request.POST if request.method == "POST" else request.GET).get("who", "").strip()
    return _callers(find_persons(typed, by=request.viewer)) if len(typed) >= 2 else []


def _callers(persons: "Iterable[Person]") -> list[tuple[str, str, str]]:
    on = localtime(clock.now()).date()
    found = []
    for one in persons:
        found += [
            (f"{one.pk}:{place.organisation.code}", one.full_name, place.organisation.name.in_language(here()))
            for place in places_of(one, on=on)
        ]
        found.append((f"{one.pk}:self", one.full_name, _("for themselves")))
    return found


def _bar(request: DeskRequest, form: ContactForm, *, status: int) -> HttpResponse:
    typed, known = _begun(request) if request.method != "POST" else (request.POST.dict(), callers_for(request))
    on = localtime(clock.now()).date()
    context = frame(request) | {
        **_needed(typed.get("words", ""), typed), "form": form, "callers": known, "services": service_choices(on),
        "chosen": typed.get("caller", known[0][0] if known else ""), "resolutions": labels.choices(labels.RESOLUTIONS),
        "identities": labels.choices(labels.IDENTITIES), "languages": labels.choices(labels.LANGUAGES),
        "channels": [(code, labels.CHANNELS[code]) for code in ("phone", "counter", "visit")], "new": NEW,
        "started": typed.get("started", "") or clock.now().isoformat(),
    }  # fmt: skip
    context["site"] = site_of_staff(request.viewer)
    context["from_url"] = request.get_full_path() if request.method == "GET" else request.path
    part = is_htmx(request)
    return render(request, "desk/contact/_bar.html" if part else "desk/contact/page.html", context, status=status)


def _begun(request: DeskRequest) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """Return what a bar holds when it opens: nothing, whoever is calling, or one more matter of the same contact."""
    begun: dict[str, Any] = {"outcome": "settled", "channel": "phone", "who": request.GET.get("who", "")}
    begun["call"] = request.GET.get("call", "")
    if "caller" in request.GET:
        begun["caller"] = request.GET["caller"]
    same = request.GET.get("same", "")
    contact = contact_going_on(int(same), by=request.viewer) if same.isdecimal() else None
    if contact is None or contact.person is None:
        return begun, callers_for(request)
    kept = {"contact": contact.pk, "channel": contact.channel, "language": contact.language, "who": contact.person}
    place = request.GET.get("place", "self")
    known = {"caller": f"{contact.person.pk}:{place}", "identity": contact.identity, "needed": "value"}
    return begun | kept | known, _callers([contact.person])


def _concluded(request: DeskRequest, ticket: "Ticket | None", contact: "Contact") -> HttpResponse:
    address = reverse("desk-ticket", args=[ticket.number]) if ticket else reverse("desk-home")
    if is_htmx(request):
        place = ContactForm(request.POST)["caller"].value().partition(":")[2] or "self"
        context = {"ticket": ticket, "address": address, "contact": contact, "place": place}
        return render(request, "desk/contact/_concluded.html", context)
    messages.success(request, _("The contact is kept."))
    return HttpResponseRedirect(address)


def conclude(said: dict[str, Any], *, by: Viewer, now: datetime) -> "tuple[Ticket | None, Contact]":
    """Keep a contact, with the request that came of it: all of it, or nothing."""
    with transaction.atomic():
        caller = _caller(said, by=by, now=now)
        ticket, contact = _kept(said, caller, by=by, now=now)
        sight.consult(contact, by=by, now=now, **said["consulted"])
        reached = call_of(said["call"], by=by) if said["call"] else None
        if reached:
            intake.pick_up(reached, contact, by=by)
        return ticket, contact


def _kept(said: dict[str, Any], caller: "Person", *, by: Viewer, now: datetime) -> "tuple[Ticket | None, Contact]":
    if said["outcome"] == "only_contact":
        return None, tickets.log_contact(_touch(said, caller, now), by=by, now=now)
    received = receive(_submission(said, caller, now), by=by, now=now)
    _in_charge(received.ticket, by=by, now=now)
    if said["outcome"] == "settled":
        tickets.resolve(received.ticket, by=by, now=now, code=said["code"], body=said["answer"])
    return received.ticket, contact_of(received.ticket)


def _touch(said: dict[str, Any], caller: "Person", now: datetime) -> tickets.Touch:
    known = tickets.NewContact(
        duration=_seconds(said, now), identity=said["identity"], value_class=said["value_class"],
        failure_cause=said["failure_cause"], goes_on=said["contact"],
    )  # fmt: skip
    return tickets.Touch(
        person=caller,
        channel=said["channel"],
        language=said["language"],
        words=said["words"],
        contact=known,
        offer=offer_by_code(said["service"], on=localtime(now).date()) if said["service"] else None,
    )


def _seconds(said: dict[str, Any], now: datetime) -> int:
    return int((now - min(said["started"] or now, now)).total_seconds())


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
        channel=said["channel"], sender=Sender(person=caller.pk, certain=opens(said["identity"])), body=said["words"],
        received_at=min(started, now), language=said["language"], service=said["service"], identity=said["identity"],
        organisation=said["caller"].partition(":")[2] or "self", duration=_seconds(said, now),
        value_class=said["value_class"], failure_cause=said["failure_cause"], contact=said["contact"],
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
