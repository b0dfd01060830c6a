"""A fragment applied to the page equals a full reload, and never loses the focus: every fragment, in a real browser.

The list of fragments is read from the templates: one that no scene here applies fails the last test.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import Settings

from guichet.areas.catalogue.models import Service, Tag
from guichet.areas.macros.tests.templates import a_macro
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Draft, Ticket
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from tests.cast import a_staff, a_ticket, seen_by
from tests.journeys.knowing import articles, problems
from tests.journeys.peopling import contacts_and_people, who_saw_it, who_takes_part
from tests.journeys.scene import IDLE, Arranged, Scene
from tests.journeys.tasking import tasks_of_ours
from tests.journeys.town import Enter, Visits

pytestmark = [pytest.mark.browser, pytest.mark.either_engine, pytest.mark.django_db(transaction=True)]
HOUSE = Path(__file__).resolve().parents[2] / "guichet"
ASKS = re.compile(r'hx-(?:get|post|put|patch|delete)="((?:\{%.*?%\}|\{\{.*?\}\}|[^"])*)"')
NAMED = re.compile(r'\{% url "([\w-]+)"')
# Addresses that a view works out, by the variable that holds them.
WORKED_OUT = {
    "row.peek_url": {"desk-peek"},
    "address": {"desk-new-contact"},
    "whole": {"desk-seen", "desk-person-seen"},
}

FOUND = "() => [...document.querySelectorAll('#palette-hits .hit')].map((one) => [one.id, one.innerText])"


def fragments() -> set[str]:
    """Name every address that a template asks a fragment of."""
    found = set()
    for path in HOUSE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        for asked in ASKS.findall(text):
            names = set(NAMED.findall(asked))
            for variable in re.findall(r"\{\{ ([\w.]+) \}\}", asked):
                names |= WORKED_OUT.get(variable, set())
                names |= set(re.findall(rf'\{{% url "([\w-]+)"[^%]*? as {re.escape(variable)} %\}}', text))
            assert names, f"{path.name}: {asked}"
            found |= names
    return found


@pytest.fixture
def arranged(
    visits: Visits, amina: Person, bruno: Staff, chloe: Staff, ines: Staff, hiring: Service, house: Any,
    settings: Settings,
) -> Arranged:  # fmt: skip
    """A colleague, and a request that Bruno is in charge of."""
    now = clock.now()
    settings.ROOT_URLCONF = "tests.journeys.addresses"
    wei = a_staff(house, "CS", "Wei", "Chen", "agent")
    ticket = a_ticket(amina, owner=bruno, service=hiring, title="Une embauche", at=now)
    actions.take(ticket, by=seen_by(bruno), now=now, owner=bruno)
    return {
        "ticket": ticket, "bruno": bruno, "wei": wei, "amina": amina, "hiring": hiring, "ines": ines, "house": house,
        "now": now,
    }  # fmt: skip


def words_of_the_client(scene: Scene, on: Arranged) -> None:
    """Reply, take it back, later, keep back, ask."""
    scene.open("desk-ticket", on["ticket"].number)
    scene.same("desk-notes", scene.send("#cmp-note > summary", "#keep-note", c_note="Vu."))
    scene.same("desk-replies", scene.send("#cmp-reply > summary", "#send", c_reply="Bonjour."))
    scene.same("desk-unsending", scene.click("#undo"))
    scene.page.locator("#cmp-reply details:not(#ask-look) summary").click()
    scene.same("desk-later", scene.send("", "#send-later", c_reply="Bientôt."))
    scene.same("desk-keeping-back", scene.click("#keep-back"))
    scene.same("desk-questions", scene.send("#cmp-reply > summary", "#ask", c_reply="Laquelle ?"))
    scene.same("desk-ticket", scene.click("#show-internal"), "#thread")
    assert scene.page.url.endswith("show=internal")
    scene.same("desk-notes", scene.send("#cmp-note > summary", "#keep-note", c_note="Encore."))


def a_second_look(scene: Scene, on: Arranged) -> None:
    """Ask for it, take it back, ask again; the other changes the words and approves; choose."""
    ticket, wei = on["ticket"], on["wei"]
    scene.open("desk-ticket", ticket.number)
    ask = scene.send("#ask-look > summary", "#send-look", c_reply="Bonjour.")
    scene.same("desk-second-look", ask)
    scene.same("desk-second-look-end", scene.click("#end-look"))
    scene.same("desk-second-look", ask)
    theirs = {"now": on["now"], "author": on["bruno"].pk}
    words = Draft.objects.get(kind="reply")
    seen = actions.Seen(0, words.version)
    actions.change_draft(ticket, by=seen_by(wei), body="Bonjour, Amina.", seen=seen, **theirs)
    scene.open("desk-ticket", ticket.number)
    scene.same("desk-settling", scene.click("#take-theirs"))
    Draft.objects.filter(pk=words.pk).update(staff=wei, reader=on["bruno"])
    scene.open("desk-ticket", ticket.number)
    scene.same("desk-rereading", scene.send("", "#reread [data-default]", **{f"c-reread-{wei.pk}": "Bonjour, Amina!"}))
    scene.same("desk-approval", scene.click(f"#approve-{wei.pk}"))


def drafts_kept(scene: Scene, on: Arranged) -> None:
    """What is typed is there after a reload."""
    scene.open("desk-ticket", on["ticket"].number)
    scene.apply("desk-drafts", lambda: scene.page.locator("#c-reply").fill("Bonjour, Amina."))
    scene.page.reload()
    assert scene.page.locator("#c-reply").input_value() == "Bonjour, Amina."


def head_and_context(scene: Scene, on: Arranged) -> None:
    """Fields, the promise, links, the plan, a task."""
    other = a_ticket(on["amina"], owner=on["bruno"], title="Une table", at=on["now"])
    scene.open("desk-ticket", on["ticket"].number)
    scene.click("#priority > summary")()
    scene.page.locator("#field-impact").focus()
    scene.same("desk-fields", lambda: scene.page.locator("#field-impact").select_option("3"))
    scene.same("desk-promise", scene.send("#promise > summary", "#promise .btn--main", promise_words="Un jour."))
    scene.same("desk-links", scene.send("#links details summary", "#links details .btn", link_other=other.number))
    scene.same("desk-unlinking", scene.click("#links .linklike"))
    scene.same("desk-plan", scene.click("#start-plan"))
    title = {"u_title": "Un bureau", "c_unit": "Vite."}
    scene.same("desk-new-task", scene.send("#cmp-unit > summary", "#give-task", **title))
    scene.same("desk-placing", scene.send("#assign > summary", "#place"))


def the_end_and_again(scene: Scene, on: Arranged) -> None:
    """Resolve, reopen, cancel; what a new request asks for."""
    scene.open("desk-ticket", on["ticket"].number)
    scene.same("desk-resolution", scene.send("#cmp-answer > summary", "#resolve", c_answer="Voilà."))
    scene.same("desk-reopening", scene.send("#reopen > summary", "#reopen form .btn"))
    scene.same("desk-cancellation", scene.send("#status > summary", "#cancel .btn"))
    new = a_ticket(on["amina"], title="Un contrat", at=on["now"])
    Ticket.rows.filter(pk=new.pk).update(behalf_certain=False)
    scene.open("desk-ticket", new.number)
    scene.page.locator("#behalf [name=holder]").first.check()
    scene.same("desk-behalf", scene.click("#behalf .btn"))
    scene.page.locator("#sort select").first.wait_for(state="attached")
    if not scene.page.locator("#sort-service").is_visible():
        scene.page.locator("#sort details summary").click()
    scene.page.locator("#sort-service").select_option("A04")
    scene.same("desk-sorting-of", scene.click("#sort details .btn--main"))
    scene.same("desk-taking", scene.click("#take"))


def ties_and_walls(scene: Scene, on: Arranged) -> None:
    """Separate what was joined; who reads what is confidential."""
    other = a_ticket(on["amina"], owner=on["bruno"], title="La même", at=on["now"])
    actions.merge(other, by=seen_by(on["bruno"]), now=on["now"], into=on["ticket"], reason="same_matter")
    scene.open("desk-ticket", on["ticket"].number)
    scene.same("desk-unmerging", scene.click("#ties .linklike"))
    Ticket.rows.filter(pk=on["ticket"].pk).update(confidential=True)
    scene.open("desk-ticket", on["ticket"].number)
    scene.page.locator("#reader").select_option(label="Wei Chen")
    scene.same("desk-readers", scene.click("#readers .btn"))
    scene.same("desk-reader-withdrawal", scene.click("#readers .linklike"))


def lists_and_panel(scene: Scene, on: Arranged) -> None:
    """The panel beside a list, a verb in it, and what narrows the list."""
    scene.open("desk-list", "mine")
    scene.apply("desk-peek", scene.click("[data-peek]"))
    scene.page.locator("#cmp-note > summary").click()
    scene.apply("desk-notes", scene.send("", "#keep-note", c_note="Dans le volet."))
    panel = scene.shown("#ticket")
    scene.page.reload()
    scene.apply("desk-peek", scene.click("[data-peek]"))
    assert panel == scene.shown("#ticket")
    scene.open("desk-list", "mine")
    there = reverse("desk-narrowing", args=["mine"])
    scene.same("desk-narrowing", scene.click("[data-key=v]"), "#narrow-in", again=there)


def templates(scene: Scene, on: Arranged) -> None:
    """Found, opened on the ticket, used, and its fields put back."""
    number = on["ticket"].number
    macro = a_macro(on["bruno"], "Pressée", impact=3, sends="", words=Bilingual("", ""))
    at, one = reverse("desk-templates-of", args=[number]), reverse("desk-template-on", args=[number, macro.pk])
    scene.open("desk-ticket", number)
    scene.same("desk-templates-of", lambda: scene.page.keyboard.press("i"), "#macro", again=at)
    scene.open("desk-ticket", number)
    scene.apply("desk-templates-of", lambda: scene.page.keyboard.press("i"))
    scene.same("desk-template-on", scene.click("#picked a"), "#macro", again=one)
    scene.open("desk-ticket", number)
    scene.apply("desk-templates-of", lambda: scene.page.keyboard.press("i"))
    scene.apply("desk-template-on", scene.click("#picked a"))
    scene.apply("desk-template-use", scene.click("#macro-go"))
    used = scene.shown("#ticket")
    undo = scene.page.locator("#undo-macro").evaluate("button => button.form.outerHTML")
    scene.page.reload()
    scene.page.wait_for_function(IDLE)
    assert used == scene.shown("#ticket")
    put = (
        "html => { document.querySelector('.here').insertAdjacentHTML('afterend', html); htmx.process(document.body) }"
    )
    scene.page.evaluate(put, undo)
    scene.same("desk-template-undoing", scene.click("#undo-macro"))


def tags(scene: Scene, on: Arranged) -> None:
    """Put on, taken off."""
    Tag.objects.create(code="safety", name=Bilingual("Sécurité", "Safety"))
    scene.open("desk-ticket", on["ticket"].number)
    scene.page.locator("#add-tag").focus()
    scene.same("desk-tags", lambda: scene.page.locator("#add-tag").select_option("safety"))
    scene.same("desk-untagging", scene.click("#tags .chip"))


def aside_and_in_other_hands(scene: Scene, on: Arranged) -> None:
    """Followed, set aside, taken up again, handed over."""
    scene.open("desk-ticket", on["ticket"].number)
    scene.same("desk-following", scene.click("#follow"))
    scene.same("desk-unfollowing", scene.click("#follow"))
    scene.same("desk-aside", scene.send("#aside > summary", "#aside form .btn--main"))
    scene.same("desk-waking", scene.send("#aside > summary", "#wake"))
    scene.same("desk-handing", scene.send("#hand > summary", "#hand form .btn--main", hand_words="À rappeler."))


def palette(scene: Scene, on: Arranged) -> None:
    """What a few letters find, over a page and on a page of its own."""
    number, page = on["ticket"].number, scene.page
    scene.open("desk-ticket", number)
    scene.apply("desk-palette", lambda: page.keyboard.press("Control+k"))
    scene.apply("desk-palette", lambda: page.locator("#palette").fill("diallo"))
    found = page.evaluate(FOUND)
    scene.open("desk-palette", query=f"?q=diallo&at={number}")
    assert found
    assert found == page.evaluate(FOUND)


def single_keys(scene: Scene, on: Arranged) -> None:
    """Switched off, they stay off."""
    scene.open("desk-list", "mine")
    scene.page.keyboard.press("?")
    scene.apply("desk-keys-switch", scene.click("[data-keys-switch]"))
    off = "() => 'keysOff' in document.body.dataset"
    assert scene.page.evaluate(off)
    scene.page.reload()
    assert scene.page.evaluate(off)


SCENES: dict[Callable[[Scene, Arranged], None], set[str]] = {
    words_of_the_client: {
        "desk-notes", "desk-replies", "desk-unsending", "desk-later", "desk-keeping-back", "desk-questions",
        "desk-ticket",
    },
    a_second_look: {
        "desk-second-look", "desk-second-look-end", "desk-settling", "desk-rereading", "desk-approval",
    },
    drafts_kept: {"desk-drafts"},
    head_and_context: {
        "desk-fields", "desk-promise", "desk-links", "desk-unlinking", "desk-plan", "desk-new-task", "desk-placing",
    },
    the_end_and_again: {
        "desk-resolution", "desk-reopening", "desk-cancellation", "desk-behalf", "desk-sorting-of", "desk-taking",
    },
    ties_and_walls: {"desk-unmerging", "desk-readers", "desk-reader-withdrawal"},
    who_takes_part: {"desk-party-told", "desk-party-change", "desk-party-removal", "desk-unsplitting"},
    tasks_of_ours: {
        "desk-task-accept", "desk-task-block", "desk-task-unblock", "desk-task-note", "desk-task-return",
        "desk-task-remind", "desk-task-resend", "desk-task-finish", "desk-task-cancel",
    },
    lists_and_panel: {"desk-peek", "desk-notes", "desk-narrowing"},
    contacts_and_people: {"desk-new-contact", "desk-callers", "desk-causes", "desk-verification", "desk-people"},
    who_saw_it: {"desk-seen", "desk-person-seen"},
    templates: {"desk-templates-of", "desk-template-on", "desk-template-use", "desk-template-undoing"},
    problems: {"desk-problem-of"},
    articles: {"desk-articles-of", "desk-article-on"},
    tags: {"desk-tags", "desk-untagging"},
    aside_and_in_other_hands: {
        "desk-following", "desk-unfollowing", "desk-aside", "desk-waking", "desk-handing",
    },
    palette: {"desk-palette"},
    single_keys: {"desk-keys-switch"},
}  # fmt: skip


@pytest.mark.parametrize("play", SCENES, ids=lambda play: play.__name__)
def test_a_fragment_applied_to_the_page_equals_a_full_reload(
    play: Callable[[Scene, Arranged], None], arranged: Arranged, enter: Enter
) -> None:
    scene = Scene(enter(arranged["bruno"], "en"))
    play(scene, arranged)
    assert scene.applied == SCENES[play]


def test_no_fragment_escapes_these_scenes() -> None:
    assert fragments() == set.union(*SCENES.values())
