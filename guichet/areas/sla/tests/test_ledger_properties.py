"""Whatever happens and whenever the clocks of the place move, a ticket's life adds up to the second."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.areas.catalogue.rules import Calendar
from guichet.areas.catalogue.tests.places import NIGHT_AND_DAY, PARIS, TORONTO, VICTORIA
from guichet.areas.people.models import Person, Staff
from guichet.areas.sla.models import Promise, PromiseChange, Segment
from guichet.areas.sla.queries.promises import ledger_of, promise_of, segments_of
from guichet.areas.sla.readers import clocks
from guichet.areas.sla.rules import Holder, HolderChange, Ledger
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.actions import ClientWords
from tests.cast import a_ticket, seen_by

PLACES = [VICTORIA, TORONTO, PARIS, NIGHT_AND_DAY]
HOUR = timedelta(hours=1)
# Within a week of the moment the clocks move, in either direction, in all three places.
moving_clocks = st.builds(
    lambda year, month, offset: datetime(year, month, 1, tzinfo=UTC) + offset,
    st.integers(2020, 2035),
    st.sampled_from([3, 4, 10, 11]),
    st.timedeltas(timedelta(-7), timedelta(14)),
)
lengths = st.lists(st.timedeltas(timedelta(0), timedelta(days=9)), min_size=1, max_size=12)


def a_life(received: datetime, parts: list[timedelta], holders: list[Holder]) -> Ledger:
    moments = [received + part for part in accumulate(parts)]
    changes = tuple(HolderChange(at, holder, "x") for at, holder in zip(moments[:-1], holders, strict=False))
    return Ledger(received, changes, closed_at=moments[-1])


@pytest.mark.proves("BIL-05")
@given(moving_clocks, lengths, st.lists(st.sampled_from(Holder), min_size=12, max_size=12), st.sampled_from(PLACES))
def test_segments_and_business_time_add_up_when_the_clocks_move(
    received: datetime, parts: list[timedelta], holders: list[Holder], calendar: Calendar
) -> None:
    ledger = a_life(received, parts, holders)
    assert ledger.closed_at
    segments = ledger.segments(ledger.closed_at)
    assert sum((one.length for one in segments), timedelta(0)) == ledger.closed_at - received
    assert sum(ledger.totals(ledger.closed_at).values(), timedelta(0)) == ledger.closed_at - received
    whole = calendar.between(received, ledger.closed_at)
    assert sum(ledger.business_totals(ledger.closed_at, calendar).values(), timedelta(0)) == whole


def changes_of_the_clocks(calendar: Calendar) -> list[datetime]:
    """Find every instant of 2020 to 2035 at which the clocks of a place move."""
    found, at = [], datetime(2020, 1, 1, tzinfo=UTC)
    while at.year < 2036:
        if at.astimezone(calendar.zone).utcoffset() != (at + HOUR).astimezone(calendar.zone).utcoffset():
            found.append(at + HOUR)
        at += HOUR
    return found


@pytest.mark.proves("BIL-05")
@pytest.mark.parametrize("calendar", [VICTORIA, TORONTO, PARIS], ids=lambda one: one.tz)
def test_a_life_across_every_change_of_the_clocks_adds_up(calendar: Calendar) -> None:
    found = changes_of_the_clocks(calendar)
    assert len(found) >= 12  # two a year, unless a place gave them up
    for at in found:
        ledger = a_life(at - 7 * HOUR, [3 * HOUR, 4 * HOUR, HOUR, 30 * HOUR], [Holder.UNIT, Holder.CLIENT, Holder.US])
        assert ledger.closed_at
        assert sum(ledger.totals(at).values(), timedelta(0)) == 38 * HOUR
        whole = calendar.between(at - 7 * HOUR, ledger.closed_at)
        assert sum(ledger.business_totals(at, calendar).values(), timedelta(0)) == whole


@pytest.mark.proves("BIL-05", "BIL-04")
@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-03-07T23:00:00+00:00", "2026-10-31T23:30:15+00:00"])
def test_a_ticket_that_lives_across_it_adds_up_and_replays(day: str, amina: Person, bruno: Staff) -> None:
    at, agent = datetime.fromisoformat(day), seen_by(bruno)
    ticket = a_ticket(amina, owner=bruno, at=at)
    tickets.ask(ticket, by=agent, now=at + 2 * HOUR, body="Quelle imprimante ?")
    tickets.write(
        ticket, by=seen_by(amina), now=at + 13 * HOUR, said=ClientWords(body="La grise.", channel="email")
    )  # fmt: skip
    tickets.resolve(ticket, by=agent, now=at + 40 * HOUR, code="done", body="C’est fait.")
    tickets.confirm(ticket, by=seen_by(amina), now=at + 51 * HOUR)

    promise = promise_of(ticket)
    ended = segments_of(promise, until=at + 99 * HOUR)
    assert sum((one.end - one.start for one in ended), timedelta(0)) == 51 * HOUR
    assert ledger_of(ticket).totals(at + 99 * HOUR)[Holder.CLIENT] == 22 * HOUR

    def kept() -> list[list[tuple[object, ...]]]:
        rows = Segment.objects.order_by("start").values_list("holder", "cause", "start", "end")
        moved = PromiseChange.objects.order_by("at").values_list("at", "was", "due_at", "reason")
        return [list(rows), list(moved), list(Promise.objects.values_list())]

    before = kept()
    clocks.rebuild()
    assert kept() == before


@pytest.mark.proves("MES-02")
@pytest.mark.django_db
def test_the_same_request_by_any_channel_has_the_same_clock(amina: Person, bruno: Staff) -> None:
    at = datetime(2026, 3, 6, 23, 15, tzinfo=UTC)
    names = ("first_due_at", "due_at", "next_due_at", "alert_at", "budget", "holder", "holder_since", "calendar")
    clocks_of = set()
    for channel in ("email", "web", "phone", "counter", "api", "sms", "mail"):
        ticket = a_ticket(amina, owner=bruno, at=at, channel=channel)
        tickets.ask(ticket, by=seen_by(bruno), now=at + HOUR, body="Laquelle ?")
        tickets.write(ticket, by=seen_by(amina), now=at + 90 * HOUR, said=ClientWords(body="Ici.", channel=channel))
        clocks_of.add(Promise.objects.values_list(*names).get(pk=ticket.pk))
    assert len(clocks_of) == 1
