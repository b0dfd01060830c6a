"""Live updates tell what may be seen, and stop with the account."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import AsyncClient
from django.urls import reverse
from pytest_django import Settings

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Presence, Ticket
from guichet.doors.desk import live
from guichet.doors.desk.tail import Place, end_of_journal
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground import clock
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db


def in_its_own_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """Run what waits in a thread of its own: the browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()


def hearing(who: Staff, at: str = "", language: str = "en") -> live.Listener:
    """Open a session for somebody who listens."""
    session = SessionStore()
    session.save()
    assert who.user_id and session.session_key
    return live.Listener(who.user_id, session.session_key, language, at)


def all_of(stream: AsyncIterator[str]) -> list[str]:
    """Read a stream that waits for nothing, without a loop."""
    parts = []
    while True:
        try:
            anext(stream).__await__().send(None)
        except StopIteration as said:
            parts.append(said.value)
        except StopAsyncIteration:
            return parts


def others(who: Staff) -> Any:
    seen = live.look(hearing(who), end_of_journal())
    assert seen
    return json.loads(seen.present)


def test_a_change_by_somebody_else_is_told_once(amina: Person, bruno: Staff, chloe: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    place = end_of_journal()
    actions.note(ticket, by=seen_by(chloe), now=NOON, body="Vu")
    seen = live.look(hearing(bruno), place)
    assert seen is not None
    assert seen.numbers == (ticket.number,)
    again = live.look(hearing(bruno), seen.place)
    assert again is not None
    assert again.numbers == ()


def test_ones_own_changes_are_not_news(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    place = end_of_journal()
    actions.note(ticket, by=seen_by(bruno), now=NOON, body="Vu")
    seen = live.look(hearing(bruno), place)
    assert seen is not None
    assert seen.numbers == ()


@pytest.mark.proves("A19")
def test_a_confidential_ticket_is_not_told_to_others(amina: Person, bruno: Staff, chloe: Staff, hiring: Any) -> None:
    hiring.confidential = True
    hiring.save()
    place = end_of_journal()
    a_ticket(amina, owner=chloe, service=hiring)
    seen = live.look(hearing(bruno), place)
    assert seen is not None
    assert seen.numbers == ()


def test_a_disabled_account_hears_nothing_more(bruno: Staff) -> None:
    Staff.objects.filter(pk=bruno.pk).update(active=False)
    assert live.look(hearing(bruno), end_of_journal()) is None


@pytest.mark.proves("A09")
def test_a_session_that_ended_hears_nothing_more(bruno: Staff) -> None:
    who = hearing(bruno)
    assert live.look(who, end_of_journal()) is not None
    SessionStore(who.session).delete()
    assert live.look(who, end_of_journal()) is None


@pytest.mark.proves("A09")
def test_a_role_that_was_taken_away_ends_the_stream_within_five_seconds(
    monkeypatch: pytest.MonkeyPatch, bruno: Staff
) -> None:
    slept: list[float] = []

    def at_once(work: Callable[..., Any]) -> Callable[..., Any]:
        async def run(*args: Any, **kwargs: Any) -> Any:
            return work(*args, **kwargs)

        return run

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            Staff.objects.filter(pk=bruno.pk).update(roles=["auditor"])

    monkeypatch.setattr(live, "sync_to_async", at_once)
    monkeypatch.setattr(live, "sleep", sleep)
    parts = all_of(live.stream(hearing(bruno), end_of_journal()))
    assert parts[-1].startswith("event: closed")
    assert sum(slept[2:]) <= 5


def test_others_see_who_reads_and_who_writes(amina: Person, bruno: Staff, chloe: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    live.look(hearing(chloe, at=ticket.number), end_of_journal(), beats=True)
    assert others(bruno) == {ticket.number: [{"words": "Chloe Roy is reading", "writes": False}]}
    assert others(chloe) == {}
    actions.be_present(ticket, by=seen_by(chloe), now=clock.now(), writes=True)
    live.look(hearing(chloe, at=ticket.number), end_of_journal(), beats=True)
    assert others(bruno) == {ticket.number: [{"words": "Chloe Roy is writing to the client", "writes": True}]}
    actions.stop_writing(ticket, by=seen_by(chloe), now=clock.now())
    assert others(bruno)[ticket.number][0]["writes"] is False
    with clock.at(NOON + timedelta(seconds=60)):
        assert others(bruno) == {}
        actions.sweep_presences(now=clock.now())
    assert not Presence.objects.exists()


def test_typing_to_the_client_is_a_soft_claim(amina: Person, bruno: Staff, chloe: Staff, enter: Enter) -> None:
    ticket, desk = a_ticket(amina, owner=bruno), enter(chloe)
    for kind, body, writes in (("note", "Vu", None), ("reply", "Bonjour", True), ("reply", " ", False)):
        desk.post(reverse("desk-drafts", args=[ticket.number, kind]), {"body": body})
        assert [one["writes"] for one in others(bruno).get(ticket.number, [])] == ([] if writes is None else [writes])


@pytest.mark.proves("A19")
def test_who_is_at_a_confidential_ticket_is_as_hidden_as_the_ticket(
    amina: Person, bruno: Staff, chloe: Staff, hiring: Any
) -> None:
    ticket = a_ticket(amina, owner=chloe, service=hiring)
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True)
    live.look(hearing(chloe, at=ticket.number), end_of_journal(), beats=True)
    live.look(hearing(bruno, at=ticket.number), end_of_journal(), beats=True)
    assert others(bruno) == {}
    assert others(chloe) == {}


def test_an_expert_and_an_auditor_hear_nothing(ines: Staff, dario: Staff) -> None:
    for who in (ines, dario):
        assert live.look(hearing(who), end_of_journal()) is None


def test_the_stream_ends_when_rights_end(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = [live.Look(Place(0, 1), ("G-2026-000000-0",)), live.Look(Place(0, 1), ()), None]
    monkeypatch.setattr(live, "look", lambda who, place, beats, begins: looks.pop(0))
    monkeypatch.setattr(live, "EVERY", 0.0)

    async def read() -> list[str]:
        return [part async for part in live.stream(live.Listener(1, "", "en"), Place(0, 0))]

    parts = in_its_own_loop(read())
    assert parts[1] == 'event: ticket\ndata: {"number": "G-2026-000000-0"}\n\n'
    assert parts[-1].startswith("event: closed")


def test_a_stranger_gets_no_stream(settings: Settings) -> None:
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "allauth" not in one and "viewing" not in one]

    async def ask() -> int:
        return (await AsyncClient().get(reverse("desk-live"))).status_code

    assert in_its_own_loop(ask()) == 401
