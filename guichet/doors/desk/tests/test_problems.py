"""Problems on the desk, in the office and on the portal, and the letters that tell of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from guichet.areas.automation.tests.stage import catch_up
from guichet.areas.people.models import Person, Staff
from guichet.areas.problems import actions, queries
from guichet.areas.problems.models import Case, Problem
from guichet.areas.problems.tests.stage import FIX, TITLE, WORKAROUND, an_incident, five_alike
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.conftest import Enter
from guichet.doors.email.incidents import compose_warning
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.outbox.models import Outgoing
from tests.cast import a_person, a_ticket

SAID = {
    "kind": "incident", "service": "A04", "region": "", "starts_on": "2026-03-02", "starts_time": "09:00",
    "title_fr": TITLE.fr, "title_en": TITLE.en, "workaround_fr": WORKAROUND.fr, "workaround_en": WORKAROUND.en,
}  # fmt: skip


@pytest.fixture(autouse=True)
def whole_house(desk_alone: None, settings: Settings) -> None:
    """Mount every door: what is said at one shows at the others."""
    settings.ROOT_URLCONF = "guichet.urls"


def page(browser: Client, name: str, *args: Any) -> str:
    return browser.get(reverse(name, args=args)).content.decode()


def test_whoever_answers_declares_words_and_sets_aside(enter: Enter, bruno: Staff, hiring: Any) -> None:
    browser = enter(bruno, "fr")
    wrong = browser.post(reverse("desk-problem-new"), SAID | {"title_en": ""})
    assert wrong.status_code == 422 and TITLE.fr in wrong.content.decode() and not Problem.objects.exists()
    browser.post(reverse("desk-problem-new"), SAID)
    made = Problem.objects.get()
    assert (made.state, made.title, made.keeper) == ("open", TITLE, bruno)
    browser.post(reverse("desk-problem", args=[made.pk]), SAID | {"title_en": "Contracts stay blank"})
    made.refresh_from_db()
    assert made.title.en == "Contracts stay blank"
    assert "Les contrats" in page(browser, "desk-problems")
    browser.post(reverse("desk-problem-aside", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == "aside" and queries.live() == ()


def test_a_proposal_shows_what_its_requests_have_in_common_and_opens_once_it_is_worded(
    enter: Enter, amina: Person, bruno: Staff, hiring: Any
) -> None:
    five = five_alike(amina, hiring, at=clock.now())
    [made] = actions.propose(by=SYSTEM, now=clock.now())
    browser = enter(bruno, "fr")
    shown = page(browser, "desk-problem", made.pk)
    assert "contrat" in shown and all(one.number in shown for one in five)
    browser.post(reverse("desk-problem-removal", args=[made.pk]), {"number": five[0].number})
    browser.post(reverse("desk-problem", args=[made.pk]), SAID | {"kind": "recurring"})
    assert Case.objects.filter(problem=made, state="held").count() == 4
    assert "rattachée à un problème connu" in page(browser, "desk-ticket", five[1].number)
    assert WORKAROUND.fr in page(browser, "desk-ticket", five[1].number)


def test_on_a_request_that_may_be_one_the_agent_says_yes_or_no(
    enter: Enter, amina: Person, bruno: Staff, hiring: Any
) -> None:
    incident = an_incident(bruno)
    browser, tickets = enter(bruno, "fr"), [a_ticket(amina, service=hiring, at=clock.now()) for _nth in range(2)]
    catch_up()
    for ticket, said, state in zip(tickets, ("yes", "no"), ("held", "refused"), strict=True):
        assert "C’est bien cela" in page(browser, "desk-ticket", ticket.number)
        browser.post(reverse("desk-problem-of", args=[ticket.number]), {"problem": incident.pk, "is_one": said})
        assert Case.objects.get(ticket=ticket).state == state


@pytest.mark.proves("PRE-04")
def test_the_lead_tells_everybody_and_closes_and_an_agent_may_do_neither(
    enter: Enter, amina: Person, bruno: Staff, chloe: Staff, hiring: Any
) -> None:
    english = a_person("john@example.org", "John", "Doe", language="en")
    old = a_ticket(english, service=hiring, at=clock.now() - timedelta(days=60))
    Ticket.rows.filter(pk=old.pk).update(state="closed")
    incident, agent, lead = an_incident(bruno), enter(bruno, "fr"), enter(chloe, "fr")
    ticket = a_ticket(amina, service=hiring, title="Les contrats ne s’ouvrent pas", at=clock.now())
    catch_up()
    assert agent.post(reverse("desk-problem-announcement", args=[incident.pk])).status_code == 404
    assert "1 lettre part" in page(lead, "desk-problem", incident.pk)
    lead.post(reverse("desk-problem-announcement", args=[incident.pk]))
    catch_up()
    letter = Outgoing.objects.get(kind="warning")
    raw = (compose_warning(letter) or b"").decode()
    assert "Contracts do not open" in raw and "counter" in raw and "contrat" not in raw
    for language in ("fr", "en"):
        notice = Client(headers={"Accept-Language": language})
        notice.cookies["django_language"] = language
        for shown in (page(notice, "portal-home"), page(notice, "portal-service", "A04")):
            assert getattr(TITLE, language) in shown and amina.family_name not in shown
    assert agent.post(reverse("desk-problem-closing", args=[incident.pk]), {}).status_code == 404
    wrong = lead.post(reverse("desk-problem-closing", args=[incident.pk]), {"fix_fr": FIX.fr})
    assert wrong.status_code == 422 and FIX.fr in wrong.content.decode()
    done = {"fix_fr": FIX.fr, "fix_en": FIX.en}
    said = lead.post(reverse("desk-problem-closing", args=[incident.pk]), done, follow=True).content.decode()
    assert "1 demande a sa réponse." in said
    assert Ticket.rows.get(pk=ticket.pk).state == "resolved"
    assert compose_warning(letter) is None, "a letter that left late does not say what is no longer so"
    catch_up()
    over = Outgoing.objects.get(kind="warning", refs__about="over")
    assert "Contracts open again." in (compose_warning(over) or b"").decode()
    assert TITLE.fr not in page(Client(), "portal-home")
    assert "Les contrats" in page(lead, "office-problems")


def test_a_confidential_request_is_on_no_page_of_a_problem(
    enter: Enter, amina: Person, bruno: Staff, chloe: Staff, hiring: Any
) -> None:
    incident = an_incident(bruno)
    secret = a_ticket(amina, service=hiring, title="Les contrats ne s’ouvrent pas", at=clock.now())
    catch_up()
    Ticket.rows.filter(pk=secret.pk).update(confidential=True, owner=chloe)
    browser = enter(chloe, "fr")
    assert secret.number not in page(browser, "desk-problem", incident.pk)
    assert "1 demande" not in page(browser, "desk-problems")
    assert "problem-which" not in page(browser, "desk-ticket", secret.number)
