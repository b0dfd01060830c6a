"""The clock ledger attributes every moment of a ticket's life to one holder."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.areas.catalogue.rules import Calendar
from guichet.areas.sla.rules import Holder, HolderChange, Ledger, OutOfOrder

H = timedelta(hours=1)
NOON = datetime(2026, 3, 4, 20, tzinfo=UTC)
OFFICE = Calendar.from_data(
    {"tz": "America/Vancouver", "hours": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:30-16:30")}
)


def after(hours: float, holder: Holder, cause: str = "") -> HolderChange:
    return HolderChange(NOON + hours * H, holder, cause)


@pytest.mark.proves("BIL-05")
def test_the_segments_tile_the_life_of_a_ticket() -> None:
    changes = (after(1, Holder.UNIT, "task_A"), after(5, Holder.CLIENT, "asked"), after(6, Holder.US, "answered"))
    ledger = Ledger(NOON, changes, closed_at=NOON + 10 * H)

    assert [(s.holder, s.length, s.cause) for s in ledger.segments(NOON + 99 * H)] == [
        (Holder.US, H, "received"),
        (Holder.UNIT, 4 * H, "task_A"),
        (Holder.CLIENT, H, "asked"),
        (Holder.US, 4 * H, "answered"),
    ]
    assert ledger.totals(NOON)[Holder.US] == 5 * H
    assert ledger.who_had_the_ball(NOON) == {
        Holder.US: 0.5,
        Holder.UNIT: 0.4,
        Holder.PARTNER: 0.0,
        Holder.CLIENT: 0.1,
        Holder.PAUSE: 0.0,
    }


@pytest.mark.proves("BIL-05")
def test_an_open_ticket_is_counted_until_now() -> None:
    ledger = Ledger(NOON, (after(2, Holder.PARTNER),))

    assert ledger.lived(NOON + 3 * H) == 3 * H
    assert ledger.totals(NOON + 3 * H)[Holder.PARTNER] == H


@pytest.mark.proves("BIL-05")
def test_a_segment_of_no_length_is_dropped() -> None:
    ledger = Ledger(NOON, (after(0, Holder.UNIT), after(0, Holder.CLIENT), after(2, Holder.US)), NOON + 2 * H)

    assert [segment.holder for segment in ledger.segments(NOON)] == [Holder.CLIENT]


def test_a_ticket_just_received_has_no_segment_and_no_share() -> None:
    assert Ledger(NOON).segments(NOON) == ()
    assert set(Ledger(NOON).who_had_the_ball(NOON).values()) == {0.0}


@pytest.mark.parametrize(
    ("changes", "closed_at"),
    [
        ((after(2, Holder.UNIT), after(1, Holder.US)), None),
        ((after(-1, Holder.UNIT),), None),
        ((after(2, Holder.UNIT),), NOON + H),
        ((), NOON - H),
    ],
)
@pytest.mark.proves("BIL-05")
def test_moments_out_of_order_are_refused(changes: tuple[HolderChange, ...], closed_at: datetime | None) -> None:
    with pytest.raises(OutOfOrder):
        Ledger(NOON, changes, closed_at)


def test_an_open_ticket_cannot_be_read_before_its_last_change() -> None:
    with pytest.raises(OutOfOrder):
        Ledger(NOON, (after(2, Holder.UNIT),)).segments(NOON + H)


@pytest.mark.proves("BIL-05")
def test_waiting_is_told_apart_by_cause_and_in_business_time() -> None:
    changes = (after(1, Holder.CLIENT, "document"), after(2, Holder.US), after(3, Holder.CLIENT, "signature"))
    ledger = Ledger(NOON, changes, closed_at=NOON + 24 * H)

    assert ledger.totals_by_cause(NOON) == {
        (Holder.US, "received"): H,
        (Holder.CLIENT, "document"): H,
        (Holder.US, ""): H,
        (Holder.CLIENT, "signature"): 21 * H,
    }
    business = ledger.business_totals(NOON, OFFICE)
    assert business[Holder.US] == 2 * H
    assert business[Holder.CLIENT] == 6 * H, "one hour, then 15:00–16:30 and 08:30–12:00"


@pytest.mark.proves("BIL-05")
@given(
    st.lists(st.tuples(st.timedeltas(timedelta(0), timedelta(90)), st.sampled_from(Holder)), max_size=12),
    st.timedeltas(timedelta(0), timedelta(90)),
    st.booleans(),
)
def test_the_holders_times_add_up_to_the_life_of_the_ticket(
    moves: list[tuple[timedelta, Holder]], rest: timedelta, closed: bool
) -> None:
    ordered = sorted(moves, key=lambda move: move[0])
    end = NOON + (ordered[-1][0] if ordered else timedelta(0)) + rest
    ledger = Ledger(
        NOON, tuple(HolderChange(NOON + gap, holder) for gap, holder in ordered), closed_at=end if closed else None
    )
    segments = ledger.segments(end)

    assert sum(ledger.totals(end).values(), timedelta(0)) == end - NOON == ledger.lived(end)
    assert all(one.end == two.start for one, two in pairwise(segments))
    assert all(segment.length > timedelta(0) for segment in segments)
    assert sum(ledger.who_had_the_ball(end).values()) == pytest.approx(1.0 if end > NOON else 0.0)
    assert sum(ledger.business_totals(end, OFFICE).values(), timedelta(0)) == OFFICE.between(NOON, end)
