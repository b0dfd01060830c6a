"""Opinions that are asked: how many came, who is reminded, who reads them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets.models import Task, Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from guichet.ground import clock
from tests.cast import NOON, a_ticket


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    """A ticket that Bruno is in charge of."""
    return a_ticket(amina, owner=bruno, title="Une lampe")


@pytest.mark.proves("PRE-01")
def test_the_page_counts_opinions_asked_received_and_late_and_only_the_asker_reads_a_confidential_one(
    ticket: Ticket, bruno: Staff, chloe: Staff, ines: Staff, house: dict[str, Organisation], enter: Enter
) -> None:
    agent, lead, expert = enter(bruno), enter(chloe), enter(ines)
    for title in ("Which standard?", "Which cable?"):
        asked = {"title": title, "unit": house["TI"].pk, "due": "4 h", "way": "consult", "sealed": "1"}
        post(agent, "desk-new-task", ticket, **asked)
    first, second = Task.rows.order_by("pk")
    assert "opinions 0/2" in page_of(agent, ticket)
    expert.post(reverse("desk-task-finish", args=[first.pk]), {"code": "done", "result": "Between us: none."})
    assert "opinions 1/2" in page_of(agent, ticket) and "Between us: none." in page_of(agent, ticket)
    for page in (page_of(lead, ticket), lead.get(reverse("desk-task", args=[first.pk])).content.decode()):
        assert "Between us" not in page and "A confidential opinion" in page
    with clock.at(NOON + timedelta(days=2)):
        assert "1 overdue" in page_of(agent, ticket)
        agent.post(reverse("desk-task-remind", args=[second.pk]), {"on": "ticket"})
        again = agent.post(reverse("desk-task-remind", args=[second.pk]), {"on": "ticket"})
        assert again.status_code == 422 and "less than a day ago" in again.content.decode()
        assert "reminded 1×" in expert.get(reverse("desk-tasks", args=["unit"])).content.decode()
        assert "Reminded once" in expert.get(reverse("desk-task", args=[second.pk])).content.decode()
        agent.post(reverse("desk-task-cancel", args=[second.pk]), {"on": "ticket"})
        assert "opinions 1/1" in page_of(agent, ticket)
