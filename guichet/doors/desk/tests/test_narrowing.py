"""Lists narrowed, sorted and kept under a name: what the address bar says is what the list shows."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.models import SavedView
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_person, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.django_db
OPEN = "/desk/lists/open/"


@pytest.fixture
def several(amina: Person, bruno: Staff, hiring: Any, house: dict[str, Organisation]) -> dict[str, Ticket]:
    """Five tickets that differ by one thing each."""
    gwen = a_person("gwen@example.org", "Gwen", "Hall", language="en")
    tickets = {
        "plain": a_ticket(amina, owner=bruno, title="Une chaise"),
        "english": a_ticket(gwen, owner=bruno, title="A chair"),
        "hiring": a_ticket(amina, owner=bruno, service=hiring, title="Une embauche"),
        "phone": a_ticket(amina, owner=None, channel="phone", title="Un appel"),
        "unit": a_ticket(amina, owner=bruno, title="Un câble", at=NOON - timedelta(hours=1)),
    }
    wanted = actions.NewTask(title=Bilingual("Câble", "Cable"), unit=house["TI"])
    actions.add_task(tickets["unit"], by=seen_by(bruno), now=NOON, task=wanted)
    return tickets


def titles(client: Client, address: str) -> list[str]:
    html = client.get(address).content.decode()
    return re.findall(r'<span class="tk__subj">([^<]+)</span>', html)


@pytest.mark.proves("TRI-04")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("language=en", {"A chair"}), ("service=A04", {"Une embauche"}), ("channel=phone", {"Un appel"}),
        ("owner=nobody", {"Un appel"}), ("unit=TI", {"Un câble"}), ("tier=participant", {"Une embauche"}),
        ("language=en&channel=phone", set()), ("language=en&language=fr&owner=nobody", {"Un appel"}),
        ("priority=1", set()), ("state=to_sort&language=en", {"A chair"}), ("office=BN-01", set()),
    ],
)  # fmt: skip
def test_an_address_narrows_a_list_and_the_count_agrees(
    several: Any, bruno: Staff, enter: Enter, query: str, found: set[str]
) -> None:
    client = enter(bruno)
    assert set(titles(client, f"{OPEN}?{query}")) == found
    html = client.get(f"{OPEN}?{query}").content.decode()
    assert f"{len(found)} open, by promise" in html
    if not found:
        assert "No request matches these filters." in html


def test_each_filter_is_a_chip_that_takes_it_away(several: Any, bruno: Staff, enter: Enter) -> None:
    client = enter(bruno)
    html = client.get(f"{OPEN}?language=en&service=A04&sort=age").content.decode()
    chips = re.findall(r'<a class="chip chip--line" href="([^"]+)">([^<]+) <', html)
    assert [words for _address, words in chips] == ["Service: Hiring, caucus", "Language: English"]
    assert [address.replace("&amp;", "&") for address, _words in chips] == [
        f"{OPEN}?language=en&sort=age",
        f"{OPEN}?service=A04&sort=age",
    ]


def test_what_an_address_says_that_nobody_knows_is_answered_with_a_sentence(
    several: Any, bruno: Staff, enter: Enter
) -> None:
    address = f"{OPEN}?service=Z99&language=en&sort=colour&show=weight&after=nothing&saved=999999999999"
    html = enter(bruno).get(address).content.decode()
    assert "The filter “Service” does not know “Z99”: it was left out." in html
    assert "Lists do not go by “colour”: this one goes by promise." in html
    assert "Rows do not show “weight”." in html
    assert "A chair" in html
    french = enter(bruno, "fr").get(f"{OPEN}?service=Z99").content.decode()
    assert "Le filtre « Service » ne connaît pas « Z99 »" in french.replace("\u00a0", " ")


def test_a_form_that_names_what_was_left_empty_leads_to_the_short_address(bruno: Staff, enter: Enter) -> None:
    response = enter(bruno).get(f"{OPEN}?service=&language=en&sort=due&show=tasks&show=tier&show=language&show=owner")
    assert (response.status_code, response["Location"]) == (302, f"{OPEN}?language=en")


@pytest.mark.parametrize(("sort", "first"), [("age", "Un câble"), ("words", "Une chaise")])
def test_rows_come_in_the_order_asked_page_after_page(
    several: dict[str, Ticket], amina: Person, bruno: Staff, enter: Enter, sort: str, first: str
) -> None:
    for place in range(60):
        a_ticket(amina, owner=bruno, title=f"Demande {place}", at=NOON - timedelta(minutes=place % 7))
    actions.reply(several["plain"], by=seen_by(bruno), now=NOON + timedelta(minutes=1), body="Bonjour")
    client, seen, address = enter(bruno), list[str](), f"{OPEN}?sort={sort}"
    while address:
        html = client.get(address).content.decode()
        seen += re.findall(r'<span class="tk__subj">([^<]+)</span>', html)
        following = re.search(r'href="([^"]+)" rel="next"', html)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen[0] == first
    assert len(seen) == len(set(seen)) == 65


def test_a_view_shows_the_columns_that_it_wants(several: Any, bruno: Staff, enter: Enter) -> None:
    client = enter(bruno)
    usual = client.get(OPEN).content.decode()
    html = client.get(f"{OPEN}?show=service&show=priority&show=age").content.decode()
    assert 'class="lang"' in usual
    assert 'class="lang"' not in html
    assert 'class="tier' not in html
    assert re.search(r'tk__more">Hiring, caucus · priority 3 · received', html)


def test_a_view_is_kept_under_a_name_found_again_changed_and_forgotten(
    several: Any, bruno: Staff, enter: Enter
) -> None:
    client = enter(bruno)
    keep = reverse("desk-view-keeping", args=["open"]) + "?language=en&sort=age"
    assert "Give this view a name." in client.post(keep, {"name_fr": " "}).content.decode()
    kept = client.post(keep, {"name_fr": "Anglophones", "name_en": "In English"})
    row = SavedView.objects.get()
    assert kept["Location"] == f"{OPEN}?language=en&sort=age&saved={row.pk}"
    html = client.get(kept["Location"]).content.decode()
    assert re.search(r'aria-current="page">In English <span>1</span>', html)
    assert "<h1>In English</h1>" in html
    assert "Anglophones" in enter(bruno, "fr").get(OPEN).content.decode()
    client.post(reverse("desk-view-keeping", args=["mine"]), {"name_fr": "Anglophones", "name_en": "In English"})
    row.refresh_from_db()
    assert (row.view, row.filters) == ("mine", {})
    assert "Forget this view" in client.get(f"/desk/lists/mine/narrowing/?saved={row.pk}").content.decode()
    client.post(reverse("desk-view-removal", args=[row.pk]))
    assert not SavedView.objects.exists()


@pytest.mark.proves("PRE-01")
def test_a_private_view_is_nobody_elses_and_a_shared_one_is_the_teams(
    several: Any, bruno: Staff, chloe: Staff, house: dict[str, Organisation], enter: Enter
) -> None:
    client = enter(bruno)
    client.post(reverse("desk-view-keeping", args=["open"]), {"name_en": "Bruno’s own"})
    client.post(reverse("desk-view-keeping", args=["open"]) + "?language=en", {"name_en": "Ours", "shared": "1"})
    shared = SavedView.objects.get(unit=house["CS"])
    theirs = enter(chloe).get(f"{OPEN}?saved={SavedView.objects.get(unit=None).pk}").content.decode()
    assert "Bruno’s own" not in theirs
    assert "Ours" in theirs
    assert enter(chloe).post(reverse("desk-view-removal", args=[shared.pk])).status_code == 404
    elsewhere = a_staff(house, "RH", "Rita", "Roy", "manager")
    assert "Ours" not in enter(elsewhere).get(OPEN).content.decode()


def test_a_narrowed_list_with_kept_views_takes_at_most_eight_queries(
    several: Any, bruno: Staff, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = enter(bruno)
    for language in ("fr", "en"):
        client.post(reverse("desk-view-keeping", args=["open"]) + f"?language={language}", {"name_en": language})
    address = f"{OPEN}?service=A04&unit=TI&office=BN-01&owner=nobody&show=service"
    client.get(address)
    with django_assert_max_num_queries(8):
        client.get(address)


def test_the_panel_that_narrows_is_a_page_and_a_part_of_one(several: Any, bruno: Staff, enter: Enter) -> None:
    client, address = enter(bruno), reverse("desk-narrowing", args=["open"]) + "?language=en"
    whole, part = client.get(address), client.get(address, headers={"hx-request": "true"})
    inner = part.content.decode().strip()
    assert inner.startswith('<div class="narrow"')
    assert '<input type="hidden" name="language" value="en">' in inner
    assert "<html" in whole.content.decode()
