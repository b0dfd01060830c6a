"""A plan tried on the last year, in words: delay, work, hand-offs and money beside those of the plan in force."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries.plans import newest_plan, steps_in
from guichet.areas.tickets.queries.trying import Trial, tried, year_of
from guichet.doors.office.writing import hours, lang, number
from guichet.ground import clock
from guichet.ground.ui import wording

if TYPE_CHECKING:
    from guichet.areas.catalogue.rules.plans import PlannedStep

LIVED = timedelta(days=1)
MINUS = "\u2212"


def trial_of(service: Any, typed: "tuple[PlannedStep, ...]") -> dict[str, Any]:
    """Return the rows of both plans and of what differs, and what each step of the one written here costs."""
    now = clock.now()
    year = year_of(service, now=now)
    present = tried(service, steps_in(newest_plan(service)), year, now=now)
    written = tried(service, typed, year, now=now)
    rows = [_row(name, one) for name, one in ((_("In force"), present), (_("As written here"), written)) if one]
    if present and written:
        rows.append(_difference(present, written))
    return {"rows": rows, **(_costs(written) if written else {})}


def _row(name: str, trial: Trial) -> dict[str, str]:
    return {
        "name": name, "n": number(trial.n), "half": _days(trial.half), "most": _days(trial.most),
        "work": hours(trial.work), "hands": number(round(trial.hands, 1)), "steps": number(round(trial.steps, 1)),
        "cost": wording.money(round(trial.cents), lang()),
    }  # fmt: skip


def _difference(one: Trial, other: Trial) -> dict[str, str]:
    hands, steps = round(other.hands - one.hands, 1), round(other.steps - one.steps, 1)
    cents = round(other.cents) - round(one.cents)
    return {
        "name": _("Difference"), "n": "",
        "half": _signed(other.half - one.half, timedelta(0), _days),
        "most": _signed(other.most - one.most, timedelta(0), _days),
        "work": _signed(other.work - one.work, timedelta(0), hours), "hands": _signed(hands, 0, number),
        "steps": _signed(steps, 0, number), "cost": _signed(cents, 0, lambda sum_: wording.money(sum_, lang())),
    }  # fmt: skip


def _signed(value: Any, nothing: Any, written: Any) -> str:
    if value == nothing:
        return "="
    return f"+{written(value)}" if value > nothing else f"{MINUS}{written(-value)}"


def _costs(trial: Trial) -> dict[str, Any]:
    """Say what each step costs, and of which nothing says it."""
    return {
        "costs": [
            (one.step.title.in_language(lang()), one.step.unit, wording.money(one.cents, lang()), number(one.times))
            for one in trial.spent
            if one.cents
        ],
        "unknown": ", ".join(one.title.in_language(lang()) or one.key for one in trial.unknown),
    }  # fmt: skip


def _days(length: timedelta) -> str:
    if length < LIVED:
        return hours(length)
    return _("%(n)s d") % {"n": number(round(length / LIVED, 1))}
