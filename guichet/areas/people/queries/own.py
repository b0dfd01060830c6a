"""What a client may read of their own record: how they are reached, and who acts for whom until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from guichet.areas.people.access import Grant
from guichet.areas.people.models import Compartment, ContactPoint, Delegation, Membership, Organisation, Person
from guichet.areas.people.queries import _live
from guichet.areas.people.rules import ALL_SCOPES, HEADING_ROLES
from guichet.ground.bilingual import Bilingual
from guichet.ground.database import engine

STILL_NEWS = timedelta(days=30)  # what ended longer ago is no news to anybody
_NAMES = ("delegate", "grantor_person__compartment", "grantor_organisation__compartment")


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody in whose name another may ask, in which matters, and who is heard for them."""

    compartment: Compartment
    scopes: frozenset[str]
    person: Person

    def allows(self, scope: str) -> bool:
        """Tell whether matters of a kind are among them."""
        return not self.scopes.isdisjoint({scope, ALL_SCOPES})

    @property
    def name(self) -> Bilingual | str:
        """Return their name."""
        return self.compartment.organisation.name if self.compartment.organisation else self.person.full_name


def principals_of(person: int, grants: Iterable[Grant], *, on: date) -> list[Principal]:
    """Return in whose name somebody may ask by what was delegated to them alone, by name."""
    scopes: dict[int, frozenset[str]] = {}
    for grant in grants:
        scopes[grant.compartment] = scopes.get(grant.compartment, frozenset()) | grant.scopes
    own = {grant.compartment for grant in grants if grant.own_only or grant.heads}
    rows = Compartment.objects.filter(pk__in=scopes.keys() - own).exclude(person=person)
    found = [(row, row.person or _head_of(row, on)) for row in rows.select_related("person", "organisation")]
    known = [Principal(row, scopes[row.pk], heard) for row, heard in found if heard and heard.pk != person]
    return sorted(known, key=lambda one: str(one.name))


def _head_of(compartment: Compartment, on: date) -> Person | None:
    assert compartment.organisation
    return next(iter(heads_of(compartment.organisation, on=on)), None)


def points_of(person: Person) -> list[ContactPoint]:
    """Return every way to reach a person, those in use first."""
    return list(ContactPoint.objects.filter(person=person).order_by("kind", "-primary", "pk"))


def mandates_of(person: Person, headed: Iterable[int], *, on: date) -> list[Delegation]:
    """Return the live delegations that somebody received, or gave for themselves and for what they head."""
    theirs = Q(delegate=person) | Q(grantor_person=person) | Q(grantor_organisation__in=list(headed))
    rows = Delegation.objects.filter(_live(on), theirs, revoked_at=None)
    return list(rows.select_related(*_NAMES).order_by("ends_on", "pk"))


def mandates_over(person: Person, headed: Iterable[int], *, on: date) -> list[Delegation]:
    """Return the delegations received, or given, that ended lately, the last first."""
    theirs = Q(delegate=person) | Q(grantor_person=person) | Q(grantor_organisation__in=list(headed))
    ended = Q(revoked_at__date__gte=on - STILL_NEWS) | Q(
        revoked_at=None, ends_on__lt=on, ends_on__gte=on - STILL_NEWS
    )  # fmt: skip
    rows = Delegation.objects.filter(theirs, ended).select_related(*_NAMES).order_by("-pk")
    return [one for one in rows if not is_given_again(one, on=on)]


def claim_over(on: date, *, most: int) -> list[Delegation]:
    """Claim the delegations whose last day is past and of which nobody was told."""
    rows = Delegation.objects.filter(
        revoked_at=None, told_at=None, ends_on__lt=on, ends_on__gte=on - STILL_NEWS
    ).order_by("ends_on", "pk")  # fmt: skip
    claimed = [one.pk for one in engine().skip_locked(rows)[:most]]
    # The statement that locks saw what was there when it began: another worker may have told since.
    return list(Delegation.objects.filter(pk__in=claimed, told_at=None).order_by("ends_on", "pk"))


def is_given_again(given: Delegation, *, on: date) -> bool:
    """Tell whether another delegation between the same two lets all of it go on."""
    rows = Delegation.objects.filter(
        _live(on), revoked_at=None, delegate=given.delegate_id, grantor_person=given.grantor_person_id,
        grantor_organisation=given.grantor_organisation_id,
    ).exclude(pk=given.pk)  # fmt: skip
    scopes = {scope for one in rows for scope in one.scopes}
    return ALL_SCOPES in scopes or (bool(scopes) and set(given.scopes) <= scopes)


def givers_of(given: Delegation, *, on: date) -> list[Person]:
    """Return who gave a right to act: the person, or whoever heads the organisation."""
    if given.grantor_person:
        return [given.grantor_person]
    return heads_of(given.grantor_organisation, on=on) if given.grantor_organisation else []


def heads_of(organisation: Organisation, *, on: date) -> list[Person]:
    """Return who heads an organisation on a day, the newest first."""
    rows = Membership.objects.filter(_live(on), organisation=organisation, role__in=HEADING_ROLES)
    return [one.person for one in rows.select_related("person").order_by("-starts_on", "pk")]
