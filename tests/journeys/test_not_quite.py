"""When an answer does not settle the matter: said, shown by a low pulse, or left unsaid."""

import pytest
from playwright.sync_api import expect

from guichet.areas.people.models import Person, Staff
from guichet.areas.surveys import actions as surveys
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Task, Ticket
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from tests.cast import NOON, a_ticket, seen_by
from tests.journeys.town import Enter, Post, Visits, Wall, link_in, text_of, work

pytestmark = pytest.mark.django_db(transaction=True)
AMINA = "amina@example.org"


def answered(amina: Person, bruno: Staff, wall: Wall) -> Ticket:
    """Return a request that has just had its answer, whose letter is in the client's hands."""
    ticket = a_ticket(amina, owner=bruno, title="Une armoire")
    tickets.take(ticket, by=seen_by(bruno), now=clock.now(), owner=bruno)
    tickets.resolve(ticket, by=seen_by(bruno), now=clock.now(), code="done", body="L’armoire est livrée.")
    wall.forward(seconds=11)
    work()
    ticket.refresh_from_db()
    return ticket


@pytest.mark.browser
@pytest.mark.proves("SUI-01", "SUI-02")
def test_not_quite_reopens_the_same_request_with_the_same_person(
    post: Post, visits: Visits, enter: Enter, amina: Person, bruno: Staff, wall: Wall
) -> None:
    ticket = answered(amina, bruno, wall)
    client = visits.page("fr")
    client.goto(link_in(post.last_to(AMINA), "to=reject"))
    client.get_by_role("button", name="Ouvrir ma demande").click()
    client.locator("#not-quite textarea").fill("Il manque une tablette.")
    client.locator("#not-quite button[type=submit]").click()
    expect(client.locator("#status")).to_contain_text("Nous y travaillons")
    expect(client.locator(".talk")).to_contain_text("Il manque une tablette.")
    agent = enter(bruno)
    agent.goto("/desk/")
    agent.locator(".tk").filter(has_text="Une armoire").locator("a").first.click()
    expect(agent.locator(".stub__no")).to_have_text(ticket.number)
    expect(agent.locator(".state")).to_contain_text("reopened once")
    expect(agent.locator(".stub__facts")).to_contain_text("Bruno Tremblay")
    expect(agent.locator("#thread")).to_contain_text("Il manque une tablette.")


@pytest.mark.browser
@pytest.mark.proves("SUI-03")
def test_a_low_pulse_gives_the_window_a_call_to_make(
    post: Post, visits: Visits, enter: Enter, amina: Person, bruno: Staff, wall: Wall
) -> None:
    ticket = answered(amina, bruno, wall)
    tickets.confirm(ticket, by=seen_by(amina), now=clock.now())
    work()
    client = visits.page("fr")
    client.goto(link_in(post.last_to(AMINA), "score=2"))
    client.locator("textarea").fill("Deux semaines sans nouvelles.")
    client.get_by_role("button", name="Envoyer ma réponse").click()
    expect(client.locator("main")).to_contain_text("Nous avons votre réponse")
    agent = enter(bruno)
    agent.goto(f"/desk/tickets/{ticket.number}/")
    expect(agent.locator(".plan .task")).to_have_count(1)
    expect(agent.locator(".plan .task")).to_contain_text("Call back")
    expect(agent.locator(".plan .task")).to_contain_text("Bruno Tremblay")
    expect(agent.locator(".state")).to_contain_text("reopened once")
    assert Pulse.objects.get(ticket=ticket).comment == "Deux semaines sans nouvelles."


@pytest.mark.proves("SUI-03")
def test_a_low_pulse_changed_afterwards_asks_for_one_call_only(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    tickets.resolve(ticket, by=seen_by(bruno), now=NOON, code="done", body="Fait.")
    tickets.confirm(ticket, by=seen_by(amina), now=NOON)
    pulse = surveys.ask(ticket, by=SYSTEM, now=NOON)
    for score in (1, 2):
        surveys.answer(pulse, by=seen_by(amina), now=NOON, score=score)
    assert Task.rows.filter(ticket=ticket).count() == 1


@pytest.mark.proves("SUI-01")
def test_silence_is_reminded_twice_then_closed_after_seven_business_days(
    post: Post, amina: Person, bruno: Staff, wall: Wall
) -> None:
    ticket = answered(amina, bruno, wall)
    assert (ticket.state, ticket.reminders) == ("resolved", 0)
    wall.forward(hours=8)  # a business day is over at the end of its afternoon
    seen = []
    for _day in range(12):
        wall.forward(days=1)
        work()
        work()
        ticket.refresh_from_db()
        seen.append((ticket.state, ticket.reminders))
    # From Tuesday, March 3: two business days are Thursday, five are the next Tuesday, seven are Thursday the 12th.
    assert seen[0] == ("resolved", 0)
    assert seen[1] == ("resolved", 1)
    assert seen[5] == ("resolved", 1)
    assert seen[6] == ("resolved", 2)
    assert seen[7] == ("resolved", 2)
    assert seen[8][0] == "closed"
    reminders = [one for one in post.to(AMINA) if "pas eu de vos nouvelles" in " ".join(text_of(one).split())]
    assert len(reminders) == 2, [text_of(one)[:200] for one in post.to(AMINA)]
    assert all("to=confirm" in text_of(one) and "to=reject" in text_of(one) for one in reminders)
