"""Stretches of days of a calendar, with their names: closures, and the weeks in which an assembly sits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from guichet.areas.catalogue.rules.hours import BadCalendar
from guichet.ground.bilingual import Bilingual


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From a day to another, both included."""

    first: date
    last: date
    fr: str = ""
    en: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def name(self) -> Bilingual:
        """Why, in both languages."""
        return Bilingual(self.fr, self.en)

    @classmethod
    def from_data(cls, key: str, row: object) -> Self:
        """Read {from: 2026-12-24, until: 2027-01-02, fr: …, en: …}."""
        if not isinstance(row, Mapping) or not {"from", "until"} <= row.keys() <= {"from", "until", "fr", "en"}:
            raise BadCalendar(key, f"{row!r} is not written like {{from: 2026-12-24, until: 2027-01-02, fr: …, en: …}}")
        first, last = day_of(key, row["from"]), day_of(key, row["until"])
        if last < first:
            raise BadCalendar(key, f"{last} comes before {first}")
        fr, en = str(row.get("fr") or "").strip(), str(row.get("en") or "").strip()
        if bool(fr) != bool(en):
            raise BadCalendar(key, f"the stretch from {first} is named in one language only")
        return cls(first, last, fr, en)

    def to_data(self) -> dict[str, str]:
        """Write it as `from_data` reads it."""
        return {"from": self.first.isoformat(), "until": self.last.isoformat(), "fr": self.fr, "en": self.en}


def periods(data: Mapping[str, object], key: str) -> tuple[Period, ...]:
    """Read a list of stretches, the earliest first."""
    return tuple(sorted(Period.from_data(key, row) for row in _rows(data, key, "stretches of days")))


def dates(data: Mapping[str, object], key: str) -> frozenset[date]:
    """Read a list of dates."""
    return frozenset(day_of(key, row) for row in _rows(data, key, "dates, such as [2026-12-24]"))


def _rows(data: Mapping[str, object], key: str, what: str) -> Iterable[object]:
    rows = data.get(key)
    if rows is None:
        return ()
    if isinstance(rows, str | Mapping) or not isinstance(rows, Iterable):
        raise BadCalendar(key, f"expected a list of {what}")
    return rows


def day_of(key: str, row: object) -> date:
    """Read a date."""
    # YAML hands over real dates where JSON has only text.
    if isinstance(row, date) and not isinstance(row, datetime):
        return row
    try:
        return date.fromisoformat(str(row))
    except ValueError as error:
        raise BadCalendar(key, f"{row!r} is not a date such as 2026-12-24") from error
