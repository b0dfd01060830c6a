"""Whoever comes by an old address is led on, for good; an address that never was leads nowhere."""

import pytest
from django.test import Client

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.actions import lead_on
from guichet.areas.catalogue.models import Service
from guichet.areas.knowledge.tests.articles import an_article

pytestmark = [pytest.mark.django_db, pytest.mark.proves("CAT-01")]


def led(path: str) -> tuple[int, str]:
    """Return where an address leads."""
    answer = Client().get(path)
    return answer.status_code, answer.get("Location", "")


def test_a_service_that_was_renamed_or_joined_to_another_leads_to_it(hiring: Service) -> None:
    lead_on("service", ["A99", "A98"], "A04")
    lead_on("service", ["A97"], "A98")

    assert led("/services/A99/") == (301, "/services/A04/")
    assert led("/services/A97/") == (301, "/services/A04/"), "one leads to the next"
    assert led("/services/A04/")[0] == 200


def test_an_old_address_of_something_that_is_not_there_any_more_leads_nowhere(hiring: Service) -> None:
    lead_on("service", ["A99"], "A04")
    lead_on("service", ["A04"], "A99")  # each leads to the other
    Service.objects.update(state="retired")
    catalogue.forget()

    assert led("/services/A99/")[0] == 404
    assert led("/services/never-was/")[0] == 404


def test_an_article_leads_on_to_what_its_reader_may_read(hiring: Service) -> None:
    an_article("chairs", formerly=("chair", "old-chair"))
    an_article("inside", formerly=("was-inside",), audience="agent")

    assert led("/articles/old-chair/") == (301, "/articles/chairs/")
    assert led("/articles/was-inside/")[0] == 404
    assert led("/articles/chairs/")[0] == 200
