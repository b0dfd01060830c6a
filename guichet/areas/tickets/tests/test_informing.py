"""Who has a part in a step: those informed are told once, when it has ended, and nobody past a wall."""

from datetime import timedelta
from typing import Any

import pytest

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import PlanStep, Service
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.facts import TaskTold
from guichet.areas.tickets.models import News, Task, Ticket
from guichet.areas.tickets.queries.news import unread
from guichet.ground.journal.api import facts_of
from tests.cast import *  # noqa: F403
from tests.cast import NOON, TODAY, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(hiring: Service, amina: Person, bruno: Staff, ines: Staff) -> Any:
    """Start the plan of hiring, of whose contract some are informed."""

    def start(*informed: str, **more: Any) -> Ticket:
        PlanStep.objects.filter(key="contract").update(raci={"accountable": "CS", "informed": list(informed)})
        catalogue.forget()
        ticket = a_ticket(amina, owner=bruno, service=hiring)
        Ticket.rows.filter(pk=ticket.pk).update(**more)
        actions.start_plan(ticket, by=seen_by(bruno), now=NOON, offer=catalogue.offer(hiring.pk, on=TODAY))
        return ticket

    return start


def end(ticket: Ticket, by: Staff) -> None:
    actions.finish_task(Task.rows.get(ticket=ticket, key="contract"), by=seen_by(by), now=NOON)


def told() -> list[str]:
    return sorted(one.staff.given_name for one in News.objects.select_related("staff"))


@pytest.mark.proves("NIV-03")
def test_those_informed_are_told_once_when_the_step_has_ended(
    begun: Any, bruno: Staff, chloe: Staff, ines: Staff, house: dict[str, Organisation]
) -> None:
    rosa = a_staff(house, "RH", "Rosa", "Ruiz", "expert")
    ticket = begun("TI", "CS", chloe.email, "RH")
    assert told() == []
    end(ticket, rosa)
    assert told() == ["Bruno", "Chloe", "Ines"], "the unit, whoever is in charge, a person; not whoever did it"
    [said] = [fact for _entry, fact in facts_of(ticket.stream) if isinstance(fact, TaskTold)]
    assert said.staff == sorted([bruno.pk, chloe.pk, ines.pk])
    actions.finish_task(Task.rows.get(ticket=ticket, key="account"), by=seen_by(ines), now=NOON)
    assert len(told()) == 3, "other steps tell nobody again"


def test_what_is_read_leaves_the_list_of_its_reader_alone(begun: Any, bruno: Staff, chloe: Staff, ines: Staff) -> None:
    ticket = begun("TI", chloe.email)
    end(ticket, bruno)
    [mine] = unread(seen_by(ines), now=NOON)
    actions.read_news(by=seen_by(chloe), now=NOON, which=[mine.pk])
    assert len(unread(seen_by(ines), now=NOON)) == 1, "nobody reads for somebody else"
    actions.read_news(by=seen_by(ines), now=NOON, which=[mine.pk])
    assert unread(seen_by(ines), now=NOON) == []
    assert len(unread(seen_by(chloe), now=NOON)) == 1
    assert unread(seen_by(chloe), now=NOON + timedelta(days=31)) == [], "what is a month old is no news"


@pytest.mark.proves("PRE-01")
def test_nobody_hears_of_a_secret_but_those_who_read_it(begun: Any, bruno: Staff, chloe: Staff, ines: Staff) -> None:
    ticket = begun("TI", chloe.email, "CS", confidential=True)
    ticket.readers.add(chloe)
    end(ticket, bruno)
    assert told() == ["Chloe"], "an expert of the unit is no reader"
    ticket.readers.remove(chloe)
    assert unread(seen_by(chloe), now=NOON) == [], "nor is somebody any more who was"
