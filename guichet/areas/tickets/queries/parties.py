"""Who takes part in a ticket, what opens it to them, and what they are told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Person
from guichet.areas.people.queries import caucuses_of, viewer_of_person
from guichet.areas.tickets.models import Message, Party, Ticket
from guichet.areas.tickets.models.ticket import entered
from guichet.areas.tickets.queries.family import family_of, is_for_all, merges_into
from guichet.areas.tickets.rules import Channel, Role, hears
from guichet.ground.references import access_code, same_code


def parties_of(ticket: Ticket) -> list[Party]:
    """Return who takes part in a ticket now; whoever asked is among them once something of theirs is not as usual."""
    if not ticket.shared:
        return []
    return list(Party.objects.filter(ticket=ticket, ended_at=None).select_related("person").order_by("pk"))


def others_in(ticket: Ticket) -> list[Party]:
    """Return who takes part in a ticket besides whoever asked, and is let in by that alone."""
    return [one for one in parties_of(ticket) if one.role in {Role.BENEFICIARY, Role.OBSERVER}]


def party_of(ticket: Ticket, person: int | None) -> Party | None:
    """Return the part that a person takes in a ticket, if they do."""
    return next((one for one in parties_of(ticket) if one.person_id == person), None)


def as_client(party: Party, *, on: date) -> Viewer:
    """Return somebody who takes part, with what lets them in on a day: a mandate that ended lets nobody in."""
    known = viewer_of_person(party.person, on=on)
    return replace(
        known, ref=f"party:{party.pk}", roles=frozenset({"bearer"}), ticket=party.ticket_id, party=party.pk,
        language=party.language,
    )  # fmt: skip


def party_with(number: str, code: str, *, on: date) -> Viewer | None:
    """Return whoever takes part in the ticket of a number under a code of their own."""
    rows = Party.objects.filter(ended_at=None, ticket__number=number).exclude(role=Role.REQUESTER)
    found = [one for one in rows.select_related("person", "ticket") if same_code(code, own_code(one, number))]
    viewer = as_client(found[0], on=on) if found else None
    return viewer if viewer and may_read(viewer) else None


def held_by(pk: int, *, on: date) -> Viewer | None:
    """Return whoever opened a ticket with a code of their own, or nothing once they take part no more."""
    party = Party.objects.filter(pk=pk, ended_at=None).select_related("person").first()
    return as_client(party, on=on) if party else None


def own_code(party: Party, number: str) -> str:
    """Return the code that opens a ticket to somebody who takes part; it goes with them."""
    return access_code(f"{number}/{party.pk}", 1, settings.ACCESS_KEY)


def may_read(viewer: Viewer) -> bool:
    """Tell whether what somebody takes part in is theirs to see: asked of the one policy."""
    return bool(Ticket.objects.visible_to(viewer).filter(pk=viewer.ticket).exists())


def has_mandate(ticket: Ticket, person: Person, *, on: date) -> bool:
    """Tell whether somebody may act on a ticket for its holder, by who they are or by a delegation of this scope."""
    return Ticket.rows.filter(entered(viewer_of_person(person, on=on)), pk=ticket.pk).exists()


def is_rival(ticket: Ticket, person: Person, *, on: date) -> bool:
    """Tell whether a wall stands between a person and the holder of a ticket: they belong to different caucuses."""
    holder, theirs = ticket.compartment, caucuses_of(person.pk, on=on)
    if holder.organisation:
        caucus = holder.organisation.pk if holder.organisation.kind == "caucus" else holder.organisation.caucus_id
        ours = frozenset({caucus}) if caucus else frozenset[int]()
    else:
        ours = caucuses_of(holder.person_id or 0, on=on)
    return bool(ours and theirs and not ours & theirs)


def parts_in_family(ticket: Ticket) -> list[Party]:
    """Return everybody who takes, or took, part in a ticket or in those joined to it."""
    return list(Party.objects.filter(ticket__in=family_of(ticket)).select_related("person")) if ticket.shared else []


def parts_in(tickets: Iterable[int]) -> list[Party]:
    """Return everybody who takes, or took, part in one of these tickets."""
    return list(Party.objects.filter(ticket__in=list(tickets)).select_related("person").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is told words of ours: through which ticket, and as which part where they have a row."""

    ticket: Ticket
    person: Person
    party: Party | None = None

    @property
    def role(self) -> str:
        """Return the part that they take."""
        return self.party.role if self.party else Role.REQUESTER

    @property
    def key(self) -> tuple[int, int | None]:
        """Return what names them in a letter that waits: the ticket, and the part unless they asked."""
        return self.ticket.pk, self.party.pk if self.party and self.party.role != Role.REQUESTER else None


def recipients(message: Message, *, on: date) -> list[Recipient]:
    """Return who is told words of ours, each person once: on the ticket itself, then on those joined to it."""
    ticket = message.ticket
    if not ticket.shared:
        return [Recipient(ticket, ticket.requester)]
    found = _told(ticket, message, on)
    if is_for_all(message):
        for merge in merges_into(ticket):
            found += _told(merge.joined, message, on)
    first: dict[int, Recipient] = {}
    for one in found:
        first.setdefault(one.person.pk, one)
    return list(first.values())


def _told(ticket: Ticket, message: Message, on: date) -> list[Recipient]:
    parties, about = parties_of(ticket), message.details.get("about", "")
    own = next((one for one in parties if one.role == Role.REQUESTER), None)
    asked = Recipient(ticket, ticket.requester, own)
    found = [asked] if own is None or hears(own.role, own.level, message.kind, about) else []
    for one in parties:
        # What was said before they took part was not said to them.
        heard = message.at >= one.since and hears(one.role, one.level, message.kind, about)
        told = heard or _is_their_own(one, message)
        if one is not own and told and may_read(as_client(one, on=on)):
            found.append(Recipient(ticket, one.person, one))
    return found


def _is_their_own(party: Party, message: Message) -> bool:
    """Tell whether words say to somebody that they take part: those who want nothing are told nothing."""
    details = message.details
    return details.get("about") == "party" and details.get("party") == party.pk and party.level != "none"


def to_tell(ticket: Ticket, parties: Iterable[Party], *, now: datetime) -> dict[int, int]:
    """Count, for each party whom no mail and no letter reaches, the words that somebody has yet to tell them."""
    others = (one for one in parties if one.channel != Channel.EMAIL and one.level != "none")
    by_hand = [one for one in others if not _by_post(one)]
    if not by_hand:
        return {}
    ours = Q(staff__isnull=False) & ~Q(kind__in=["acknowledgement", "reminder"])
    said = Message.objects.filter(ours, ticket=ticket, withdrawn_at=None, visible_from__lte=now)
    heard = [(one.at, one.kind, one.details.get("about", "")) for one in said.order_by("at")]
    return {
        party.pk: sum(
            at > (party.told_at or party.since) and hears(party.role, party.level, kind, about)
            for at, kind, about in heard
        )
        for party in by_hand
    }  # fmt: skip


def _by_post(party: Party) -> bool:
    """Tell whether letters reach somebody who is told by letter."""
    points = party.person.contact_points.filter(kind="postal", undeliverable_at=None)
    return party.channel == Channel.MAIL and points.exists()


def names_of(ticket: Ticket) -> dict[int, str]:
    """Return the names of everybody who takes, or took, part in a ticket, by their part: its life speaks of them."""
    return {one.pk: one.person.full_name for one in parts_in_family(ticket)}
