"""A plan at work on a ticket: conditions, waits, milestones, decisions."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import PlanStep, PlanTemplate, Service
from guichet.areas.catalogue.rules.plans import PlannedStep
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Task, Ticket
from guichet.areas.tickets.queries import client as following
from guichet.areas.tickets.queries.plan import open_on_each_version, waits_over
from guichet.areas.tickets.queries.worklist import tasks_in_hand
from guichet.doors.time.tick import tick
from guichet.ground.bilingual import Bilingual
from tests.cast import *  # noqa: F403
from tests.cast import NOON, TODAY, a_ticket, seen_by

pytestmark = pytest.mark.django_db
House = dict[str, Organisation]
TOLD = Bilingual("Votre carte est prête.", "Your card is ready.")


def step(key: str, *after: str, **more: Any) -> PlannedStep:
    given = {"unit": "CS", "due": "2 h", "title": Bilingual("CANARI-ÉTAPE", "CANARY-STEP"), **more}
    return PlannedStep(key=key, after=after, **given)


@pytest.fixture
def planned(hiring: Service, house: House, amina: Person, bruno: Staff) -> Any:
    """Start a plan of these steps on a new ticket that Bruno took."""

    def start(*steps: PlannedStep, **more: Any) -> Ticket:
        plan = PlanTemplate.objects.create(service=hiring, version=2)
        PlanStep.objects.bulk_create(PlanStep.of(one, plan, at, house[one.unit]) for at, one in enumerate(steps))
        catalogue.forget()
        ticket = actions.take(
            a_ticket(amina, owner=bruno, service=hiring, **more), by=seen_by(bruno), now=NOON, owner=bruno
        )
        actions.start_plan(ticket, by=seen_by(bruno), now=NOON, offer=catalogue.offer(hiring.pk, on=TODAY))
        return ticket

    return start


def states(ticket: Ticket) -> dict[str, str]:
    return {row.key: row.state for row in Task.rows.filter(ticket=ticket)}


def finish(ticket: Ticket, key: str, by: Staff, code: str = "done") -> None:
    actions.finish_task(Task.rows.get(ticket=ticket, key=key), by=seen_by(by), now=NOON, code=code)


DECIDED = (
    step("check", kind="decision"), step("approval", "check", unit="TI", skip_if=("result:check = no",)),
    step("small", "check", kind="automatic", start_when=("result:check = no",)), step("pay", "approval", "small"),
)  # fmt: skip


@pytest.mark.proves("BIL-03")
def test_a_decision_opens_one_way_and_passes_the_other_over(planned: Any, bruno: Staff) -> None:
    ticket = planned(*DECIDED)
    finish(ticket, "check", bruno, "no")
    assert states(ticket) == {"check": "done", "approval": "cancelled", "small": "done", "pay": "ready"}


def test_a_decision_is_yes_or_no(planned: Any, bruno: Staff) -> None:
    ticket = planned(*DECIDED)
    with pytest.raises(actions.NeedsADecision), transaction.atomic():
        finish(ticket, "check", bruno)
    finish(ticket, "check", bruno, "yes")
    assert states(ticket) == {"check": "done", "approval": "ready", "small": "cancelled", "pay": "planned"}


def test_a_plan_asks_what_is_known_of_the_ticket(planned: Any) -> None:
    ticket = planned(
        step("call", start_when=("channel = phone",)), step("write", start_when=("channel = email", "language = fr"))
    )
    assert states(ticket) == {"call": "cancelled", "write": "ready"}


def test_a_wait_ends_by_itself_once_and_nobody_has_it_in_hand(planned: Any, chloe: Staff) -> None:
    ticket = planned(step("week", kind="wait", due="7 d"), step("call", "week"))
    assert tasks_in_hand("unit", seen_by(chloe)) == []
    tick(now=NOON + timedelta(days=6))
    assert states(ticket) == {"week": "ready", "call": "planned"}
    late = NOON + timedelta(days=8)
    assert len(waits_over(late)) == 1
    tick(now=late)
    assert states(ticket) == {"week": "done", "call": "ready"}
    assert waits_over(late) == []


@pytest.mark.proves("BIL-02")
def test_a_milestone_tells_the_client_in_plain_words_and_nothing_else(
    planned: Any, amina: Person, bruno: Staff
) -> None:
    ticket = planned(step("card"), step("ready", "card", kind="milestone", told=TOLD))
    ticket.refresh_from_db()
    ahead = following.tracker(ticket, seen_by(amina), now=NOON).milestones
    assert [(one.words, one.at) for one in ahead] == [(TOLD, None)]
    finish(ticket, "card", bruno)
    ticket.refresh_from_db()
    reached = following.tracker(ticket, seen_by(amina), now=NOON).milestones
    assert [(one.words, one.at) for one in reached] == [(TOLD, NOON)]


def test_open_tickets_are_counted_on_each_version(planned: Any, hiring: Service) -> None:
    planned(step("one"), step("two"))
    assert open_on_each_version(hiring.pk) == {2: 1}
