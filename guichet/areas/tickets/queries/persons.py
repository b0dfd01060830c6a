"""Two records of one human being: which ones may be, what would go over, and what they are now."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import ContactPoint, Delegation, Membership, Person, PersonMerge
from guichet.areas.people.queries import caucuses_of
from guichet.areas.people.rules import is_like, same_number
from guichet.areas.tickets.models import Contact, Message, Party, Ticket

MOST_COMPARED = 12


def namesakes(person: Person) -> list[Person]:
    """Return who may be the same human being: the same name, and the same telephone or nearly the same address."""
    if not person.family_name:
        return []
    same = Q(given_name=person.given_name, family_name=person.family_name)
    rows = Person.objects.filter(same, erased_at=None).exclude(pk=person.pk).order_by("pk")
    found = list(rows.prefetch_related("contact_points")[:MOST_COMPARED])
    own = list(person.contact_points.all()) if found else []
    return [one for one in found if any(_alike(mine, other) for mine in own for other in one.contact_points.all())]


def _alike(mine: ContactPoint, other: ContactPoint) -> bool:
    if mine.kind != other.kind:
        return False
    return same_number(mine.value, other.value) if mine.kind == "phone" else is_like(mine.value, other.value)


def merge_of_person(person: Person) -> PersonMerge | None:
    """Return what made a record one with another, while it lasts."""
    return PersonMerge.objects.filter(gone=person, parted_at=None).select_related("kept", "gone").first()


def kept_of(pk: int) -> int | None:
    """Return the record with which another was made one, if it was."""
    return PersonMerge.objects.filter(gone=pk, parted_at=None).values_list("kept", flat=True).first()


def merged_into(person: Person) -> list[PersonMerge]:
    """Return the records that are one with this one now."""
    rows = PersonMerge.objects.filter(kept=person, parted_at=None)
    return list(rows.select_related("gone", "kept").order_by("pk"))


def standing_for(person: Person | None) -> Person | None:
    """Return the record in which somebody is known now: their own, unless it was found to be somebody's second one."""
    merged = merge_of_person(person) if person is not None and person.erased_at else None
    return merged.kept if merged else person


@dataclass(frozen=True, slots=True)
class Goods:
    """What is of one record, by ids: what would go over to another."""

    tickets: list[int]
    behind: list[int]  # tickets that stand behind the wall of this person
    messages: list[int]
    contacts: list[int]
    parties: list[int]
    points: list[int]
    memberships: list[int]
    given: list[int]
    received: list[int]


def goods_of(gone: Person, kept: Person) -> Goods:
    """Return what of one record would go over to another: what the other has already stays where it is."""
    has = set(ContactPoint.objects.filter(person=kept).values_list("kind", "normal"))
    placed = set(Membership.objects.filter(person=kept).values_list("organisation", "role", "starts_on"))
    taken = Party.objects.filter(person=kept, ended_at=None).values("ticket")
    points = ContactPoint.objects.filter(person=gone).values_list("pk", "kind", "normal")
    places = Membership.objects.filter(person=gone).values_list("pk", "organisation", "role", "starts_on")
    return Goods(
        tickets=_ids(Ticket.rows.filter(requester=gone)), behind=_ids(Ticket.rows.filter(compartment__person=gone)),
        messages=_ids(Message.objects.filter(person=gone)), contacts=_ids(Contact.objects.filter(person=gone)),
        parties=_ids(Party.objects.filter(person=gone).exclude(ticket__in=taken)),
        points=[pk for pk, *known in points if tuple(known) not in has],
        memberships=[pk for pk, *known in places if tuple(known) not in placed],
        given=_ids(Delegation.objects.filter(grantor_person=gone)),
        received=_ids(Delegation.objects.filter(delegate=gone)),
    )  # fmt: skip


def _ids(rows: object) -> list[int]:
    found: list[int] = list(rows.order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]
    return found


def why_not_same(kept: Person, gone: Person, *, by: Viewer, on: date) -> str:
    """Return the code of what forbids making two records one, or nothing."""
    ours, theirs = caucuses_of(kept.pk, on=on), caucuses_of(gone.pk, on=on)
    between = Q(grantor_person=kept, delegate=gone) | Q(grantor_person=gone, delegate=kept)
    theirs_all = Ticket.rows.filter(Q(requester__in=[kept, gone]) | Q(compartment__person__in=[kept, gone]))
    seen = Ticket.objects.visible_to(by)
    if kept.pk == gone.pk:
        return "same"
    if kept.erased_at or gone.erased_at:
        return "gone"
    if ours and theirs and not ours & theirs:
        return "wall"
    if Delegation.objects.filter(between).exists():
        return "acts"
    return "hidden" if theirs_all.exclude(pk__in=seen.values("pk")).exists() else ""
