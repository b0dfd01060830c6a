"""The palette: by any word for it, in either language, one does what the ticket allows, goes, and finds."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from guichet.areas.knowledge.tests.articles import an_article
from guichet.areas.macros.tests.templates import a_macro
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
BOXED = {"hx-request": "true"}


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    """A ticket of Bruno, to be sorted."""
    return a_ticket(amina, owner=bruno, title="Une lampe")


def offered(client: Client, words: str = "", **more: str) -> list[str]:
    """Return the codes of what is offered, or what it is called."""
    html = client.get(reverse("desk-palette"), {"q": words, **more}, headers=BOXED).content.decode()
    hits = re.findall(r'data-code="([^"]*)".*?<span><span[^>]*>(.*?)</span>', html, re.S)
    return [code or unescape(label) for code, label in hits]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("assigner", "act-a"), ("assign", "act-a"), ("confier", "act-a"), ("give", "act-a"), ("repondre", "act-r"),
        ("answer", "act-r"), ("régler", "act-e"), ("close", "act-e"), ("doublon", "act-m"), ("en retard", "late"),
        ("overdue", "late"), ("résuodre", "act-e"), ("vacances", "desk-absence"), ("mot de passe", "mfa_index"),
        ("call", "contact"),
    ],
)  # fmt: skip
def test_verbs_and_places_are_found_by_any_word_for_them_in_both_languages(
    words: str, code: str, language: str, ticket: Ticket, bruno: Staff, enter: Enter
) -> None:
    assert code in offered(enter(bruno, language), words, at=ticket.number)


def test_only_what_the_ticket_allows_now_is_offered(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    client = enter(bruno)
    assert {"act-t", "act-s", "act-r"} <= set(offered(client, at=ticket.number))
    actions.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)
    assert "act-t" not in offered(client, at=ticket.number)
    actions.resolve(ticket, by=seen_by(bruno), now=NOON, code="answered", body="Voilà.")
    kept = [one for one in offered(client, at=ticket.number) if one.startswith("act-")]
    assert "act-s" in kept and "act-r" not in kept
    assert not [one for one in offered(client) if one.startswith("act-")]


def test_a_plan_says_what_it_will_do_before_it_starts(amina: Person, bruno: Staff, hiring: Any, enter: Enter) -> None:
    ticket = a_ticket(amina, owner=bruno, service=hiring)
    client = enter(bruno)
    html = client.get(reverse("desk-palette"), {"q": "plan", "at": ticket.number}, headers=BOXED).content.decode()
    lines = re.findall(r'hit__will">([^<]*)<', html)
    assert len(lines) == 3
    assert "after A" in unescape(lines[2])
    client.post(reverse("desk-plan", args=[ticket.number]))
    assert "act-g" not in offered(client, "plan", at=ticket.number)


def test_a_template_says_what_it_will_do_before_it_runs(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    made = a_macro(bruno, "Bien reçu", impact=3)
    client = enter(bruno)
    html = client.get(reverse("desk-palette"), {"q": "bien recu", "at": ticket.number}, headers=BOXED).content.decode()
    assert reverse("desk-template-on", args=[ticket.number, made.pk]) in html
    assert "hit__will" in html
    assert f"macro-{made.pk}" not in offered(client, "bien recu"), "there is no ticket in view"
    assert f"macro-{made.pk}" in offered(client, "macro", at=ticket.number)
    assert offered(client, at=ticket.number, last=f"macro-{made.pk}")[0] == f"macro-{made.pk}"


def test_the_last_thing_comes_first_while_it_can_still_be_done(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    client = enter(bruno, "fr")
    page = client.get(reverse("desk-palette"), {"last": "act-r", "at": ticket.number}, headers=BOXED).content.decode()
    assert "Encore\u00a0: Écrire au client" in unescape(page)
    assert offered(client, at=ticket.number, last="act-r")[0] == "act-r"
    assert offered(client, "encore", last="late")[0] == "late"
    assert "late" not in offered(client, "note", last="late")
    actions.resolve(ticket, by=seen_by(bruno), now=NOON, code="answered", body="Voilà.")
    assert "act-r" not in offered(client, at=ticket.number, last="act-r")
    assert "Encore" not in client.get(reverse("desk-palette"), {"last": "<b>"}).content.decode()


def test_people_services_and_tickets_are_found(ticket: Ticket, bruno: Staff, hiring: Any, enter: Enter) -> None:
    client = enter(bruno)
    assert "Une lampe" in offered(client, "lampe")
    assert "Une lampe" in offered(client, ticket.number)
    assert "Amina Diallo" in offered(client, "diallo")
    assert "Hiring, caucus" in offered(client, "embauche")
    assert offered(client, "a04")[0] == "Hiring, caucus"


@pytest.mark.proves("CON-03")
def test_articles_are_found_by_their_words_for_those_who_may_read_them(
    bruno: Staff, ines: Staff, house: Any, enter: Enter, settings: Settings
) -> None:
    settings.ROOT_URLCONF = "guichet.urls"
    an_article("chair")
    an_article("inside", title=Bilingual("Le grincement, entre nous", "Creaking, between us"), audience="agent")

    agent, expert = enter(bruno, "en"), enter(ines, "en")
    assert "A chair that creaks" in offered(agent, "chair") and "A chair that creaks" in offered(expert, "chair")
    assert "Creaking, between us" in offered(agent, "creaking")
    assert "Creaking, between us" not in offered(expert, "creaking")


@pytest.mark.proves("GOU-06", "BIL-02")
def test_nothing_is_offered_that_the_viewer_may_not_see(
    amina: Person, bruno: Staff, chloe: Staff, ines: Staff, hiring: Any, enter: Enter
) -> None:
    hiring.confidential = True
    hiring.save()
    secret = a_ticket(amina, owner=bruno, service=hiring, title="Harcèlement")
    for who in (chloe, ines):
        client = enter(who)
        assert "Harcèlement" not in offered(client, "harcèlement")
        assert "Harcèlement" not in offered(client, secret.number)
        assert not [one for one in offered(client, at=secret.number) if one.startswith("act-")]
    assert "Harcèlement" in offered(enter(bruno), "harcèlement")
    assert "Amina Diallo" not in offered(enter(ines), "diallo")


@pytest.mark.parametrize(
    ("who", "has", "lacks"), [("ines", "tasks-unit", "mine"), ("dario", "desk-quarantine", "late")]
)
def test_each_role_goes_where_it_may(who: str, has: str, lacks: str, request: Any, enter: Enter) -> None:
    places = offered(enter(request.getfixturevalue(who)))
    assert has in places and lacks not in places


def test_an_answer_costs_few_statements(
    ticket: Ticket, bruno: Staff, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = enter(bruno)
    offered(client, "lampe", at=ticket.number)
    # Three say who asks, five find people and tickets and templates, six what is offered and what is known.
    with django_assert_max_num_queries(3 + 5 + 6):
        offered(client, "lampe", at=ticket.number)


def test_without_scripts_it_is_a_page_whose_links_work(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    client = enter(bruno)
    page = client.get(reverse("desk-palette"), {"q": "take", "at": ticket.number}).content.decode()
    assert "<html" in page and 'role="option"' not in page
    assert f'formaction="{reverse("desk-taking", args=[ticket.number])}"' in page
    assert f'<input type="hidden" name="at" value="{ticket.number}">' in page
    ticket_page = client.get(reverse("desk-ticket", args=[ticket.number])).content.decode()
    assert f'href="{reverse("desk-palette")}?at={ticket.number}"' in ticket_page
    assert clock.now() == NOON
