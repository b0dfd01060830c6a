"""The standards that are public: what they say, and what was kept of them, for people and for machines."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import offers
from guichet.areas.catalogue.queries.standards import StandardVersion, standards_at
from guichet.areas.catalogue.rules.periods import Period
from guichet.areas.catalogue.rules.standardwords import KIND_WORDS, delay_words, measured_words, scope_words
from guichet.areas.metrics.queries import StandardMonth, StandardResult
from guichet.doors.portal import results as said
from guichet.doors.portal.offering import lang, today
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui import wording

SHOWN = 6  # months on a page; all of them are in the files
COLUMNS = (
    "standard", "version", "kind", "measure", "statement_fr", "statement_en", "service", "priority", "channel",
    "target", "limit", "month", "known", "met", "total", "rate", "low", "high", "target_met",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A standard on a page."""

    code: str
    kind: str
    statement: Bilingual
    target: str
    counts: str
    reaches: str
    exceptions: Bilingual
    law: Bilingual
    extension: str
    silence: str
    suspended: tuple[Period, ...]
    months: tuple[tuple[str, str, bool | None], ...] = ()  # the newest first: which, what was kept, target reached


def in_force() -> list[Shown]:
    """Return the public standards as they are now."""
    return [_shown(one) for one in standards_at(clock.now()) if _is_told(one)]


def _is_told(one: StandardVersion) -> bool:
    """Tell whether everybody reads a standard: one of a service that is not published, or secret, is not told yet."""
    return one.terms.public and (not one.terms.service or one.terms.service in _names())


def _names() -> dict[str, Bilingual]:
    return {one.code: one.name for one in offers(today()).values() if not one.confidential}


def _shown(one: StandardVersion, months: Iterable[StandardMonth] = ()) -> Shown:
    terms, name = one.terms, _names().get(one.terms.service)
    silence = {"accepted": _("granted"), "refused": _("refused")}.get(terms.silence, "")
    return Shown(
        code=one.code, kind=str(KIND_WORDS[terms.kind]), statement=terms.statement,
        target=wording.percent(terms.share / 100, lang()), counts=measured_words(terms),
        reaches=scope_words(terms, service=str(name) if name else ""), exceptions=terms.exceptions, law=terms.law,
        extension=delay_words(terms.extension), silence=silence,
        suspended=tuple(period for period in terms.suspended if (today() - period.last).days < 366),
        months=tuple((date_format(month.start, "F Y"), said.rate(month.figure), month.met) for month in months),
    )  # fmt: skip


def kept(found: Iterable[StandardResult], service: str | None = None) -> list[Shown]:
    """Return what was kept of each standard, or of those of a service, the newest month first."""
    return [
        _shown(one.version, one.months[: -SHOWN - 1 : -1])
        for one in found
        if _is_told(one.version) and service in (None, one.terms.service)
    ]


def plain(found: Iterable[StandardResult]) -> list[dict[str, Any]]:
    """Write the standards and their results for a machine."""
    return [_plain(one) for one in found if _is_told(one.version)]


def _plain(one: StandardResult) -> dict[str, Any]:
    terms = one.terms
    data = terms.to_data()
    return {
        "standard": one.version.code, "version": one.version.version, "since": one.version.valid_from.isoformat(),
        "kind": terms.kind, "measure": terms.measure, "statement": data["statement"], "service": terms.service or None,
        "priority": terms.priority, "channel": terms.channel or None, "target": terms.share / 100,
        "limit": terms.limit or None, "calendar": terms.calendar or None, "exceptions": data["exceptions"],
        "legal_basis": data["law"], "suspended": data["suspended"], "months": [_month(month) for month in one.months],
    }  # fmt: skip


def _month(one: StandardMonth) -> dict[str, Any]:
    # Y, N and NA are what the inventory of the Treasury Board writes.
    reached = "NA" if one.met is None else "Y" if one.met else "N"
    return {"month": f"{one.start:%Y-%m}", **said.figure_of(one.figure), "target_met": reached}


def file_of(parts: Iterable[dict[str, Any]]) -> str:
    """Lay the results of the standards out as a table, a line a month."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for part in parts:
        writer.writerows({name: said.cell(value) for name, value in line.items()} for line in _lines(part))
    return text.getvalue()


def _lines(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    about = part | {"statement_fr": part["statement"]["fr"], "statement_en": part["statement"]["en"]}
    for month in part["months"]:
        line = about | month | {"total": month.get("n", "")}
        yield {name: "" if value is None else value for name, value in line.items() if name in COLUMNS}
