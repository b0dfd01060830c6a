"""Who can see a file. The policy itself is asked; the reason is then put into words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localtime

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Delegation, Membership, Person, Staff
from guichet.areas.people.queries import viewer_of_person, viewer_of_staff
from guichet.areas.people.rules import HEADING_ROLES
from guichet.areas.sight.access import ORDER, why_sees
from guichet.areas.tickets.models import Party, Task, Ticket


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can open a file, and what lets them."""

    ref: str
    name: str
    why: str
    unit: str = ""


def why_opened(viewer: Viewer, file: Ticket | Person, *, on: date, through_search: bool = False) -> str:
    """Name what gave a viewer, who just opened a file, the right to; and whether they had to look for it."""
    if isinstance(file, Person):
        why = "self" if viewer.person == file.pk else "team" if viewer.has("agent") else "manager"
    else:
        why = why_sees(viewer, file, readers=readers_of(file), on=on)
    return "search" if through_search and why in {"team", "manager"} else why


def readers_of(ticket: Ticket) -> frozenset[int]:
    """Return the staff designated to read a ticket."""
    return frozenset(ticket.readers.values_list("pk", flat=True)) if ticket.confidential else frozenset()


def who_can(viewer: Viewer, ticket: Ticket, *, now: datetime) -> list[Reader]:
    """Return everybody who can open a ticket at a moment, each with the reason, the strongest first."""
    viewer.require("sight.read", ticket)
    found = [*_staff(ticket, now), *_persons(ticket, localtime(now).date())]
    return sorted(found, key=lambda one: (ORDER.index(one.why), one.name))


def _staff(ticket: Ticket, now: datetime) -> Iterator[Reader]:
    reading, on = readers_of(ticket), localtime(now).date()
    named = reading | {ticket.owner_id} | set(Task.rows.filter(ticket=ticket).values_list("assignee", flat=True))
    known: dict[tuple[object, ...], str] = {}
    for one in Staff.objects.filter(active=True).select_related("unit").order_by("family_name", "given_name", "pk"):
        viewer = viewer_of_staff(one, now=now)
        # Whoever is nobody in particular on this ticket sees of it what their roles and their unit see.
        alike = (one.pk,) if one.pk in named or viewer.emergencies else (viewer.roles, viewer.unit)
        if alike not in known:
            known[alike] = _what(viewer, ticket)
        if what := known[alike]:
            why = why_sees(viewer, ticket, readers=reading, on=on) if what == "ticket" else what
            yield Reader(viewer.ref, one.full_name, why, one.unit.code)


def _what(viewer: Viewer, ticket: Ticket) -> str:
    if Ticket.objects.visible_to(viewer).filter(pk=ticket.pk).exists():
        return "ticket"
    return "task" if Task.objects.visible_to(viewer).filter(ticket=ticket).exists() else ""


def _persons(ticket: Ticket, on: date) -> Iterator[Reader]:
    for one in _near(ticket, on):
        viewer = viewer_of_person(one, on=on)
        if Ticket.objects.visible_to(viewer).filter(pk=ticket.pk).exists():
            why = why_sees(viewer, ticket, readers=frozenset(), on=on)
            yield Reader(viewer.ref, one.full_name, why)


def _near(ticket: Ticket, on: date) -> Iterable[Person]:
    """Return everybody whom a membership or a delegation could lead to a ticket."""
    live = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
    holder = ticket.compartment
    places = Membership.objects.filter(live, organisation=holder.organisation_id or 0)
    heads = places.filter(role__in=HEADING_ROLES).values("person")
    given = Delegation.objects.filter(
        Q(grantor_person=holder.person_id or 0) | Q(grantor_organisation=holder.organisation_id or 0)
        | Q(grantor_person__in=heads), live, revoked_at=None,
    )  # fmt: skip
    themselves = Q(pk=ticket.requester_id) | Q(pk=holder.person_id or 0)
    parts = Party.objects.filter(ticket=ticket, ended_at=None)
    near = themselves | Q(pk__in=places.values("person")) | Q(pk__in=given.values("delegate"))
    near |= Q(pk__in=parts.values("person"))
    return Person.objects.filter(near, erased_at=None).order_by("family_name", "given_name", "pk")


def who_can_read_card(viewer: Viewer) -> list[Reader]:
    """Return everybody who can open a person's card: whoever may look people up."""
    viewer.require("sight.read")
    found = []
    for one in Staff.objects.filter(active=True).select_related("unit").order_by("family_name", "given_name", "pk"):
        them = viewer_of_staff(one)
        if them.may("people.look_up"):
            why = "team" if them.has("agent") else "manager"
            found.append(Reader(them.ref, one.full_name, why, one.unit.code))
    return sorted(found, key=lambda one: (ORDER.index(one.why), one.name))
