"""Equal treatment is audited blind: a difference is found, chance is not taken for one, and nobody's name is kept."""

import json
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import translation
from django.utils.timezone import get_current_timezone

from guichet.areas.metrics import actions
from guichet.areas.metrics.models import ParityAudit
from guichet.areas.metrics.queries.alike import treated_in, unaudited, verdict
from guichet.areas.metrics.rules import alike
from guichet.areas.metrics.rules.alike import (
    EVEN,
    POOLED,
    UNEVEN,
    UNKNOWN,
    Treated,
    by_person,
    chi_square_tail,
    code_of,
    coded,
    key_of,
    kruskal_wallis,
    verdict_of,
)  # fmt: skip
from guichet.areas.metrics.rules.quarters import Quarter
from guichet.areas.people.models import Compartment, Organisation, Staff
from guichet.areas.sla.models import Promise
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import Refused
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.models import Entry
from tests.cast import a_person, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.proves("N6")
KEY = "une clé que personne ne devine"
SECRET = key_of(KEY, "2026-q3")


def treated(count: int, *, delay: float = 0.5, refused: float = 0.1, first: int = 0, seed: int = 7) -> list[Treated]:
    luck = random.Random(seed)
    return [
        Treated(first + place % 15, luck.gauss(delay, 0.1), luck.random() < refused, luck.randint(1, 4))
        for place in range(count)
    ]


def test_the_tests_are_those_of_the_books() -> None:
    # Values of scipy.stats.kruskal and scipy.stats.chi2.sf.
    groups = [[1.0, 3.0, 5.0, 7.0, 9.0], [2.0, 4.0, 6.0, 8.0, 10.0], [11.0, 12.0, 13.0, 14.0, 15.0]]
    assert kruskal_wallis(groups) == pytest.approx(0.008651695, abs=1e-8)
    assert chi_square_tail(5.991465, 2) == pytest.approx(0.05, abs=1e-6)
    assert chi_square_tail(3.841459, 1) == pytest.approx(0.05, abs=1e-6)
    assert chi_square_tail(7.814728, 3) == pytest.approx(0.05, abs=1e-6)
    assert kruskal_wallis([[1.0, 1.0], [1.0]]) is None


def test_a_difference_is_found_and_chance_is_not_taken_for_one() -> None:
    even = {"A": treated(120, seed=1), "B": treated(90, first=100, seed=2)}
    slower = {"A": treated(120, seed=1), "B": treated(90, delay=0.6, first=100, seed=2)}
    refused = {"A": treated(120, seed=1), "B": treated(90, refused=0.4, first=100, seed=2)}

    assert verdict_of(alike.tests_of(coded(even, SECRET))) == EVEN
    assert verdict_of(alike.tests_of(coded(slower, SECRET))) == UNEVEN
    assert verdict_of(alike.tests_of(coded(refused, SECRET))) == UNEVEN
    assert verdict_of(alike.tests_of(coded({"A": treated(5)}, SECRET))) == UNKNOWN


def test_of_several_tests_the_smallest_has_to_stand_for_all() -> None:
    assert verdict_of({"delays": 0.03, "refusals": 0.5, "priorities": 0.6}) == EVEN
    assert verdict_of({"delays": 0.03, "refusals": None, "priorities": None}) == UNEVEN


def test_groups_of_fewer_than_ten_persons_are_one_and_so_are_those_of_none() -> None:
    few = [Treated(person, 0.5, False, 2) for person in range(6)]
    others = [Treated(100 + person, 0.5, False, 2) for person in range(6)]
    many = treated(60, first=200)

    found = coded({"GRANIT": few, "": others, "AZUR": many}, SECRET)
    assert sorted(found) == sorted([POOLED, code_of("AZUR", SECRET)])
    assert len(found[POOLED]) == 12
    assert coded({"GRANIT": few}, SECRET) == {}
    assert not any("AZUR" in code for code in found)


def test_a_delay_is_compared_with_those_of_the_same_service_only() -> None:
    quick, slow = [("paper", one) for one in (1, 2, 2, 5)], [("lease", one) for one in (40, 90)]

    assert alike.ranked([*quick, *slow, ("alone", 3)]) == [0.125, 0.5, 0.5, 0.875, 0.25, 0.75, 0.5]


def test_whoever_asks_often_counts_once() -> None:
    rows = [Treated(1, 0.2, False, 2), Treated(1, 0.8, True, 4), Treated(1, 0.4, False, 3), Treated(2, 1.0, False, 1)]

    assert by_person(rows) == [Treated(1, 0.4, True, 3.0), Treated(2, 1.0, False, 1.0)]


def test_a_group_that_is_left_waiting_is_found_though_it_has_no_answer() -> None:
    waiting = {"A": treated(60, seed=1), "B": treated(40, first=100, seed=2) + treated(40, delay=3, first=100, seed=3)}

    assert verdict_of(alike.tests_of(coded(waiting, SECRET))) == UNEVEN


@pytest.mark.parametrize(
    ("day", "quarter", "first"),
    [(date(2026, 11, 28), "2026-q3", date(2026, 7, 1)), (date(2026, 1, 2), "2025-q4", date(2025, 10, 1))],
)
@pytest.mark.django_db
def test_a_quarter_is_audited_once_it_is_over(day: date, quarter: str, first: date) -> None:
    found, *others = unaudited(day)
    assert (str(found), found.first) == (quarter, first)
    assert found.back(-1).first <= day and len(others) == 3


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def ruth(house: dict[str, Organisation]) -> Staff:
    return a_staff(house, "CS", "Ruth", "Sinclair", "auditor")


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 28, 10, tzinfo=get_current_timezone())


def a_caucus(code: str, persons: int, *, days: int) -> None:
    """Give a caucus members, each with an answer of the third quarter that took some days of the ten promised."""
    caucus = Organisation.objects.create(code=code, kind="caucus", name=Bilingual(f"Caucus {code}", f"{code} Caucus"))
    office = Organisation.objects.create(code=f"B-{code}", kind="office", name=Bilingual(code, code), caucus=caucus)
    compartment = Compartment.objects.create(organisation=office)
    received = datetime(2026, 8, 3, 9, tzinfo=get_current_timezone())
    for number in range(persons):
        ticket = a_ticket(a_person(f"{code}{number}@example.org", "Jo", code), at=received)
        Ticket.rows.filter(pk=ticket.pk).update(compartment=compartment)
        Promise.objects.filter(ticket=ticket).update(
            received_at=received, met_at=received + timedelta(days=days, hours=number), open=False,
            original_due_at=received + timedelta(days=10),
        )  # fmt: skip


@pytest.mark.django_db
def test_the_auditor_audits_reads_codes_and_needs_their_key_for_names(ruth: Staff, chloe: Staff, now: datetime) -> None:
    a_caucus("OCRE", 11, days=2)
    a_caucus("JADE", 11, days=7)
    assert {code: len(rows) for code, rows in treated_in(Quarter(2026, 3)).items()} == {"OCRE": 11, "JADE": 11}
    unanswered = Promise.objects.filter(ticket__title__gt="").order_by("pk").last()
    assert unanswered is not None
    Promise.objects.filter(pk=unanswered.pk).update(met_at=None, open=True)
    slowest = max((one for rows in treated_in(Quarter(2026, 3)).values() for one in rows), key=lambda one: one.delay)
    assert slowest.person == unanswered.ticket.requester_id, "what was due and has no answer counts as long as it waits"
    by = seen_by(ruth)
    with pytest.raises(actions.CannotAudit, match="12"), transaction.atomic():
        actions.audit_parity(by=by, now=now, key="court", quarter="2026-q3")
    with pytest.raises(Refused), transaction.atomic():
        actions.audit_parity(by=seen_by(chloe), now=now, key=KEY, quarter="2026-q3")

    audit = actions.audit_parity(by=by, now=now, key=KEY, quarter="2026-q3")

    assert verdict() == (Quarter(2026, 3), UNEVEN)
    kept = json.dumps([*ParityAudit.objects.values_list("tests", "groups"), *Entry.objects.filter(
        stream="parity:2026-q3").values_list("data", flat=True)])  # fmt: skip
    assert not any(word in kept for word in ("OCRE", "JADE", "Caucus", KEY))
    with pytest.raises(actions.CannotAudit, match="already"), transaction.atomic():
        actions.audit_parity(by=by, now=now, key=KEY, quarter="2026-q3")
    with pytest.raises(actions.CannotAudit, match="No group"), transaction.atomic():
        actions.decode_parity(audit, by=by, now=now, key="une autre clé, bien longue")
    names = actions.decode_parity(audit, by=by, now=now, key=KEY)
    assert sorted(str(name) for name in names.values()) == ["JADE Caucus", "OCRE Caucus"]
    kinds = Entry.objects.filter(stream="parity:2026-q3").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["metrics.parity_audited", "metrics.parity_decoded"]
