"""Lists by API."""

import pytest

from guichet.areas.catalogue.models import Service
from guichet.areas.knowledge.tests.articles import an_article
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions
from guichet.doors.api.tests.calls import *  # noqa: F403
from guichet.doors.api.tests.calls import Caller, signed_in
from guichet.ground.bilingual import Bilingual
from tests.cast import *  # noqa: F403
from tests.cast import NOON, a_ticket, seen_by


def test_a_client_lists_their_own(amina: Person, etienne: Person) -> None:
    ticket = a_ticket(amina)
    assert [row["number"] for row in Caller(signed_in(amina)).get("tickets").json()["items"]] == [ticket.number]
    assert Caller(signed_in(etienne)).get("tickets").json()["items"] == []


def test_an_agent_lists_a_view_page_by_page(amina: Person, bruno: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = {a_ticket(amina).number for _ in range(3)}
    monkeypatch.setattr("guichet.areas.sla.queries.lists.page_of.__kwdefaults__", {"after": None, "size": 2})
    agent = Caller(signed_in(bruno))
    first = agent.get("tickets?view=open").json()
    second = agent.get(f"tickets?view=open&after={first['next']}").json()
    assert {row["number"] for row in first["items"] + second["items"]} == numbers
    assert second["next"] is None
    assert first["items"][0]["requester"] == "Amina Diallo"


def test_a_view_or_a_mark_that_does_not_exist_is_refused(bruno: Staff) -> None:
    agent = Caller(signed_in(bruno))
    assert agent.get("tickets?view=everything").status_code == 422
    assert agent.get("tickets?after=forged:mark").status_code == 422


@pytest.mark.proves("A19")
def test_an_expert_lists_the_tasks_of_their_unit_and_no_ticket(
    amina: Person, bruno: Staff, ines: Staff, house: dict[str, Organisation]
) -> None:
    ticket = a_ticket(amina)
    for unit in ("TI", "RH"):
        wanted = actions.NewTask(title=Bilingual(unit, unit), unit=house[unit])
        actions.add_task(ticket, by=seen_by(bruno), now=NOON, task=wanted)
    expert = Caller(signed_in(ines))
    assert [row["unit"] for row in expert.get("tasks").json()] == ["TI"]
    assert expert.get("tickets").status_code == 403
    assert expert.get(f"tickets/{ticket.number}").status_code == 404
    assert Caller(signed_in(amina)).get("tasks").status_code == 403


def test_anybody_lists_the_services(hiring: Service) -> None:
    shown = Caller().get("services", **{"Accept-Language": "en"}).json()
    assert [(one["code"], one["name"], one["completion"]) for one in shown] == [
        ("A04", "Hiring, caucus", "5 business days")
    ]


@pytest.mark.proves("CAT-03")
def test_anybody_finds_a_service_in_their_own_words(hiring: Service) -> None:
    anybody = Caller()
    found = anybody.get("search?q=nouvel+employee+contrct").json()
    assert [one["code"] for one in found["items"]] == ["A04"]
    assert found["read_as"] == {"contrct": "contract"} or found["read_as"] == {"contrct": "contrat"}
    assert anybody.get("search?q=zeppelin").json() == {"items": [], "articles": [], "read_as": {}}
    assert anybody.get("search").json()["items"] == []
    an_article("chair")
    (known,) = anybody.get("search?q=chaise+qui+grince").json()["articles"]
    assert (known["slug"], known["title"]) == ("chair", "Une chaise qui grince")
    assert known["url"].endswith("/articles/chair/")
    assert anybody.get(f"search?q={'x' * 301}").status_code == 422
