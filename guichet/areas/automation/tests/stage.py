"""Rules and what sets them off, for the tests of every door."""

from datetime import date, datetime, timedelta
from typing import Any

from guichet.areas.automation import actions
from guichet.areas.automation.models import Rule
from guichet.areas.automation.rules.spec import Acts, Condition, NewRule, Trigger
from guichet.areas.people.models import Staff
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.readers import is_settled, react
from tests.cast import NOON, seen_by

BEFORE = NOON - timedelta(hours=1)


def a_rule(keeper: Staff, acts: Acts, *asked: Condition, on: str = "opened", mode: str = "active", **more: Any) -> Rule:
    """Write a rule and put it to work an hour before noon."""
    wanted = NewRule(
        name=Bilingual(more.pop("fr", "Une règle"), more.pop("en", "A rule")),
        trigger=Trigger(on=on, days=more.pop("days", 0), term=more.pop("term", "")), acts=acts, conditions=asked,
        keeper=keeper.pk, review_on=date(2027, 3, 1), **more,
    )  # fmt: skip
    by = seen_by(keeper)
    made = actions.keep(wanted, by=by, now=BEFORE)
    return actions.put(made, by=by, now=BEFORE, mode=mode, version=made.version) if mode != "off" else made


def catch_up() -> None:
    """Let every reader of the journal answer everything."""
    settled = False
    while not settled:
        settled = is_settled() and not react()


def sweep(rule: Rule, now: datetime) -> int:
    """Let time pass for one rule."""
    return actions.sweep(rule, by=SYSTEM, now=now)
