"""The form of a service at the desk: read on the ticket, filled with the person, shown to a task as its plan says."""

import re
from typing import Any

import pytest
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.forms import actions as forms
from guichet.areas.forms.models import Answers, Draft
from guichet.areas.forms.tests.examples import publish
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(hiring: Service, amina: Person, bruno: Staff) -> Ticket:
    """A request for a service that has a form."""
    publish(hiring)
    return a_ticket(amina, owner=bruno, service=hiring, title="Une embauche")


def text(response: Any) -> str:
    return str(response.content.decode())


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found
    return found[1]


def seen_on(desk: Any, address: str) -> str:
    return seen_in(text(desk.get(address)))


def filled_by(bruno: Staff, enter: Enter, matter: Ticket) -> Any:
    desk = enter(bruno)
    start = desk.post(reverse("desk-form", args=[matter.number]))
    assert start.headers["Location"].endswith("/form/first/")
    for page, said in (
        ("first", {"reason": "other", "which": "Une chose"}),
        ("first", {"reason": "other", "which": "Une chose"}),
        ("costs", {"paid.0": "20"}),
        ("last", {"email": "amina@example.org", "street": "1, rue du Quai"}),
    ):
        desk.post(reverse("desk-form-page", args=[matter.number, page]), said)
    return desk


@pytest.mark.proves("CAN-05")
def test_an_agent_fills_the_form_with_the_person_and_hands_it_in(bruno: Staff, enter: Enter, matter: Ticket) -> None:
    desk = filled_by(bruno, enter, matter)
    check = reverse("desk-form-page", args=[matter.number, "check"])
    assert "1, rue du Quai" in text(desk.get(check))
    assert desk.post(check).headers["Location"] == reverse("desk-ticket", args=[matter.number])
    assert Answers.rows.get(ticket=matter).data["which"] == "Une chose"
    page = text(desk.get(reverse("desk-ticket", args=[matter.number])))
    assert "Une chose" in page and "1, rue du Quai" in page


def test_what_is_wrong_is_said_and_stays_and_an_unfinished_form_is_not_handed_in(
    bruno: Staff, enter: Enter, matter: Ticket
) -> None:
    desk = enter(bruno)
    desk.post(reverse("desk-form", args=[matter.number]))
    response = desk.post(reverse("desk-form-page", args=[matter.number, "costs"]), {"paid.0": "beaucoup"})
    assert response.status_code == 422 and 'value="beaucoup"' in text(response)
    assert desk.post(reverse("desk-form-page", args=[matter.number, "check"])).status_code == 422
    assert not Answers.rows.exists()


@pytest.mark.proves("CAT-05")
def test_a_task_shows_the_answers_that_its_plan_names_and_no_other(
    bruno: Staff, ines: Staff, enter: Enter, matter: Ticket, house: dict[str, Organisation]
) -> None:
    desk = filled_by(bruno, enter, matter)
    desk.post(reverse("desk-form-page", args=[matter.number, "check"]))
    for fields, seen in ((("answer.street",), True), (("answers",), True), (("description",), False)):
        wanted = tickets.NewTask(title=Bilingual("Câble", "Cable"), unit=house["TI"], fields=fields)
        task = tickets.add_task(matter, by=seen_by(bruno), now=NOON, task=wanted)
        page = text(enter(ines).get(reverse("desk-task", args=[task.pk])))
        assert ("1, rue du Quai" in page) is seen
        assert ("Une chose" in page) is (fields == ("answers",))


@pytest.mark.proves("CAN-05")
def test_a_clients_form_is_seen_by_their_agent_only_while_they_share_it(
    amina: Person, bruno: Staff, enter: Enter, matter: Ticket, hiring: Service
) -> None:
    me = seen_by(amina)
    draft = forms.start(publish(hiring), by=me, now=NOON, person=amina, language="fr")
    desk, address = enter(bruno), reverse("desk-form-page", args=[matter.number, "first"])
    forms.share(draft, by=me, now=NOON, ticket=matter, agreed=False)
    assert desk.get(address).status_code == 302
    forms.share(draft, by=me, now=NOON, ticket=matter, agreed=True)
    assert "reason" in text(desk.get(address))
    desk.post(address, {"reason": "move"})
    assert Draft.rows.get(pk=draft.pk).answers["reason"] == "move"
    check = reverse("desk-form-page", args=[matter.number, "check"])
    desk.post(check)
    assert not Answers.rows.exists()
    forms.unshare(draft, by=me)
    assert desk.get(address).status_code == 302


def test_two_who_fill_one_page_see_both_answers_question_by_question(
    bruno: Staff, enter: Enter, matter: Ticket, house: dict[str, Organisation]
) -> None:
    desk, wei = enter(bruno), enter(a_staff(house, "CS", "Wei", "Chen", "agent"))
    desk.post(reverse("desk-form", args=[matter.number]))
    address = reverse("desk-form-page", args=[matter.number, "last"])
    mine, theirs = (seen_on(client, address) for client in (desk, wei))
    wei.post(address, {"seen": theirs, "email": "amina@example.org", "street": "1, rue du Quai"})

    late = desk.post(address, {"seen": mine, "email": "", "street": "2, rue du Port"})

    page = text(late)
    assert late.status_code == 422
    assert "<b>1, rue du Quai</b>" in page and "<b>2, rue du Port</b>" in page
    assert 'value="2, rue du Port"' in page
    kept = Draft.rows.get(ticket=matter).answers
    assert (kept["street"], kept["email"]) == ("1, rue du Quai", "amina@example.org")
    desk.post(address, {"seen": seen_in(page), "email": "", "street": "2, rue du Port"})
    kept = Draft.rows.get(ticket=matter).answers
    assert kept["street"] == "2, rue du Port"


def test_what_somebody_else_answered_meanwhile_stays_where_one_answered_nothing(
    bruno: Staff, enter: Enter, matter: Ticket, house: dict[str, Organisation]
) -> None:
    desk, wei = enter(bruno), enter(a_staff(house, "CS", "Wei", "Chen", "agent"))
    desk.post(reverse("desk-form", args=[matter.number]))
    address = reverse("desk-form-page", args=[matter.number, "last"])
    mine, theirs = (seen_on(client, address) for client in (desk, wei))
    before = Draft.rows.get(ticket=matter).answers.get("email", "")
    wei.post(address, {"seen": theirs, "email": "new@example.org", "street": ""})

    assert desk.post(address, {"seen": mine, "email": before, "street": "2, rue du Port"}).status_code == 302

    kept = Draft.rows.get(ticket=matter).answers
    assert (kept["street"], kept["email"]) == ("2, rue du Port", "new@example.org")
