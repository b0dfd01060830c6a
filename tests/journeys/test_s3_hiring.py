"""One mail in French, one ticket, three tasks behind it, one answer, one confirmation, and the figures moved."""

import re
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Person, Staff
from tests.journeys.town import Enter, Post, Visits, Wall, link_in, text_of, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
JONAS = "jonas.pelletier@example.org"
WORDS = """Bonjour,

Maïa Cyr commence lundi comme analyste chez nous. Il lui faut un contrat, un compte et une carte d’accès : pouvez-vous
tout préparer pour cette nouvelle employée ?

Merci,
Jonas Pelletier
"""
ANSWER = "Tout est prêt : le contrat est signé, le compte est ouvert et la carte attend Maïa au comptoir."
NUMBER = re.compile(r"G-\d{4}-\d{6}-\d")


@pytest.mark.proves("BIL-02", "BIL-03", "CAN-01", "EQU-01")
def test_one_mail_becomes_one_answer_with_three_tasks_behind_it(
    post: Post, wall: Wall, visits: Visits, enter: Enter, jonas: Person, bruno: Staff, chloe: Staff, rosa: Staff,
    ines: Staff, sami: Staff, hiring: Service,
) -> None:  # fmt: skip
    manager, agent, security, client = enter(chloe), enter(bruno, "fr"), enter(sami), visits.page("fr")
    before = figures_of(manager)

    number = a_mail_becomes_a_ticket_acknowledged_in_french(post)
    the_desk_sorts_it_and_starts_its_plan(agent)
    work()

    security_has_nothing_to_do_before_the_contract(security)
    the_expert_does(enter(rosa), "Contract", "Le contrat est signé.")
    the_expert_does(enter(ines), "Account", "Le compte est ouvert.")
    the_expert_does(security, "Card", "La carte attend au comptoir.")

    the_agent_answers_from_the_draft(agent)
    answer = one_answer_leaves_ten_seconds_later(post, wall, number)

    the_client_confirms_and_sees_no_task(client, link_in(answer, "to=confirm"), number)
    work()
    the_client_says_how_it_went(client, link_in(post.last_to(JONAS), "score=5"))
    work()
    agent.reload()
    expect(agent.locator("#thread")).to_contain_text("5")

    assert figures_of(manager) != before
    assert len({str(mail["Subject"]).split()[-1] for mail in post.to(JONAS)}) == 1


def figures_of(manager: Page) -> str:
    """Read the figures of the office as their reader does."""
    manager.goto("/office/")
    return manager.locator("main").inner_text()


def a_mail_becomes_a_ticket_acknowledged_in_french(post: Post) -> str:
    """Write over SMTP and read the acknowledgement, in the name of a person; return the ticket's number."""
    post.write(f"Jonas Pelletier <{JONAS}>", "Nouvelle employée lundi", WORDS)
    work()
    letter = post.last_to(JONAS)
    number = str(letter["Subject"]).split()[-1]
    assert NUMBER.fullmatch(number)
    assert "Bonjour Jonas" in text_of(letter)
    assert "Bruno" in text_of(letter)
    return number


def the_desk_sorts_it_and_starts_its_plan(agent: Page) -> None:
    """Show the ticket, take the service that is proposed, and its plan of three tasks."""
    agent.goto("/desk/")
    agent.locator(".tk").filter(has_text="Nouvelle employée lundi").locator("a").first.click()
    expect(agent.locator("h1")).to_have_text("Nouvelle employée lundi")
    # Each press changes the page: the next one waits for it, as a person does.
    agent.locator(".hint-one__go").filter(has_text="Embauche, caucus").click()
    expect(agent.locator(".plan .task")).to_have_count(3)
    agent.locator("#take").click()
    expect(agent.locator("#take")).to_have_count(0)
    agent.locator("#start-plan").click()
    expect(agent.locator("#start-plan")).to_have_count(0)
    tasks = agent.locator(".plan .task")
    expect(tasks).to_have_count(3)
    for place, words in enumerate(("Contrat", "Compte", "Carte")):
        expect(tasks.nth(place)).to_contain_text(words)
    expect(tasks.nth(2)).to_contain_text("après A")


def security_has_nothing_to_do_before_the_contract(security: Page) -> None:
    """Keep the card out of the list of the unit that makes it."""
    security.goto("/desk/")
    expect(security.locator(".tk")).to_have_count(0)


def the_expert_does(expert: Page, title: str, result: str) -> None:
    """Take a task from one's list, do it and write what it brought."""
    expert.goto("/desk/")
    expert.locator(".tk").filter(has_text=title).locator("a").first.click()
    expert.locator("[id^=accept-]").click()
    expect(expert.locator(".sheet__state")).to_contain_text("Accepted")
    expert.locator("[id^=f-result-]").fill(result)
    expert.locator("form[action$='completion/'] button").click()
    expect(expert.locator(".sheet__state")).to_contain_text("Done")


def the_agent_answers_from_the_draft(agent: Page) -> None:
    """Make one answer of what the units brought."""
    agent.reload()
    agent.keyboard.press("e")
    expect(agent.locator("#c-answer")).to_have_value(re.compile("contrat est signé", re.IGNORECASE))
    agent.locator("#c-answer").fill(ANSWER)
    agent.locator("#a-code").select_option("done")
    agent.locator("#resolve").click()
    expect(agent.locator("[data-undo]")).to_be_visible()


def one_answer_leaves_ten_seconds_later(post: Post, wall: Wall, number: str) -> EmailMessage:
    """Hold the answer for as long as it can be taken back, then send it; return it."""
    assert [mail for mail in post.to(JONAS) if ANSWER in text_of(mail)] == []
    wall.forward(seconds=11)
    work()
    answer = post.last_to(JONAS)
    assert ANSWER in " ".join(text_of(answer).split())
    assert number in str(answer["Subject"])
    return answer


def the_client_confirms_and_sees_no_task(client: Page, link: str, number: str) -> None:
    """Confirm through the link: one line and one date, never a task, a unit or an expert."""
    client.goto(link)
    client.get_by_role("button", name="Ouvrir ma demande").click()
    assert ANSWER in client.locator("main").inner_text()
    assert not re.search(rf"{number}-?\s?[ABC]\b|Rosa|Sami|Ines|Ressources humaines|Sécurité", client.content())
    client.get_by_role("button", name="C’est réglé").click()
    expect(client.locator("#status")).to_contain_text("Terminée. Vous pouvez la rouvrir")


def the_client_says_how_it_went(client: Page, link: str) -> None:
    """Answer the one question through its link."""
    client.goto(link)
    expect(client.locator("input[name=score][value='5']")).to_be_checked()
    client.get_by_role("button", name="Envoyer ma réponse").click()
    expect(client.locator("main")).to_contain_text("Nous avons votre réponse")
