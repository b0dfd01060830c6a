"""The past of a busy desk: so many tickets, with their messages, promises, clocks, entries and words."""

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from guichet.areas.metrics.models import Outcome
from guichet.areas.sla.models import Promise, Segment
from guichet.areas.tickets.models import Contact, Message, Ticket
from guichet.ground.journal.models import Entry
from guichet.ground.references import luhn_digit
from tests.bench.bulk import loading, words_of, write, write_search
from tests.bench.house import PERSONS, House

CHUNK = 5_000
RARE, COMMON = "zirconium", "imprimante"
RARE_TICKETS = 10
STATES = ("to_sort", "in_progress", "waiting_client", "closed")
SHARES = (0.10, 0.20, 0.05, 0.65)
_SENTENCES = 400


@dataclass(frozen=True, slots=True)
class Life:
    """One ticket of the past, before it is written."""

    pk: int
    person: int
    compartment: int
    state: str
    owner: int
    service: int
    said: tuple[str, ...]  # first the client, then us, in turn
    received: datetime
    due: datetime

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be done."""
        return self.state != "closed"


def fill(house: House, tickets: int, now: datetime) -> None:
    """Write so many tickets, in a deterministic past."""
    draw = random.Random(20261121)
    sentences = _sentences(draw)
    with loading():
        for start in range(1, tickets + 1, CHUNK):
            pks = range(start, min(start + CHUNK, tickets + 1))
            _write([_life(pk, tickets, draw, sentences, house, now) for pk in pks], now)


def _sentences(draw: random.Random) -> list[str]:
    """Make sentences of ten words out of a vocabulary in which some words are much commoner than others."""
    signs = "aeiou", "bcdfglmnprstv"
    vocabulary = ["".join(draw.choice(signs[place % 2]) for place in range(draw.randint(4, 10))) for _ in range(3_000)]
    weights = [1 / (rank + 5) for rank in range(len(vocabulary))]
    return [" ".join(draw.choices(vocabulary, weights, k=14)) + "." for _ in range(_SENTENCES)]


def _life(pk: int, of: int, draw: random.Random, sentences: list[str], house: House, now: datetime) -> Life:
    person = draw.randrange(PERSONS)
    said = [" ".join(draw.choices(sentences, k=4)) for _ in range(draw.choice((2, 2, 3, 3)))]
    extra = (f" {COMMON}" if draw.random() < 0.1 else "") + (f" {RARE}" if pk % max(of // RARE_TICKETS, 1) == 0 else "")
    return Life(
        pk=pk, person=person + 1, compartment=house.compartments[person], state=draw.choices(STATES, SHARES)[0],
        owner=draw.choice(house.agents).pk, service=draw.choice(house.services).pk, said=(said[0] + extra, *said[1:]),
        received=now - timedelta(minutes=5 + 5 * (of - pk), seconds=draw.randrange(300)),
        due=now + timedelta(minutes=draw.randrange(-10_000, 14_400)),
    )  # fmt: skip


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _write(lives: list[Life], now: datetime) -> None:
    write(Ticket, map(_ticket, lives))
    write(Message, (row for life in lives for row in _messages(life)))
    write(Contact, map(_contact, lives))
    write(Promise, map(_promise, lives))
    write(Segment, (row for life in lives for row in _segments(life)))
    write(Entry, (row for life in lives for row in _entries(life)))
    write(Outcome, ({"ticket_id": life.pk, "resolved_at": _end(life)} for life in lives))
    write_search("ticket", ((life.pk, _words(life), life.compartment) for life in lives))


def number_of(pk: int) -> str:
    """Return the number of a ticket of the past."""
    digits = f"{pk * 7_919 % 1_000_000:06d}"
    return f"G-2025-{digits}-{luhn_digit(f'2025{digits}')}"


def _end(life: Life) -> str | None:
    return None if life.is_open else _text(life.received + timedelta(days=2))


def _ticket(life: Life) -> dict[str, Any]:
    received, end = _text(life.received), _end(life)
    return {
        "id": life.pk, "number": number_of(life.pk), "requester_id": life.person, "compartment_id": life.compartment,
        "client_group": "office_staff", "tenure": "settled", "service_id": life.service, "service_version": 1,
        "tier": "participant", "nature": "service", "channel": "email", "language": "fr",
        "title": f"Demande {life.pk}", "state": life.state,
        "owner_id": life.owner, "received_at": received, "logged_at": received, "resolved_at": end, "closed_at": end,
        "waiting_since": received if life.state == "waiting_client" else None, "last_words": life.said[-1][:160],
        "last_from_client": len(life.said) % 2 == 1, "last_at": _text(life.received + timedelta(hours=len(life.said))),
    }  # fmt: skip


def _messages(life: Life) -> Iterator[dict[str, Any]]:
    for turn, body in enumerate(life.said):
        at, ours = _text(life.received + timedelta(hours=turn)), turn % 2 == 1
        yield {
            "id": life.pk * 4 + turn, "ticket_id": life.pk, "channel": "email", "language": "fr", "body": body,
            "at": at, "kind": "reply" if ours else "client" if turn else "opening", "visible_from": at,
            "person_id": None if ours else life.person, "staff_id": life.owner if ours else None,
        }  # fmt: skip


def _contact(life: Life) -> dict[str, Any]:
    return {
        "id": life.pk, "at": _text(life.received), "channel": "email", "person_id": life.person, "ticket_id": life.pk,
        "language": "fr", "words": f"Demande {life.pk}",
    }  # fmt: skip


def _promise(life: Life) -> dict[str, Any]:
    received, due, paused = _text(life.received), _text(life.due), life.state == "waiting_client"
    return {
        "ticket_id": life.pk, "owner_id": life.owner, "calendar": "default", "first_target": "4 h",
        "completion_target": "5 bd",
        "received_at": received, "first_due_at": received, "first_met_at": received, "original_due_at": due,
        "due_at": due, "budget": 144_000, "remaining": 72_000, "paused_at": received if paused else None,
        "met_at": _end(life), "next_due_at": due if life.is_open and not paused else None, "open": life.is_open,
        "unsorted": life.state == "to_sort",
        "holder": "client" if paused else "us", "holder_cause": "received", "holder_since": received,
    }  # fmt: skip


def _segments(life: Life) -> Iterator[dict[str, Any]]:
    middle = _text(life.received + timedelta(hours=3))
    first = {"id": life.pk * 2, "holder": "us", "cause": "received", "start": _text(life.received), "end": middle}
    yield {"ticket_id": life.pk, **first}
    if not life.is_open:
        second = {"id": life.pk * 2 + 1, "holder": "us", "cause": "taken", "start": middle, "end": _end(life)}
        yield {"ticket_id": life.pk, **second}


def _entries(life: Life) -> Iterator[dict[str, Any]]:
    """Give two to five facts. Their digests are not chained: nothing that is measured verifies the past."""
    stream, base = f"ticket:{life.pk}", {"ticket": life.pk}
    facts = [("opened", _opened(life)), ("acknowledged", {**base, "message": life.pk * 4})]
    if life.state != "to_sort":
        facts += [("taken", {**base, "owner": life.owner, "message": None})]
        facts += [("replied", {**base, "message": life.pk * 4 + 1, "channel": "email"})]
    facts += [] if life.is_open else [("closed", {**base, "reason": "silence"})]
    for position, (kind, data) in enumerate(facts, start=1):
        digest = hashlib.sha256(f"{stream}|{position}".encode()).hexdigest()
        yield {
            "id": life.pk * 6 + position, "stream": stream, "position": position, "version": 1,
            "kind": f"tickets.{kind}", "at": _text(life.received + timedelta(minutes=position)), "actor": "system",
            "door": "email", "tx": 1, "data": json.dumps(data), "previous": digest, "digest": digest,
        }  # fmt: skip


def _opened(life: Life) -> dict[str, Any]:
    return {
        "ticket": life.pk, "requester": life.person, "compartment": life.compartment, "group": "office_staff",
        "channel": "email", "language": "fr", "service": life.service, "tier": "participant", "owner": life.owner,
        "received": life.received.isoformat(), "message": life.pk * 4,
    }  # fmt: skip


@lru_cache(maxsize=4_000)
def _stems(sentence: str) -> tuple[str, ...]:
    return tuple(words_of(sentence))


def _words(life: Life) -> list[str]:
    sentences = [one for said in life.said for one in said.split(". ")]
    return [*words_of(f"{number_of(life.pk)} Demande {life.pk}"), *(word for one in sentences for word in _stems(one))]
