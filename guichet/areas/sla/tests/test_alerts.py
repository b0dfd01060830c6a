"""Who is in charge hears at three quarters of a promise, they and those who lead at its end: once each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connections

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Person, Staff
from guichet.areas.sla import actions
from guichet.areas.sla.models import Notice, Promise
from guichet.areas.sla.queries.listing import Listing
from guichet.areas.sla.queries.lists import Day, page_of
from guichet.areas.sla.queries.promises import calendar_of, promise_of
from guichet.areas.sla.readers import clocks
from guichet.areas.sla.rules.ladder import Rung, faults_of_ladder
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import SYSTEM
from guichet.ground.journal.models import Entry
from tests.cast import NOON, a_ticket, seen_by

MINUTE = timedelta(minutes=1)


def tell(now: datetime) -> int:
    return actions.alert(by=SYSTEM, now=now)


def told() -> list[tuple[int, int]]:
    return list(Notice.objects.order_by("share", "staff").values_list("share", "staff"))


def answered(ticket: Ticket, bruno: Staff) -> Promise:
    tickets.reply(ticket, by=seen_by(bruno), now=NOON + MINUTE, body="Je m’en occupe.")
    return promise_of(ticket)


@pytest.mark.proves("BIL-05")
@pytest.mark.django_db
def test_three_quarters_of_the_business_time_are_used_at_the_first_alert(amina: Person, bruno: Staff) -> None:
    promise = answered(a_ticket(amina, owner=bruno), bruno)
    assert promise.alert_at and promise.due_at and promise.next_due_at == promise.due_at
    left = calendar_of(promise).between(promise.alert_at, promise.due_at)
    assert left == timedelta(seconds=promise.budget) / 4


@pytest.mark.proves("BIL-05")
@pytest.mark.django_db
def test_the_owner_hears_first_and_those_who_lead_when_it_is_due(amina: Person, bruno: Staff, chloe: Staff) -> None:
    promise = answered(a_ticket(amina, owner=bruno), bruno)
    assert promise.alert_at and promise.due_at
    assert tell(promise.alert_at - MINUTE) == 0
    assert [tell(promise.alert_at), tell(promise.alert_at + MINUTE), told()] == [1, 0, [(75, bruno.pk)]]
    assert [tell(promise.due_at), tell(promise.due_at + 99 * MINUTE)] == [1, 0]
    assert told() == sorted([(75, bruno.pk), (100, bruno.pk), (100, chloe.pk)])
    said = Entry.objects.filter(kind="sla.alerted").order_by("pk").values_list("data__share", flat=True)
    assert list(said) == [75, 100]


@pytest.mark.django_db
def test_what_nobody_is_in_charge_of_is_told_to_those_who_lead(amina: Person, chloe: Staff) -> None:
    promise = promise_of(a_ticket(amina))
    assert promise.alert_at and tell(promise.alert_at) == 1
    assert told() == [(75, chloe.pk)]


@pytest.mark.proves("BIL-05")
@pytest.mark.django_db
def test_the_list_of_alerts_holds_what_one_was_told_of_while_the_date_stands(
    amina: Person, bruno: Staff, chloe: Staff
) -> None:
    ticket = a_ticket(amina, owner=bruno)
    promise = answered(ticket, bruno)
    assert promise.alert_at and promise.due_at
    tell(promise.alert_at)

    def listed(staff: Staff) -> list[int]:
        day = Day(promise.received_at, promise.received_at)
        return [row["ticket_id"] for row in page_of(Listing("alerts"), seen_by(staff), day).rows]

    assert (listed(bruno), listed(chloe)) == ([ticket.pk], [])
    tickets.resolve(ticket, by=seen_by(bruno), now=promise.alert_at + MINUTE, code="done", body="C’est fait.")
    assert listed(bruno) == []


@pytest.mark.django_db
def test_a_date_that_moved_is_told_of_again(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    promise = answered(ticket, bruno)
    assert promise.alert_at and promise.due_at
    tell(promise.alert_at)
    later = promise.due_at + timedelta(days=14)
    actions.move_promise(ticket, by=seen_by(bruno), now=promise.alert_at + MINUTE, due_at=later, reason="x", words="y")
    moved = promise_of(ticket)
    assert moved.alert_at and promise.due_at < moved.alert_at < later
    assert tell(moved.alert_at) == 1


@pytest.mark.proves("BIL-05")
@pytest.mark.django_db
def test_what_was_told_is_found_again_in_the_journal(amina: Person, bruno: Staff) -> None:
    promise = answered(a_ticket(amina, owner=bruno), bruno)
    assert promise.alert_at
    tell(promise.alert_at)
    before = Promise.objects.values().get()
    clocks.rebuild()
    assert Promise.objects.values().get() == before and before["alert_at"] == promise.due_at


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_it_once(amina: Person, bruno: Staff) -> None:
    for _number in range(6):
        a_ticket(amina, owner=bruno)
    now = NOON + timedelta(days=30)

    def work(_number: int) -> int:
        try:
            return sum(iter(lambda: actions.alert(by=SYSTEM, now=now, most=1), 0))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(work, range(2)))
    assert sum(done) == 6 and Entry.objects.filter(kind="sla.alerted").count() == 6


def rungs(*said: tuple[int, tuple[str, ...]]) -> tuple[Rung, ...]:
    return tuple(Rung(share, to) for share, to in said)


@pytest.mark.proves("BIL-05", "TRI-04")
@pytest.mark.django_db
def test_a_ladder_of_ones_own_tells_whom_it_says_at_each_share_once(
    amina: Person, bruno: Staff, chloe: Staff, hiring: Service
) -> None:
    Staff.objects.filter(pk=chloe.pk).update(leads=True, roles=["agent"])
    own = actions.LadderForm(
        what="ticket", service="A04", rungs=rungs((50, ("owner",)), (100, ("owner_lead",)), (150, ("owner", "manager")))
    )
    actions.configure_ladder(own, by=SYSTEM, now=NOON - MINUTE)
    promise = answered(a_ticket(amina, owner=bruno, service=hiring), bruno)
    hours = calendar_of(promise)
    assert promise.alert_at and promise.due_at
    whole = timedelta(seconds=promise.budget)
    assert hours.between(promise.alert_at, promise.due_at) == whole / 2
    assert [tell(promise.alert_at), tell(promise.alert_at + MINUTE), tell(promise.due_at)] == [1, 0, 1]
    late = promise_of(promise.ticket_id).alert_at
    assert (
        late and hours.between(promise.due_at, late) == whole / 2 and [tell(late), tell(late + 99 * MINUTE)] == [1, 0]
    )
    assert told() == [(50, bruno.pk), (100, chloe.pk), (150, bruno.pk)]
    before = Promise.objects.values().get()
    clocks.rebuild()
    assert Promise.objects.values().get() == before


@pytest.mark.django_db
def test_what_came_in_before_a_ladder_was_written_keeps_the_one_it_had(amina: Person, bruno: Staff) -> None:
    promise = answered(a_ticket(amina, owner=bruno), bruno)
    form = actions.LadderForm(what="ticket", rungs=rungs((10, ("manager",))))
    actions.configure_ladder(form, by=SYSTEM, now=NOON + MINUTE)
    assert actions.configure_ladder(form, by=SYSTEM, now=NOON + 2 * MINUTE) == []
    clocks.rebuild()
    assert promise_of(promise.ticket_id).alert_at == promise.alert_at
    later = a_ticket(amina, owner=bruno, at=NOON + 3 * MINUTE)
    assert promise_of(later).alert_share == 10


@pytest.mark.django_db
def test_a_worker_that_slept_tells_the_highest_rung_only(amina: Person, bruno: Staff, chloe: Staff) -> None:
    promise = answered(a_ticket(amina, owner=bruno), bruno)
    assert promise.due_at
    assert [tell(promise.due_at + MINUTE), tell(promise.due_at + 99 * MINUTE)] == [1, 0]
    assert told() == sorted([(100, bruno.pk), (100, chloe.pk)])


def test_a_ladder_that_means_nothing_is_refused() -> None:
    wrong = [
        ((), "many"), (((75, ()),), "to"), (((75, ("client",)),), "to"),
        (((100, ("owner",)), (75, ("owner",))), "order"),
        (((500, ("owner",)),), "share"),
    ]  # fmt: skip
    assert [faults_of_ladder("ticket", rungs(*said)) for said, _why in wrong] == [[why] for _said, why in wrong]


@pytest.mark.django_db
def test_what_was_promised_before_rungs_were_kept_is_told_as_it_was(amina: Person, bruno: Staff, chloe: Staff) -> None:
    promise = answered(a_ticket(amina, owner=bruno), bruno)
    Promise.objects.update(alert_share=0)
    assert promise.alert_at and promise.due_at
    assert [tell(promise.alert_at), tell(promise.due_at)] == [1, 1]
    assert told() == sorted([(75, bruno.pk), (100, bruno.pk), (100, chloe.pk)])
