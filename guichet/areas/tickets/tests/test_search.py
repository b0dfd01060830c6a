"""Finding tickets: everybody among their own."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.queries.search import find_tickets
from tests.cast import *  # noqa: F403
from tests.cast import NOON, a_ticket, seen_by

LATER = NOON + timedelta(minutes=5)


def test_a_client_finds_their_own_words(amina: Person) -> None:
    ticket = a_ticket(amina, title="Imprimante", body="Elle ne répond plus.")

    assert find_tickets(seen_by(amina), "imprimantes") == [ticket]
    assert find_tickets(seen_by(amina), "repond") == [ticket]


@pytest.mark.proves("A06", "BIL-02")
def test_a_client_never_finds_what_is_not_theirs(amina: Person, etienne: Person) -> None:
    ticket = a_ticket(amina, title="Imprimante")

    assert find_tickets(seen_by(etienne), "imprimante") == []
    assert find_tickets(seen_by(etienne), ticket.number) == []


@pytest.mark.proves("BIL-02")
def test_internal_words_are_not_in_the_index(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina)
    actions.note(ticket, by=seen_by(bruno), now=LATER, body="Rumeur interne")

    assert find_tickets(seen_by(amina), "rumeur") == []
    assert find_tickets(seen_by(bruno), "rumeur") == []


def test_an_agent_finds_a_ticket_by_its_number_however_typed(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina)

    assert find_tickets(seen_by(bruno), ticket.number.replace("-", " ").lower()) == [ticket]


def test_later_words_are_found_and_unsent_ones_are_not(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina)
    actions.write(
        ticket, by=seen_by(amina), now=LATER, said=actions.ClientWords(body="Voici le télécopieur", channel="web")
    )
    said = actions.reply(ticket, by=seen_by(bruno), now=LATER, body="Branchez la photocopieuse")

    assert find_tickets(seen_by(bruno), "télécopieurs") == [ticket]
    assert find_tickets(seen_by(bruno), "photocopieuses") == [ticket]

    actions.unsend(ticket, said, by=seen_by(bruno), now=LATER)

    assert find_tickets(seen_by(bruno), "photocopieuse") == []


def test_the_answer_and_what_comes_after_it_are_found(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina)
    actions.resolve(ticket, by=seen_by(bruno), now=LATER, code="answered", body="Le fusible a sauté")
    actions.reject(
        ticket,
        by=seen_by(amina),
        now=LATER + timedelta(hours=1),
        said=actions.ClientWords(body="Il fume encore", channel="web"),
    )

    assert find_tickets(seen_by(bruno), "fusibles") == [ticket]
    assert find_tickets(seen_by(amina), "fume") == [ticket]


@pytest.mark.proves("A19")
def test_a_confidential_ticket_is_found_by_its_owner_only(amina: Person, bruno: Staff, chloe: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno, title="Harcèlement")
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True)

    assert find_tickets(seen_by(chloe), "harcèlement") == []
    assert find_tickets(seen_by(bruno), "harcèlement") == [ticket]


def test_opening_takes_no_more_than_nine_statements(amina: Person) -> None:
    a_ticket(amina)  # the catalogue is read once
    with CaptureQueriesContext(connection) as said:
        a_ticket(amina)
    # The compartment is looked up by the test itself.
    written = [query["sql"] for query in said if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(written) - 1 <= 9, "\n".join(written)
