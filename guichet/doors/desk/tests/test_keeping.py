"""What is typed is kept for whoever types it, tab by tab, and a session that ends loses none of it."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from guichet.areas.people.models import Person, Staff
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground.keeping.models import KeptForm
from guichet.ground.keeping.store import MOST, keep, kept, sweep_forms
from tests.cast import NOON, a_ticket

pytestmark = pytest.mark.django_db
KEPT = reverse("desk-kept", urlconf="guichet.doors.desk.tests.urls")
TABS = "0123456789abcdef", "fedcba9876543210"


def typed(browser: Client, key: str, tab: str = TABS[0], **fields: str) -> int:
    values = json.dumps({name: [value] for name, value in fields.items()})
    return browser.post(KEPT, {"key": key, "tab": tab, "fields_json": values}).status_code


def left(browser: Client, key: str) -> list[tuple[str, dict[str, list[str]]]]:
    return [(one["tab"], one["fields"]) for one in browser.get(KEPT, {"key": key}).json()["kept"]]


def test_each_tab_keeps_its_own(bruno: Staff, enter: Enter) -> None:
    desk = enter(bruno)
    assert typed(desk, "contact", who="Dial") == 204
    assert typed(desk, "contact", who="Diallo") == 204
    assert typed(desk, "contact", TABS[1], who="Roy") == 204
    assert left(desk, "contact") == [(TABS[1], {"who": ["Roy"]}), (TABS[0], {"who": ["Diallo"]})]
    assert left(desk, "task-1/finish") == []


def test_nobody_else_finds_it(bruno: Staff, chloe: Staff, ines: Staff, enter: Enter) -> None:
    typed(enter(bruno), "contact", who="Diallo")
    assert left(enter(chloe), "contact") == []
    assert left(enter(ines), "contact") == []


def test_a_form_that_was_sent_is_forgotten(bruno: Staff, enter: Enter) -> None:
    desk = enter(bruno)
    typed(desk, "contact", who="Diallo")
    desk.post(KEPT, {"key": "contact", "tab": TABS[0], "fields_json": ""})
    assert left(desk, "contact") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"tab": "../../x"}, {"key": "a b"}, {"key": "x" * 81}, {"fields_json": "{"}, {"fields_json": "[1]"},
        {"fields_json": '{"who": "Diallo"}'}, {"fields_json": '{"who": [1]}'}, {"fields_json": " " * 200_001},
    ],
)  # fmt: skip
def test_what_is_no_form_of_ours_is_refused(bruno: Staff, enter: Enter, wrong: dict[str, str]) -> None:
    sent = {"key": "contact", "tab": TABS[0], "fields_json": '{"who": ["Diallo"]}'} | wrong
    assert enter(bruno).post(KEPT, sent).status_code == 400


def test_what_nobody_came_back_to_goes_away(db: None) -> None:
    for turn in range(MOST + 2):
        keep("staff:1", tab=TABS[0], key=f"k{turn}", fields={"a": ["b"]}, now=NOON + timedelta(seconds=turn))
    assert KeptForm.objects.count() == MOST
    assert kept("staff:1", ["k0", "k1"]) == []
    sweep_forms(now=NOON + timedelta(days=14, seconds=100))
    assert KeptForm.objects.count() == MOST - 98


def test_a_session_that_ended_gives_the_words_back_without_a_script(amina: Person, bruno: Staff, enter: Enter) -> None:
    ticket, desk = a_ticket(amina, owner=bruno), enter(bruno)
    address = reverse("desk-replies", args=[ticket.number])
    page = reverse("desk-ticket", args=[ticket.number])
    desk.logout()
    answer = desk.post(address, {"body": "Elle arrive lundi."}, headers={"referer": f"http://testserver{page}"})
    assert answer.status_code == 401
    assert "Elle arrive lundi.</textarea>" in answer.content.decode()
    assert f"?next={page}" in answer.content.decode()


def test_htmx_is_told_that_the_session_ended(amina: Person, bruno: Staff, enter: Enter) -> None:
    ticket, desk = a_ticket(amina, owner=bruno), enter(bruno)
    desk.logout()
    address = reverse("desk-replies", args=[ticket.number])
    assert desk.post(address, {"body": "Lundi."}, headers={"HX-Request": "true"}).status_code == 401


def test_only_our_own_pages_frame_the_sign_in(db: None, settings: Settings) -> None:
    settings.ROOT_URLCONF = "guichet.urls"
    framed = Client(headers={"Sec-Fetch-Dest": "iframe"}).get("/accounts/login/").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in framed
    plain = Client().get("/accounts/login/").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in plain


def test_the_page_behind_the_sign_in_hears_who_signed_in(bruno: Staff, enter: Enter) -> None:
    html = enter(bruno).get(reverse("desk-signed-in-again")).content.decode()
    assert f'data-signed-in="staff:{bruno.pk}" data-token="' in html
