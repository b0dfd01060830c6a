"""Making one of two records that are the same human being, and two of them again, exactly."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.people.access import Viewer
from guichet.areas.people.actions import compartment_of
from guichet.areas.people.models import ContactPoint, Delegation, Membership, Person, PersonMerge
from guichet.areas.tickets.actions.indexing import index
from guichet.areas.tickets.actions.locking import lock, save, tell
from guichet.areas.tickets.facts import PersonsMerged, PersonsParted, RequesterMerged
from guichet.areas.tickets.models import Contact, Message, Party, Ticket
from guichet.areas.tickets.queries.persons import Goods, goods_of, why_not_same
from guichet.areas.tickets.rules import comes_apart
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import record

FILLED = ("given_name", "family_name", "salutation")


class NotOnePerson(ValueError):
    """Two records that must stay two; `why` is a code."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)

    def __str__(self) -> str:
        words = {
            "same": _("Choose another record: this is the same one."),
            "gone": _("One of these records is no longer in use."),
            "wall": _("They belong to two caucuses: a wall stands between them, and they stay two."),
            "acts": _("One of them acts for the other: they are two people."),
            "hidden": _("Something of theirs is not yours to move: they stay two."),
            "late": _("These records were made one more than 30 days ago, or are not one: they stay as they are."),
        }
        return words[self.why]


@action("tickets.merge_persons")
def merge_persons(kept: Person, *, by: Actor, now: datetime, gone: Person) -> PersonMerge:
    """Make of two records one human being: tickets, places, delegations and addresses go over; nothing is lost."""
    rows = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")}
    stays, leaves = rows[kept.pk], rows[gone.pk]
    assert isinstance(by, Viewer)
    if why := why_not_same(stays, leaves, by=by, on=localtime(now).date()):
        raise NotOnePerson(why)
    goods = goods_of(leaves, stays)
    moved: dict[str, Any] = {**asdict(goods), "primary": _primary(goods), "filled": _fill(stays, leaves)}
    _move(goods, (leaves, stays), by=by, now=now)
    moved["user"] = leaves.user_id if stays.user_id is None else None
    if moved["user"]:
        Person.objects.filter(pk=leaves.pk).update(user=None)
        Person.objects.filter(pk=stays.pk).update(user=moved["user"])
    # Nobody finds the second record any more: whoever looks for it is led to the first.
    Person.objects.filter(pk=leaves.pk).update(erased_at=now)
    made = PersonMerge.objects.create(kept=stays, gone=leaves, at=now, moved=moved)
    said = PersonsMerged(kept=stays.pk, gone=leaves.pk, tickets=len(goods.tickets), points=len(goods.points))
    record(said, stream=f"person:{stays.pk}", by=by, at=now)
    return made


def _primary(goods: Goods) -> list[int]:
    rows = ContactPoint.objects.filter(pk__in=goods.points, primary=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _fill(stays: Person, leaves: Person) -> list[str]:
    """Give the record that stays what it lacked of the other; return which fields."""
    lacking = [name for name in FILLED if not getattr(stays, name) and getattr(leaves, name)]
    if lacking:
        Person.objects.filter(pk=stays.pk).update(**{name: getattr(leaves, name) for name in lacking})
    return lacking


def _move(goods: Goods, hands: tuple[Person, Person], *, by: Actor, now: datetime) -> None:
    """Pass what is named from one to the other; what somebody gave elsewhere meanwhile stays there."""
    off, to = hands
    Message.objects.filter(pk__in=goods.messages, person=off).update(person=to)
    Contact.objects.filter(pk__in=goods.contacts, person=off).update(person=to)
    Party.objects.filter(pk__in=goods.parties, person=off).update(person=to)
    ContactPoint.objects.filter(pk__in=goods.points, person=off).update(person=to, primary=False)
    Membership.objects.filter(pk__in=goods.memberships, person=off).update(person=to)
    Delegation.objects.filter(pk__in=goods.given, grantor_person=off).update(grantor_person=to)
    Delegation.objects.filter(pk__in=goods.received, delegate=off).update(delegate=to)
    own = compartment_of(to)
    # The tickets one by one: each tells it in its own life.
    for pk in sorted({*goods.tickets, *goods.behind}):
        held = lock(Ticket(pk=pk))
        was = held.requester_id
        if pk in goods.tickets and was == off.pk:
            held.requester = to
        if pk in goods.behind and held.compartment.person_id == off.pk:
            held.compartment = own
        save(held, "requester", "compartment")
        if pk in goods.behind:
            index(held)
        told = RequesterMerged(ticket=pk, person=held.requester_id, was=was, compartment=held.compartment_id)
        tell(held, told, by=by, at=now)


@action("tickets.merge_persons")
def unmerge_persons(kept: Person, *, by: Actor, now: datetime, gone: Person) -> PersonMerge:
    """Make two records again of what was made one: each gets back exactly what it had; what came since stays."""
    ids = [kept.pk, gone.pk]
    rows = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    known = PersonMerge.objects.filter(kept=kept, gone=gone, parted_at=None).first()
    if known is None or not comes_apart(known.at, now):
        raise NotOnePerson("late")
    moved = dict(known.moved)
    primary, filled, user = moved.pop("primary"), moved.pop("filled"), moved.pop("user")
    Person.objects.filter(pk=gone.pk).update(erased_at=None)
    if user:
        Person.objects.filter(pk=kept.pk).update(user=None)
        Person.objects.filter(pk=gone.pk).update(user=user)
    Person.objects.filter(pk=kept.pk).update(**dict.fromkeys(filled, ""))
    _move(Goods(**moved), (rows[kept.pk], rows[gone.pk]), by=by, now=now)
    ContactPoint.objects.filter(pk__in=primary).update(primary=True)
    PersonMerge.objects.filter(pk=known.pk).update(parted_at=now)
    record(PersonsParted(kept=kept.pk, gone=gone.pk), stream=f"person:{kept.pk}", by=by, at=now)
    return known
