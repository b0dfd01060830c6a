"""The dictionary of what is asked: read, written, and kept from being pulled from under a form."""

import csv
from typing import Any

import pytest
from django.urls import reverse

from guichet.areas.catalogue.models import PlanStep, Service
from guichet.areas.forms import actions
from guichet.areas.forms.models import Element, Version
from guichet.areas.forms.rules.content import Element as Entry
from guichet.areas.forms.tests.examples import publish
from guichet.areas.people.models import Staff
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual

pytestmark = pytest.mark.django_db
PAGE = reverse("office-dictionary")
NEW: dict[str, Any] = {
    "code": "heating", "name_fr": "Mode de chauffage", "name_en": "Kind of heating", "why_fr": "Pour choisir l’aide.",
    "why_en": "To choose the help.", "kind": "one",
    "choices": "wood = Bois | Wood\nheat_pump = Thermopompe | Heat pump",
    "sensitivity": "internal", "source": "before", "custodian": "TI", "kept_months": "12", "edition": "0",
}  # fmt: skip


@pytest.mark.proves("CAT-05")
def test_an_entry_is_made_in_the_office_with_its_reason_and_its_answers(house: Any, chloe: Staff) -> None:
    client = as_one(chloe)
    assert client.post(reverse("office-element-new"), NEW).status_code == 302
    row = Element.objects.get(code="heating")
    assert (row.kind, row.kept_months, row.custodian, row.why.en) == ("one", 12, house["TI"], "To choose the help.")
    assert [one["code"] for one in row.choices] == ["wood", "heat_pump"]
    shown = client.get(PAGE).content.decode()
    assert "Kind of heating" in shown and "kept for 12 months" in shown and "not used" in shown
    page = client.get(reverse("office-element", args=["heating"])).content.decode()
    assert "heat_pump = Thermopompe | Heat pump" in page


@pytest.mark.proves("CAT-05")
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("why_fr", "", "Write it in both languages."), ("name_en", "", "Write it in both languages."),
        ("code", "Chauffage !", "Small letters, figures and hyphens"), ("code", "email", "Somebody else keeps"),
        ("choices", "wood = Bois | Wood", "two answers or more"), ("choices", "wood, oil", "name = French words"),
        ("choices", "a = b | c\na = d | e", "the same name"), ("choices", "a = b | \nd = e | f", "in both languages"),
        ("kind", "number", "Only a choice offers answers."), ("kept_months", "0", "from 1 to 1200"),
        ("kept_months", "deux", "Write a number of months"), ("custodian", "NOWHERE", "Choose one of the list."),
    ],
)  # fmt: skip
def test_a_slip_is_said_at_its_field_and_nothing_typed_is_lost(
    hiring: Service, chloe: Staff, name: str, value: str, sentence: str
) -> None:
    publish(hiring)
    answer = as_one(chloe).post(reverse("office-element-new"), NEW | {name: value})
    shown = answer.content.decode()
    assert answer.status_code == 422 and sentence in shown
    assert "Mode de chauffage" in shown and not Element.objects.filter(code="heating").exists()


@pytest.mark.proves("CAT-05")
def test_what_a_form_asks_for_stays_and_its_page_says_where_it_is_used(
    hiring: Service, chloe: Staff, django_assert_max_num_queries: Any
) -> None:
    publish(hiring)
    PlanStep.objects.filter(key="contract").update(fields=["answer.total"])
    client, url = as_one(chloe), reverse("office-element", args=["amount"])
    with django_assert_max_num_queries(18):
        shown = client.get(url).content.decode()
    assert "A04" in shown and "In force, version 1" in shown and "paid, total" in shown and "Contract" in shown
    said = NEW | {"code": "amount", "kind": "number", "choices": "", "edition": "1"}
    assert "make another entry" in client.post(url, said).content.decode()
    refused = client.post(url, said | {"do": "remove"})
    assert refused.status_code == 422 and "take it out of these first. A04" in refused.content.decode()
    assert client.post(url, said | {"kind": "amount"}).status_code == 302
    assert Version.objects.get().elements["amount"]["name"]["en"] == "amount en", "a form in force keeps what it asked"
    stale = client.post(url, said | {"kind": "amount"})
    assert "changed this one meanwhile" in stale.content.decode()
    Version.objects.update(state="retired")
    assert client.post(url, said | {"do": "remove"}).status_code == 302
    assert not Element.objects.filter(code="amount").exists()


def test_the_dictionary_leaves_as_a_file(hiring: Service, chloe: Staff) -> None:
    publish(hiring)
    answer: Any = as_one(chloe).get(f"{PAGE}?format=csv")
    head, *rows = csv.reader(b"".join(answer).decode().removeprefix("\ufeff").splitlines())
    told = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert told["amount"]["forms"] == "A04" and told["amount"]["questions"] == "A04:paid A04:total"
    assert told["reason"]["values"] == "move other" and told["secret"]["forms"] == ""


def test_what_a_scenario_does_not_say_of_an_entry_stays_what_the_office_wrote(house: Any, chloe: Staff) -> None:
    as_one(chloe).post(reverse("office-element-new"), NEW)
    row = Element.objects.get()
    entry = Entry.of({"code": row.code, "name": {"fr": "a", "en": "b"}, "kind": "text"})
    actions.configure_element(actions.ElementForm(entry=entry), by=SYSTEM)
    row.refresh_from_db()
    assert (row.name, row.why.en, row.kept_months) == (Bilingual("a", "b"), "To choose the help.", 12)
