"""The twelve main actions of the portal and of the desk, by keyboard alone."""

import re
from collections.abc import Callable
from typing import TypeVar

import pytest
from playwright.sync_api import FilePayload, Page, expect

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Person, Staff
from guichet.areas.surveys import actions as surveys
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Note, Task, Ticket
from guichet.areas.tickets.queries import client as following
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from tests.cast import a_ticket, seen_by
from tests.journeys.town import Enter, Visits, Wall

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.proves("EQU-04", "C04")]
# The twelve, six at the portal and six at the desk, and the tests that do them by keyboard alone.
MAIN = (
    "find and ask", "follow", "reply", "attach", "confirm or not quite", "answer the question",
    "sort", "answer at the desk", "note", "task", "resolve", "log a call",
)  # fmt: skip
DONE: dict[str, str] = {}
FARTHEST = 120
Done = TypeVar("Done", bound=Callable[..., None])
WHERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  const ringed = (part) => getComputedStyle(part).outlineStyle !== "none";
  const box = one.getBoundingClientRect();
  const frame = one.closest(":is(form, label, li)");  // some wear the ring for what they hold
  const seen = ringed(one) || Boolean(frame && ringed(frame));
  const label = one.labels && one.labels[0] ? one.labels[0].textContent : "";
  const words = [one.id, one.name, one.getAttribute("aria-label"), label, one.textContent].join("|");
  return words.replace(/\\s+/g, " ") + "||" + (seen && box.width > 0 ? "visible" : "HIDDEN");
}"""


def by_keyboard(*names: str) -> Callable[[Done], Done]:
    """Say which of the main actions a test does."""

    def note(test: Done) -> Done:
        DONE.update(dict.fromkeys(names, test.__name__))
        return test

    return note


def tab_to(page: Page, wanted: str, *, back: bool = False) -> None:
    """Walk to something with Tab, as far as it takes; wherever one stands must be seen."""
    for _step in range(FARTHEST):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        here = str(page.evaluate(WHERE))
        assert not here.endswith("HIDDEN"), f"the focus cannot be seen on: {here}"
        if re.search(wanted, here):
            return
    raise AssertionError(f"Tab never reached {wanted}")


def press(page: Page, wanted: str) -> None:
    """Walk to a button or a link and press Enter."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")


@pytest.fixture
def answered(amina: Person, bruno: Staff, wall: Wall) -> Ticket:
    """A request that has its answer, which has left."""
    ticket = a_ticket(amina, owner=bruno, title="Une chaise", at=clock.now())
    tickets.resolve(ticket, by=seen_by(bruno), now=clock.now(), code="done", body="La chaise est livrée.")
    wall.forward(seconds=11)
    return ticket


@by_keyboard("find and ask")
def test_searching_and_asking_by_keyboard_alone(visits: Visits, bruno: Staff, hiring: Service) -> None:
    page = visits.page("en")
    page.goto("/")
    tab_to(page, r"^ask\|")
    page.keyboard.type("new employee")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Hiring, caucus")
    press(page, "Hiring, caucus")
    expect(page.locator("h1")).to_have_text("Hiring, caucus")
    press(page, "Ask online")
    expect(page.locator("#id_body")).to_be_visible()
    tab_to(page, r"^id_body\|")
    page.keyboard.type("Somebody starts on Monday.")
    tab_to(page, r"^id_name\|")
    page.keyboard.type("Odile Roy")
    tab_to(page, r"^id_email\|")
    page.keyboard.type("odile@example.org")
    press(page, "Send my request")
    expect(page.locator("h1")).to_contain_text("Received. Bruno will read it by")
    assert Ticket.rows.get().title.startswith("Somebody starts")


@by_keyboard("follow", "reply", "attach")
def test_following_replying_and_attaching_by_keyboard_alone(visits: Visits, amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno, title="Une armoire")
    code = following.code_for(ticket, seen_by(amina))
    page = visits.page("en")
    page.goto("/")
    tab_to(page, r"^id_number\|")
    page.keyboard.type(ticket.number)
    page.keyboard.press("Enter")
    expect(page.locator("#id_code")).to_be_visible()
    tab_to(page, r"^id_code\|")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Une armoire")
    tab_to(page, r"^id_body\|")
    page.keyboard.type("In blue, please.")
    tab_to(page, r"^id_documents\|")
    # The key leads to the field; the window in which one chooses a file is the browser's own.
    expect(page.locator("#id_documents")).to_be_focused()
    pdf = FilePayload(name="blue.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4\n%%EOF")
    page.locator("#id_documents").set_input_files(pdf)
    press(page, r"\| ?Send ?\|\|")
    expect(page.locator(".talk")).to_contain_text("In blue, please.")
    expect(page.locator(".talk")).to_contain_text("blue.pdf")


@by_keyboard("confirm or not quite")
def test_saying_not_quite_then_confirming_by_keyboard_alone(
    enter: Enter, amina: Person, bruno: Staff, answered: Ticket, wall: Wall
) -> None:
    page = enter(amina)
    page.goto("/mine/")
    press(page, "Une chaise")
    expect(page.locator("h1")).to_have_text("Une chaise")
    press(page, r"\| ?Not quite ?\|\|")
    tab_to(page, r"^id_not_quite-body\|")
    page.keyboard.type("It wobbles.")
    press(page, r"\| ?Send ?\|\|")
    expect(page.locator(".talk")).to_contain_text("It wobbles.")
    tickets.resolve(answered, by=seen_by(bruno), now=clock.now(), code="done", body="Elle est réparée.")
    wall.forward(seconds=11)
    page.reload()
    press(page, r"\| ?It is settled ?\|\|")
    expect(page.locator("#status")).to_contain_text("Closed. You can reopen it")


@by_keyboard("answer the question")
def test_answering_the_question_by_keyboard_alone(visits: Visits, answered: Ticket, amina: Person) -> None:
    tickets.confirm(answered, by=seen_by(amina), now=clock.now())
    pulse = surveys.ask(answered, by=SYSTEM, now=clock.now())
    page = visits.page("en")
    page.goto(f"/pulse/{pulse.token}/")
    tab_to(page, r"^id_score")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    chosen = page.locator("input[name=score]:checked").get_attribute("value")
    press(page, "Send my answer")
    expect(page.locator("main")).to_contain_text("We have your answer")
    pulse.refresh_from_db()
    assert str(pulse.score) == chosen


@by_keyboard("sort", "answer at the desk", "note", "task", "resolve", "log a call")
def test_the_six_verbs_of_the_desk_by_keyboard_alone(
    enter: Enter, amina: Person, bruno: Staff, hiring: Service
) -> None:
    ticket = a_ticket(amina, title="Une demande", at=clock.now())
    page = enter(bruno)
    page.goto("/desk/sorting/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Une demande")

    sort_as(page, ticket, hiring)
    page.keyboard.press("t")
    expect(page.locator(".stub__facts")).to_contain_text("Bruno Tremblay")

    page.keyboard.press("r")
    page.keyboard.type("Bonjour, je m’en occupe.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#thread")).to_contain_text("Bonjour, je m’en occupe.")

    press_key(page, "n")
    page.keyboard.type("Pressé, lundi.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#thread")).to_contain_text("Pressé, lundi.")
    assert Note.objects.get(ticket=ticket).body == "Pressé, lundi."

    press_key(page, "c")
    page.keyboard.type("Ouvrir un compte")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".plan .task h3").filter(has_text="Ouvrir un compte")).to_be_visible()
    task = Task.rows.get(ticket=ticket)
    tickets.cancel_task(task, by=seen_by(bruno), now=clock.now())

    press_key(page, "e")
    page.keyboard.type("Tout est prêt.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".state")).to_contain_text("Resolved")
    log_a_call(page)


def sort_as(page: Page, ticket: Ticket, service: Service) -> None:
    """Say that a request is about the hiring service."""
    tab_to(page, r"^sort-service\|")
    page.keyboard.type("Hiring")
    press(page, r"\| ?Sort ?\|\|")
    expect(page.get_by_text("Sorted.", exact=True)).to_be_visible()
    ticket.refresh_from_db()
    assert ticket.service == service


def log_a_call(page: Page) -> None:
    """Tell of a call that was settled at once."""
    press_key(page, "+")
    expect(page.locator("#k-who")).to_be_focused()
    page.keyboard.type("diallo")
    expect(page.locator("#callers")).to_contain_text("Baie-Noire Office")
    tab_to(page, r"^k-words\|")
    page.keyboard.type("Which papers do I need?")
    tab_to(page, r"^k-answer\|")
    page.keyboard.type("Form 12.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dock")).to_contain_text("Kept:")


def press_key(page: Page, key: str) -> None:
    """Press the key of a verb from wherever the last one left the focus."""
    if page.evaluate("!!document.activeElement.closest('textarea, input')"):
        page.keyboard.press("Tab")
    page.keyboard.press(key)


def test_skip_goes_to_the_content(visits: Visits, house: object) -> None:
    page = visits.page("fr")
    page.goto("/services/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_each_of_the_twelve_main_actions_is_done_by_a_test_here() -> None:
    assert set(DONE) == set(MAIN) and len(MAIN) == 12
