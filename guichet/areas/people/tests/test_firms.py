"""A firm is one business number, with the accounts that partners give under it."""

from typing import Any

import pytest
from django.db import transaction

from guichet.areas.people import actions
from guichet.areas.people.models import Organisation, Staff
from guichet.areas.people.queries.firms import accounts_of, find_firms, history_of
from guichet.areas.people.rules import is_business_number
from guichet.areas.people.tests.firms import BAKERY, GARAGE, Firms, the_firms
from guichet.ground.access import SYSTEM
from tests.cast import NOON, seen_by

pytestmark = pytest.mark.proves("CLI-07")


@pytest.fixture
def firms(db: Any) -> Firms:
    return the_firms()


@pytest.mark.parametrize(
    ("number", "sound"),
    [(BAKERY, True), (GARAGE, True), ("100000002", False), ("10000000", False), ("000000000", False),
     ("10000000９", False), ("", False)],
)  # fmt: skip
def test_the_last_digit_of_a_business_number_checks_the_others(number: str, sound: bool) -> None:
    assert is_business_number(number) is sound


@pytest.mark.parametrize("place", range(8))
def test_a_slip_in_any_digit_is_noticed(place: int) -> None:
    slip = BAKERY[:place] + str((int(BAKERY[place]) + 1) % 10) + BAKERY[place + 1 :]
    assert not is_business_number(slip)


def test_the_accounts_of_two_partners_attach_to_one_root_number(firms: Firms) -> None:
    actions.number_firm(firms.bakery, by=SYSTEM, now=NOON, number="10000 0009")
    for code, partner in (("rt0001", firms.revenue), ("WC 0001", firms.accidents), ("RT0001", firms.revenue)):
        actions.attach_account(firms.bakery, by=SYSTEM, now=NOON, code=code, partner=partner)
    firms.bakery.refresh_from_db()
    assert firms.bakery.business_number == BAKERY
    assert [(one.code, one.partner) for one in accounts_of(firms.bakery)] == [
        ("RT0001", firms.revenue), ("WC0001", firms.accidents),
    ]  # fmt: skip


def test_a_second_firm_with_the_same_root_number_is_refused_without_naming_the_first(firms: Firms) -> None:
    actions.number_firm(firms.bakery, by=SYSTEM, now=NOON, number=BAKERY)
    with pytest.raises(actions.NumberTaken) as refusal, transaction.atomic():
        actions.number_firm(firms.garage, by=SYSTEM, now=NOON, number=BAKERY)
    assert "Ruiz" not in str(refusal.value)
    assert Organisation.objects.get(pk=firms.garage.pk).business_number == ""
    assert history_of(firms.garage) == []


def test_what_makes_no_sense_is_refused_and_changes_nothing(firms: Firms, house: dict[str, Organisation]) -> None:
    keep: dict[str, Any] = {"by": SYSTEM, "now": NOON}
    with pytest.raises(actions.NotAFirm), transaction.atomic():
        actions.number_firm(house["BN-01"], number=BAKERY, **keep)
    with pytest.raises(actions.NotANumber), transaction.atomic():
        actions.number_firm(firms.bakery, number="100000002", **keep)
    with pytest.raises(actions.NoNumberYet), transaction.atomic():
        actions.attach_account(firms.bakery, code="RT0001", partner=firms.revenue, **keep)
    actions.number_firm(firms.bakery, number=BAKERY, **keep)
    with pytest.raises(actions.NotAnAccount), transaction.atomic():
        actions.attach_account(firms.bakery, code="RT1", partner=firms.revenue, **keep)
    with pytest.raises(actions.NotGiven), transaction.atomic():
        actions.attach_account(firms.bakery, code="RT0001", partner=house["RH"], **keep)
    actions.attach_account(firms.bakery, code="RT0001", partner=firms.revenue, **keep)
    with pytest.raises(actions.AccountTaken), transaction.atomic():
        actions.attach_account(firms.bakery, code="RT0001", partner=firms.accidents, **keep)
    with pytest.raises(actions.NumberInUse), transaction.atomic():
        actions.number_firm(firms.bakery, number="", **keep)
    assert [one.what for one in history_of(firms.bakery)] == ["attached", "numbered"]


def test_the_card_keeps_who_changed_what(firms: Firms, bruno: Staff) -> None:
    by = seen_by(bruno)
    actions.number_firm(firms.bakery, by=by, now=NOON, number=BAKERY)
    actions.attach_account(firms.bakery, by=by, now=NOON, code="RT0001", partner=firms.revenue)
    actions.detach_account(firms.bakery, by=by, now=NOON, code="RT0001")
    assert [(one.what, one.value, one.who) for one in history_of(firms.bakery)] == [
        ("detached", "RT0001", bruno.full_name), ("attached", "RT0001", bruno.full_name),
        ("numbered", BAKERY, bruno.full_name),
    ]  # fmt: skip


def test_the_window_finds_a_firm_by_its_number_or_an_account_under_it(firms: Firms, bruno: Staff) -> None:
    actions.number_firm(firms.bakery, by=SYSTEM, now=NOON, number=BAKERY)
    for words in ("100 000 009", "100000009 RT0001"):
        assert find_firms(words, by=seen_by(bruno)) == [firms.bakery]
    assert find_firms(GARAGE, by=seen_by(bruno)) == []
