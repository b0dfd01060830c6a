"""What was kept of a standard is counted by what it reaches, and never says more than may be told."""

from datetime import date, timedelta

import pytest

from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.rules.periods import Period
from guichet.areas.catalogue.rules.standards import StandardTerms
from guichet.areas.metrics.queries import StandardMonth, published
from guichet.areas.metrics.rules import Known
from guichet.areas.metrics.tests.stage import DUE, NOW, copies, fixture_of_mes_02, outcome, settle
from guichet.areas.people.models import Person, Staff
from guichet.areas.sla.models import Promise, UpdateWait
from guichet.areas.tickets.models import Contact
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

DAY = timedelta(days=1)
MARCH, PLACE = date(2026, 3, 1), -1
pytestmark = pytest.mark.django_db


def keep(code: str, **said: object) -> None:
    given = {"kind": "timeliness", "measure": "completion", "statement": Bilingual("Dit.", "Said.")} | said
    form = catalogue.StandardForm(code=code, terms=StandardTerms(**given))  # type: ignore[arg-type]
    catalogue.configure_standard(form, by=SYSTEM, now=NOON - DAY)


def months() -> dict[str, StandardMonth]:
    """The present month of each standard."""
    return {one.version.code: one.months[PLACE] for one in published(now=NOW).standards}


@pytest.mark.proves("MES-02")
def test_a_standard_counts_what_it_reaches_and_an_open_one_past_due_as_missed(amina: Person, hiring: Service) -> None:
    fixture_of_mes_02(amina, times=2, service=hiring)
    fixture_of_mes_02(amina, times=3, service=hiring, channel="phone")
    keep("all-of-it", service="A04", share=66)
    keep("by-phone", service="A04", channel="phone", share=67)
    found = months()
    assert [(found[code].figure.kept, found[code].figure.n) for code in ("all-of-it", "by-phone")] == [
        (30, 45), (18, 27),
    ]  # fmt: skip
    assert (found["all-of-it"].met, found["by-phone"].met) == (True, False)


@pytest.mark.proves("MES-02", "AME-04")
def test_no_standard_gives_away_by_subtraction_what_is_too_small_to_be_told(amina: Person, hiring: Service) -> None:
    fixture_of_mes_02(amina, service=hiring)  # nine that could be judged
    fixture_of_mes_02(amina, times=3, service=hiring, channel="phone")
    keep("all-of-it", service="A04")
    keep("by-phone", service="A04", channel="phone")
    found = months()
    assert found["all-of-it"].figure.n == 36
    assert (found["by-phone"].figure.hidden, found["by-phone"].figure.n) == (True, None)


@pytest.mark.proves("MES-02")
def test_what_came_in_outside_normal_circumstances_is_shown_and_not_counted(amina: Person, hiring: Service) -> None:
    fixture_of_mes_02(amina, times=2, service=hiring)
    storm = Period(NOON.date(), NOON.date(), "Tempête", "Storm")
    keep("all-of-it", service="A04", suspended=(storm,))
    month = months()["all-of-it"]
    assert month.suspended == (storm,) and month.figure.known == Known.NOT_APPLICABLE
    keep("all-of-it", service="A04", suspended=(Period(date(2026, 4, 1), date(2026, 4, 2), "Crue", "Flood"),))
    assert months()["all-of-it"].figure.n == 18


@pytest.mark.proves("MES-02")
def test_not_applicable_no_data_and_nought_are_three_things(chloe: Staff, hiring: Service) -> None:
    keep("queue", kind="access", measure="declared")
    assert months()["queue"].figure.known == Known.NO_DATA
    tell = {"by": seen_by(chloe), "now": NOW, "month": MARCH}
    catalogue.tell_figure("queue", **tell)  # type: ignore[arg-type]
    assert months()["queue"].figure.known == Known.NOT_APPLICABLE
    catalogue.tell_figure("queue", met=0, total=12, **tell)  # type: ignore[arg-type]
    told = months()["queue"]
    assert (told.figure.known, told.figure.value, told.met) == (Known.VALUE, 0.0, False)
    with pytest.raises(catalogue.NotAFigure):
        catalogue.tell_figure("queue", met=13, total=12, **tell)  # type: ignore[arg-type]


@pytest.mark.proves("MES-02")
def test_accuracy_is_what_did_not_come_back_and_access_one_door(amina: Person, hiring: Service) -> None:
    keep("settled-once", kind="accuracy", measure="settled", service="A04")
    keep("one-door", kind="access", measure="one_door")
    ticket = a_ticket(amina, service=hiring)
    settle(ticket, met=DUE)
    ticket.refresh_from_db()
    early = NOW - 32 * DAY
    for number, one in enumerate([ticket, *copies(ticket, 11)]):
        outcome(one, early, early + 5 * DAY if number < 3 else early + 31 * DAY if number < 5 else None)
    Contact.objects.bulk_create(
        Contact(at=NOON, channel="phone", language="fr", value_class=value, failure_cause=cause)
        for value, cause in [("value", "")] * 9 + [("failure", "wrong_desk")] * 2 + [("failure", "follow_up"), ("", "")]
    )
    found = months()
    assert (found["settled-once"].figure.kept, found["settled-once"].figure.n) == (9, 12)
    assert (found["one-door"].figure.kept, found["one-door"].figure.n) == (10, 12)


@pytest.mark.proves("TRI-04", "MES-02")
def test_news_in_time_late_and_past_due_are_counted_wait_by_wait(amina: Person, hiring: Service) -> None:
    keep("news", measure="update", limit="2 bd")
    ticket, due = a_ticket(amina, service=hiring), {"since": NOON, "due_at": DUE, "standard": "news@1"}
    waits = [DUE - DAY] * 6 + [DUE + DAY, None]
    UpdateWait.objects.bulk_create(UpdateWait(ticket=ticket, met_at=met, **due) for met in waits)
    settle(ticket, update_by="news@1", update_from=NOON, update_due_at=NOW + DAY)
    others = copies(ticket, 3)
    Promise.objects.filter(ticket__in=others).update(update_due_at=NOW - DAY)
    figure = months()["news"].figure
    assert (figure.kept, figure.n) == (6, 11)  # six in time, two late, three that last; one is not due yet
