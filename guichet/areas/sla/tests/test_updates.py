"""A client who waits hears news from a person within so long of the last ones, or somebody here is told."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.queries.standards import grounds
from guichet.areas.catalogue.rules import Target
from guichet.areas.catalogue.rules.standards import StandardTerms, faults_of_standard
from guichet.areas.people.models import Person, Staff
from guichet.areas.sla import actions
from guichet.areas.sla.models import Notice, Promise, UpdateWait
from guichet.areas.sla.queries import calendar_of, promise_of
from guichet.areas.sla.queries.listing import Listing
from guichet.areas.sla.queries.lists import Day, page_of
from guichet.areas.sla.readers import clocks
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.actions import ClientWords
from guichet.areas.tickets.models import Message, Ticket
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.proves("TRI-04")]


def often(limit: str, **more: object) -> StandardTerms:
    said = Bilingual("Des nouvelles pendant l’attente.", "News while you wait.")
    given = {"kind": "timeliness", "measure": "update", "statement": said, "limit": limit} | more
    return StandardTerms(**given)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _standards(db: None) -> None:
    for code, terms in {"news": often("2 bd"), "urgent-news": often("4 h", priority=1)}.items():
        form = catalogue.StandardForm(code=code, terms=terms)
        catalogue.configure_standard(form, by=SYSTEM, now=NOON - DAY)


def reply(ticket: Ticket, bruno: Staff, at: datetime) -> Message:
    return tickets.reply(ticket, by=seen_by(bruno), now=at, body="Voici où nous en sommes.")


def rebuilt() -> bool:
    """Derive everything again: the same comes out."""

    def all_of_it() -> list[Any]:
        waits = UpdateWait.objects.order_by("ticket", "since").values("ticket", "standard", "since", "due_at", "met_at")
        return [*Promise.objects.order_by("pk").values(), *waits]

    before = all_of_it()
    clocks.rebuild()
    return all_of_it() == before


def test_news_are_due_by_priority_from_the_last_words_of_a_person_and_no_sooner(
    amina: Person, bruno: Staff, hiring: Service
) -> None:
    ticket = a_ticket(amina, owner=bruno, service=hiring)
    first = promise_of(ticket)
    assert (first.update_by, first.update_due_at, first.next_due_at) == ("news@1", None, first.first_due_at)
    tickets.announce(ticket, by=SYSTEM, now=NOON + MINUTE, body="Reçu.", details={})
    assert promise_of(ticket).first_met_at is None and promise_of(ticket).update_due_at is None
    reply(ticket, bruno, NOON + 2 * MINUTE)
    held = promise_of(ticket)
    two_days = Target.parse("2 bd").due_at(NOON + 2 * MINUTE, calendar_of(held))
    assert held.next_due_at == held.update_due_at == two_days and held.due_at and held.due_at > two_days
    tickets.prioritise(ticket, by=seen_by(bruno), now=NOON + 3 * MINUTE, impact=3, urgency=3)
    urgent = promise_of(ticket)
    assert urgent.update_by == "urgent-news@1" and urgent.update_due_at
    assert calendar_of(urgent).between(NOON + 2 * MINUTE, urgent.update_due_at) == timedelta(hours=4)


def test_what_leaves_by_itself_is_no_news_and_what_a_person_says_is(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    reply(ticket, bruno, NOON)
    due = promise_of(ticket).update_due_at
    tickets.announce(ticket, by=SYSTEM, now=NOON + MINUTE, body="Votre tâche avance.", details={})
    assert promise_of(ticket).update_due_at == due
    later, moved = NOON + DAY, NOON + 9 * DAY
    actions.move_promise(ticket, by=seen_by(bruno), now=later, due_at=moved, reason="x", words="Le devis tarde.")
    assert promise_of(ticket).update_from == later
    tickets.announce(ticket, by=SYSTEM, now=later + MINUTE, body="La panne dure.", details={}, written=True)
    assert promise_of(ticket).update_from == later + MINUTE
    assert rebuilt()


def test_the_wait_stands_still_while_the_client_has_the_turn(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    reply(ticket, bruno, NOON)
    tickets.ask(ticket, by=seen_by(bruno), now=NOON + MINUTE, body="Quelle adresse ?")
    assert (promise_of(ticket).update_due_at, promise_of(ticket).next_due_at) == (None, None)
    tickets.write(ticket, by=seen_by(amina), now=NOON + DAY, said=ClientWords(body="Rue Principale.", channel="web"))
    assert promise_of(ticket).update_from == NOON + DAY
    tickets.write(ticket, by=seen_by(amina), now=NOON + 2 * DAY, said=ClientWords(body="Alors ?", channel="web"))
    assert promise_of(ticket).update_from == NOON + DAY  # they still wait
    tickets.resolve(ticket, by=seen_by(bruno), now=NOON + 2 * DAY + MINUTE, code="done", body="C’est fait.")
    assert promise_of(ticket).update_due_at is None and rebuilt()


def test_words_taken_back_were_no_news(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    reply(ticket, bruno, NOON)
    words = reply(ticket, bruno, NOON + DAY)
    assert promise_of(ticket).update_from == NOON + DAY and UpdateWait.objects.count() == 1
    tickets.unsend(ticket, words, by=seen_by(bruno), now=NOON + DAY)
    assert promise_of(ticket).update_from == NOON and not UpdateWait.objects.exists()
    assert rebuilt()


def test_whoever_is_in_charge_hears_before_news_are_due_and_when_and_of_the_answer_all_the_same(
    amina: Person, bruno: Staff, chloe: Staff
) -> None:
    ticket = a_ticket(amina, owner=bruno)
    reply(ticket, bruno, NOON)
    told: list[tuple[int, str, int]] = []
    promise = promise_of(ticket)
    while promise.alert_at:
        assert actions.alert(by=SYSTEM, now=promise.alert_at) == 1
        told += [(one.share, _which(promise, one), one.staff_id) for one in Notice.objects.filter(at=promise.alert_at)]
        promise = promise_of(ticket)
    usual = [(75, bruno.pk), *sorted([(100, bruno.pk), (100, chloe.pk)])]
    for which in ("news", "answer"):
        assert [(share, who) for share, of, who in sorted(told) if of == which] == usual
    assert rebuilt()


def _which(promise: Promise, notice: Notice) -> str:
    return "news" if notice.due_at == promise.update_due_at else "answer"


def test_the_lists_of_the_desk_find_what_is_due_by_news(amina: Person, bruno: Staff) -> None:
    waits, fresh = a_ticket(amina, owner=bruno), a_ticket(amina, owner=bruno)
    reply(waits, bruno, NOON)
    due = promise_of(waits).update_due_at
    assert due
    actions.alert(by=SYSTEM, now=due)

    def listed(view: str, *values: str) -> list[int]:
        day = Day(due + MINUTE, due + DAY)
        listing = Listing(view, (("due", values),) if values else ())
        return [row["ticket_id"] for row in page_of(listing, seen_by(bruno), day).rows]

    assert listed("mine", "update") == [waits.pk] and listed("mine", "first") == [fresh.pk]
    assert listed("mine", "answer") == [] and set(listed("mine", "first", "update")) == {waits.pk, fresh.pk}
    assert waits.pk in listed("late") and waits.pk in listed("alerts")
    reply(waits, bruno, due + MINUTE)
    assert waits.pk not in listed("late") and waits.pk not in listed("alerts")


def test_news_without_a_delay_are_no_standard(hiring: Service) -> None:
    assert [(one.field, one.why) for one in faults_of_standard(often(""), grounds())] == [("limit", "needed")]
