"""A change of hours is for what comes after: a promise keeps the hours that it was made in."""

from datetime import timedelta

import pytest

from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue.models import Calendar, Service
from guichet.areas.catalogue.queries import calendar, calendars
from guichet.areas.people.models import Person, Staff
from guichet.areas.sla.models import Promise
from guichet.areas.sla.queries.promises import promise_of
from guichet.areas.sla.readers import clocks
from guichet.areas.tickets import actions as tickets
from guichet.ground.access import SYSTEM
from tests.cast import NOON, a_ticket, seen_by

DAY = timedelta(days=1)
WEEK_OFF = {"from": "2026-03-04", "until": "2026-03-10", "fr": "Inondation", "en": "Flood"}
pytestmark = [pytest.mark.django_db, pytest.mark.proves("PRC-05", "BIL-05")]


def close_for_a_week() -> None:
    data = calendars()["default"].to_data() | {"closures": [WEEK_OFF]}
    catalogue.configure_calendar(catalogue.CalendarForm(code="default", data=data), by=SYSTEM, now=NOON + DAY / 24)


def test_what_was_promised_keeps_its_date_and_what_comes_after_counts_anew(amina: Person, hiring: Service) -> None:
    before = promise_of(a_ticket(amina, service=hiring))
    close_for_a_week()
    after = promise_of(a_ticket(amina, service=hiring, at=NOON + DAY / 12))
    assert (before.calendar, after.calendar) == ("default@1", "default@2")
    assert before.due_at and after.due_at and after.due_at - before.due_at == 7 * DAY
    assert promise_of(before.ticket_id).due_at == before.due_at


def test_yesterday_s_computation_stays_right_when_it_is_made_again(
    amina: Person, bruno: Staff, hiring: Service
) -> None:
    ticket = a_ticket(amina, service=hiring, owner=bruno)
    tickets.ask(ticket, by=seen_by(bruno), now=NOON + DAY / 48, body="Lequel ?")
    close_for_a_week()
    a_ticket(amina, service=hiring, at=NOON + DAY / 12)
    tickets.reply(ticket, by=seen_by(bruno), now=NOON + DAY, body="C’est bon.")
    kept = list(Promise.objects.order_by("pk").values())
    clocks.rebuild()
    assert list(Promise.objects.order_by("pk").values()) == kept
    assert calendar(kept[0]["calendar"]).closures == ()


def test_the_same_hours_again_are_no_new_version(amina: Person, hiring: Service) -> None:
    close_for_a_week()
    close_for_a_week()
    assert list(Calendar.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
