"""Figures are what domain.md 2.9 A says, and each one is as long as the list it opens."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from guichet.areas.catalogue.models import Calendar, Service
from guichet.areas.catalogue.queries import calendar
from guichet.areas.metrics import queries
from guichet.areas.metrics.queries import DIMENSIONS, SETS, UNSORTED, Figure, Slice
from guichet.areas.metrics.rules import FIGURES
from guichet.areas.metrics.tests.stage import DUE, NOW, copies, fixture_of_mes_02, outcome, pulse, settle
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.models import Promise
from guichet.areas.sla.rules import PromiseState, Status, percentile
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import Refused
from tests.cast import NOON, a_staff, a_ticket, seen_by

DAY = timedelta(days=1)
DAYS_OF_THE_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
QUARTER = Slice(NOON - 80 * DAY, NOW + DAY)


@pytest.fixture
def lead(chloe: Staff) -> Viewer:
    return seen_by(chloe)


@pytest.fixture
def auditor(house: dict[str, Organisation]) -> Viewer:
    return seen_by(a_staff(house, "CS", "Odile", "Sage", "auditor"))


def figure(viewer: Viewer, code: str, part: Slice = QUARTER, now: datetime = NOW) -> Figure:
    return next(one for one in queries.figures(viewer, part, now=now) if one.definition.code == code)


@pytest.mark.proves("MES-02")
def test_six_met_two_late_one_overdue_one_in_time_make_two_thirds(lead: Viewer, amina: Person) -> None:
    fixture_of_mes_02(amina)
    kept = figure(lead, "completion")
    assert (kept.kept, kept.n, kept.missing) == (6, 9, 1)
    assert (kept.hidden, kept.value) == (True, None)
    assert (figure(lead, "first").kept, figure(lead, "first").n) == (6, 9)


@pytest.mark.proves("MES-02")
def test_the_same_mixture_ten_times_over_is_shown_as_a_rate(lead: Viewer, amina: Person) -> None:
    fixture_of_mes_02(amina, times=10)
    kept = figure(lead, "completion")
    assert (kept.kept, kept.n) == (60, 90)
    assert kept.value == pytest.approx(0.667, abs=0.0005)
    assert kept.interval == pytest.approx((0.564, 0.755), abs=0.001)


SETTLED = {Status.MET: "completion_met", Status.MISSED: "completion_missed", Status.OVERDUE: "completion_missed"}
MET = [None, DUE - DAY, DUE, DUE + DAY]
PAUSED = [None, DUE - DAY, DUE + DAY]
NOWS = [DUE - timedelta(hours=30), DUE, NOW]
CASES = [
    (met, paused, now)
    for met in MET for paused in PAUSED for now in NOWS
    if not (met and paused) and max(met or now, paused or now) <= now
]  # fmt: skip


@pytest.mark.proves("MES-02")
@pytest.mark.parametrize(("met", "paused", "now"), CASES)
def test_the_database_judges_a_promise_as_the_rules_do(
    lead: Viewer, amina: Person, met: datetime | None, paused: datetime | None, now: datetime
) -> None:
    ticket = a_ticket(amina)
    settle(ticket, met=met, paused_at=paused)
    state = PromiseState(DAY, DUE, DAY, paused_at=paused, met_at=met).status(now)
    found = {code for code in SETS if code.startswith("completion_") and queries.counted(lead, QUARTER, code, now=now)}
    assert found == {SETTLED.get(state, "completion_ahead")}


@pytest.mark.proves("MES-02")
def test_withdrawing_a_late_ticket_does_not_undo_the_miss(lead: Viewer, amina: Person) -> None:
    for closed in (DUE - DAY, DUE + DAY):
        ticket = a_ticket(amina)
        settle(ticket, open=False)
        Ticket.rows.filter(pk=ticket.pk).update(state="cancelled", closed_at=closed)
    assert queries.counted(lead, QUARTER, "completion_missed", now=NOW) == 1
    assert queries.counted(lead, QUARTER, "completion", now=NOW) == 1


@pytest.mark.proves("MES-02")
def test_a_promise_counts_in_the_period_in_which_its_fate_was_settled(lead: Viewer, amina: Person) -> None:
    settle(a_ticket(amina), met=DUE - 3 * DAY)
    settle(a_ticket(amina), met=DUE + 3 * DAY)
    early, late = Slice(DUE - 4 * DAY, DUE - DAY), Slice(DUE - DAY, DUE + DAY)
    assert [queries.counted(lead, part, "completion", now=NOW) for part in (early, late)] == [1, 1]
    assert queries.counted(lead, Slice(DUE + DAY, NOW), "completion", now=NOW) == 0


@pytest.mark.proves("MES-01")
def test_requests_that_came_back_are_counted_once_thirty_days_have_passed(lead: Viewer, amina: Person) -> None:
    resolved = NOON - 50 * DAY
    first = a_ticket(amina)
    for number, ticket in enumerate([first, *copies(first, 11)]):
        outcome(ticket, resolved, resolved + 3 * DAY if number < 3 else resolved + 31 * DAY if number < 5 else None)
    for ticket in copies(first, 4):
        outcome(ticket, NOW - 29 * DAY, NOW - 20 * DAY)
    back = figure(lead, "reopened")
    assert (back.kept, back.n, back.missing, back.value) == (3, 12, 4, 0.25)


@pytest.mark.proves("SUI-03")
def test_answers_become_an_index_and_silence_is_counted_apart(lead: Viewer, amina: Person) -> None:
    first = a_ticket(amina)
    for score, ticket in zip([5] * 6 + [3] * 6 + [None] * 3, [first, *copies(first, 14)], strict=True):
        pulse(ticket, score, NOON)
    satisfaction = figure(lead, "pulse")
    assert (satisfaction.n, satisfaction.missing, satisfaction.value) == (12, 3, 75.0)


@pytest.mark.proves("MES-02")
def test_ages_are_those_of_real_requests_in_business_time_and_as_lived(lead: Viewer, amina: Person) -> None:
    for hours in range(1, 11):
        a_ticket(amina, at=NOON - timedelta(hours=24 * hours))
    ages = figure(lead, "age", now=NOON).delays
    assert ages
    assert ages.lived == (5 * DAY, 9 * DAY)
    # Since Thursday and since the Sunday before: seven opening hours a day, none on the week-end.
    assert ages.business == (timedelta(hours=21), timedelta(hours=43, minutes=30))


@pytest.mark.proves("MES-02")
def test_ages_of_several_calendars_are_ranked_together(lead: Viewer, amina: Person) -> None:
    always = {"tz": "America/Vancouver", "hours": {day: ["00:00-24:00"] for day in DAYS_OF_THE_WEEK}}
    Calendar.objects.create(code="always", data=always)
    for hours in range(1, 13):
        ticket = a_ticket(amina, at=NOON - timedelta(hours=7 * hours))
        if hours % 2:
            Promise.objects.filter(pk=ticket.pk).update(calendar="always")
    ages = figure(lead, "age", now=NOON).delays
    waited = [calendar(one.calendar).between(one.received_at, NOON) for one in Promise.objects.all()]
    assert ages and ages.business == (percentile(waited, 50), percentile(waited, 90))


@pytest.fixture
def a_busy_quarter(amina: Person, hiring: Service) -> None:
    """Tickets of every kind, by several channels, groups, languages and services."""
    fixture_of_mes_02(amina, times=2)
    fixture_of_mes_02(amina, times=2, service=hiring, channel="phone")
    for number, ticket in enumerate(Ticket.rows.order_by("pk")):
        changes = {
            "language": "en" if number % 3 else "fr", "client_group": ["member", "citizen"][number % 2],
            "tenure": ["new", "settled", "experienced"][number % 3],
        }  # fmt: skip
        Ticket.rows.filter(pk=ticket.pk).update(**changes)
        if number % 2:
            outcome(ticket, NOW - (35 + number % 5) * DAY, NOW - 30 * DAY if number % 4 == 1 else None)
            pulse(ticket, number % 5 + 1 if number % 3 else None, NOON)
    Promise.objects.filter(pk__in=Ticket.rows.filter(state="to_sort").values("pk")[:2]).update(due_at=None)


def held(by: str, key: int | str) -> Slice:
    return Slice(QUARTER.since, QUARTER.until, **{by: key})  # type: ignore[arg-type]


@pytest.mark.proves("MES-02", "MES-03")
@pytest.mark.usefixtures("a_busy_quarter")
@pytest.mark.parametrize("by", DIMENSIONS)
def test_every_number_of_a_breakdown_is_as_long_as_the_list_it_opens(lead: Viewer, by: str) -> None:
    groups = queries.breakdown(lead, QUARTER, by=by, now=NOW)
    assert len(groups) > 1
    for group in groups:
        for found in group.figures.values():
            definition, part = found.definition, held(by, group.key)
            for code, count in [(definition.counted, found.n), (definition.kept, found.kept)]:
                if code:
                    page = queries.listed(lead, part, code, now=NOW, size=200)
                    assert len(page.rows) == count == queries.counted(lead, part, code, now=NOW)


@pytest.mark.proves("MES-02", "MES-03")
@pytest.mark.usefixtures("a_busy_quarter")
def test_every_figure_is_as_long_as_the_list_it_opens_and_as_the_sum_of_its_parts(lead: Viewer) -> None:
    for whole in queries.figures(lead, QUARTER, now=NOW):
        definition = whole.definition
        for code, count in [
            (definition.counted, whole.n), (definition.kept, whole.kept), (definition.missing, whole.missing),
        ]:  # fmt: skip
            assert not code or queries.counted(lead, QUARTER, code, now=NOW) == count
        for by in DIMENSIONS:
            parts = queries.breakdown(lead, QUARTER, by=by, now=NOW)
            assert sum(group.figures[definition.code].n or 0 for group in parts) == whole.n


@pytest.mark.usefixtures("a_busy_quarter")
def test_the_months_add_up_to_the_period(lead: Viewer) -> None:
    found = queries.months(lead, QUARTER, now=NOW)
    assert sum(month.figure.n or 0 for month in found) == figure(lead, "completion").n
    assert [month.start.day for month in found] == [1] * len(found)


@pytest.mark.usefixtures("a_busy_quarter")
def test_a_list_is_read_page_by_page_without_gap_or_repeat(lead: Viewer) -> None:
    seen, mark = [], None
    while True:
        page = queries.listed(lead, QUARTER, "received", now=NOW, after=mark, size=7)
        seen += [row.pk for row in page.rows]
        mark = page.next
        if mark is None:
            break
    assert len(seen) == len(set(seen)) == queries.counted(lead, QUARTER, "received", now=NOW)


@pytest.mark.proves("N1", "GOU-06")
def test_no_dimension_knows_a_caucus_an_office_or_a_person() -> None:
    assert set(DIMENSIONS) == {"service", "unit", "channel", "language", "group", "tenure"}


@pytest.mark.proves("N2")
def test_what_a_manager_may_not_open_is_not_counted_either(lead: Viewer, amina: Person) -> None:
    Ticket.rows.filter(pk=a_ticket(amina).pk).update(confidential=True)
    a_ticket(amina)
    assert figure(lead, "received").n == len(queries.listed(lead, QUARTER, "received", now=NOW).rows) == 1


@pytest.mark.proves("N7")
@pytest.mark.usefixtures("a_busy_quarter")
def test_an_auditor_reads_aggregates_and_opens_nothing(auditor: Viewer) -> None:
    assert figure(auditor, "received").n == 40
    for refused in (queries.listed, queries.counted):
        with pytest.raises(Refused):
            refused(auditor, QUARTER, "received", now=NOW)
    with pytest.raises(Refused):
        queries.figures(auditor, held("service", UNSORTED), now=NOW)


@pytest.mark.proves("N4")
def test_what_leaves_the_house_holds_no_count_under_ten(lead: Viewer, auditor: Viewer, amina: Person) -> None:
    for language, count in [("fr", 40), ("en", 3), ("es", 15)]:
        ticket = a_ticket(amina)
        Ticket.rows.filter(pk=ticket.pk).update(language=language)
        ticket.refresh_from_db()
        copies(ticket, count - 1)
    for groups in (
        queries.breakdown(lead, QUARTER, by="language", now=NOW, strict=True),
        queries.breakdown(auditor, QUARTER, by="language", now=NOW),
    ):
        shown = {group.key: group.figures["received"].n for group in groups}
        assert shown == {"fr": 40, "en": None, "es": None}
        assert {group.key: group.figures["age"].delays is None for group in groups} == {
            "fr": False, "en": True, "es": True,
        }  # fmt: skip


@pytest.mark.proves("N2")
def test_nobody_else_reads_figures(amina: Person, bruno: Staff, ines: Staff, dario: Staff) -> None:
    people: tuple[Person | Staff, ...] = (amina, bruno, ines, dario)
    for who in people:
        with pytest.raises(Refused):
            queries.figures(seen_by(who), QUARTER, now=NOW)


def test_figures_take_few_questions_of_the_database(
    lead: Viewer, amina: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fixture_of_mes_02(amina)
    with django_assert_max_num_queries(4):
        whole, parts = queries.overview(lead, QUARTER, by="unit", now=NOW)
        assert len(whole) == len(FIGURES) and parts
        queries.months(lead, QUARTER, now=NOW)
