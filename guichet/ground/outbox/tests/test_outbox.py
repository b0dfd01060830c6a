"""A message leaves once, in its turn, or is given up with its reason: never forgotten, never sent by two."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from guichet.ground.outbox import api as outbox
from guichet.ground.outbox.health import health
from guichet.ground.outbox.models import Outgoing, State
from tests.at_once import at_once
from tests.cast import NOON

pytestmark = pytest.mark.django_db
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def put(*keys: str, stream: str = "", due_at: datetime = NOON) -> None:
    """Put messages in the outbox, each in a stream of its own unless one is named."""
    intents = [
        outbox.Intent(key=key, kind="note", stream=stream or key, address="a@example.org", due_at=due_at)
        for key in keys
    ]  # fmt: skip
    outbox.post(intents, domain="example.org")


def claimed(now: datetime = NOON, worker: str = "w", batch: int = 50) -> list[Outgoing]:
    return outbox.claim(worker=worker, now=now, batch=batch)


def keys(rows: list[Outgoing]) -> list[str]:
    return [row.key for row in rows]


def refuse_until_given_up(row: Outgoing) -> list[timedelta]:
    """Let a server refuse a message as long as it is tried; return how long each wait was."""
    now, waits = row.due_at, []
    while row.state == State.PENDING:
        [row] = claimed(now)
        outbox.retry(row, reason="451 greylisted", now=now)
        row.refresh_from_db()
        waits.append(row.due_at - now)
        now = row.due_at
    return waits[:-1]  # the last refusal is followed by none


@pytest.mark.proves("O05")
def test_a_refused_message_waits_longer_each_time_at_most_an_hour_and_outlasts_four_hours() -> None:
    put("letter")

    waits = refuse_until_given_up(Outgoing.objects.get())

    assert waits[0] <= MINUTE
    assert all(later > sooner or later == outbox.LONGEST_WAIT for sooner, later in pairwise(waits))
    assert max(waits) == timedelta(hours=1)
    assert sum(waits, timedelta(0)) > timedelta(hours=4)


@pytest.mark.proves("O08")
def test_after_the_most_attempts_a_message_is_given_up_with_its_reason_and_counted() -> None:
    put("letter")
    refuse_until_given_up(Outgoing.objects.get())

    row = Outgoing.objects.get()
    assert (row.state, row.attempts, row.reason) == (State.DEAD, outbox.MOST_ATTEMPTS, "451 greylisted")
    assert claimed(NOON + timedelta(days=9)) == []
    assert (health(now=NOON).dead, health(now=NOON).pending) == (1, 0)


@pytest.mark.proves("O08")
def test_what_was_given_up_is_revived_with_all_its_tries_and_its_name() -> None:
    put("letter")
    before = Outgoing.objects.get()
    refuse_until_given_up(before)
    later = NOON + timedelta(days=1)

    assert outbox.revive(before.pk, now=later)
    [row] = claimed(later)
    outbox.retry(row, reason="451 again", now=later)

    row.refresh_from_db()
    assert (row.state, row.message_id) == (State.PENDING, before.message_id)
    assert not outbox.revive(row.pk, now=later), "only what was given up is revived"


@pytest.mark.proves("O05", "O08")
def test_messages_of_one_stream_leave_in_order_and_one_that_waits_delays_no_other_stream() -> None:
    put("first", "second", stream="ticket:1")
    put("other", stream="ticket:2")

    rows = claimed()
    assert keys(rows) == ["first", "other"]
    outbox.retry(rows[0], reason="451", now=NOON)
    outbox.sent(rows[1], now=NOON)
    assert claimed(NOON + SECOND) == []
    outbox.give_up(rows[0], reason="550")
    assert keys(claimed(NOON + SECOND)) == ["second"]


@pytest.mark.proves("O06")
def test_what_a_dead_worker_held_is_taken_over_when_its_lease_ends_under_the_same_message_id() -> None:
    put("letter")
    [held] = claimed(worker="dies")

    assert claimed(NOON + MINUTE, worker="lives") == []
    [taken] = claimed(NOON + 3 * MINUTE, worker="lives")

    assert (taken.pk, taken.message_id) == (held.pk, held.message_id)
    assert Outgoing.objects.get().worker == "lives"


@pytest.mark.django_db(transaction=True)
@pytest.mark.proves("I11", "O06")
def test_two_workers_that_claim_at_the_same_time_never_take_the_same_message() -> None:
    put(*(f"letter {n}" for n in range(24)))

    def take_all(worker: str) -> list[str]:
        taken = []
        while rows := claimed(worker=worker, batch=2):
            taken += keys(rows)
        return taken

    one, other = at_once(take_all, "one", "other")

    assert sorted(one + other) == sorted(f"letter {n}" for n in range(24))


@pytest.mark.proves("D13")
def test_until_it_is_due_a_message_can_be_taken_back_and_from_then_on_whoever_is_first_has_it() -> None:
    due = NOON + 10 * SECOND
    put("undone", "too late", due_at=due)

    assert claimed(due - SECOND) == []
    assert outbox.withdraw(kind="note", stream="undone", refs={})
    assert keys(claimed(due)) == ["too late"]
    assert not outbox.withdraw(kind="note", stream="too late", refs={})
    assert outbox.counts() == {State.WITHDRAWN: 1, State.PENDING: 1}


@pytest.mark.proves("O07")
def test_nothing_leaves_a_held_outbox_and_all_of_it_once_released() -> None:
    put("letter")
    outbox.hold(reason="restored", now=NOON)

    assert claimed() == []
    assert health(now=NOON + timedelta(days=1)).held and not health(now=NOON + timedelta(days=1)).is_stuck
    outbox.release()
    assert keys(claimed()) == ["letter"]


@pytest.mark.proves("O06")
def test_the_same_intent_twice_is_one_message() -> None:
    put("letter")
    put("letter", "next", due_at=NOON + MINUTE)

    assert sorted(Outgoing.objects.values_list("key", "due_at")) == [("letter", NOON), ("next", NOON + MINUTE)]
