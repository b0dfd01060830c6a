"""A call about a broken lease: settled in a few presses, or followed through with the units behind one voice."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Task, Ticket
from tests.journeys.town import Enter, Post, Visits, Wall, link_in, text_of, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AMINA = "amina@example.org"
CALL = "Le propriétaire met fin à notre bail : il faut sortir dans 60 jours."
QUESTION = "Pouvez-vous nous envoyer l’annexe B du bail ? Une photo suffit."
ANSWER = "Le bail est relu, un local est trouvé rue du Phare et les lignes y seront le 3 avril."
RESULTS = ("Le bail est relu.", "Un local est trouvé rue du Phare.", "Les lignes y seront le 3 avril.")
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(2000)


@pytest.mark.proves("CAN-01", "PRE-01")
def test_a_call_settled_at_once_takes_three_presses(
    post: Post, enter: Enter, amina: Person, bruno: Staff, wall: Wall
) -> None:
    agent = enter(bruno)
    agent.goto("/desk/")
    agent.keyboard.press("+")
    expect(agent.locator("#k-who")).to_be_focused()
    agent.keyboard.type("diallo")
    expect(agent.locator("#callers")).to_contain_text("Baie-Noire Office")
    agent.locator("#k-words").fill("Quel formulaire faut-il ?")
    agent.locator("#k-answer").fill("Le formulaire 12, sur notre site.")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("#dock")).to_contain_text("Kept:")
    wall.forward(seconds=11)
    work()
    assert "Le formulaire 12" in text_of(post.last_to(AMINA))
    agent.locator("#dock p a").click()
    expect(agent.locator(".state")).to_contain_text("Resolved")


@pytest.mark.proves("CAN-01", "NIV-03", "PRE-01", "PRE-02", "SUI-01", "BIL-04")
def test_a_call_about_a_broken_lease_ends_with_one_answer(
    post: Post, wall: Wall, visits: Visits, enter: Enter, amina: Person, bruno: Staff, philippe: Staff, olga: Staff,
    ines: Staff, lease: Service, tmp_path: Path,
) -> None:  # fmt: skip
    agent, lawyer = enter(bruno), enter(philippe)
    number = the_agent_takes_the_call(agent)
    the_plan_starts(agent)
    assert number in str(post.last_to(AMINA)["Subject"])

    the_lawyer_gives_the_task_back(lawyer)
    it_comes_to_the_owner_and_not_to_another_unit(agent)

    the_agent_asks_the_client(agent)
    time_passes(wall)
    letter = post.last_to(AMINA)
    assert QUESTION in " ".join(text_of(letter).split())
    client = visits.page("fr", viewport={"width": 390, "height": 800})
    she_answers_with_a_photograph(client, link_in(letter, f"/t/{number}/"), tmp_path / "annexe.png")

    the_agent_sends_the_task_again(agent)
    the_lawyer_sees_the_photograph(lawyer)
    for expert, title, result in zip(
        (lawyer, enter(olga), enter(ines)), ("Read the lease", "Search for premises", "Move the lines"), RESULTS,
        strict=True,
    ):  # fmt: skip
        the_expert_finishes(expert, title, result)
    work()

    the_agent_gives_the_one_answer(agent)
    time_passes(wall)
    [answer] = [one for one in post.to(AMINA) if "rue du Phare" in text_of(one)]

    she_confirms(client, link_in(answer, "to=confirm"))
    work()
    she_says_how_it_went(client, link_in(post.last_to(AMINA), "score=5"))
    assert Task.rows.get(key="reading").return_count == 1
    assert Ticket.rows.count() == 1


def time_passes(wall: Wall) -> None:
    """Let the ten seconds pass in which words can be taken back, and let the worker work."""
    wall.forward(seconds=11)
    work()


def the_agent_takes_the_call(agent: Page) -> str:
    """Log the call of somebody of an office, to be followed up; return the ticket's number."""
    agent.goto("/desk/contacts/new/")
    agent.locator("#k-who").fill("diallo")
    agent.get_by_role("radio", name=re.compile("Baie-Noire")).check()
    agent.locator("#k-words").fill(CALL)
    agent.locator("#k-language").select_option("fr")
    agent.locator("#k-service").select_option("A11")
    agent.locator("#k-outcome").select_option("follow_up")
    agent.locator("#conclude").click()
    kept = agent.locator("#callbar.callbar--done p a")
    kept.or_(agent.locator("#ticket h1")).first.wait_for()
    if kept.count():
        kept.click()
    expect(agent.locator("h1")).to_contain_text("Le propriétaire met fin")
    return Ticket.rows.get().number


def the_plan_starts(agent: Page) -> None:
    """Give the three units their tasks."""
    agent.locator("#start-plan").click()
    expect(agent.locator(".plan .task")).to_have_count(3)
    work()


def open_task(expert: Page, title: str) -> None:
    """Open a task from one's list."""
    expert.goto("/desk/")
    expert.locator(".tk").filter(has_text=title).locator("a").first.click()
    expect(expert.locator("#task")).to_be_visible()


def the_lawyer_gives_the_task_back(lawyer: Page) -> None:
    """Return the task with the reason: the words of the client are there, an annex is not."""
    open_task(lawyer, "Read the lease")
    assert CALL in lawyer.locator("#task").inner_text()
    expect(lawyer.locator("#task")).not_to_contain_text("annexe.png")
    lawyer.locator("summary").filter(has_text="Return").click()
    lawyer.locator("[id^=r-reason-]").fill("Il manque l’annexe B.")
    lawyer.get_by_role("button", name="Return to whoever is in charge").click()
    lawyer.wait_for_load_state()
    expect(lawyer.locator("main")).not_to_contain_text("Return to whoever is in charge")


def it_comes_to_the_owner_and_not_to_another_unit(agent: Page) -> None:
    """Show the returned task, and why, on the ticket's page."""
    agent.reload()
    expect(agent.locator(".plan .task").first).to_contain_text("Returned to you")
    expect(agent.locator(".plan .task").first).to_contain_text("Il manque l’annexe B.")


def the_agent_asks_the_client(agent: Page) -> None:
    """Ask one question: the clock waits for her."""
    agent.keyboard.press("q")
    agent.keyboard.type(QUESTION)
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("[data-undo]")).to_be_visible()
    expect(agent.locator(".state")).to_contain_text("Client’s turn")


def she_answers_with_a_photograph(client: Page, link: str, photo: Path) -> None:
    """Answer by the link of the letter, on a telephone."""
    photo.write_bytes(PHOTO)
    client.goto(link)
    client.get_by_role("button", name="Ouvrir ma demande").click()
    expect(client.locator("#question-words")).to_contain_text(QUESTION)
    client.locator("#question textarea").fill("La voici.")
    client.locator("#question input[type=file]").set_input_files(photo)
    client.locator("#question button[type=submit]").click()
    expect(client.locator(".talk .files")).to_contain_text(photo.name)
    expect(client.locator("#question")).to_have_count(0)


def the_agent_sends_the_task_again(agent: Page) -> None:
    """See the photograph, and give the task to the lawyer again."""
    agent.reload()
    expect(agent.locator("#thread")).to_contain_text("annexe.png")
    task = agent.locator(".plan .task").first
    task.locator("details.act > summary").first.click()
    task.locator("summary").filter(has_text="Send again").click()
    task.locator("[id^=s-words-]").fill("L’annexe B est jointe.")
    task.get_by_role("button", name="Send again").click()
    expect(agent.locator(".plan .task").first).to_contain_text("Ready")


def the_lawyer_sees_the_photograph(lawyer: Page) -> None:
    """Show the lawyer what the client sent later, and hand it over whole."""
    open_task(lawyer, "Read the lease")
    expect(lawyer.locator("#task")).to_contain_text("L’annexe B est jointe.")
    photo = lawyer.locator("#task a").filter(has_text="annexe.png")
    expect(photo).to_have_count(1)
    got = lawyer.request.get(str(photo.get_attribute("href")))
    assert (got.status, got.body()) == (200, PHOTO)


def the_expert_finishes(expert: Page, title: str, result: str) -> None:
    """Take a task in hand and finish it."""
    open_task(expert, title)
    if expert.locator("[id^=accept-]").count():
        expert.locator("[id^=accept-]").click()
        expect(expert.locator(".sheet__state")).to_contain_text("Accepted")
    expert.locator("[id^=f-result-]").fill(result)
    expert.locator("form[action$='completion/'] button").click()
    expect(expert.locator(".sheet__state")).to_contain_text("Done")


def the_agent_gives_the_one_answer(agent: Page) -> None:
    """Make one answer of what the units brought."""
    agent.reload()
    agent.keyboard.press("e")
    draft = agent.locator("#c-answer").input_value()
    assert [result for result in RESULTS if result.rstrip(".") not in draft] == []
    agent.locator("#c-answer").fill(ANSWER)
    agent.locator("#a-code").select_option("done")
    agent.locator("#resolve").click()
    expect(agent.locator(".state")).to_contain_text("Resolved")


def she_confirms(client: Page, link: str) -> None:
    """Say that it is settled, by the link of the answer."""
    client.goto(link)
    client.get_by_role("button", name="Ouvrir ma demande").click()
    client.get_by_role("button", name="C’est réglé").click()
    expect(client.locator("#status")).to_contain_text("Terminée")


def she_says_how_it_went(client: Page, link: str) -> None:
    """Answer the one question."""
    client.goto(link)
    client.get_by_role("button", name="Envoyer ma réponse").click()
    expect(client.locator("main")).to_contain_text("Nous avons votre réponse")
