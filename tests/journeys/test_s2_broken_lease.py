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
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(2000)


def open_task(expert: Page, title: str) -> None:
    """Open a task from one's list."""
    expert.goto("/desk/")
    expert.locator(".tk").filter(has_text=title).locator("a").first.click()
    expect(expert.locator("#task")).to_be_visible()


def finish_task(expert: Page, title: str, result: str) -> None:
    """Take a task in hand and finish it."""
    open_task(expert, title)
    if expert.locator("[id^=accept-]").count():
        expert.locator("[id^=accept-]").click()
        expect(expert.locator(".sheet__state")).to_contain_text("Accepted")
    expert.locator("[id^=f-result-]").fill(result)
    expert.locator("form[action$='completion/'] button").click()
    expect(expert.locator(".sheet__state")).to_contain_text("Done")


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
    agent.locator("#dock a").click()
    expect(agent.locator(".state")).to_contain_text("Resolved")


@pytest.mark.proves("CAN-01", "NIV-03", "PRE-01", "PRE-02", "SUI-01", "BIL-04")
def test_a_call_about_a_broken_lease_ends_with_one_answer(
    post: Post, wall: Wall, visits: Visits, enter: Enter, amina: Person, bruno: Staff, philippe: Staff, olga: Staff,
    ines: Staff, lease: Service, tmp_path: Path,
) -> None:  # fmt: skip
    agent = enter(bruno)
    agent.goto("/desk/contacts/new/")
    agent.locator("#k-who").fill("diallo")
    agent.get_by_role("radio", name=re.compile("Baie-Noire")).check()
    agent.locator("#k-words").fill(CALL)
    agent.locator("#k-language").select_option("fr")
    agent.locator("#k-service").select_option("A11")
    agent.locator("#k-outcome").select_option("follow_up")
    agent.locator("#conclude").click()
    agent.locator("#callbar.callbar--done a").or_(agent.locator("#ticket h1")).first.wait_for()
    if agent.locator("#callbar.callbar--done a").count():
        agent.locator("#callbar.callbar--done a").click()
    expect(agent.locator("h1")).to_contain_text("Le propriétaire met fin")
    here = agent.url
    number = Ticket.rows.get().number
    agent.locator("#start-plan").click()
    expect(agent.locator(".plan .task")).to_have_count(3)
    work()
    assert number in str(post.last_to(AMINA)["Subject"])

    # The lawyer gives the task back with the reason: it comes to the owner, not to another unit.
    lawyer = enter(philippe)
    open_task(lawyer, "Read the lease")
    assert CALL in lawyer.locator("#task").inner_text()
    lawyer.locator("summary").filter(has_text="Return").click()
    lawyer.locator("[id^=r-reason-]").fill("Il manque l’annexe B.")
    lawyer.get_by_role("button", name="Return to whoever is in charge").click()
    lawyer.wait_for_load_state()
    expect(lawyer.locator("main")).not_to_contain_text("Return to whoever is in charge")
    agent.goto(here)
    expect(agent.locator(".plan .task").first).to_contain_text("Returned to you")
    expect(agent.locator(".plan .task").first).to_contain_text("Il manque l’annexe B.")

    # One question to the client; the clock waits for her.
    agent.keyboard.press("q")
    agent.keyboard.type(QUESTION)
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("[data-undo]")).to_be_visible()
    expect(agent.locator(".state")).to_contain_text("Client’s turn")
    wall.forward(seconds=11)
    work()
    letter = post.last_to(AMINA)
    assert QUESTION in " ".join(text_of(letter).split())

    # She answers by the link, with a photograph.
    photo = tmp_path / "annexe.png"
    photo.write_bytes(PHOTO)
    client = visits.page("fr", viewport={"width": 390, "height": 800})
    client.goto(link_in(letter, f"/t/{number}/"))
    client.get_by_role("button", name="Ouvrir ma demande").click()
    expect(client.locator("#question-words")).to_contain_text(QUESTION)
    client.locator("#question textarea").fill("La voici.")
    client.locator("#question input[type=file]").set_input_files(photo)
    client.locator("#question button[type=submit]").click()
    expect(client.locator(".talk .files")).to_contain_text("annexe.png")
    expect(client.locator("#question")).to_have_count(0)

    # The owner sees the photograph and gives the task to the lawyer again; the others work meanwhile.
    agent.goto(here)
    expect(agent.locator("#thread")).to_contain_text("annexe.png")
    task = agent.locator(".plan .task").first
    task.locator("details.act > summary").first.click()
    task.locator("summary").filter(has_text="Send again").click()
    task.locator("[id^=s-words-]").fill("L’annexe B est jointe.")
    task.get_by_role("button", name="Send again").click()
    expect(agent.locator(".plan .task").first).to_contain_text("Ready")
    open_task(lawyer, "Read the lease")
    expect(lawyer.locator("#task")).to_contain_text("L’annexe B est jointe.")
    finish_task(lawyer, "Read the lease", "Le bail est relu.")
    finish_task(enter(olga), "Search for premises", "Un local est trouvé rue du Phare.")
    finish_task(enter(ines), "Move the lines", "Les lignes y seront le 3 avril.")
    work()

    # What the units brought becomes one reply.
    agent.goto(here)
    agent.keyboard.press("e")
    draft = agent.locator("#c-answer").input_value()
    assert "Le bail est relu." in draft
    assert "rue du Phare" in draft
    assert "3 avril" in draft
    agent.locator("#c-answer").fill(ANSWER)
    agent.locator("#a-code").select_option("done")
    agent.locator("#resolve").click()
    expect(agent.locator(".state")).to_contain_text("Resolved")
    wall.forward(seconds=11)
    work()
    answers = [one for one in post.to(AMINA) if "rue du Phare" in text_of(one)]
    assert len(answers) == 1

    # It is settled, and entirely so.
    client.goto(link_in(answers[0], "to=confirm"))
    client.get_by_role("button", name="Ouvrir ma demande").click()
    client.get_by_role("button", name="C’est réglé").click()
    expect(client.locator("#status")).to_contain_text("Terminée")
    work()
    client.goto(link_in(post.last_to(AMINA), "score=5"))
    client.get_by_role("button", name="Envoyer ma réponse").click()
    expect(client.locator("main")).to_contain_text("Nous avons votre réponse")
    reading = Task.rows.get(key="reading")
    assert reading.return_count == 1
    assert Ticket.rows.count() == 1
