"""A guide for offices: done step by step without scripts, with its model letter and its sum."""

from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.guidance import actions
from guichet.areas.guidance.models import Checklist
from guichet.areas.guidance.tests.paths import a_guide
from guichet.areas.knowledge.tests.articles import a_document, an_article
from guichet.areas.people.models import Person
from guichet.doors.portal.tests.conftest import SignIn
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.proves("CON-02")]
PAGE = "/start/renew/"


@pytest.fixture(autouse=True)
def guide(hiring: Service) -> None:
    """A guide about hiring: a sum, then a letter that goes with an article."""
    a_document(an_article("letter"))
    made = a_guide(groups=("member",))
    steps = (made.items[0], replace(made.items[1], article="letter"))
    actions.configure_path(replace(made, items=steps), position=0, by=SYSTEM)


def read(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_a_guide_stands_on_its_page_the_sheet_of_its_service_and_among_the_guides() -> None:
    visitor = Client()
    start = read(visitor.get(reverse("portal-start")))
    assert start.index("Guides for offices") < start.index("Renew (en)")
    assert PAGE in read(visitor.get("/services/A04/"))
    shown = read(visitor.get(PAGE))
    for said in (
        "Do rise (en)",
        "A chair that creaks",
        "The sheet",
        "PDF",
        "Go through this guide",
        "Nothing of it is",
    ):
        assert said in shown
    summed = read(visitor.get(PAGE, {"rise.now": "1000", "rise.asked": "1050", "compute": "rise"}))
    assert "<b>5</b>" in summed and 'value="1050"' in summed
    assert "Write a number in each box." in read(visitor.get(PAGE, {"rise.now": "1000", "compute": "rise"}))


def test_what_is_ticked_and_typed_stays_when_a_sum_is_worked_out_and_the_last_tick_finishes(
    amina: Person, sign_in: SignIn
) -> None:
    visitor = sign_in(amina)
    url = visitor.post(PAGE).headers["Location"]
    typed = {"done": "letter", "rise.now": "1 000", "rise.asked": "1 100", "compute": "rise"}
    shown = read(visitor.post(url, typed))
    assert "<b>10</b>" in shown and 'value="1 100"' in shown and "1 thing left to do." in shown
    kept = Checklist.objects.get()
    assert (kept.done, kept.finished_at, kept.about, kept.person) == (["letter"], None, "A04", amina)
    with clock.at(NOON + timedelta(hours=1)):
        visitor.post(url, {"done": ["letter", "rise"]})
    kept.refresh_from_db()
    assert kept.finished_at == NOON + timedelta(hours=1)


def test_a_guide_is_suggested_to_those_it_is_for(amina: Person, sign_in: SignIn) -> None:
    Person.objects.filter(pk=amina.pk).update(group="member")
    assert "do it yourself, step by step" in read(sign_in(amina).get(reverse("portal-mine")))
