"""A plan inside a plan, at work on a ticket, and changed on that ticket alone."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.actions import BadlyPlanned, publish_plan
from guichet.areas.catalogue.models import PlanStep, PlanTemplate, Service
from guichet.areas.catalogue.queries.plans import newest_plan, steps_in
from guichet.areas.catalogue.rules.plans import PlannedStep
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.models import TaskClock
from guichet.areas.sla.readers import clocks
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Task, Ticket
from guichet.areas.tickets.queries.plan import open_on_each_version
from guichet.areas.tickets.queries.trying import tried, year_of
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import *  # noqa: F403
from tests.cast import NOON, TODAY, a_ticket, seen_by

pytestmark = pytest.mark.django_db


def step(key: str, *after: str, **more: Any) -> PlannedStep:
    given = {"unit": "CS", "due": "2 h", "title": Bilingual("Étape", "Step"), **more}
    return PlannedStep(key=key, after=after, **given)


WELCOME = (step("call"), step("hire", "call", kind="plan", runs="A04"), step("end", "hire"))


@pytest.fixture
def arrival(hiring: Service, house: dict[str, Organisation]) -> Service:
    """A service whose plan runs that of hiring."""
    made = Service.objects.create(
        code="A01", name=Bilingual("Arrivée", "Arrival"), nature="service", owner=house["CS"], calendar="default"
    )
    publish_plan(made, steps=WELCOME, base=0, by=SYSTEM, now=NOON)
    return made


@pytest.fixture
def ticket(arrival: Service, amina: Person, bruno: Staff) -> Ticket:
    """A request that goes by it."""
    made = a_ticket(amina, owner=bruno, service=arrival)
    actions.start_plan(made, by=seen_by(bruno), now=NOON, offer=catalogue.offer(arrival.pk, on=TODAY))
    return made


def states(ticket: Ticket) -> dict[str, str]:
    return {row.key: row.state for row in Task.rows.filter(ticket=ticket)}


def finish(ticket: Ticket, by: Staff, *keys: str) -> None:
    for key in keys:
        actions.finish_task(Task.rows.get(ticket=ticket, key=key), by=seen_by(by), now=NOON)


@pytest.mark.proves("BIL-03")
def test_a_step_that_runs_a_plan_begins_its_steps_and_ends_with_them(ticket: Ticket, bruno: Staff) -> None:
    assert states(ticket) == dict.fromkeys(("hire", "hire/contract", "hire/account", "hire/card", "end"), "planned") | {
        "call": "ready"
    }
    finish(ticket, bruno, "call")
    now = states(ticket)
    assert (now["hire/contract"], now["hire/account"], now["hire/card"], now["hire"]) == (
        "ready", "ready", "planned", "planned"
    )  # fmt: skip
    finish(ticket, bruno, "hire/contract", "hire/account", "hire/card")
    now = states(ticket)
    assert (now["hire"], now["end"]) == ("done", "ready")
    inner = Task.rows.get(ticket=ticket, key="hire/card")
    assert inner.parent and inner.parent.key == "hire" and not inner.parent.outside


def test_a_request_counts_on_the_version_of_each_plan_that_it_goes_by(ticket: Ticket, hiring: Service) -> None:
    assert open_on_each_version(hiring.pk) == {1: 1}
    assert open_on_each_version(ticket.service_id or 0) == {1: 1}


def test_stopping_a_step_stops_the_plan_that_it_runs(ticket: Ticket, bruno: Staff) -> None:
    finish(ticket, bruno, "call")
    actions.cancel_task(Task.rows.get(ticket=ticket, key="hire"), by=seen_by(bruno), now=NOON)
    now = states(ticket)
    assert {now[key] for key in now if key.startswith("hire")} == {"cancelled"}
    assert now["end"] == "ready"


@pytest.mark.proves("PRC-01")
def test_a_plan_that_would_close_a_circle_is_refused(arrival: Service, hiring: Service) -> None:
    steps = (*steps_in(newest_plan(hiring)), step("again", kind="plan", runs="A01"))
    with pytest.raises(BadlyPlanned) as refused, transaction.atomic():
        publish_plan(hiring, steps=steps, base=1, by=SYSTEM, now=NOON)
    assert "A04 → A01 → A04" in str(refused.value)
    assert PlanTemplate.objects.filter(service=hiring).count() == 1


def test_a_plan_is_tried_with_those_that_it_runs(arrival: Service, ticket: Ticket) -> None:
    found = tried(arrival, WELCOME, year_of(arrival, now=NOON), now=NOON)
    assert found and found.steps == 6


@pytest.mark.proves("BIL-03")
def test_a_plan_is_changed_on_one_ticket_alone(ticket: Ticket, bruno: Staff, house: dict[str, Organisation]) -> None:
    inner = Task.rows.get(ticket=ticket, key="hire")
    wanted = actions.NewTask(
        title=Bilingual("Un badge", "A badge"), unit=house["SEC"], parent=inner, after=("hire/contract",)
    )
    added = actions.add_task(ticket, by=seen_by(bruno), now=NOON, task=wanted)
    finish(ticket, bruno, "call", "hire/contract", "hire/account", "hire/card")
    assert states(ticket)["hire"] == "planned", "it waits for what was added inside of it"
    finish(ticket, bruno, added.key)
    assert states(ticket)["hire"] == "done"
    assert PlanStep.objects.filter(key=added.key).count() == 0, "the template stays as it is"


@pytest.mark.proves("BIL-03", "BIL-05")
def test_what_is_added_inside_of_an_inner_plan_is_counted_in_what_the_outer_steps_may_take(
    ticket: Ticket, bruno: Staff, house: dict[str, Organisation]
) -> None:
    by, inner = seen_by(bruno), Task.rows.get(ticket=ticket, key="hire")
    wanted = actions.NewTask(title=Bilingual("Un badge", "A badge"), unit=house["SEC"], parent=inner, due="9 bd")
    added = actions.add_task(ticket, by=by, now=NOON, task=wanted)
    held = {one.key: one for one in TaskClock.objects.filter(ticket=ticket)}
    assert added.key in held["hire"].after and added.key in Task.rows.get(pk=inner.pk).after
    last = held[added.key].budget_due_at
    assert last and held["end"].budget_due_at and last <= held["end"].budget_due_at, "what comes after ends after"
    assert held["hire/contract"].budget_due_at and held["hire/contract"].budget_due_at < last
    asked = replace(wanted, question=True, title=Bilingual("Un avis", "An opinion"))
    question = actions.add_task(ticket, by=by, now=NOON, task=asked)
    assert question.key not in Task.rows.get(pk=inner.pk).after, "nothing waits for an opinion"
    with pytest.raises(actions.BadPlan, match="hire"), transaction.atomic():
        actions.add_task(ticket, by=by, now=NOON, task=replace(wanted, after=("end",)))
    before = list(TaskClock.objects.order_by("pk").values())
    clocks.rebuild()
    assert list(TaskClock.objects.order_by("pk").values()) == before


def test_a_step_is_given_another_delay_and_other_steps_to_wait_for(ticket: Ticket, bruno: Staff) -> None:
    by, end = seen_by(bruno), Task.rows.get(ticket=ticket, key="end")
    changed = actions.replan_task(end, by=by, now=NOON, due="5 bd", mandatory=False, after=("call",))
    assert (changed.due, changed.mandatory, changed.after, changed.state) == ("5 bd", False, ["call"], "planned")
    call = Task.rows.get(ticket=ticket, key="call")
    Task.rows.filter(pk=call.pk).update(state="planned")
    with pytest.raises(actions.BadPlan), transaction.atomic():
        actions.replan_task(call, by=by, now=NOON, due="1 h", mandatory=True, after=("end",))
    call.save(update_fields=["state"])
    later = actions.replan_task(call, by=by, now=NOON, due="3 bd", mandatory=True).due_at
    assert later and call.due_at and later > call.due_at
    finish(ticket, bruno, "call")
    assert states(ticket)["end"] == "ready", "it waits for the call alone now"
    with pytest.raises(actions.NotInHand), transaction.atomic():
        actions.replan_task(Task.rows.get(ticket=ticket, key="call"), by=by, now=NOON, due="1 h", mandatory=True)
