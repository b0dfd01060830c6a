"""The legal maximum on the page of a request: its clock, its verbs, and the recourse of a refusal."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.rules.standards import StandardTerms
from guichet.areas.people.models import Person, Staff
from guichet.areas.sla.actions import complete_file
from guichet.areas.sla.models import Maximum
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Message, Ticket
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(bruno: Staff) -> Client:
    visitor = Client()
    assert bruno.user
    visitor.force_login(bruno.user)
    visitor.cookies["django_language"] = "en"
    return visitor


@pytest.fixture
def ticket(amina: Person, bruno: Staff, hiring: Service) -> Ticket:
    terms = StandardTerms(
        kind="timeliness", measure="maximum", service="A04", limit="30 d", extension="10 d", silence="refused",
        statement=Bilingual("Trente jours.", "Thirty days."), law=Bilingual("Loi, art. 4", "Act, s. 4"),
    )  # fmt: skip
    form = catalogue.StandardForm(code="decision", terms=terms)
    catalogue.configure_standard(form, by=SYSTEM, now=NOON - HOUR)
    return a_ticket(amina, service=hiring, owner=bruno)


def post(desk: Client, ticket: Ticket, verb: str, **said: str) -> Any:
    return desk.post(reverse(f"desk-law-{verb}", args=[ticket.number]), said)


@pytest.mark.proves("MES-02")
def test_the_verbs_of_the_law_stand_on_the_page_and_what_is_refused_keeps_the_words(
    desk: Client, ticket: Ticket
) -> None:
    with clock.at(NOON + 2 * HOUR):
        page = unescape(desk.get(reverse("desk-ticket", args=[ticket.number])).content.decode())
        assert "Act, s. 4" in page and "The legal clock starts when the file is complete." in page
        local = localtime(NOON + HOUR)
        assert post(desk, ticket, "completion", on=f"{local:%Y-%m-%d}", time=f"{local:%H:%M}").status_code == 302
        refused = post(desk, ticket, "extension", longer="11 d", words="Un avis manque.")
        shown = unescape(refused.content.decode())
        assert refused.status_code == 422 and "10 d at most" in shown and "Un avis manque." in shown
        assert post(desk, ticket, "pause", reason="court", words="Un tribunal décide.").status_code == 302
        page = unescape(desk.get(reverse("desk-ticket", args=[ticket.number])).content.decode())
        assert "The legal clock stands still." in page and "Bruno Tremblay stopped the legal clock" in page
        assert post(desk, ticket, "running").status_code == 302
        assert post(desk, ticket, "extension", longer="10 d", words="Un avis manque.").status_code == 302
    law = Maximum.objects.get()
    assert (law.extended_by, law.paused_at) == ("10 d", None)
    assert Message.objects.filter(ticket=ticket, details__about="law").count() == 4


@pytest.mark.proves("BIL-02")
def test_no_refusal_leaves_without_its_reasons_and_a_recourse(desk: Client, ticket: Ticket, hiring: Service) -> None:
    address = reverse("desk-resolution", args=[ticket.number])
    with clock.at(NOON + HOUR):
        refused = desk.post(address, {"code": "refused", "body": "Le budget ne le permet pas.", "recourse": " "})
        shown = unescape(refused.content.decode())
        assert refused.status_code == 422 and "A refusal says why" in shown and "Le budget ne le permet pas." in shown
        assert (
            desk.post(address, {"code": "refused", "body": "Non.", "recourse": "le bureau de révision."}).status_code
            == 302
        )
    assert (
        Message.objects.get(ticket=ticket, kind="answer").body
        == "Non.\n\nVos recours\N{NO-BREAK SPACE}: le bureau de révision."
    )


@pytest.mark.proves("MES-02")
@pytest.mark.parametrize(
    ("complete", "answered", "sentence"),
    [
        (False, 2, "the legal clock did not start"), (True, 2, "Decided within the legal delay, which ran until"),
        (True, 24 * 60, "Decided after the legal delay, which ended"),
    ],
)  # fmt: skip
def test_a_request_that_is_over_says_what_became_of_its_legal_delay(
    desk: Client, ticket: Ticket, bruno: Staff, complete: bool, answered: int, sentence: str
) -> None:
    if complete:
        complete_file(ticket, by=seen_by(bruno), now=NOON, at=NOON)
    tickets.resolve(ticket, by=seen_by(bruno), now=NOON + answered * HOUR, code="done", body="Voici.")
    tickets.confirm(ticket, by=seen_by(ticket.requester), now=NOON + (answered + 1) * HOUR)
    with clock.at(NOON + (answered + 2) * HOUR):
        page = unescape(desk.get(reverse("desk-ticket", args=[ticket.number])).content.decode())
    assert sentence in page and "starts when the file is complete" not in page and "Decide by" not in page
