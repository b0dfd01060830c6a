"""Every opening at the desk leaves a note, and who sees a file is told in its context."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sight.models import Sighting
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    """A ticket of Amina's, in Bruno's charge."""
    return a_ticket(amina, owner=bruno, title="Une clé")


def kept() -> list[tuple[str, str, str]]:
    return list(Sighting.objects.order_by("pk").values_list("reader", "door", "why"))


@pytest.mark.proves("C02", "VIE-01")
def test_the_page_the_panel_the_task_and_the_card_each_leave_a_note(
    house: dict[str, Organisation], amina: Person, ticket: Ticket, bruno: Staff, chloe: Staff, ines: Staff, enter: Enter
) -> None:
    wanted = actions.NewTask(title=Bilingual("Câble", "Cable"), unit=house["TI"])
    task = actions.add_task(ticket, by=seen_by(bruno), now=NOON, task=wanted)
    page_of(enter(bruno), ticket)
    enter(chloe).get(reverse("desk-peek", args=[ticket.number]), headers={"HX-Request": "true"})
    enter(ines).get(reverse("desk-task", args=[task.pk]))
    enter(bruno).get(reverse("desk-person", args=[amina.pk]))
    assert kept() == [
        (f"staff:{bruno.pk}", "page", "owner"), (f"staff:{chloe.pk}", "panel", "manager"),
        (f"staff:{ines.pk}", "task", "task"), (f"staff:{bruno.pk}", "card", "team"),
    ]  # fmt: skip


def test_results_of_a_search_are_not_looks_and_what_is_opened_from_them_says_so(
    ticket: Ticket, house: dict[str, Organisation], enter: Enter
) -> None:
    wei = enter(a_staff(house, "CS", "Wei", "Chen", "agent"))
    assert ticket.number in wei.get(reverse("desk-search"), {"q": "clé"}).content.decode()
    assert kept() == []
    found = f"http://testserver{reverse('desk-search')}?q=cle"
    wei.get(reverse("desk-ticket", args=[ticket.number]), headers={"Referer": found})
    assert [why for _reader, _door, why in kept()] == ["search"]


def test_what_is_refused_is_no_look(ticket: Ticket, dario: Staff, enter: Enter) -> None:
    assert enter(dario).get(reverse("desk-ticket", args=[ticket.number])).status_code == 404
    assert kept() == []


@pytest.mark.proves("C02")
def test_the_first_page_of_a_day_writes_one_row_after_it_left_and_the_next_ones_nothing(
    ticket: Ticket, bruno: Staff, enter: Enter
) -> None:
    desk, said = enter(bruno), list[list[str]]()
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            page_of(desk, ticket)
        said.append([one["sql"] for one in asked])
    first, second = ([sql.split()[0] for sql in sqls if "sight_" in sql] for sqls in said)
    assert (first, second) == (["UPDATE", "INSERT"], [])
    # Everything of the page was asked for before: nobody waited for the note.
    assert all("sight_" not in sql for sql in said[0][:10])


@pytest.mark.proves("VIE-01")
def test_who_can_who_saw_and_why_are_told_on_a_page_and_in_the_context(
    ticket: Ticket, bruno: Staff, chloe: Staff, ines: Staff, enter: Enter
) -> None:
    page_of(enter(chloe), ticket)
    desk = enter(bruno)
    address = reverse("desk-seen", args=[ticket.number])
    assert address in page_of(desk, ticket)
    page = desk.get(address).content.decode()
    for words in ("In charge of it", "Bruno Tremblay", "Leads the desk", "Chloe Roy", "Asked for it", "leads the desk"):
        assert words in page
    assert "Ines Costa" not in page
    part = desk.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and part.strip() in page
    assert enter(ines).get(address).status_code == 404


def test_of_a_confidential_ticket_nothing_is_told_to_those_for_whom_it_does_not_exist(
    ticket: Ticket, bruno: Staff, chloe: Staff, enter: Enter
) -> None:
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True)
    address = reverse("desk-seen", args=[ticket.number])
    assert enter(chloe).get(address).status_code == 404
    page_of(enter(bruno), ticket)
    page = enter(bruno).get(address).content.decode()
    assert "For everybody else it does not exist." in page and "Chloe Roy" not in page
    said = enter(bruno).get(reverse("desk-ticket", args=[ticket.number]), {"show": "system"}).content.decode()
    assert "Bruno Tremblay opened this confidential request" in said


@pytest.mark.proves("VIE-01")
def test_of_somebodys_card_it_is_told_too(amina: Person, bruno: Staff, chloe: Staff, enter: Enter) -> None:
    enter(chloe).get(reverse("desk-person", args=[amina.pk]))
    page = enter(bruno).get(reverse("desk-person-seen", args=[amina.pk])).content.decode()
    assert "Chloe Roy" in page and "Bruno Tremblay" in page
    assert enter(bruno).get(reverse("desk-person-seen", args=[99999])).status_code == 404
