"""How needs, services, plans, data and agreements hang together, and what deprecating a data element touches."""

import csv
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue.models import PlanStep, PlanTemplate, Service
from guichet.areas.catalogue.queries import forget, offer
from guichet.areas.catalogue.rules.standards import StandardTerms
from guichet.areas.forms import actions
from guichet.areas.forms.models import Draft, Element, Version
from guichet.areas.forms.tests.examples import publish
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, TODAY, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("PRC-04")]
PAGE, ELEMENT = reverse("office-whole"), reverse("office-element", args=["amount"])


@pytest.fixture
def woven(hiring: Service, amina: Person, bruno: Staff) -> Service:
    """A form, a plan whose step is shown its answer, an agreement, a plan around it, and one request going by it."""
    publish(hiring)
    PlanStep.objects.filter(key="contract").update(fields=["answer.total"])
    said = Bilingual("Décidé en trois jours.", "Decided in three days.")
    terms = StandardTerms(kind="timeliness", measure="completion", statement=said, limit="3 bd", service="A04")
    form = catalogue.StandardForm(code="decided", terms=terms)
    catalogue.configure_standard(form, by=SYSTEM, now=NOON - timedelta(days=1))
    for code, runs in (("A05", "A04"), ("A06", "A05"), ("A07", "")):
        service = Service.objects.create(
            code=code, name=Bilingual(f"{code} fr", f"{code} en"), nature="service", owner=hiring.owner,
            calendar="default",
        )  # fmt: skip
        step = {"key": "s", "title": said, "unit": hiring.owner, "due": "2 bd", "runs": runs}
        step["kind"] = "plan" if runs else "task"
        PlanStep.objects.create(plan=PlanTemplate.objects.create(service=service), position=0, **step)
    forget()
    ticket = a_ticket(amina, owner=bruno, service=hiring)
    tickets.start_plan(ticket, by=seen_by(bruno), now=NOON, offer=offer(hiring.pk, on=TODAY))
    Draft.rows.create(version=Version.objects.get(), language="fr", started_at=NOON, changed_at=NOON)
    return hiring


def words(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.usefixtures("woven")
def test_deprecating_a_data_element_first_lists_the_services_that_it_touches(
    chloe: Staff, django_assert_max_num_queries: Any
) -> None:
    client = as_one(chloe)
    with django_assert_max_num_queries(26):
        asked = client.post(ELEMENT, {"do": "deprecate"})
    shown = words(asked)
    assert "What this change touches" in shown and "1 service asks for it." in shown
    for said in ("Hiring, caucus", "In force, version 1", "paid, total", "Contract", "Decided in three days."):
        assert said in shown
    for said in ("1 open request", "1 open task", "1 form begun", "A05 en", "A06 en"):
        assert said in shown
    assert "A07 en" not in shown, "it runs nothing that asks for it"
    assert Element.objects.get(code="amount").deprecated_on is None, "nothing is done before it was read"
    assert client.post(ELEMENT, {"do": "deprecated"}).status_code == 302
    assert "no longer asked for since" in words(client.get(ELEMENT))
    assert "no longer asked" in words(client.get(reverse("office-dictionary")))


def test_forms_in_force_go_on_and_their_next_version_cannot_ask_for_it(woven: Service, chloe: Staff) -> None:
    client, form = as_one(chloe), reverse("office-form", args=["A04"])
    client.post(ELEMENT, {"do": "deprecated"})
    client.post(form)
    draft = Version.objects.get(state="draft")
    page = words(client.get(form))
    assert "amount en (no longer asked)" in page and page.count("amount en (no longer asked)") == 2, "where it is asked"
    with pytest.raises(actions.CannotPublish) as refusal, transaction.atomic():
        actions.publish(draft, by=seen_by(chloe), now=NOON, edition=draft.edition)
    assert {one.field for one in refusal.value.faults} == {"paid", "total"}
    assert publish(woven).number == 1, "what a scenario says and nothing changed stays in force"
    client.post(ELEMENT, {"do": "reinstate"})
    assert actions.publish(draft, by=seen_by(chloe), now=NOON, edition=draft.edition).state == "published"


@pytest.mark.usefixtures("woven")
def test_one_page_holds_need_service_plan_data_and_agreement(
    chloe: Staff, bruno: Staff, django_assert_max_num_queries: Any
) -> None:
    client = as_one(chloe)
    with django_assert_max_num_queries(24):
        shown = words(client.get(PAGE))
    for said in ("Hiring, caucus", "It runs the plan of:", "amount en", "Decided in three days.", "those of the house"):
        assert said in shown
    only = words(client.get(PAGE, {"asks": "amount"}))
    assert "1 service asks for “amount en”." in only and "A05 en" not in only
    assert client.get(PAGE, {"asks": "nowhere"}).status_code == 404
    answer: Any = client.get(PAGE, {"format": "csv"})
    head, *rows = csv.reader(b"".join(answer).decode().removeprefix("\ufeff").splitlines())
    told = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    assert told["A04"]["Standards and agreements"] == "decided" and told["A05"]["It runs the plan of"] == "A04"
    assert as_one(bruno).get(PAGE).status_code == 404
