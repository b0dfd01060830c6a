"""What was kept of our commitments, in words and in figures that a machine reads."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.areas.catalogue.queries import Offer
from guichet.areas.metrics.queries import Figure, Longer, Published, Result, published
from guichet.areas.metrics.rules import SMALLEST, Known
from guichet.doors.portal.offering import lang
from guichet.ground import clock
from guichet.ground.ui import wording

KEPT_FOR = 600  # seconds
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a computation
HELD: dict[str, str | LazyText] = {
    "us": gettext_lazy("with us, at the window"), "unit": gettext_lazy("with a service of the house"),
    "partner": gettext_lazy("with a partner outside the house"),
    "client": gettext_lazy("with the client, whose answer we were waiting for"), "pause": gettext_lazy("set aside"),
}  # fmt: skip
COLUMNS = (
    "month", "service", "service_fr", "service_en", "standard_first", "standard_completion",
    "first_n", "first_met", "first_missed", "first_rate", "first_low", "first_high",
    "completion_n", "completion_met", "completion_missed", "completion_rate", "completion_low", "completion_high",
    "answered_n", "business_hours_p50", "business_hours_p90", "lived_days_p50", "lived_days_p90",
    *(f"missed_time_{holder}" for holder in HELD), "withheld", "first_known", "completion_known", "answered_known",
)  # fmt: skip
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """A month, in words."""

    month: str
    first: str
    completion: str
    missed: str
    business: str
    lived: str
    held: tuple[tuple[str, str], ...]


def counted() -> Published:
    """Return the months, as counted within the last ten minutes."""
    kept: Published | None = cache.get("portal:results:2")
    if kept is None:
        kept = published(now=clock.now())
        cache.set("portal:results:2", kept, KEPT_FOR)
    return kept


def row(result: Result, *, now: date) -> Row:
    """Write one month."""
    name = date_format(result.start, "F Y")
    delays = result.delay.delays
    held = sorted(result.held.items(), key=lambda one: -one[1])
    return Row(
        month=_("%(month)s, so far") % {"month": name} if _is_present(result.start, now) else name,
        first=rate(result.first), completion=rate(result.completion), missed=_missed(result.completion),
        business=_pair(_hours(delays.business[0]), _hours(delays.business[1])) if delays else empty(result.delay),
        lived=_pair(*(wording.duration(one, lang()) for one in delays.lived)) if delays else empty(result.delay),
        held=tuple((wording.percent(share, lang()), str(HELD[holder])) for holder, share in held if share >= 0.005),
    )  # fmt: skip


def longer(one: Longer) -> tuple[str, str, str]:
    """Write several months told together: which, first answers in time, dates kept."""
    months = {"first": date_format(one.start, "F Y"), "last": date_format(one.last, "F Y")}
    name = _("%(first)s to %(last)s") % months if one.start != one.last else months["first"]
    return name, rate(one.first), rate(one.completion)


def _is_present(start: date, now: date) -> bool:
    return (start.year, start.month) == (now.year, now.month)


def _hours(length: timedelta) -> str:
    hours = length / HOUR
    return f"{wording.decimal(round(hours, 1 if hours < 10 else 0), lang())}{wording.NBSP}h"


def _pair(half: str, most: str) -> str:
    return f"{half} · {most}"


def rate(figure: Figure) -> str:
    """Write a share with what it rests on."""
    if figure.value is None:
        return empty(figure)
    said = {"rate": wording.percent(figure.value, lang()), "kept": figure.kept, "n": figure.n}
    return _("%(rate)s (%(kept)s out of %(n)s)") % said


def empty(figure: Figure) -> str:
    """Write that there was too little to tell, nothing that it could be about, or nothing known of it."""
    if figure.hidden:
        return _("withheld")
    return _("no data") if figure.known == Known.NO_DATA else _("not applicable")


def _missed(figure: Figure) -> str:
    return empty(figure) if figure.value is None else wording.decimal((figure.n or 0) - (figure.kept or 0), lang())


def headline(found: tuple[Result, ...], together: tuple[Longer, ...] = ()) -> str:
    """Say how the last whole month went; where it is withheld, the present one, else the newest that is told."""
    shown = [one for one in (*found[:-2], *found[:-3:-1]) if one.completion.value is not None]
    if not shown and (told := next((one for one in together if one.completion.value is not None), None)):
        months, _first, kept = longer(told)
        return _("%(months)s: promised dates kept, %(kept)s.") % {"months": months, "kept": kept}
    if not shown:
        return _("Too few promised dates so far to give a result.")
    figure = shown[-1].completion
    said = {
        "month": date_format(shown[-1].start, "F Y"), "rate": wording.percent(figure.value or 0.0, lang()),
        "kept": figure.kept, "n": figure.n, "missed": (figure.n or 0) - (figure.kept or 0),
    }  # fmt: skip
    words = _("In %(month)s, %(rate)s of promised dates were kept: %(kept)s out of %(n)s. We missed %(missed)s.")
    return words % said


def plain(offer: Offer | None, found: tuple[Result, ...], together: tuple[Longer, ...] = ()) -> dict[str, Any]:
    """Write a service, or the whole, for a machine."""
    about: dict[str, Any] = {"service": None}
    if offer:
        about = {
            "service": offer.code, "name": {"fr": offer.name.fr, "en": offer.name.en},
            "standard": {
                "first_response": str(offer.first_response),
                "completion": str(offer.completion) if offer.completion else None,
            },
        }  # fmt: skip
    return about | {"months": [_month(one) for one in found], "longer": [_together(one) for one in together]}


def _together(one: Longer) -> dict[str, Any]:
    return {
        "from": f"{one.start:%Y-%m}", "until": f"{one.last:%Y-%m}", "first_response": figure_of(one.first),
        "completion": figure_of(one.completion),
    }  # fmt: skip


def _month(one: Result) -> dict[str, Any]:
    held = {holder: round(share, 4) for holder, share in one.held.items()}
    return {
        "month": f"{one.start:%Y-%m}", "first_response": figure_of(one.first), "completion": figure_of(one.completion),
        "delay": _delay(one.delay), "missed_time_held_by": held or None,
    }  # fmt: skip


def figure_of(figure: Figure) -> dict[str, Any]:
    """Write a share for a machine: `known` tells a value from what does not apply and from what nobody knows."""
    if figure.hidden:
        return {"withheld": True, "known": figure.known}
    if figure.known != Known.VALUE:
        return {"withheld": False, "known": figure.known, "n": 0, "met": 0, "missed": 0, "rate": None}
    n, met = figure.n or 0, figure.kept or 0
    low, high = figure.interval or (None, None)
    return {
        "withheld": False, "known": figure.known, "n": n, "met": met, "missed": n - met, "rate": _short(figure.value),
        "low": _short(low), "high": _short(high),
    }  # fmt: skip


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _delay(figure: Figure) -> dict[str, Any]:
    if figure.hidden or not figure.delays:
        about = {"withheld": figure.hidden, "known": figure.known}
        return about if figure.hidden else about | {"n": 0}
    business, lived = figure.delays.business, figure.delays.lived
    return {
        "withheld": False, "known": figure.known, "n": figure.n,
        "business_hours": {"p50": round(business[0] / HOUR, 2), "p90": round(business[1] / HOUR, 2)},
        "lived_days": {"p50": round(lived[0] / DAY, 2), "p90": round(lived[1] / DAY, 2)},
    }  # fmt: skip


def file_of(parts: list[dict[str, Any]]) -> str:
    """Lay the same out as a table, a line a month."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for part in parts:
        writer.writerows({name: cell(value) for name, value in line.items()} for line in _lines(part))
    return text.getvalue()


def cell(value: Any) -> Any:
    """Keep a text from becoming a formula in a spreadsheet."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value


def _lines(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    name, standard = part.get("name", {}), part.get("standard", {})
    about = {
        "service": part["service"] or "", "service_fr": name.get("fr", ""), "service_en": name.get("en", ""),
        "standard_first": standard.get("first_response", ""), "standard_completion": standard.get("completion") or "",
    }  # fmt: skip
    for month in part["months"]:
        rates = {"first": month["first_response"], "completion": month["completion"]}
        delay, held = month["delay"], month["missed_time_held_by"] or {}
        line = about | {"month": month["month"], "answered_n": delay.get("n", ""), "answered_known": delay["known"]}
        line |= {
            f"{measure}_{name}": value
            for measure, figures in rates.items()
            for name, value in figures.items()
            if name != "withheld" and value is not None
        }
        line |= {f"{unit}_{rank}": delay[unit][rank] for unit in ("business_hours", "lived_days") if unit in delay
                 for rank in ("p50", "p90")}  # fmt: skip
        hidden = [measure for measure, figure in (rates | {"answered": delay}).items() if figure["withheld"]]
        yield line | {f"missed_time_{holder}": share for holder, share in held.items()} | {"withheld": " ".join(hidden)}


NOTE = {"smallest": SMALLEST, "confidential": "not counted"}
