"""What is suggested to whoever sorts, why, and whether it was right."""

from typing import Any

import pytest

from guichet.areas.catalogue.queries import Offer, offer
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.areas.triage.models import Suggestion, Verdict
from guichet.areas.triage.queries import advice_on
from guichet.areas.triage.readers import suggestions, verdicts
from guichet.ground.journal.models import Entry
from tests.cast import *  # noqa: F403
from tests.cast import NOON, TODAY, a_ticket, seen_by

HIRING: dict[str, Any] = {"title": "Nouvel employé", "body": "Un contrat pour l’embauche de demain, s’il vous plaît."}


def facts_about(ticket: Ticket) -> list[str]:
    return [one.kind for one in Entry.objects.filter(stream=ticket.stream, kind__startswith="triage.").order_by("pk")]


def offer_of(service: Any) -> Offer:
    return offer(service.pk, on=TODAY)


def answered(ticket: Ticket) -> None:
    """Let the worker's reader answer every fact of a ticket, as it does in commit order."""
    for entry in Entry.objects.filter(stream=ticket.stream).order_by("pk"):
        suggestions.answer(entry)


@pytest.mark.proves("TRI-01")
def test_an_arrival_gets_a_service_and_levels_each_with_its_words(amina: Person, bruno: Staff, hiring: Any) -> None:
    ticket = a_ticket(amina, owner=bruno, **HIRING)
    answered(ticket)
    advice = advice_on(ticket, seen_by(bruno), on=TODAY)
    assert advice and not advice.abstains
    assert advice.candidates[0].offer.code == "A04"
    assert {"contrat", "embauche"} <= set(advice.candidates[0].words)
    assert (advice.row.impact, advice.row.urgency) == (2, 3)
    assert advice.row.reasons["urgency"] == ["demain"]


def test_it_abstains_when_the_words_say_too_little(amina: Person, bruno: Staff, hiring: Any) -> None:
    ticket = a_ticket(amina, owner=bruno, title="Question", body="Rappelez-moi.")
    answered(ticket)
    assert Suggestion.objects.get().service is None
    tickets.sort(ticket, by=seen_by(bruno), now=NOON, offer=offer_of(hiring), impact=2, urgency=2)
    answered(ticket)
    assert facts_about(ticket) == ["triage.suggested", "triage.overridden"]
    assert Verdict.objects.get().suggested is None


@pytest.mark.proves("TRI-01")
def test_nothing_changes_on_the_ticket_until_a_person_sorts_it(amina: Person, bruno: Staff, hiring: Any) -> None:
    ticket = a_ticket(amina, owner=bruno, **HIRING)
    answered(ticket)
    ticket.refresh_from_db()
    assert (ticket.service, ticket.impact, ticket.urgency, ticket.state) == (None, 2, 2, "to_sort")


def test_the_first_decision_is_the_verdict_and_the_journal_says_it_again(
    amina: Person, bruno: Staff, hiring: Any
) -> None:
    ticket = a_ticket(amina, owner=bruno, **HIRING)
    answered(ticket)
    for urgency in (3, 1):
        tickets.sort(ticket, by=seen_by(bruno), now=NOON, offer=offer_of(hiring), impact=2, urgency=urgency)
        answered(ticket)
    assert facts_about(ticket) == ["triage.suggested", "triage.accepted"]
    before = Verdict.objects.values().get()
    assert (before["chosen"], before["levels"]) == (hiring.pk, True)
    verdicts.rebuild()
    assert Verdict.objects.values().get() == before


def test_the_words_are_dropped_once_somebody_is_in_charge(amina: Person, bruno: Staff, hiring: Any) -> None:
    ticket = a_ticket(amina, owner=bruno, **HIRING)
    answered(ticket)
    tickets.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)
    answered(ticket)
    assert not Suggestion.objects.exists()


def test_what_the_same_office_asked_in_the_same_words_is_shown_to_who_may_see_it(
    amina: Person, bruno: Staff, chloe: Staff, hiring: Any
) -> None:
    words: dict[str, Any] = {
        "title": "Imprimante en panne",
        "body": "L’imprimante du deuxième étage clignote sans rien imprimer.",
    }
    first = a_ticket(amina, owner=chloe, **words)
    again = a_ticket(amina, owner=bruno, **words)
    answered(again)
    shown = advice_on(again, seen_by(bruno), on=TODAY)
    assert shown and [twin.number for twin in shown.twins] == [first.number]
    assert "deuxième" in shown.twins[0].words
    Ticket.rows.filter(pk=first.pk).update(confidential=True)
    hidden = advice_on(again, seen_by(bruno), on=TODAY)
    assert hidden and hidden.twins == []


def test_another_language_than_the_one_it_is_filed_in_is_pointed_out(amina: Person, bruno: Staff, house: Any) -> None:
    body = "Good morning, could somebody please tell me how the parking permits of our office are renewed?"
    ticket = a_ticket(amina, owner=bruno, title="Parking permits", body=body)
    answered(ticket)
    assert Suggestion.objects.get().language == "en"


def test_an_institution_may_turn_it_off(settings: Any, amina: Person, bruno: Staff, hiring: Any) -> None:
    settings.TRIAGE = "off"
    ticket = a_ticket(amina, owner=bruno, **HIRING)
    answered(ticket)
    assert facts_about(ticket) == []
    assert advice_on(ticket, seen_by(bruno), on=TODAY) is None


def test_what_the_client_chose_is_not_counted_as_a_suggestion_of_ours(amina: Person, bruno: Staff, hiring: Any) -> None:
    answered(a_ticket(amina, owner=bruno, service=hiring, **HIRING))
    assert Suggestion.objects.get().method == "client"


def test_how_requests_of_a_service_were_sorted_says_how_the_next_one_will_be(
    amina: Person, bruno: Staff, hiring: Any
) -> None:
    for _ in range(10):
        done = a_ticket(amina, owner=bruno, title="Autre chose", body="Rien.")
        tickets.sort(done, by=seen_by(bruno), now=NOON, offer=offer_of(hiring), impact=1, urgency=3)
        tickets.take(done, by=seen_by(bruno), now=NOON, owner=bruno)
    ticket = a_ticket(amina, owner=bruno, title="Nouvel employé", body="Un contrat pour une embauche.")
    answered(ticket)
    row = Suggestion.objects.get(ticket=ticket)
    assert (row.impact, row.urgency, row.reasons["usual"]) == (1, 3, [10, 10])
