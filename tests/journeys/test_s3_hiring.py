"""One mail in French, one ticket, three tasks behind it, one answer, one confirmation, and the figures moved."""

import re

import pytest
from playwright.sync_api import Page, expect

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Person, Staff
from tests.journeys.town import Enter, Post, Visits, Wall, link_in, text_of, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = """Bonjour,

Maïa Cyr commence lundi comme analyste chez nous. Il lui faut un contrat, un compte et une carte d’accès : pouvez-vous
tout préparer pour cette nouvelle employée ?

Merci,
Jonas Pelletier
"""
ANSWER = "Tout est prêt : le contrat est signé, le compte est ouvert et la carte attend Maïa au comptoir."
NUMBER = re.compile(r"G-\d{4}-\d{6}-\d")


def received(chloe: Page) -> str:
    """Read the figures of the office as their reader does."""
    chloe.goto("/office/")
    return chloe.locator("main").inner_text()


def do_task(expert: Page, title: str, result: str) -> None:
    """Take a task from one's list, do it and write what it brought."""
    expert.goto("/desk/")
    row = expert.locator(".tk").filter(has_text=title)
    row.locator("a").first.click()
    expert.locator("[id^=accept-]").click()
    expect(expert.locator(".sheet__state")).to_contain_text("Accepted")
    expert.locator("[id^=f-result-]").fill(result)
    expert.locator("form[action$='completion/'] button").click()
    expect(expert.locator(".sheet__state")).to_contain_text("Done")


@pytest.mark.proves("BIL-02", "BIL-03", "CAN-01", "EQU-01")
def test_one_mail_becomes_one_answer_with_three_tasks_behind_it(
    post: Post, wall: Wall, visits: Visits, enter: Enter, jonas: Person, bruno: Staff, chloe: Staff, rosa: Staff,
    ines: Staff, sami: Staff, hiring: Service,
) -> None:  # fmt: skip
    manager, agent = enter(chloe), enter(bruno, "fr")
    before = received(manager)

    # A mail over SMTP becomes a ticket, acknowledged in French in the name of a person.
    post.write("Jonas Pelletier <jonas.pelletier@example.org>", "Nouvelle employée lundi", WORDS)
    work()
    letter = post.last_to("jonas.pelletier@example.org")
    number = str(letter["Subject"]).split()[-1]
    assert NUMBER.fullmatch(number)
    assert "Bonjour Jonas" in text_of(letter)
    assert "Bruno" in text_of(letter)

    # The desk shows it, proposes the service and its plan of three tasks.
    agent.goto("/desk/")
    agent.locator(".tk").filter(has_text="Nouvelle employée lundi").locator("a").first.click()
    expect(agent.locator("h1")).to_have_text("Nouvelle employée lundi")
    agent.locator(".hint-one__go").filter(has_text="Embauche, caucus").click()
    agent.locator("#take").click()
    agent.locator("#start-plan").click()
    tasks = agent.locator(".plan .task")
    expect(tasks).to_have_count(3)
    expect(tasks.nth(0)).to_contain_text("Contrat")
    expect(tasks.nth(1)).to_contain_text("Compte")
    expect(tasks.nth(2)).to_contain_text("Carte")
    expect(tasks.nth(2)).to_contain_text("après A")
    work()

    # The card waits for the contract: Security has nothing to do yet.
    security = enter(sami)
    security.goto("/desk/")
    expect(security.locator(".tk")).to_have_count(0)
    do_task(enter(rosa), "Contract", "Le contrat est signé.")
    do_task(enter(ines), "Account", "Le compte est ouvert.")
    do_task(security, "Card", "La carte attend au comptoir.")

    # What the units brought is a draft; one answer leaves, in French, ten seconds later.
    agent.reload()
    agent.keyboard.press("e")
    expect(agent.locator("#c-answer")).to_have_value(re.compile("contrat est signé", re.IGNORECASE))
    agent.locator("#c-answer").fill(ANSWER)
    agent.locator("#a-code").select_option("done")
    agent.locator("#resolve").click()
    expect(agent.locator("[data-undo]")).to_be_visible()
    assert len([mail for mail in post.to("jonas.pelletier@example.org") if ANSWER in text_of(mail)]) == 0
    wall.forward(seconds=11)
    work()
    answer = post.last_to("jonas.pelletier@example.org")
    assert ANSWER in " ".join(text_of(answer).split())
    assert number in str(answer["Subject"])

    # The client confirms through the link, and sees one line and one date, never a task.
    client = visits.page("fr")
    client.goto(link_in(answer, "to=confirm"))
    client.get_by_role("button", name="Ouvrir ma demande").click()
    shown = client.locator("main").inner_text()
    assert ANSWER in shown
    assert not re.search(rf"{number}-?\s?[ABC]\b|Rosa|Sami|Ines|Ressources humaines|Sécurité", client.content())
    client.get_by_role("button", name="C’est réglé").click()
    expect(client.locator("#status")).to_contain_text("Terminée. Vous pouvez la rouvrir")
    work()

    # The one question, by mail and by its link.
    pulse = post.last_to("jonas.pelletier@example.org")
    client.goto(link_in(pulse, "score=5"))
    expect(client.locator("input[name=score][value='5']")).to_be_checked()
    client.get_by_role("button", name="Envoyer ma réponse").click()
    expect(client.locator("main")).to_contain_text("Nous avons votre réponse")
    work()
    agent.reload()
    expect(agent.locator("#thread")).to_contain_text("5")

    after = received(manager)
    assert after != before
    assert len({str(mail["Subject"]).split()[-1] for mail in post.to("jonas.pelletier@example.org")}) == 1
