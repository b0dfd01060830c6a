"""Persons: how they are met, reached, represented."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from guichet.areas.people.models import (
    Compartment,
    ContactPoint,
    Delegation,
    Format,
    Membership,
    Organisation,
    Person,
    Source,
    Staff,
    ToldBy,
    ToldWhen,
    User,
)
from guichet.areas.people.rules import normal_point
from guichet.ground.access import Actor
from guichet.ground.actions import action


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What is known of somebody at first contact; everything may be missing but the language."""

    given_name: str = ""
    family_name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "fr"
    group: str = "citizen"
    formats: list[str] = field(default_factory=list)


def _source(by: Actor) -> str:
    """Say who told us: somebody who works here, or nobody but the client's own words."""
    return Source.STAFF if by.ref.startswith("staff:") else ""


@action("people.register")
def register(known: NewPerson, *, by: Actor, now: datetime) -> Person:
    """Create a person, their contact points and the compartment around their own matters."""
    source = _source(by)
    person = Person.objects.create(
        given_name=known.given_name[:80], family_name=known.family_name[:80], language=known.language,
        group=known.group, formats=known.formats, source=source, created_at=now,
    )  # fmt: skip
    given = {"email": known.email, "phone": known.phone}
    ContactPoint.objects.bulk_create(
        ContactPoint(
            person=person, kind=kind, value=value, normal=normal_point(kind, value), source=source, known_at=now
        )
        for kind, value in given.items()
        if value
    )
    Compartment.objects.create(person=person)
    return person


class DetailMoved(ValueError):
    """Somebody else changed the same detail of a person meanwhile."""

    def __str__(self) -> str:
        return _("Somebody changed this meanwhile. Nothing of yours was saved: compare both, then choose.")


@action("people.confirm_language")
def confirm_language(person: Person, *, by: Actor, language: str, was: str = "") -> Person:
    """Keep the language a person chose; it decides every text that goes out. `was` is what its writer saw, if told."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    if was and held.language not in {was, language}:
        raise DetailMoved
    held.language, held.language_confirmed = language, True
    held.save(update_fields=["language", "language_confirmed"])
    return held


@action("people.amend")
def prefer(
    person: Person, *, by: Actor, formats: Sequence[str], told_by: str = ToldBy.EMAIL, told_when: str = ToldWhen.ANY
) -> Person:
    """Keep how somebody wants to be told: laid out how, by which way, at what hours. All that goes out follows."""
    person.formats = [str(Format(one)) for one in formats]
    person.told_by, person.told_when = ToldBy(told_by), ToldWhen(told_when)
    person.save(update_fields=["formats", "told_by", "told_when"])
    return person


@action("people.amend")
def add_contact_point(person: Person, *, by: Actor, now: datetime, kind: str, value: str) -> ContactPoint:
    """Add a way to reach a person; one that is already there is left as it is."""
    said = {"value": value, "source": _source(by), "known_at": now}
    normal = normal_point(kind, value)
    point, _ = ContactPoint.objects.get_or_create(person=person, kind=kind, normal=normal, defaults=said)
    return point


@action("people.amend")
def give_contact_point(person: Person, *, by: Actor, now: datetime, kind: str, value: str) -> None:
    """Keep the one telephone number or postal address that somebody gives of themselves, or none any more."""
    points = ContactPoint.objects.select_for_update().filter(person=person, kind=kind)
    held, normal = points.order_by("-primary", "pk").first(), normal_point(kind, value)
    if held and held.normal == normal and held.value == value:
        return
    if held:
        held.delete()
    if value:
        said = {"value": value, "source": Source.SELF, "known_at": now, "primary": True}
        ContactPoint.objects.update_or_create(person=person, kind=kind, normal=normal, defaults=said)


@action("people.amend")
def mark_undeliverable(address: str, *, by: Actor, reason: str, now: datetime) -> int:
    """Note that an address bounces for good; return how many contact points that concerns."""
    points = ContactPoint.objects.filter(kind="email", normal=normal_point("email", address))
    return points.update(undeliverable_at=now, undeliverable_reason=reason[:200])


def compartment_of(holder: Person | Organisation) -> Compartment:
    """Return the compartment of a person or an organisation, making it the first time."""
    try:
        # Most often it was read together with its holder.
        return holder.compartment
    except Compartment.DoesNotExist:
        holds = {"person": holder} if isinstance(holder, Person) else {"organisation": holder}
        return Compartment.objects.get_or_create(**holds)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelegation:
    """Who gives, to whom, what, until when."""

    grantor: Person | Organisation
    delegate: Person
    scopes: tuple[str, ...]
    starts_on: date
    ends_on: date | None = None

    @property
    def grantor_person_id(self) -> int | None:
        """Return the person who gives, where it is a person."""
        return self.grantor.pk if isinstance(self.grantor, Person) else None

    @property
    def grantor_organisation_id(self) -> int | None:
        """Return the organisation that gives, where it is one."""
        return self.grantor.pk if isinstance(self.grantor, Organisation) else None


@action("people.limit")
def limit(access: Membership | Delegation, *, by: Actor, ends_on: date | None) -> Membership | Delegation:
    """Give a place, or a right to act, its last day: from the day after, it opens nothing."""
    access.ends_on, changed = ends_on, ["ends_on"]
    if isinstance(access, Delegation):
        access.told_at, changed = None, ["ends_on", "told_at"]  # another end, of which nobody heard
    access.save(update_fields=changed)
    return access


def account_for(email: str, *, now: datetime) -> User | None:
    """Return the account that signs in with an address, making it the first time for a client we know."""
    address = normal_point("email", email)
    user = User.objects.filter(email=address).first()
    if user:
        return user
    point = ContactPoint.objects.filter(kind="email", normal=address, person__erased_at=None).order_by("pk").first()
    if not point or Staff.objects.filter(email__iexact=address).exists():
        return None
    user = User.objects.create_user(address, joined_at=now)
    Person.objects.filter(pk=point.person_id, user=None).update(user=user)
    return user
