"""Beside the norm, the longest delay that the law leaves: from a complete file on, and silence has a meaning."""

from datetime import timedelta

import pytest
from django.db import transaction

from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.rules.standards import StandardTerms
from guichet.areas.people.models import Person, Staff
from guichet.areas.sla import actions
from guichet.areas.sla.models import Maximum, Promise
from guichet.areas.sla.queries import promise_of
from guichet.areas.sla.queries.law import maximum_of, silences_over
from guichet.areas.sla.readers import clocks
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Message, Ticket
from guichet.doors.time.tick import tick
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.models import Entry
from tests.cast import NOON, a_ticket, seen_by

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.proves("MES-02")]


@pytest.fixture
def ticket(amina: Person, bruno: Staff, hiring: Service) -> Ticket:
    """A request for a decision that the law wants within ten days, five more with a reason."""
    return a_case(amina, bruno, hiring)


def a_case(amina: Person, bruno: Staff, hiring: Service, silence: str = "accepted") -> Ticket:
    terms = StandardTerms(
        kind="timeliness", measure="maximum", service="A04", limit="10 d", extension="5 d", silence=silence,
        statement=Bilingual("Décision en dix jours.", "A decision within ten days."), share=100,
        law=Bilingual("Loi sur l’emploi, art. 4", "Employment Act, s. 4"),
    )  # fmt: skip
    form = catalogue.StandardForm(code="decision", terms=terms)
    catalogue.configure_standard(form, by=SYSTEM, now=NOON - DAY)
    return a_ticket(amina, service=hiring, owner=bruno)


def law_of(ticket: Ticket) -> Maximum:
    found = maximum_of(ticket)
    assert found
    return found[0]


def told(ticket: Ticket) -> str:
    return Message.objects.filter(ticket=ticket, details__about="law").latest("pk").body


def test_the_clock_of_the_maximum_starts_when_the_file_is_complete_and_leaves_the_norm_alone(
    ticket: Ticket, bruno: Staff
) -> None:
    norm = promise_of(ticket).due_at
    assert law_of(ticket).due_at is None
    with pytest.raises(actions.NotNow), transaction.atomic():
        actions.extend_maximum(ticket, by=seen_by(bruno), now=NOON + HOUR, longer="5 d", words="Il manque un avis.")
    law = actions.complete_file(ticket, by=seen_by(bruno), now=NOON + DAY, at=NOON + HOUR)
    assert law.due_at == NOON + HOUR + 10 * DAY - HOUR  # the clocks of Vancouver went forward meanwhile
    assert "Votre dossier est complet" in told(ticket) and "13\N{NO-BREAK SPACE}mars" in told(ticket)
    assert promise_of(ticket).due_at == norm


def test_it_stands_still_for_a_legal_reason_and_goes_on_with_what_was_left(ticket: Ticket, bruno: Staff) -> None:
    by = seen_by(bruno)
    due = actions.complete_file(ticket, by=by, now=NOON, at=NOON).due_at
    assert due
    with pytest.raises(actions.NotNow), transaction.atomic():
        actions.pause_maximum(ticket, by=by, now=NOON + HOUR, reason="court", words=" ")
    actions.pause_maximum(ticket, by=by, now=NOON + HOUR, reason="court", words="un tribunal doit répondre.")
    assert "un tribunal doit répondre." in told(ticket) and silences_over(NOON + 90 * DAY) == []
    law = actions.resume_maximum(ticket, by=by, now=NOON + 7 * DAY)  # at eleven again: the clocks went forward
    assert law.due_at == due + 7 * DAY and law.silence_at == law.due_at


def test_it_is_extended_once_by_no_more_than_the_law_allows_and_the_client_reads_why(
    ticket: Ticket, bruno: Staff
) -> None:
    by = seen_by(bruno)
    due = actions.complete_file(ticket, by=by, now=NOON, at=NOON).due_at
    for longer, words in (("6 d", "Trop."), ("soon", "Quand ?"), ("5 d", "")):
        with pytest.raises(actions.NotNow), transaction.atomic():
            actions.extend_maximum(ticket, by=by, now=NOON + DAY, longer=longer, words=words)
    law = actions.extend_maximum(ticket, by=by, now=NOON + DAY, longer="3 d", words="un avis nous manque.")
    assert due and law.due_at and law.due_at > due and "un avis nous manque." in told(ticket)
    with pytest.raises(actions.NotNow), transaction.atomic():
        actions.extend_maximum(ticket, by=by, now=NOON + DAY, longer="1 d", words="Encore.")


@pytest.mark.parametrize(("silence", "words"), [("accepted", "réputée accordée"), ("refused", "réputée refusée")])
def test_silence_is_a_fact_that_the_client_is_told_once(
    amina: Person, bruno: Staff, hiring: Service, silence: str, words: str
) -> None:
    ticket = a_case(amina, bruno, hiring, silence)
    due = actions.complete_file(ticket, by=seen_by(bruno), now=NOON, at=NOON).due_at
    assert due
    for moment in (due - HOUR, due, due + HOUR):
        tick(now=moment)
    facts = Entry.objects.filter(kind="sla.silence_decided").values_list("data__outcome", flat=True)
    assert list(facts) == [silence] and words in told(ticket)
    assert law_of(ticket).silent_at == due and Ticket.rows.get().is_open


def test_an_answer_in_time_keeps_silence_from_deciding_and_the_journal_tells_it_all_again(
    ticket: Ticket, bruno: Staff
) -> None:
    by = seen_by(bruno)
    actions.complete_file(ticket, by=by, now=NOON, at=NOON)
    actions.pause_maximum(ticket, by=by, now=NOON + HOUR, reason="document", words="il manque une pièce.")
    actions.resume_maximum(ticket, by=by, now=NOON + DAY)
    actions.extend_maximum(ticket, by=by, now=NOON + DAY, longer="2 d", words="un avis nous manque.")
    tickets.resolve(ticket, by=by, now=NOON + 2 * DAY, code="granted", body="C’est accordé.")
    assert silences_over(NOON + 90 * DAY) == []
    before = (Maximum.objects.values().get(), Promise.objects.values().get())
    clocks.rebuild()
    assert (Maximum.objects.values().get(), Promise.objects.values().get()) == before


def test_a_request_for_something_else_has_no_maximum(amina: Person, bruno: Staff, hiring: Service) -> None:
    a_case(amina, bruno, hiring)
    other = a_ticket(amina)
    assert maximum_of(other) is None
    with pytest.raises(actions.NoMaximum), transaction.atomic():
        actions.complete_file(other, by=seen_by(bruno), now=NOON, at=NOON)
