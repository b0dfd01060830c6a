"""How many keys an agent presses beyond the words they type: a call settled at once, ten requests sorted and answered.

The time is measured beside it, for a typist of six characters and two keys a second, and kept for the last lines of
scripts/test.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from guichet.areas.catalogue.models import Service, ServiceStandard, ServiceTier
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sight.models import Consulted
from guichet.areas.tickets.models import Contact, Ticket
from guichet.areas.triage import actions as triage
from guichet.doors.desk.tests.test_by_keyboard import enter
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.models import Entry
from tests import figures
from tests.cast import a_ticket

pytestmark = [pytest.mark.browser, pytest.mark.either_engine, pytest.mark.django_db(transaction=True)]
CHARACTERS_A_SECOND, PRESSES_A_SECOND = 6, 2


@dataclass
class Hands:
    """Somebody at a keyboard: their presses are counted, their words are not."""

    page: Page
    presses: list[str] = field(default_factory=list)
    characters: int = 0

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.presses.append(key)
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type words."""
        self.characters += len(words)
        self.page.keyboard.type(words)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Write what the work took: the machine's own time, and that of a typist."""
        start = time.monotonic()
        yield
        machine = time.monotonic() - start
        typist = self.characters / CHARACTERS_A_SECOND + len(self.presses) / PRESSES_A_SECOND
        presses, seconds = len(self.presses), round(machine + typist, 1)
        figures.keep(what, presses=presses, seconds=seconds, of_which_the_machine=round(machine, 1))


def swapped(hands: Hands, key: str) -> None:
    """Press a key and wait, as eyes do, until the panel shows what became of it."""
    count = "() => (window.shown = (window.shown ?? 0) + 1)"
    hands.page.evaluate(f"document.body.addEventListener('htmx:afterSettle', {count}, {{ once: true }})")
    before = hands.page.evaluate("window.shown ?? 0")
    hands.press(key)
    hands.page.wait_for_function("before => window.shown > before", arg=before)


@pytest.fixture
def hands(browser: Browser, live_server: LiveServer, bruno: Staff) -> Iterator[Hands]:
    """Bruno's hands, in English."""
    page = enter(browser, live_server, bruno, "en")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield Hands(page)
    page.context.close()
    assert wrong == []


@pytest.mark.proves("CAN-01", "VAL-01", "C01")
def test_a_call_settled_at_once_takes_at_most_twelve_presses_from_ring_to_saved(
    hands: Hands, amina: Person, hiring: Any
) -> None:
    page = hands.page
    page.goto("/desk/")
    with hands.timed("call-settled-at-once"):
        hands.press("+")
        expect(page.locator("#k-who")).to_be_focused()
        hands.type("diallo")
        expect(page.locator("#callers input").first).to_be_checked()
        hands.press("Tab", "Tab")
        expect(page.locator("#k-identity")).to_be_focused()
        hands.press("1")
        expect(page.locator("#file")).to_contain_text("Amina Diallo")
        hands.press("Tab", "Tab")
        expect(page.locator("#k-words")).to_be_focused()
        hands.type("Which papers to hire?")
        hands.press("Tab")
        expect(page.locator("#k-answer")).to_be_focused()
        hands.type("Form 12 and the contract.")
        hands.press("Tab")
        expect(page.locator("#k-needed")).to_be_focused()
        hands.press("3", "Control+Enter")
        expect(page.locator("#dock")).to_contain_text("Kept:")
    assert len(hands.presses) <= 12, hands.presses
    ticket, contact = Ticket.rows.get(), Contact.objects.get()
    assert (ticket.state, ticket.requester) == ("resolved", amina)
    assert (contact.identity, contact.failure_cause) == ("known_number", "missing_information")


@pytest.fixture
def keys_and_badges(house: dict[str, Organisation]) -> Service:
    """A service that words recognise."""
    service = Service.objects.create(
        code="B01", name=Bilingual("Clés et cartes", "Keys and badges"), nature="service", owner=house["SEC"],
        calendar="default", scope="security", keywords={"fr": ["clé", "carte d’accès"], "en": ["key", "badge"]},
    )  # fmt: skip
    ServiceTier.objects.create(service=service, tier="lead", valid_from=clock.now().date() - timedelta(days=400))
    ServiceStandard.objects.create(
        service=service, first_response="4 h", completion="5 bd", valid_from=clock.now().date() - timedelta(days=400)
    )
    return service


@pytest.fixture
def ten(amina: Person, bruno: Staff, keys_and_badges: Service) -> list[Ticket]:
    """Ten requests of Bruno's: five that nobody sorted, five that are."""
    made, now = [], clock.now()
    for place in range(10):
        unsorted = place % 2 == 0
        ticket = a_ticket(
            amina, owner=bruno, service=None if unsorted else keys_and_badges, at=now - timedelta(minutes=60 - place),
            title=f"Clé perdue {place}" if unsorted else f"Carte d’accès {place}", body="J’ai perdu la clé du bureau.",
        )  # fmt: skip
        if unsorted:
            triage.suggest(ticket, by=SYSTEM, now=now)
        made.append(ticket)
    return made


@pytest.mark.proves("CAN-01", "BIL-01")
def test_ten_mixed_requests_are_sorted_and_answered_in_at_most_sixty_presses(hands: Hands, ten: list[Ticket]) -> None:
    page = hands.page
    page.goto("/desk/lists/mine/")
    with hands.timed("ten-mixed-requests"):
        hands.press("j", "o")
        before = ""
        for place in range(10):
            expect(page.locator(f'#peek #ticket:not([data-ticket="{before}"])')).to_be_visible()
            before = page.locator("#peek #ticket").get_attribute("data-ticket") or ""
            if page.locator("#peek #hint-1").count():
                swapped(hands, "1")
                swapped(hands, "t")
                expect(page.locator("#peek #sort")).to_have_count(0)
            if place % 3 == 1:
                hands.press("r")
                expect(page.locator("#peek #c-reply")).to_be_focused()
                hands.type("Bonjour, votre clé est prête.")
                swapped(hands, "Control+Enter")
                expect(page.locator("#peek [data-undo]")).to_be_visible()
                expect(page.locator("#peek #c-reply")).to_have_value("")
                hands.press("j")
            else:
                hands.press("E")
                expect(page.locator("#peek #c-answer")).to_be_focused()
                hands.type("Bonjour, votre clé vous attend au comptoir.")
                with page.expect_response("**/resolution/"):
                    hands.press("Control+Enter")
    assert len(hands.presses) <= 60, hands.presses
    states = list(Ticket.rows.order_by("pk").values_list("state", flat=True))
    assert "to_sort" not in states and states.count("resolved") == 7


@pytest.mark.proves("CAN-01", "C01", "BIL-04")
def test_the_contact_goes_along_from_page_to_page_and_keeps_what_was_opened(
    hands: Hands, amina: Person, bruno: Staff
) -> None:
    page, asked = hands.page, a_ticket(amina, owner=bruno, title="Une chaise")
    page.goto("/desk/")
    hands.press("+")
    expect(page.locator("#k-who")).to_be_focused()
    hands.type("diallo")
    expect(page.locator("#callers input").first).to_be_checked()
    assert "Une chaise" not in page.locator("#dock").inner_html()
    page.locator("#k-identity").select_option("questions")
    page.locator("#k-words").fill("Ma chaise ?")
    page.locator("#file").get_by_role("link", name="Une chaise").click()
    expect(page.locator("h1")).to_have_text("Une chaise")
    expect(page.locator("#k-words")).to_have_value("Ma chaise ?")
    expect(page.locator("#file")).to_contain_text("Une chaise")
    assert page.evaluate("document.querySelector('[data-dock]').contains(document.activeElement)") is False
    expect(page.locator("[data-consulted]")).to_contain_text(asked.number)
    page.locator("#file").get_by_role("link", name="Amina Diallo").click()
    expect(page.locator("[data-consulted] input")).to_have_count(2)
    expect(page.locator("#k-words")).to_have_value("Ma chaise ?")
    expect(page.locator("#k-identity")).to_have_value("questions")
    page.locator("[data-consulted] input").last.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-consulted] input").last).not_to_be_checked()
    page.locator("#k-outcome").select_option("only_contact")
    page.locator("#conclude").click()
    expect(page.locator("#dock")).to_contain_text("The contact is kept.")
    assert [one.ticket for one in Consulted.objects.all()] == [asked]
    assert Entry.objects.filter(kind="sight.identity_checked").count() == 1
    page.goto(f"/desk/tickets/{asked.number}/?show=system")
    expect(page.locator("#thread")).to_contain_text("consulted this during a contact with Amina Diallo (telephone)")
    expect(page.locator("#dock")).to_be_empty()
