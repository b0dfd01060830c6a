"""The office answers its readers in sentences, opens its lists, and does not exist for anybody else."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import StringIO
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from guichet.areas.catalogue.models import Service
from guichet.areas.metrics.tests.stage import NOW, copies, fixture_of_mes_02, outcome, pulse
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets.models import Contact, Ticket
from guichet.doors.office import tiles
from guichet.ground import clock
from tests.cast import a_staff, a_ticket

PAGES = ["office-home", "office-computed", "office-export"]
NBSP = "\u00a0"
Visit = Callable[..., str]


@pytest.fixture
def visit(client: Client) -> Visit:
    """Open a page in English, at a fixed moment, and return what it says."""

    def open_page(address: str, who: Staff | Person | None = None, status: int = 200, lang: str = "en") -> str:
        if who and who.user:
            client.force_login(who.user)
        client.cookies["django_language"] = lang
        with clock.at(NOW):
            answer = client.get(address)
        assert answer.status_code == status, address
        return answer.content.decode()

    return open_page


@pytest.fixture
def a_year(amina: Person, hiring: Service) -> None:
    """Enough tickets for rates to be shown, and a few that came back or were answered."""
    fixture_of_mes_02(amina, times=5)
    fixture_of_mes_02(amina, times=3, service=hiring, channel="phone")
    for number, ticket in enumerate(Ticket.rows.order_by("pk")[:30]):
        outcome(ticket, NOW - timedelta(days=40), NOW - timedelta(days=35) if number < 3 else None)
        pulse(ticket, 4 if number < 20 else None, NOW - timedelta(days=9))


@pytest.mark.proves("MES-02", "MES-03")
@pytest.mark.usefixtures("a_year")
def test_the_front_page_says_its_figures_in_sentences(visit: Visit, chloe: Staff) -> None:
    page = visit(reverse("office-home"), chloe).replace(NBSP, " ")
    assert "48 out of 72: 23 points under the standard of 90%. Margin: 55% to 76%." in page
    assert "3 out of 30 came back within thirty days." in page
    assert "20 clients answered, 4 out of 5 on average." in page
    assert "75 / 100" in page
    assert "n = 72, the list" in page and "24 missed" in page


@pytest.mark.proves("MES-02", "MES-03")
@pytest.mark.usefixtures("a_year")
def test_every_number_that_is_a_link_opens_a_list_of_that_length(visit: Visit, chloe: Staff) -> None:
    pages = [visit(reverse("office-home") + f"?by={by}", chloe) for by in ("service", "channel", "unit")]
    links = {
        (url.replace("&amp;", "&"), int(count))
        for page in pages
        for url, count in re.findall(r'<a href="(/office/lists/[^"]+)">(?:n = )?(\d+)\b', page)
    }
    assert len(links) > 25
    for url, count in sorted(links):
        assert f"Counted: {count}</p>" in visit(url), url


@pytest.mark.proves("MES-03")
@pytest.mark.usefixtures("a_year")
def test_a_list_names_the_tickets_and_leads_to_them(visit: Visit, chloe: Staff) -> None:
    page = visit(reverse("office-list", args=["completion_missed"]) + "?channel=phone", chloe)
    numbers = Ticket.rows.filter(channel="phone").values_list("number", flat=True)
    assert sum(f"/desk/tickets/{number}/" in page for number in numbers) == 9
    assert "Channel: Telephone" in page


@pytest.mark.usefixtures("a_year")
def test_a_long_list_goes_on_to_the_next_page(visit: Visit, chloe: Staff) -> None:
    first = visit(reverse("office-list", args=["received"]), chloe)
    [following] = re.findall(r'href="([^"]+)" rel="next"', first)
    second = visit(following.replace("&amp;", "&"))
    assert (first.count("<li><p"), second.count("<li><p")) == (50, 30)


@pytest.mark.proves("N2", "N7")
def test_the_office_does_not_exist_for_those_who_may_not_read_figures(
    visit: Visit, bruno: Staff, ines: Staff, dario: Staff
) -> None:
    for who in (bruno, ines, dario):
        nowhere = visit("/office/nowhere/", who, status=404)
        for address in [*map(reverse, PAGES), reverse("office-list", args=["open"])]:
            assert visit(address, who, status=404).replace(address, "/office/nowhere/") == nowhere


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302 and "login" in answer.headers["Location"]


@pytest.mark.proves("N7", "N4")
@pytest.mark.usefixtures("a_year")
def test_an_auditor_sees_totals_and_no_list(visit: Visit, house: dict[str, Organisation]) -> None:
    auditor = a_staff(house, "CS", "Odile", "Sage", "auditor")
    page = visit(reverse("office-home"), auditor)
    assert "48 out of 72" in page.replace(NBSP, " ")
    assert "/office/lists/" not in page and '<form method="get"' not in page and "desk-new" not in page
    visit(reverse("office-list", args=["open"]), status=404)
    visit(reverse("office-home") + "?channel=phone", status=404)


@pytest.mark.parametrize("query", ["period=7d", "period=2026-02", "by=caucus", "service=x", "unit=-1", "by=ticket__pk"])
def test_an_address_that_no_page_of_ours_wrote_leads_nowhere(visit: Visit, chloe: Staff, query: str) -> None:
    assert "tile__n" not in visit(f"{reverse('office-home')}?{query}", chloe, status=404)


@pytest.mark.proves("N4", "N10")
def test_the_file_withholds_small_counts_and_is_safe_to_open(visit: Visit, chloe: Staff, amina: Person) -> None:
    for group, count in [("member", 30), ("citizen", 4), ("=1+1", 20)]:
        ticket = a_ticket(amina)
        Ticket.rows.filter(pk=ticket.pk).update(client_group=group)
        ticket.refresh_from_db()
        copies(ticket, count - 1)
    text = visit(reverse("office-export") + "?by=group", chloe)
    rows = {row[0]: row[1] for row in csv.reader(StringIO(text.removeprefix("\ufeff")))}
    assert rows == {"Client group": "Requests received", "Members": "30", "'=1+1": "", "Citizens": ""}


def test_an_empty_house_says_so(visit: Visit, chloe: Staff) -> None:
    page = visit(reverse("office-home"), chloe)
    assert page.count("Nothing to count.") == 9
    assert "Too few promised dates so far to draw a line" in page


@pytest.mark.proves("MES-03")
def test_each_figure_leads_to_its_computation(visit: Visit, chloe: Staff) -> None:
    anchors = set(re.findall(r"/office/computed/#(\w+)", visit(reverse("office-home"), chloe)))
    ids = set(re.findall(r'id="(\w+)"', visit(reverse("office-computed"))))
    assert len(anchors) == 8 and anchors <= ids


@pytest.mark.usefixtures("a_year")
def test_the_front_page_asks_little_of_the_database(
    visit: Visit, chloe: Staff, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    visit(reverse("office-computed"), chloe)
    with django_assert_max_num_queries(11):
        visit(reverse("office-home") + "?by=unit&period=12m")


@pytest.mark.usefixtures("a_year")
def test_the_figures_are_counted_again_once_something_was_written(
    visit: Visit, chloe: Staff, amina: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert "n = 80, the list" in visit(reverse("office-home"), chloe)
    with django_assert_max_num_queries(7):
        assert "n = 80, the list" in visit(reverse("office-home"))
    a_ticket(amina)
    assert "n = 81, the list" in visit(reverse("office-home"))


@pytest.mark.usefixtures("a_year")
def test_nobody_is_given_what_was_counted_for_another(
    visit: Visit, chloe: Staff, house: dict[str, Organisation]
) -> None:
    assert "/office/lists/" in visit(reverse("office-home"), chloe)
    auditor = a_staff(house, "CS", "Odile", "Sage", "auditor")
    assert "/office/lists/" not in visit(reverse("office-home"), auditor)


@pytest.mark.parametrize(("failed", "words"), [(1, "1 revenue"), (2, "2 revenues")])
def test_one_is_one_in_french(failed: int, words: str) -> None:
    figure = SimpleNamespace(definition=SimpleNamespace(code="reopened"), kept=failed, n=30)
    with translation.override("fr"):
        assert tiles._missed(figure) == words  # type: ignore[arg-type]


@pytest.mark.proves("BIL-07")
@pytest.mark.parametrize(("language", "name"), [("en", "Contacts kept with a request"), ("fr", "Taux de consignation")])
def test_the_capture_rate_stands_on_the_front_page_and_opens_the_contacts_without_a_request(
    visit: Visit, chloe: Staff, bruno: Staff, language: str, name: str
) -> None:
    usual = {"at": NOW - timedelta(days=1), "channel": "phone", "language": "fr", "tier": "support"}
    Contact.objects.bulk_create(Contact(**usual, staff=bruno) for _nth in range(12))
    page = unescape(visit(reverse("office-home"), chloe, lang=language))
    tile = page.partition(f"<h2>{name}</h2>")[2].partition("</div></div>")[0]
    assert re.search(r"\b0\s?%", tile.partition("<p>")[0])
    address = re.findall(r'href="(/desk/contacts/\?[^"]+matter=no)"', tile)
    assert len(address) == 1 and "tier=support" in address[0]
