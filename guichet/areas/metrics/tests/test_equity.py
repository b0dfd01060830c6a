"""Equity: a gap that is there is found, one that chance explains is not told, and nothing small comes out."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from guichet.areas.metrics.queries import Slice, counted, listed
from guichet.areas.metrics.queries.equity import Compared, equity, parity
from guichet.areas.metrics.rules import COMPARED, COMPARED_DELAYS
from guichet.areas.metrics.tests.stage import DUE, NOW, copies, settle
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import ContactPoint, Organisation, Person, Staff
from guichet.areas.sla.rules import difference, ratio_of_medians
from guichet.ground.access import Refused
from tests.cast import NOON, a_person, a_staff, a_ticket, seen_by

HOUR = timedelta(hours=1)
YEAR = Slice(NOON - timedelta(days=300), NOW + timedelta(days=1))
ORDER = [one.code for one in (*COMPARED, *COMPARED_DELAYS)]


def judged(by: Person, kept: int, missed: int, *, first: timedelta = HOUR, **more: Any) -> None:
    """Make requests whose promised dates were kept and missed, first answered after so long."""
    ticket = a_ticket(by, **more)
    at = {"first_met_at": NOON + first, "first_due_at": NOON + timedelta(days=1)}
    for count, met in ((kept, DUE - HOUR), (missed, DUE + HOUR)):
        if count:
            settle(ticket, met=met, **at)
            ticket.refresh_from_db()
            copies(ticket, count - (met > DUE or not missed))


def place(house: dict[str, Organisation], code: str, rurality: str) -> Organisation:
    """Say where an office stands."""
    office, _made = Organisation.objects.get_or_create(
        code=code, defaults={"kind": "office", "name": house["BN-01"].name}
    )
    office.rurality = rurality
    office.save(update_fields=["rurality"])
    return office


def cell(viewer: Viewer, axis: str, group: str, code: str) -> Compared:
    rows = {(one.axis, one.group): one for one in equity(viewer, YEAR, now=NOW)}
    return rows[axis, group].cells[ORDER.index(code)]


@pytest.fixture
def lead(chloe: Staff) -> Viewer:
    return seen_by(chloe)


@pytest.mark.proves("EQU-03")
def test_the_interval_of_a_difference_is_the_one_that_newcombe_published() -> None:
    assert difference((56, 70), (48, 80)) == pytest.approx((0.0524, 0.3339), abs=0.00005)
    assert difference((10, 10), (0, 20)) == pytest.approx((0.6791, 1.0), abs=0.00005)


@pytest.mark.proves("EQU-03")
def test_the_ratio_of_two_medians_has_an_interval_that_holds_it() -> None:
    plain, doubled = [float(one) for one in range(10, 110)], [2.0 * one for one in range(10, 110)]
    times, low, high = ratio_of_medians(doubled, plain)
    assert (times, low > 1.5, high < 2.7) == (2.0, True, True)
    assert (ratio_of_medians(plain, plain)[0], ratio_of_medians([0.0, 1.0, 2.0], [1.0, 2.0, 3.0])[1]) == (1.0, 0.0)


@pytest.mark.proves("EQU-03")
def test_a_rural_gap_is_found_with_its_interval_and_one_that_chance_explains_is_not(
    amina: Person, lead: Viewer, house: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    judged(amina, 90, 10, holder=place(house, "BN-01", "urban"))
    judged(amina, 70, 30, holder=place(house, "LV-01", "rural"))
    judged(amina, 42, 8, holder=place(house, "IL-01", "remote"))
    with django_assert_num_queries(4):
        rows = equity(lead, YEAR, now=NOW)
    assert [(one.axis, one.group) for one in rows[:3]] == [("rurality", one) for one in ("urban", "rural", "remote")]
    rural, remote = (cell(lead, "rurality", group, "completion") for group in ("rural", "remote"))
    assert rural.gap and remote.gap and cell(lead, "rurality", "urban", "completion").gap is None
    assert rural.gap.points == pytest.approx(-0.20) and rural.gap.worse
    assert rural.gap.interval == pytest.approx(difference((70, 100), (90, 100)))
    assert remote.gap.points == pytest.approx(-0.06) and not remote.gap.worse


@pytest.mark.proves("EQU-03", "N4")
def test_fewer_than_ten_are_withheld_from_everybody_with_what_would_give_them_away(
    amina: Person, lead: Viewer, house: Any
) -> None:
    judged(amina, 40, 10, holder=place(house, "BN-01", "urban"))
    judged(amina, 20, 5, holder=place(house, "LV-01", "rural"))
    judged(amina, 3, 1, holder=place(house, "IL-01", "remote"))
    for viewer in (lead, seen_by(a_staff(house, "CS", "Odile", "Sage", "auditor"))):
        for group in ("rural", "remote"):
            withheld = cell(viewer, "rurality", group, "completion")
            assert withheld.figure.hidden and withheld.figure.n is None and withheld.figure.kept is None
            assert cell(viewer, "rurality", group, "first_delay").half is None
        assert cell(viewer, "rurality", "urban", "completion").figure.n == 50
    part = Slice(YEAR.since, YEAR.until, rurality="urban")
    assert counted(lead, part, "completion", now=NOW) == len(listed(lead, part, "completion", now=NOW).rows) == 50
    for group, code in (("remote", "completion"), ("rural", "completion_met"), ("urban", "open")):
        with pytest.raises(Refused):
            listed(lead, Slice(YEAR.since, YEAR.until, rurality=group), code, now=NOW)


@pytest.mark.proves("EQU-03")
def test_letters_and_reach_go_by_what_people_said_of_themselves(amina: Person, lead: Viewer) -> None:
    judged(amina, 20, 10)
    reader = a_person("tom@example.org", "Tom", "Leblanc")
    Person.objects.filter(pk=reader.pk).update(formats=["text"])
    judged(reader, 10, 10, holder=reader)
    writer = a_person("rose@example.org", "Rose", "Metallic")
    ContactPoint.objects.filter(person=writer).delete()
    judged(writer, 11, 0, holder=writer)
    assert cell(lead, "letters", "adapted", "completion").figure.n == 20
    assert cell(lead, "letters", "usual", "completion").figure.n == 41
    assert cell(lead, "reach", "paper", "completion").figure.n == 11
    assert counted(lead, Slice(YEAR.since, YEAR.until, reach="paper"), "completion", now=NOW) == 11


@pytest.mark.proves("EQU-01")
def test_the_ratio_of_medians_says_whether_french_waits_longer_than_english(amina: Person, lead: Viewer) -> None:
    for language, first, count in (("fr", 1.28, 12), ("en", 1.0, 15)):
        Person.objects.filter(pk=amina.pk).update(language=language)
        amina.refresh_from_db()
        judged(amina, count, 0, first=first * HOUR)
    french = cell(lead, "language", "fr", "first_delay")
    assert french.ratio and french.ratio.times == pytest.approx(1.28) and french.ratio.worse
    quarters = [Slice(NOON - timedelta(days=90), NOON), Slice(NOON, NOW)]
    before, present = parity(lead, quarters, now=NOW)
    assert (before.ratio, before.french.figure.n) == (None, 0)
    assert present.ratio and present.ratio.times == pytest.approx(1.28)
    assert (present.french.figure.n, present.english.figure.n) == (12, 15)
