"""What is published is what the office counts, less what is too small to be told."""

from datetime import datetime, timedelta

import pytest

from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.queries import calendar
from guichet.areas.metrics import queries
from guichet.areas.metrics.queries import PUBLIC, WHOLE, Figure, Published, Slice, published
from guichet.areas.metrics.tests.stage import DUE, NOW, copies, fixture_of_mes_02, settle
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.models import Promise, Segment
from guichet.areas.tickets.models import Ticket
from tests.cast import NOON, a_staff, a_ticket, seen_by

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


def month_of(found: Published, moment: datetime, key: int = WHOLE) -> queries.Result:
    return next(one for one in found.of(key) if (one.start.year, one.start.month) == (moment.year, moment.month))


@pytest.mark.proves("AME-04", "MES-02")
def test_what_is_published_equals_what_the_office_counts(
    amina: Person, hiring: Service, house: dict[str, Organisation]
) -> None:
    fixture_of_mes_02(amina, times=10, service=hiring)
    fixture_of_mes_02(amina, times=3)
    auditor = seen_by(a_staff(house, "CS", "Odile", "Sage", "auditor"))
    found = published(now=NOW)
    shown = month_of(found, DUE)
    assert (shown.completion.kept, shown.completion.n) == (78, 117)
    first = datetime.combine(shown.start, datetime.min.time(), DUE.tzinfo)
    for month in queries.months(auditor, Slice(first - 300 * DAY, NOW + DAY), now=NOW):
        public = month_of(found, datetime.combine(month.start, datetime.min.time())).completion
        assert told(public) == told(month.figure)
    groups = queries.breakdown(auditor, Slice(first - 20 * DAY, NOW + DAY), by="service", now=NOW, strict=True)
    for group in groups:
        assert told(month_of(found, DUE, int(group.key)).completion) == told(group.figures["completion"])
    completed = queries.counted(seen_by(a_manager(house)), Slice(NOON - 20 * DAY, NOW + DAY), "completed", now=NOW)
    assert shown.delay.n == completed == 104


def told(figure: Figure) -> tuple[object, ...]:
    return figure.n, figure.kept, figure.value, figure.interval, figure.hidden


def a_manager(house: dict[str, Organisation]) -> Staff:
    return a_staff(house, "CS", "Chloé", "Deux", "manager")


@pytest.mark.proves("AME-04")
def test_what_is_small_is_withheld_and_so_is_what_would_give_it_away(amina: Person, hiring: Service) -> None:
    fixture_of_mes_02(amina, times=10, service=hiring)
    fixture_of_mes_02(amina)
    found = published(now=NOW)
    assert month_of(found, DUE).completion.n == 99
    for key in (0, hiring.pk):
        figure = month_of(found, DUE, key).completion
        assert (figure.hidden, figure.n, figure.kept, figure.value) == (True, None, None, None)


@pytest.mark.proves("AME-04")
def test_a_confidential_request_is_not_even_counted(amina: Person, hiring: Service) -> None:
    fixture_of_mes_02(amina, times=10, service=hiring)
    Ticket.rows.update(confidential=True)
    assert published(now=NOW).of() == ()


@pytest.mark.proves("AME-04", "BIL-05")
def test_why_is_told_by_whose_hands_the_missed_requests_were_in(amina: Person, hiring: Service) -> None:
    ticket = a_ticket(amina, service=hiring)
    settle(ticket, met=DUE + DAY)
    ticket.refresh_from_db()
    received = Promise.objects.get(pk=ticket.pk).received_at
    whole = DUE + DAY - received
    for one in [ticket, *copies(ticket, 11)]:
        Segment.objects.create(ticket=one, holder="us", cause="received", start=received, end=received + whole / 4)
        Segment.objects.create(ticket=one, holder="unit", cause="x", start=received + whole / 4, end=DUE + DAY)
    Promise.objects.update(open=False)
    shown = month_of(published(now=NOW), DUE, hiring.pk)
    assert shown.held == pytest.approx({"us": 0.25, "unit": 0.75})
    Ticket.rows.filter(pk__gt=ticket.pk + 3).update(confidential=True)
    assert month_of(published(now=NOW), DUE, hiring.pk).held == {}  # four misses would tell about somebody


@pytest.mark.proves("AME-04")
def test_business_time_leaves_out_what_waited_for_the_client(amina: Person, hiring: Service) -> None:
    ticket = a_ticket(amina, service=hiring)
    promise = Promise.objects.get(pk=ticket.pk)
    received, hours = promise.received_at, calendar(promise.calendar)
    settle(ticket, met=received + 30 * HOUR)
    ticket.refresh_from_db()
    start = received + HOUR
    for one in [ticket, *copies(ticket, 11)]:
        Segment.objects.create(ticket=one, holder="client", cause="question", start=start, end=start + 4 * HOUR)
    delays = month_of(published(now=NOW), received).delay.delays
    assert delays and delays.lived == (30 * HOUR, 30 * HOUR)
    worked = hours.between(received, received + 30 * HOUR) - hours.between(start, start + 4 * HOUR)
    assert delays.business == (worked, worked) and worked < 30 * HOUR


def test_nobody_is_published_who_may_open_a_list() -> None:
    assert PUBLIC.may("metrics.read") and not PUBLIC.may("metrics.list")
