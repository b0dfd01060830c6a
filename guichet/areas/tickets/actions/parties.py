"""Who takes part in a ticket besides whoever asked: added, told as they wish, removed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.people.models import Person
from guichet.areas.people.queries import email_of
from guichet.areas.tickets.actions.care import check_stays
from guichet.areas.tickets.actions.locking import lock, save, tell
from guichet.areas.tickets.actions.words import TicketIsOver
from guichet.areas.tickets.facts import PartyAdded, PartyChanged, PartyRemoved, PartyTold
from guichet.areas.tickets.models import Message, Party, Ticket
from guichet.areas.tickets.queries.parties import has_mandate, is_rival, party_of, to_tell
from guichet.areas.tickets.rules import Channel, Level, Role
from guichet.ground.access import Actor
from guichet.ground.actions import action


class CannotTakePart(ValueError):
    """Somebody who may not take that part; `why` is a code."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)

    def __str__(self) -> str:
        words = {
            "requester": _("This person asked: they take part already."),
            "twice": _("This person takes part already: change their part instead."),
            "mandate": _(
                "Nothing lets this person act here: the client, or whoever heads the office, delegates this matter "
                "to them first."
            ),
            "wall": _("This person belongs to another caucus: a wall stands between them and this request."),
            "address": _("No e-mail reaches this person: give an address, or choose another way to tell them."),
            "uncertain": _("Confirm first on whose behalf this request was made."),
            "level": _("Whoever asked is always told the answer."),
            "gone": _("This person takes part no more."),
        }
        return words[self.why]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Of what somebody is told, in which language, by which way."""

    level: str
    language: str
    channel: str


@action("tickets.involve")
def add_party(ticket: Ticket, *, by: Actor, now: datetime, person: Person, role: str, wishes: Wishes) -> Party:
    """Let somebody take part: they and whoever asked are told, and they get a code of their own."""
    held = lock(ticket)
    check_stays(held, by)
    if held.is_merged:
        raise TicketIsOver(merged=True)
    return _involved(held, person, role, wishes, by=by, now=now)


def _involved(held: Ticket, person: Person, role: str, wishes: Wishes, *, by: Actor, now: datetime) -> Party:
    if why := why_not_party(held, person, role, wishes, now=now):
        raise CannotTakePart(why)
    made = _made(held, person, role, wishes, now)
    news = Message.objects.create(
        ticket=held, kind=Message.Kind.NEWS, channel=held.channel, language=held.language, staff=held.owner, at=now,
        visible_from=now, details={"about": "party", "party": made.pk, "role": role},
    )  # fmt: skip
    said = PartyAdded(
        ticket=held.pk, party=made.pk, person=person.pk, role=role, level=made.level, language=made.language,
        channel=made.channel, message=news.pk,
    )  # fmt: skip
    tell(held, said, by=by, at=now)
    return made


@action("tickets.represent")
def represent(ticket: Ticket, *, by: Actor, now: datetime, person: Person, language: str) -> Party:
    """Let whoever asked in somebody's name follow and answer for them, as long as they may act for them."""
    channel = Channel.EMAIL if email_of(person) else Channel.WEB
    return _involved(
        lock(ticket), person, Role.REPRESENTATIVE, Wishes(level=Level.ALL, language=language, channel=channel),
        by=by, now=now,
    )  # fmt: skip


def why_not_party(ticket: Ticket, person: Person, role: str, wishes: Wishes, *, now: datetime) -> str:
    """Return the code of what forbids somebody to take a part, or nothing."""
    on = localtime(now).date()
    forbidden: dict[str, Callable[[], bool]] = {
        "requester": lambda: person.pk == ticket.requester_id or role == Role.REQUESTER,
        "uncertain": lambda: not ticket.behalf_certain,
        "twice": lambda: party_of(ticket, person.pk) is not None,
        "mandate": lambda: role == Role.REPRESENTATIVE and not has_mandate(ticket, person, on=on),
        "wall": lambda: role != Role.REPRESENTATIVE and is_rival(ticket, person, on=on),
        "address": lambda: wishes.channel == Channel.EMAIL and not email_of(person),
    }
    return next((why for why, holds in forbidden.items() if holds()), "")


def _made(ticket: Ticket, person: Person, role: str, wishes: Wishes, now: datetime) -> Party:
    if not ticket.shared:
        ticket.shared = True
        save(ticket, "shared")
    return Party.objects.create(
        ticket=ticket, person=person, role=role, language=wishes.language, channel=wishes.channel,
        level=wishes.level, since=now,
    )  # fmt: skip


@action("tickets.involve")
def change_party(ticket: Ticket, *, by: Actor, now: datetime, person: Person, wishes: Wishes) -> Party:
    """Keep of what somebody who takes part wants to be told, and how; whoever asked always hears the answer."""
    held = lock(ticket)
    check_stays(held, by)
    party = party_of(held, person.pk)
    if party is None and person.pk != held.requester_id:
        raise CannotTakePart("gone")
    if person.pk == held.requester_id and wishes.level == Level.NONE:
        raise CannotTakePart("level")
    if wishes.channel == Channel.EMAIL and not email_of(person):
        raise CannotTakePart("address")
    if party is None:
        party = _made(held, person, Role.REQUESTER, wishes, now)
    elif (party.level, party.language, party.channel) == (wishes.level, wishes.language, wishes.channel):
        return party
    if party.channel != wishes.channel:
        party.told_at = now  # what was said before went the way that it went then
    party.level, party.language, party.channel = wishes.level, wishes.language, wishes.channel
    party.save(update_fields=["level", "language", "channel", "told_at"])
    said = PartyChanged(
        ticket=held.pk, party=party.pk, level=party.level, language=party.language, channel=party.channel
    )
    tell(held, said, by=by, at=now)
    return party


@action("tickets.involve")
def remove_party(ticket: Ticket, *, by: Actor, now: datetime, person: Person) -> None:
    """Close a ticket again to somebody who took part: their next click finds nothing; twice is once."""
    held = lock(ticket)
    check_stays(held, by)
    party = party_of(held, person.pk)
    if party is None or party.role == Role.REQUESTER:
        return
    party.ended_at = now
    party.save(update_fields=["ended_at"])
    tell(held, PartyRemoved(ticket=held.pk, party=party.pk, person=person.pk), by=by, at=now)


@action("tickets.involve")
def told_party(ticket: Ticket, *, by: Actor, now: datetime, person: Person) -> None:
    """Note that somebody whom no mail reaches was told what there was to tell."""
    held = lock(ticket)
    check_stays(held, by)
    party = party_of(held, person.pk)
    waiting = to_tell(held, [party], now=now).get(party.pk, 0) if party else 0
    if party is None or not waiting:
        return
    party.told_at = now
    party.save(update_fields=["told_at"])
    tell(held, PartyTold(ticket=held.pk, party=party.pk, count=waiting), by=by, at=now)
