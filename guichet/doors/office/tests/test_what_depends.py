"""What depends on a standard, a rule, a plan, a calendar or a template stands on its page, in both languages."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.automation.rules.spec import Acts
from guichet.areas.automation.tests.stage import a_rule, catch_up
from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue.models import PlanStep, PlanTemplate, Service, Tag
from guichet.areas.catalogue.queries import forget, offer
from guichet.areas.catalogue.rules.standards import StandardTerms
from guichet.areas.macros.tests.templates import a_macro
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, TODAY, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("PRC-01", "PRC-03", "MES-02", "PRC-05")]
PAGES: dict[str, tuple[Callable[[dict[str, int]], str], dict[str, list[str]]]] = {
    "standard": (
        lambda made: reverse("office-standard", args=["decided"]),
        {
            "fr": ["Ce qui en dépend", "1 demande ouverte tient d’elle sa date", "Service A04"],
            "en": ["What depends on it", "1 open request has its date from it", "Service A04"],
        },
    ),
    "rule": (
        lambda made: reverse("office-rule", args=[made["rule"]]),
        {"fr": ["Ce qu’elle touche", "1 demande", "Suite"], "en": ["What it touches", "on 1 request", "What follows"]},
    ),
    "plan": (
        lambda made: reverse("office-plans") + "?service=A04",
        {
            "fr": ["Ce qui en dépend", "1 demande ouverte la suit", "dans le plan de", "Accueil"],
            "en": ["What depends on it", "1 open request goes by it", "inside the plan of", "Welcome"],
        },
    ),
    "plan being changed": (
        lambda made: reverse("office-plan-edit", args=["A04"]),
        {"fr": ["1 demande ouverte", "Accueil"], "en": ["1 open request goes by the plan in force", "Welcome"]},
    ),
    "calendar": (
        lambda made: reverse("office-calendar", args=["default"]),
        {
            "fr": ["Ce qui en dépend", "2 services", "1 demande ouverte"],
            "en": ["What depends on it", "2 services go by it", "1 open request was promised in its hours"],
        },
    ),
    "template": (
        lambda made: reverse("desk-template", args=[made["template"]]),
        {"fr": ["Ce qui en dépend"], "en": ["What depends on it"]},
    ),
}  # fmt: skip


@pytest.fixture
def made(hiring: Service, amina: Person, bruno: Staff, chloe: Staff) -> dict[str, int]:
    """A standard, two rules, a plan that another one runs, a calendar, a template; one request goes by them."""
    said = Bilingual("Décidé en trois jours.", "Decided in three days.")
    terms = StandardTerms(kind="timeliness", measure="completion", statement=said, limit="3 bd", service="A04")
    form = catalogue.StandardForm(code="decided", terms=terms)
    catalogue.configure_standard(form, by=SYSTEM, now=NOON - timedelta(days=1))
    Tag.objects.create(code="toner", name=Bilingual("Encre", "Toner"))
    rule = a_rule(chloe, Acts(tag="toner"), fr="Marque", en="Marks")
    a_rule(chloe, Acts(place=True), on="tagged", fr="Suite", en="What follows")
    welcome = Service.objects.create(
        code="A05", name=Bilingual("Accueil", "Welcome"), nature="service", owner=hiring.owner, calendar="default"
    )
    step = {"key": "hire", "title": said, "unit": hiring.owner, "due": "2 bd", "kind": "plan", "runs": "A04"}
    PlanStep.objects.create(plan=PlanTemplate.objects.create(service=welcome), position=0, **step)
    forget()
    ticket = a_ticket(amina, owner=bruno, service=hiring)
    tickets.start_plan(ticket, by=seen_by(bruno), now=NOON, offer=offer(hiring.pk, on=TODAY))
    catch_up()
    return {"rule": rule.pk, "template": a_macro(chloe).pk}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_what_depends_on_it_stands_on_its_page(chloe: Staff, made: dict[str, int], page: str, lang: str) -> None:
    address, sentences = PAGES[page]
    reader = Client()
    assert chloe.user
    reader.force_login(chloe.user)
    reader.cookies["django_language"] = lang
    with clock.at(NOON + timedelta(minutes=1)):
        answer = reader.get(address(made))
    shown = unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")
    assert answer.status_code == 200 and [one for one in sentences[lang] if one not in shown] == []
