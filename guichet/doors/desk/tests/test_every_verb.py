"""Every verb of a ticket does the same by its key in a list, in the panel and on the page, by mouse, and by touch."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Task, Ticket
from guichet.doors.desk.acts import VERB_KEYS
from guichet.doors.desk.keys import KEYS, ROW_KEYS
from guichet.doors.desk.tests.test_by_keyboard import enter
from guichet.ground import clock
from tests.cast import a_staff, a_ticket, seen_by

pytestmark = [pytest.mark.browser, pytest.mark.either_engine, pytest.mark.django_db(transaction=True)]
# A verb's key, what it leads the focus to, and what one presses instead with a mouse or a finger.
LEADS = {
    "r": ("#c-reply", "#cmp-reply > summary"), "q": ("#c-reply", "#ask"), "n": ("#c-note", "#cmp-note > summary"),
    "c": ("#u-title", "#cmp-unit > summary"), "d": ("#u-title", "#cmp-unit > summary"),
    "a": ("#field-owner", "#assign > summary"), "h": ("#hand-owner", "#hand > summary"),
    "P": ("#field-impact", "#priority > summary"), "p": ("#promise-on", "#promise > summary"),
    "s": ("#cancel-reason", "#status > summary"), "e": ("#c-answer", "#cmp-answer > summary"),
    "i": ("#pick-q", "#cmp-reply [href*=templates]"), "l": ("#link-other", "#links summary"),
    "z": ("#aside-on", "#aside > summary"),
}  # fmt: skip
GOES = {"m": "/merging/", "D": "/splitting/", "w": "/parties/"}  # to a page of its own
DONE = {"y": "Copied: the number of the request.", "f": "You follow this request"}  # at once
ELSEWHERE = set("tgE")  # taking, starting a plan and going on: each has a test of its own
FOLDED = {"#hand > summary", "#priority > summary", "#promise > summary", "#aside > summary"}


@pytest.fixture
def ticket(amina: Person, bruno: Staff, house: dict[str, Organisation], hiring: Service) -> Ticket:
    """A ticket of Bruno, at work."""
    a_staff(house, "CS", "Lea", "Comeau", "agent")
    ticket = a_ticket(amina, owner=bruno, service=hiring, title="Une lampe", at=clock.now())
    return actions.take(ticket, by=seen_by(bruno), now=clock.now(), owner=bruno)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, bruno: Staff) -> Iterator[Page]:
    """Bruno's browser, in English."""
    page = enter(browser, live_server, bruno, "en")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield page
    page.context.close()
    assert wrong == []


def come_to(page: Page, place: str, ticket: Ticket) -> None:
    """Stand where the keys of a place act on the ticket."""
    page.goto(f"/desk/tickets/{ticket.number}/" if place == "page" else "/desk/lists/mine/")
    if place != "page":
        page.keyboard.press("j")
    if place == "panel":
        page.keyboard.press("o")
        expect(page.locator("#peek #ticket")).to_be_visible()


def let_go(page: Page, place: str) -> None:
    """Leave the field or the menu that a verb opened."""
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    if place == "list":
        expect(page.locator("#peek")).to_be_empty()
        page.locator(".tk__no").focus()
    elif place == "panel" and not page.locator("#peek #ticket").count():
        page.locator(".tk__no").focus()
        page.keyboard.press("o")
        expect(page.locator("#peek #ticket")).to_be_visible()


def test_every_verb_has_its_key_its_line_and_its_proof() -> None:
    assert set(LEADS) | set(GOES) | set(DONE) | ELSEWHERE == set(ROW_KEYS) == set(VERB_KEYS)
    assert set(ROW_KEYS) <= set(KEYS), "each is listed where keys are chosen"


@pytest.mark.parametrize("place", ["list", "panel", "page"])
def test_every_verb_works_by_its_key(page: Page, ticket: Ticket, place: str) -> None:
    come_to(page, place, ticket)
    for key, (field, _way) in LEADS.items():
        page.keyboard.press(key)
        expect(page.locator(field), f"key {key} in the {place}").to_be_focused()
        let_go(page, place)
    for key, words in DONE.items():
        page.keyboard.press(key)
        expect(page.locator("#messages"), f"key {key} in the {place}").to_contain_text(words)
        let_go(page, place)
    assert page.evaluate("navigator.clipboard.readText()") == ticket.number
    for key, address in GOES.items():
        page.keyboard.press(key)
        page.wait_for_url(f"**{address}")
        come_to(page, place, ticket)


@pytest.mark.parametrize(("width", "place"), [(1280, "panel"), (1280, "page"), (360, "panel"), (360, "page")])
def test_every_verb_works_by_mouse_and_by_touch(
    browser: Browser, live_server: LiveServer, bruno: Staff, ticket: Ticket, width: int, place: str
) -> None:
    page = enter(browser, live_server, bruno, "fr", width)
    page.goto(f"/desk/tickets/{ticket.number}/" if place == "page" else "/desk/lists/mine/")

    def press(selector: str) -> None:
        found = page.locator(selector).first
        found.tap() if width < 400 else found.click()

    if place == "panel":
        press("[data-peek]")
        expect(page.locator("#peek #ticket")).to_be_visible()
    for key, (field, way) in LEADS.items():
        if not page.locator(way).first.is_visible():
            press("#more > summary" if way in FOLDED else "#cmp-reply > summary")
        if not (page.locator(field).is_visible() or key == "q"):
            press(way)
        expect(page.locator(field), f"verb {key} at {width}").to_be_visible()
        if way.endswith("> summary") and not way.startswith("#cmp"):
            press(way)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    press("[data-copy]")
    expect(page.locator("#messages .notice")).to_be_visible()
    press("#more > summary")
    press("#follow")
    expect(page.locator("#messages")).to_contain_text("Vous suivez cette demande")
    press("#more > summary")
    press("a[data-key=m]")
    page.wait_for_url("**/merging/")
    page.context.close()


@pytest.mark.parametrize("place", ["list", "panel", "page"])
def test_a_new_request_is_taken_and_its_plan_started_by_their_keys(
    page: Page, amina: Person, hiring: Service, place: str
) -> None:
    ticket = a_ticket(amina, service=hiring, title="Une embauche", at=clock.now())
    page.goto(f"/desk/tickets/{ticket.number}/" if place == "page" else "/desk/lists/sort/")
    if place != "page":
        page.keyboard.press("j")
    if place == "panel":
        page.keyboard.press("o")
        expect(page.locator("#peek #ticket")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("#messages")).to_contain_text("You are in charge.")
    page.keyboard.press("g")
    expect(page.locator("[data-part=plan]")).to_contain_text("Contract")
    expect(page.locator("[data-key=g]")).to_have_count(0)
    assert Ticket.rows.get(pk=ticket.pk).state == "waiting_unit"
    assert Task.rows.filter(ticket=ticket).count() == 3


def test_the_next_request_and_who_takes_part_have_each_a_key(page: Page, amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, title="Une clé", at=clock.now())
    page.goto("/desk/lists/sort/")
    page.keyboard.press("?")
    for key, words in (("N", "Give me the next one"), ("v", "Filter and keep")):
        expect(page.locator("[data-keys-list] div", has_text=words)).to_have_text(f"{key}{words}")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("w")
    page.wait_for_url("**/parties/")
    page.goto("/desk/lists/sort/")
    page.keyboard.press("N")
    page.wait_for_url(f"**/tickets/{ticket.number}/**")
    assert Ticket.rows.get(pk=ticket.pk).owner == bruno


def test_few_verbs_stand_in_the_head_and_the_others_in_its_menu(page: Page, ticket: Ticket) -> None:
    page.goto(f"/desk/tickets/{ticket.number}/")
    verbs = page.locator(".verbs > :visible:not(.vh)")
    expect(verbs).to_have_count(4)
    assert len(set(verbs.evaluate_all("(all) => all.map((one) => one.offsetTop)"))) == 1, "one row"
    more = page.locator("#more > summary")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#priority > summary")).to_be_visible()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(page.locator("#priority > summary")).to_be_hidden()


def test_a_number_that_cannot_be_copied_is_selected_and_that_is_said(page: Page, ticket: Ticket) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"/desk/tickets/{ticket.number}/")
    page.keyboard.press("y")
    expect(page.locator("#messages")).to_contain_text("The number is selected")
    assert page.evaluate("String(getSelection())") == ticket.number


def test_the_sheet_of_keys_lists_every_verb(page: Page, ticket: Ticket) -> None:
    page.goto(f"/desk/tickets/{ticket.number}/")
    page.keyboard.press("?")
    for words in ("Consult an expert", "Delegate to a unit", "Hand over", "Priority", "Status", "Copy the number"):
        expect(page.locator("[data-keys-list]")).to_contain_text(words)


@pytest.mark.parametrize("media", ["screen", "forced colours", "no colours"])
def test_three_composers_differ_by_word_shape_and_colour(page: Page, ticket: Ticket, media: str) -> None:
    page.emulate_media(forced_colors="active" if media == "forced colours" else "none")
    page.goto(f"/desk/tickets/{ticket.number}/")
    drawn = page.evaluate(
        """() => ["reply", "note", "unit"].map((name) => {
            const box = document.getElementById(`cmp-${name}`), style = getComputedStyle(box);
            const head = box.querySelector("summary");
            return { word: head.innerText.split("\\n")[0], shape: `${style.borderTopStyle} ${style.borderTopWidth}`,
                     icon: head.querySelector("use").getAttribute("href"), colour: style.borderTopColor };
        })"""
    )
    telling = ("word", "shape", "icon") if media != "screen" else ("word", "shape", "icon", "colour")
    for what in telling:
        assert len({one[what] for one in drawn}) == 3, f"{what}: {drawn}"
