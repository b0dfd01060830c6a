"""The twelve main actions of the portal and of the desk, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

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
FARTHEST = 120
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


def test_following_and_replying_by_keyboard_alone(visits: Visits, amina: Person, bruno: Staff) -> None:
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
    press(page, r"\| ?Send ?\|\|")
    expect(page.locator(".talk")).to_contain_text("In blue, please.")


def test_confirming_by_keyboard_alone(enter: Enter, amina: Person, answered: Ticket) -> None:
    page = enter(amina)
    page.goto("/mine/")
    press(page, "Une chaise")
    expect(page.locator("h1")).to_have_text("Une chaise")
    press(page, r"\| ?It is settled ?\|\|")
    expect(page.locator("#status")).to_contain_text("Closed. You can reopen it")


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


def test_the_six_verbs_of_the_desk_by_keyboard_alone(
    enter: Enter, amina: Person, bruno: Staff, hiring: Service
) -> None:
    ticket = a_ticket(amina, service=hiring, title="Une embauche", at=clock.now())
    page = enter(bruno)
    page.goto("/desk/sorting/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Une embauche")

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
