"""Live updates tell what may be seen, and stop with the account."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import AsyncClient
from django.urls import reverse
from pytest_django import Settings

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.doors.desk import live
from guichet.doors.desk.tail import Place, end_of_journal
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db


def in_its_own_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """Run what waits in a thread of its own: the browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_a_change_by_somebody_else_is_told_once(amina: Person, bruno: Staff, chloe: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    place = end_of_journal()
    actions.note(ticket, by=seen_by(chloe), now=NOON, body="Vu")
    seen = live.look(bruno.user_id, place)  # type: ignore[arg-type]
    assert seen is not None
    assert seen.numbers == (ticket.number,)
    again = live.look(bruno.user_id, seen.place)  # type: ignore[arg-type]
    assert again is not None
    assert again.numbers == ()


def test_ones_own_changes_are_not_news(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    place = end_of_journal()
    actions.note(ticket, by=seen_by(bruno), now=NOON, body="Vu")
    seen = live.look(bruno.user_id, place)  # type: ignore[arg-type]
    assert seen is not None
    assert seen.numbers == ()


@pytest.mark.proves("A19")
def test_a_confidential_ticket_is_not_told_to_others(amina: Person, bruno: Staff, chloe: Staff, hiring: Any) -> None:
    hiring.confidential = True
    hiring.save()
    place = end_of_journal()
    a_ticket(amina, owner=chloe, service=hiring)
    seen = live.look(bruno.user_id, place)  # type: ignore[arg-type]
    assert seen is not None
    assert seen.numbers == ()


def test_a_disabled_account_hears_nothing_more(bruno: Staff) -> None:
    Staff.objects.filter(pk=bruno.pk).update(active=False)
    assert live.look(bruno.user_id, end_of_journal()) is None  # type: ignore[arg-type]


def test_an_expert_and_an_auditor_hear_nothing(ines: Staff, dario: Staff) -> None:
    for who in (ines, dario):
        assert live.look(who.user_id, end_of_journal()) is None  # type: ignore[arg-type]


def test_the_stream_ends_when_rights_end(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = [live.Look(Place(0, 1), ("G-2026-000000-0",)), live.Look(Place(0, 1), ()), None]
    monkeypatch.setattr(live, "look", lambda user, place: looks.pop(0))
    monkeypatch.setattr(live, "EVERY", 0.0)

    async def read() -> list[str]:
        return [part async for part in live.stream(1, Place(0, 0))]

    parts = in_its_own_loop(read())
    assert parts[1] == 'event: ticket\ndata: {"number": "G-2026-000000-0"}\n\n'
    assert parts[-1].startswith("event: closed")


def test_a_stranger_gets_no_stream(settings: Settings) -> None:
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "allauth" not in one and "viewing" not in one]

    async def ask() -> int:
        return (await AsyncClient().get(reverse("desk-live"))).status_code

    assert in_its_own_loop(ask()) == 401
