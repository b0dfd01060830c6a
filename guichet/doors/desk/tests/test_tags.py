"""Tags: put on one request or on several, taken off, filtered by, and read by no client."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import Tag
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.rules import MOST_TAGS
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.models import Entry
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tags() -> None:
    """Two tags in use, and one that is put on nothing any more."""
    for code, fr, en in [("year-end", "Fin d’exercice", "Year-end"), ("safety", "Sécurité", "Safety")]:
        Tag.objects.create(code=code, name=Bilingual(fr, en))
    Tag.objects.create(code="old", name=Bilingual("Ancienne", "Old one"), retired=True)
    catalogue.forget()


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Une chaise")


def kept(ticket: Ticket) -> str:
    return str(Ticket.rows.values_list("tags", flat=True).get(pk=ticket.pk))


def test_a_tag_is_put_on_shown_told_once_and_taken_off(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    desk = enter(bruno)
    assert "Add a tag" in page_of(desk, ticket)
    for _twice in range(2):
        post(desk, "desk-tags", ticket, tag="year-end")
    html = page_of(desk, ticket)
    assert kept(ticket) == " year-end "
    assert html.count("Bruno Tremblay put the tag “Year-end” on") == 1
    assert 'value="year-end">Year-end</option>' not in html
    post(desk, "desk-untagging", ticket, tag="year-end")
    assert kept(ticket) == ""
    assert "took the tag “Year-end” off" in page_of(desk, ticket)


def test_the_journal_holds_the_code_and_not_the_name(ticket: Ticket, bruno: Staff) -> None:
    actions.tag(ticket, by=seen_by(bruno), now=NOON, code="year-end")
    entry = Entry.objects.filter(kind="tickets.tagged").get()
    assert entry.data == {"ticket": ticket.pk, "tag": "year-end", "on": True}


@pytest.mark.parametrize("code", ["old", "never-was", "", "Not a code!"])
def test_what_is_retired_unknown_or_no_code_is_refused_in_its_place(
    ticket: Ticket, bruno: Staff, enter: Enter, code: str
) -> None:
    answer = post(enter(bruno), "desk-tags", ticket, tag=code)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'id="tags".*?Choose one of the tags of the list.', html, re.DOTALL)
    assert kept(ticket) == ""


def test_what_is_retired_stays_where_it_is_and_can_be_taken_off(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    Ticket.rows.filter(pk=ticket.pk).update(tags=" old ")
    assert "Old one" in page_of(enter(bruno), ticket)
    post(enter(bruno), "desk-untagging", ticket, tag="old")
    assert kept(ticket) == ""


def test_a_request_has_so_many_tags_and_no_more(ticket: Ticket, bruno: Staff) -> None:
    for place in range(MOST_TAGS + 1):
        Tag.objects.create(code=f"t{place}", name=Bilingual("É", "T"))
    catalogue.forget()
    for place in range(MOST_TAGS):
        actions.tag(ticket, by=seen_by(bruno), now=NOON, code=f"t{place}")
    with pytest.raises(actions.TooManyTags):
        actions.tag(ticket, by=seen_by(bruno), now=NOON, code=f"t{MOST_TAGS}")


def of(client: Client, query: str) -> list[str]:
    html = client.get(reverse("desk-list", args=["open"]) + query).content.decode()
    return re.findall(r'id="tk-([^"]+)"', html)


def test_a_list_is_narrowed_by_any_of_several_whole_tags(amina: Person, bruno: Staff, enter: Enter) -> None:
    marked = {code: a_ticket(amina, owner=bruno, title=code) for code in ("year-end", "safety", "year")}
    Tag.objects.create(code="year", name=Bilingual("Année", "Year"))
    catalogue.forget()
    for code, one in marked.items():
        actions.tag(one, by=seen_by(bruno), now=NOON, code=code)
    desk = enter(bruno)
    assert of(desk, "?tag=year") == [marked["year"].number]
    assert set(of(desk, "?tag=year-end&tag=safety")) == {marked["year-end"].number, marked["safety"].number}
    html = desk.get(reverse("desk-list", args=["open"]) + "?tag=safety&show=tags").content.decode()
    assert "Tag: Safety" in html
    assert re.search(r'class="tk__more">Safety<', html)


def test_several_rows_get_a_tag_and_only_those_that_had_not_lose_it_again(
    amina: Person, bruno: Staff, ticket: Ticket, enter: Enter
) -> None:
    other, desk = a_ticket(amina, owner=bruno, title="Une table"), enter(bruno)
    actions.tag(other, by=seen_by(bruno), now=NOON, code="safety")
    address = reverse("desk-selection", args=["mine", "tags"])
    said: dict[str, Any] = {"ticket": [ticket.number, other.number]}
    assert "Add a tag: 2 requests" in desk.post(address, said).content.decode()
    done = desk.post(address, said | {"sent": "1", "tag": "safety"}).content.decode()
    assert "2 requests done" in done
    assert (kept(ticket), kept(other)) == (" safety ", " safety ")
    found = re.search(r'name="done" value="([^"]+)"', done)
    assert found
    desk.post(reverse("desk-selection-undoing", args=["mine"]), {"done": found[1]})
    assert (kept(ticket), kept(other)) == ("", " safety ")
