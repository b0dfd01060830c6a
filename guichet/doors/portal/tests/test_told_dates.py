"""The dates that a client reads on the page of their request: of the law’s decision, of the next news."""

from datetime import timedelta

import pytest

from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue.rules.standards import StandardTerms
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.actions import complete_file
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.queries import client
from guichet.doors.portal.tests.conftest import opened_by
from guichet.doors.portal.tests.test_tracker import page_of, resolved
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db(transaction=True)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.proves("MES-02", "BIL-02")
def test_the_date_by_which_the_law_wants_a_decision_shows_once_the_file_is_complete(
    amina: Person, bruno: Staff
) -> None:
    terms = StandardTerms(
        kind="timeliness", measure="maximum", limit="30 d", statement=Bilingual("Trente jours.", "Thirty days."),
        law=Bilingual("Loi, art. 4", "Act, s. 4"),
    )  # fmt: skip
    form = catalogue.StandardForm(code="decision", terms=terms)
    catalogue.configure_standard(form, by=SYSTEM, now=NOON - timedelta(days=1))
    asked = a_ticket(amina, owner=bruno)
    visitor = opened_by(asked, client.code_for(asked, seen_by(amina)))
    assert "By law" not in page_of(visitor, asked)
    complete_file(asked, by=seen_by(bruno), now=NOON, at=NOON)
    assert "By law, a decision comes by" in page_of(visitor, asked)
    tickets.resolve(asked, by=seen_by(bruno), now=NOON, code="granted", body="C’est accordé.")
    assert "By law, a decision comes by" not in page_of(visitor, asked)


@pytest.mark.proves("TRI-04")
def test_a_client_who_waits_reads_when_the_next_news_come(
    amina: Person, bruno: Staff, house: dict[str, Organisation]
) -> None:
    before = a_ticket(amina, owner=bruno, title="Une armoire")
    visitor = opened_by(before, client.code_for(before, seen_by(amina)))
    assert "You will hear from a person" not in page_of(visitor, before)
    said = Bilingual("Des nouvelles tous les deux jours.", "News every other day.")
    terms = StandardTerms(kind="timeliness", measure="update", statement=said, limit="2 bd")
    catalogue.configure_standard(
        catalogue.StandardForm(code="news", terms=terms), by=SYSTEM, now=NOON - timedelta(days=1)
    )
    asked = a_ticket(amina, owner=bruno, title="Une lampe")
    tickets.reply(asked, by=seen_by(bruno), now=NOON, body="Nous cherchons.")
    reader = opened_by(asked, client.code_for(asked, seen_by(amina)))
    page = page_of(reader, asked).replace(NBSP, " ")
    assert "You will hear from a person by Thursday, March 5, 4:30 p.m., even if nothing has changed." in page
    reader.cookies["django_language"] = "fr"
    assert "au plus tard jeudi 5 mars, 16 h 30, même si" in page_of(reader, asked).replace(NBSP, " ")
    late = page_of(reader, asked, at=NOON + timedelta(days=2, hours=8)).replace(NBSP, " ")
    assert "Vous deviez avoir de nos nouvelles au plus tard jeudi 5 mars" in late
    resolved(asked, bruno)
    assert "de nos nouvelles" not in page_of(reader, asked)
