"""What others do meanwhile, in a real browser: shown without a reload, and never under the reader's hands."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from guichet.areas.intake.models import Call
from guichet.areas.people.models import ContactPoint, Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Draft, Ticket
from guichet.doors.desk import second_factor
from guichet.doors.desk.tests.test_not_lost import signed_in
from guichet.ground import clock
from tests.cast import a_staff, a_ticket, seen_by

pytestmark = [pytest.mark.browser, pytest.mark.either_engine, pytest.mark.django_db(transaction=True)]
# The live process is another one: here the test speaks in its place.
SOURCE = """window.EventSource = class extends EventTarget {
  constructor(asked) { super(); this.asked = asked; window.source = this }
  close() {}
}"""
TELL = "([kind, data]) => window.source.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }))"


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Chaise", at=clock.now())


@pytest.fixture
def page(
    browser: Browser, live_server: LiveServer, bruno: Staff, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    settings.LIVE_URL = "/desk/live/"
    monkeypatch.setattr(second_factor, "has_proven", lambda request: True)
    context = signed_in(browser, live_server.url, bruno)
    context.add_init_script(SOURCE)
    yield context.new_page()
    context.close()


def tell(page: Page, kind: str, data: Any) -> None:
    page.evaluate(TELL, [kind, data])


def test_what_a_colleague_does_shows_while_one_types_and_the_focus_stays(
    page: Page, ticket: Ticket, chloe: Staff
) -> None:
    page.goto(reverse("desk-ticket", args=[ticket.number]))
    page.locator("#c-reply").press_sequentially("Bonjour")
    actions.note(ticket, by=seen_by(chloe), now=clock.now(), body="Elle est en congé.")
    actions.reply(ticket, by=seen_by(chloe), now=clock.now(), body="Voici la suite.")
    tell(page, "ticket", {"number": ticket.number})
    expect(page.locator("[data-stream]")).to_contain_text("Elle est en congé.", timeout=3000)
    expect(page.locator("#c-reply")).to_be_focused()
    page.keyboard.type(", Amina")
    expect(page.locator("#c-reply")).to_have_value("Bonjour, Amina")
    page.locator("#send").click()
    expect(page.locator("[data-meanwhile]")).to_contain_text("Voici la suite.")
    expect(page.locator("#send")).to_contain_text("Send anyway")
    expect(page.locator("#c-reply")).to_have_value("Bonjour, Amina")
    page.locator("#send").click()
    expect(page.locator("[data-stream]")).to_contain_text("Bonjour, Amina")


@pytest.mark.parametrize("there", ["desk-people", "desk-ticket"])
def test_a_call_shows_on_any_page_takes_no_focus_and_opens_the_bar(
    page: Page, ticket: Ticket, amina: Person, bruno: Staff, there: str
) -> None:
    ContactPoint.objects.create(person=amina, kind="phone", value="250 555-0142", normal="2505550142", primary=True)
    call = Call.objects.create(client="telephone", reference="7", staff=bruno, number="2505550142", rang_at=clock.now())
    page.goto(reverse(there, args=[ticket.number] if there == "desk-ticket" else []))
    field = page.locator("#c-reply" if there == "desk-ticket" else "#find-q")
    field.press_sequentially("Bon")
    rings = {"call": call.pk, "rings": True, "address": reverse("desk-call", args=[call.pk])}
    for _twice in range(2):
        tell(page, "call", rings)
    expect(page.locator("#calls .call")).to_have_count(1, timeout=3000)
    expect(page.locator("#calls")).to_contain_text("Amina Diallo is calling")
    expect(field).to_be_focused()
    page.locator("#calls a").click()
    expect(page.locator("#callbar #callers")).to_contain_text("Amina Diallo")
    expect(page.locator("#callbar [name=call]")).to_have_value(str(call.pk))
    expect(page.locator("#calls .call")).to_have_count(0)
    call.pk, call.reference, call.number = None, "8", ""
    call.save()
    other = {"call": call.pk, "address": reverse("desk-call", args=[call.pk])}
    tell(page, "call", other | {"rings": True})
    expect(page.locator("#calls .call")).to_contain_text("Call from a withheld number")
    assert [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]] == []
    tell(page, "call", other | {"rings": False})
    expect(page.locator("#calls .call")).to_have_count(0)


def test_parts_after_a_live_change_equal_a_reload(page: Page, ticket: Ticket, chloe: Staff, bruno: Staff) -> None:
    page.goto(reverse("desk-ticket", args=[ticket.number]))
    actions.take(ticket, by=seen_by(bruno), now=clock.now(), owner=bruno)
    actions.note(ticket, by=seen_by(chloe), now=clock.now(), body="Vu.")
    tell(page, "ticket", {"number": ticket.number})
    expect(page.locator("[data-stream]")).to_contain_text("Vu.")
    before = parts_of(page)
    page.reload()
    assert parts_of(page) == before


def parts_of(page: Page) -> list[str]:
    """Return the words of each part, once what is looked for after the page has come too."""
    expect(page.locator("#knows")).to_contain_text("No article answers this yet.")
    said: list[str] = page.evaluate("[...document.querySelectorAll('#ticket [data-part]')].map((one) => one.innerText)")
    return said


def test_a_part_that_the_reader_holds_waits_until_they_let_it_go(page: Page, ticket: Ticket, chloe: Staff) -> None:
    page.goto(reverse("desk-ticket", args=[ticket.number]))
    page.locator("#assign > summary").click()
    actions.ask(ticket, by=seen_by(chloe), now=clock.now(), body="Laquelle ?")
    tell(page, "ticket", {"number": ticket.number})
    expect(page.locator("[data-stream]")).to_contain_text("Laquelle ?")
    expect(page.locator("#field-owner")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("[data-stream]").focus()
    expect(page.locator(".tickethead")).to_contain_text("the clock waits for the client")


def test_who_is_where_shows_in_the_head_in_the_composer_and_in_rows(page: Page, ticket: Ticket) -> None:
    said = {ticket.number: [{"words": "Chloe Roy is writing to the client", "writes": True}]}
    page.goto(reverse("desk-ticket", args=[ticket.number]))
    tell(page, "presence", said)
    expect(page.locator("[data-here]")).to_have_text("Chloe Roy is writing to the client")
    expect(page.locator("#cmp-reply [data-claim]")).to_be_visible()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
    tell(page, "presence", {})
    expect(page.locator("[data-here]")).to_be_empty()
    page.goto(reverse("desk-list", args=["open"]))
    tell(page, "presence", said)
    expect(page.locator("[data-list] > li").first).to_contain_text("Chloe Roy is writing to the client")


def test_a_row_changes_in_its_place_and_keeps_the_focus(
    page: Page, ticket: Ticket, amina: Person, bruno: Staff
) -> None:
    page.goto(reverse("desk-list", args=["open"]))
    page.keyboard.press("j")
    expect(page.locator("[data-list] a").first).to_be_focused()
    actions.ask(ticket, by=seen_by(bruno), now=clock.now(), body="Laquelle des deux ?")
    tell(page, "ticket", {"number": ticket.number})
    expect(page.locator("[data-list] > li").first).to_contain_text("Laquelle des deux ?", timeout=3000)
    expect(page.locator("[data-list] a").first).to_be_focused()
    other = a_ticket(amina, owner=bruno, title="Table", at=clock.now())
    tell(page, "ticket", {"number": other.number})
    expect(page.locator("[data-live-count]")).to_have_text("1")


def test_the_panel_beside_a_list_is_live_and_whoever_stays_there_is_seen(
    page: Page, ticket: Ticket, chloe: Staff
) -> None:
    page.goto(reverse("desk-list", args=["open"]))
    page.keyboard.press("j")
    page.keyboard.press("n")
    expect(page.locator("#c-note")).to_be_focused()
    page.keyboard.type("Elle app")
    actions.reply(ticket, by=seen_by(chloe), now=clock.now(), body="Voici la suite.")
    tell(page, "ticket", {"number": ticket.number})
    expect(page.locator("#peek [data-stream]")).to_contain_text("Voici la suite.", timeout=3000)
    expect(page.locator("[data-list] > li").first).to_contain_text("Voici la suite.")
    expect(page.locator("#c-note")).to_be_focused()
    page.keyboard.type("elle.")
    expect(page.locator("#c-note")).to_have_value("Elle appelle.")
    page.wait_for_function("number => window.source.asked.endsWith(`?at=${number}`)", arg=ticket.number)
    tell(page, "presence", {ticket.number: [{"words": "Chloe Roy is writing to the client", "writes": True}]})
    expect(page.locator("#peek [data-here]")).to_have_text("Chloe Roy is writing to the client")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#peek [data-stream]")).to_contain_text("Elle appelle.")
    panel = "() => [...document.querySelectorAll('#ticket [data-part]')].map((one) => one.innerText)"
    before = page.evaluate(panel)
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#peek [data-stream]")).to_contain_text("Elle appelle.")
    assert page.evaluate(panel) == before


def test_what_the_second_pair_of_eyes_says_shows_while_one_types(
    page: Page, ticket: Ticket, chloe: Staff, bruno: Staff
) -> None:
    now = clock.now()
    actions.ask_second_look(ticket, by=seen_by(bruno), now=now, body="Bonjour.", reader=chloe)
    page.goto(reverse("desk-ticket", args=[ticket.number]))
    expect(page.locator("#look")).to_contain_text("Chloe Roy reads it over")
    page.keyboard.press("r")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Bien à")
    expect(page.locator("#kept-reply")).to_contain_text("Kept at")
    words = Draft.objects.get(kind="reply")
    their = "Bonjour, Amina."
    seen = actions.Seen(0, words.version)
    actions.approve_draft(ticket, by=seen_by(chloe), now=now, author=bruno.pk, body=their, seen=seen)
    tell(page, "ticket", {"number": ticket.number})
    expect(page.locator("#look")).to_contain_text(their, timeout=3000)
    expect(page.locator("#c-reply")).to_be_focused()
    page.keyboard.type(" vous")
    expect(page.locator("#c-reply")).to_have_value("Bonjour. Bien à vous")
    page.locator("#send").click()
    expect(page.locator("[data-errors]")).to_contain_text("The draft was changed meanwhile.")
    assert Draft.objects.get(kind="reply").body == their
    page.locator("#take-theirs").click()
    expect(page.locator("#c-reply")).to_have_value(their)
    expect(page.locator("#look")).to_contain_text("Approved by Chloe Roy")
    page.locator("#send").click()
    expect(page.locator("[data-stream]")).to_contain_text(their)


def test_a_field_is_saved_on_change_and_undone_by_a_key(
    page: Page, ticket: Ticket, bruno: Staff, house: dict[str, Any]
) -> None:
    wei = a_staff(house, "CS", "Wei", "Chen", "agent")
    page.goto(reverse("desk-ticket", args=[ticket.number]))
    page.locator("#c-reply").fill("Bonjour")
    page.locator("#assign > summary").click()
    page.locator("#field-owner").select_option(str(wei.pk))
    expect(page.locator(".ticketpage > .undo")).to_contain_text("In charge: Wei Chen")
    expect(page.locator("#assign > summary")).to_be_focused()
    expect(page.locator("#c-reply")).to_have_value("Bonjour")
    page.keyboard.press("u")
    expect(page.locator(".ticketpage > .undo")).to_contain_text("In charge: Bruno Tremblay")
    assert Ticket.rows.get(pk=ticket.pk).owner_id == bruno.pk
