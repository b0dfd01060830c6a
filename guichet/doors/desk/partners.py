"""Who takes part in a ticket, worded for its page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime
from django.utils.translation import get_language

from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import email_of, phone_of
from guichet.areas.tickets.access import keeps_the_wall
from guichet.areas.tickets.queries.parties import as_client, may_read, to_tell
from guichet.areas.tickets.rules import Role, role_words
from guichet.doors.desk.labels import LANGUAGES, TOLD_BY, TOLD_OF, choices, word

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Party, Ticket


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody who takes part, as the page of a ticket names them."""

    person: int
    name: str
    part: str
    asked: bool
    level: str
    language: str
    channel: str
    words: str  # told of what, in which language, how
    reach: str  # where somebody calls or writes to tell them
    waiting: int  # what somebody has yet to tell them
    shut: bool  # their mandate has ended, or a wall has come between


def taking_part(viewer: Viewer, ticket: "Ticket", parties: list["Party"], *, now: datetime) -> dict[str, Any]:
    """Word who takes part in a ticket, and what can be changed of it."""
    live = [one for one in parties if one.ended_at is None and one.ticket_id == ticket.pk]
    waiting, on = to_tell(ticket, live, now=now), localtime(now).date()
    known = {one.person_id: _partner(one, waiting.get(one.pk, 0), on) for one in live}
    asked = known.pop(ticket.requester_id, None) or _asked(ticket)
    return {
        "partners": [asked, *known.values()],
        "may_involve": not ticket.is_over and (not ticket.confidential or keeps_the_wall(viewer, ticket)),
        "told_of": choices(TOLD_OF), "told_by": choices(TOLD_BY), "languages": choices(LANGUAGES),
    }  # fmt: skip


def _partner(party: "Party", waiting: int, on: date) -> Partner:
    asked = party.role == Role.REQUESTER
    return Partner(
        person=party.person_id, name=party.person.full_name, part=role_words(party.role), asked=asked,
        level=party.level, language=party.language, channel=party.channel,
        words=_words(party.level, party.language, party.channel), reach=_reach(party) if waiting else "",
        waiting=waiting, shut=not asked and not may_read(as_client(party, on=on)),
    )  # fmt: skip


def _reach(party: "Party") -> str:
    return phone_of(party.person) if party.channel == "phone" else email_of(party.person)


def _asked(ticket: "Ticket") -> Partner:
    language = ticket.language
    return Partner(
        person=ticket.requester_id, name=ticket.requester.full_name, part=role_words(Role.REQUESTER), asked=True,
        level="all", language=language, channel="email", words=_words("all", language, "email"), reach="",
        waiting=0, shut=False,
    )  # fmt: skip


def _words(level: str, language: str, channel: str) -> str:
    if level == "none":
        return word(TOLD_OF, level)
    tongue = word(LANGUAGES, language)  # English writes it with a capital, French does not
    tongue = tongue.lower() if get_language() == "fr" else tongue
    return ", ".join([word(TOLD_OF, level), tongue, word(TOLD_BY, channel).lower()])
