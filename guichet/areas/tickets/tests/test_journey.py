"""Arrivals and departures: dated steps, one person who is told first, access that ends by itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.actions import publish_plan
from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.rules.plans import PlannedStep
from guichet.areas.people.actions import NewDelegation, delegate
from guichet.areas.people.models import Delegation, Membership, Organisation, Person, Staff
from guichet.areas.people.queries import grants_of
from guichet.areas.sla.models import TaskClock
from guichet.areas.tickets import actions
from guichet.areas.tickets.facts import AccessEnded, CompanionNamed, TaskAdded
from guichet.areas.tickets.models import Ending, Message, News, Task, Ticket
from guichet.areas.tickets.queries import client as following
from guichet.doors.time.tick import tick
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.api import facts_of
from tests.cast import *  # noqa: F403
from tests.cast import NOON, TODAY, a_person, a_ticket, seen_by

pytestmark = pytest.mark.django_db
LAST = date(2026, 3, 20)
DAY = timedelta(days=1)


def step(key: str, *after: str, **more: Any) -> PlannedStep:
    given = {"unit": "CS", "due": "2 h", "title": Bilingual("Étape", "Step"), **more}
    return PlannedStep(key=key, after=after, **given)


LEAVING = (
    step("call"), step("notice", "call", unit="TI", due="D-5 bd"),
    step("rights", "call", kind="automatic", due="D", ends=("given",)),
    step("place", "call", kind="automatic", due="D+10 d", ends=("places",)),
    step("week", "call", kind="wait", due="D+7 d"), step("thanks", "week"),
)  # fmt: skip


@pytest.fixture
def leaving(house: dict[str, Organisation]) -> Service:
    """A departure."""
    made = Service.objects.create(
        code="A02", name=Bilingual("Départ", "Departure"), nature="service", owner=house["CS"], calendar="default"
    )
    publish_plan(made, steps=LEAVING, base=0, by=SYSTEM, now=NOON, journey="departure")
    return made


@pytest.fixture
def member(house: dict[str, Organisation]) -> Person:
    """The member of Baie-Noire."""
    made = a_person("mireille@example.org", "Mireille", "Thibodeau", group="member")
    Membership.objects.create(person=made, organisation=house["BN-01"], role="member", starts_on=date(2021, 5, 11))
    return made


@pytest.fixture
def trusted(member: Person, amina: Person, house: dict[str, Organisation]) -> Delegation:
    """Amina acts for the member."""
    wanted = NewDelegation(grantor=member, delegate=amina, scopes=("lease",), starts_on=date(2025, 1, 6))
    return delegate(wanted, by=SYSTEM)


@pytest.fixture
def ticket(
    leaving: Service, member: Person, trusted: Delegation, bruno: Staff, house: dict[str, Organisation]
) -> Ticket:
    """Her departure, taken by Bruno, its plan begun, its day not known yet."""
    made = a_ticket(member, owner=bruno, service=leaving, holder=house["BN-01"])
    actions.start_plan(made, by=SYSTEM, now=NOON, offer=catalogue.offer(leaving.pk, on=TODAY))
    return made


def states(ticket: Ticket) -> dict[str, str]:
    return {row.key: row.state for row in Task.rows.filter(ticket=ticket)}


def due(ticket: Ticket, key: str) -> date | None:
    at = Task.rows.get(ticket=ticket, key=key).due_at
    return at.date() if at else None


def dated(ticket: Ticket, bruno: Staff, on: date = LAST) -> None:
    actions.set_day(ticket, by=seen_by(bruno), now=NOON, on=on)


def finish(ticket: Ticket, bruno: Staff, key: str) -> None:
    actions.finish_task(Task.rows.get(ticket=ticket, key=key), by=seen_by(bruno), now=NOON)


@pytest.mark.proves("INT-01")
def test_what_is_counted_from_the_day_waits_for_it_and_follows_it(ticket: Ticket, bruno: Staff) -> None:
    finish(ticket, bruno, "call")
    waiting = states(ticket)
    assert {waiting[key] for key in ("notice", "rights", "week")} == {"planned"}
    dated(ticket, bruno)
    assert states(ticket)["notice"] == "ready"
    assert (due(ticket, "notice"), due(ticket, "week")) == (date(2026, 3, 13), date(2026, 3, 27))
    dated(ticket, bruno, LAST + 14 * DAY)
    assert due(ticket, "notice") == date(2026, 3, 27)
    clock = TaskClock.objects.get(task__ticket=ticket, task__key="notice")
    assert clock.own_due_at and clock.own_due_at.date() == date(2026, 3, 27), "its clock follows"
    told = Message.objects.filter(ticket=ticket, kind="news").latest("pk")
    assert "vendredi 3\xa0avril" in told.body, "a day that moves is told to the client"


@pytest.mark.proves("INT-02")
def test_one_person_is_told_before_any_unit_and_the_client_reads_their_first_name(
    ticket: Ticket, member: Person, bruno: Staff, chloe: Staff
) -> None:
    facts = [fact for _entry, fact in facts_of(ticket.stream)]
    named = [place for place, fact in enumerate(facts) if isinstance(fact, CompanionNamed)]
    given = [place for place, fact in enumerate(facts) if isinstance(fact, TaskAdded)]
    assert len(named) == 1 and named[0] < min(given)
    assert [(one.staff, one.about) for one in News.objects.all()] == [(bruno, "companion")]
    dated(ticket, chloe)
    assert News.objects.filter(staff=bruno, about="day").count() == 1
    tracked = following.tracker(Ticket.rows.get(pk=ticket.pk), seen_by(member), now=NOON)
    assert (tracked.companion, tracked.day_on, tracked.journey) == ("Bruno", LAST, "departure")
    Staff.objects.filter(pk=chloe.pk).update(roles=["agent"])
    chloe.refresh_from_db()
    actions.accompany(ticket, by=seen_by(bruno), now=NOON, companion=chloe)
    body = Message.objects.filter(ticket=ticket, kind="news").latest("pk").body
    assert body.startswith("Chloe") and "Roy" not in body
    Staff.objects.filter(pk=bruno.pk).update(active=False)
    bruno.refresh_from_db()
    with pytest.raises(actions.CannotAccompany), transaction.atomic():
        actions.accompany(ticket, by=seen_by(chloe), now=NOON, companion=bruno)


@pytest.mark.proves("INT-01")
def test_access_ends_by_itself_on_its_day_once_and_those_concerned_are_told(
    ticket: Ticket, trusted: Delegation, amina: Person, member: Person, bruno: Staff, house: dict[str, Organisation]
) -> None:
    dated(ticket, bruno)
    finish(ticket, bruno, "call")
    trusted.refresh_from_db()
    place = Membership.objects.get(person=member)
    assert (trusted.ends_on, place.ends_on) == (LAST, LAST + 10 * DAY)
    dated(ticket, bruno, LAST + DAY)
    trusted.refresh_from_db()
    assert trusted.ends_on == LAST + DAY, "the day moved, and its end with it"
    hers = {one.compartment for one in grants_of(amina, on=LAST + DAY)}
    assert hers > {one.compartment for one in grants_of(amina, on=LAST + 2 * DAY)}
    tick(now=NOON + 10 * DAY)
    assert not Ending.objects.exclude(ended_at=None).exists()
    late = NOON + 19 * DAY
    tick(now=late)
    tick(now=late)
    [said] = [fact for _entry, fact in facts_of(ticket.stream) if isinstance(fact, AccessEnded)]
    assert (said.day, len(said.endings)) == ("2026-03-21", 1)
    assert News.objects.filter(about="access").count() == 1
    body = Message.objects.filter(ticket=ticket, kind="news").latest("pk").body
    assert "Amina Diallo" in body and "Mireille Thibodeau" in body
    tick(now=late + 20 * DAY)
    assert Ending.objects.filter(ended_at=None).count() == 0


def test_a_request_that_is_withdrawn_gives_back_what_had_not_ended(
    ticket: Ticket, trusted: Delegation, member: Person, bruno: Staff
) -> None:
    dated(ticket, bruno)
    finish(ticket, bruno, "call")
    actions.cancel(ticket, by=seen_by(bruno), now=NOON, reason="client")
    trusted.refresh_from_db()
    assert trusted.ends_on is None and Membership.objects.get(person=member).ends_on is None
    assert not Ending.objects.exists()


def test_an_end_that_comes_sooner_is_left_as_it_is(ticket: Ticket, trusted: Delegation, bruno: Staff) -> None:
    Delegation.objects.update(ends_on=TODAY)
    dated(ticket, bruno)
    finish(ticket, bruno, "call")
    trusted.refresh_from_db()
    assert trusted.ends_on == TODAY
