"""What a client may read of their own record: how they are reached, and who acts for whom until when."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from guichet.areas.people.models import ContactPoint, Delegation, Person
from guichet.areas.people.queries import _live


def points_of(person: Person) -> list[ContactPoint]:
    """Return every way to reach a person, those in use first."""
    return list(ContactPoint.objects.filter(person=person).order_by("kind", "-primary", "pk"))


def mandates_of(person: Person, headed: Iterable[int], *, on: date) -> list[Delegation]:
    """Return the live delegations that somebody received, or gave for themselves and for what they head."""
    theirs = Q(delegate=person) | Q(grantor_person=person) | Q(grantor_organisation__in=list(headed))
    rows = Delegation.objects.filter(_live(on), theirs, revoked_at=None)
    names = ("delegate", "grantor_person__compartment", "grantor_organisation__compartment")
    return list(rows.select_related(*names).order_by("ends_on", "pk"))
