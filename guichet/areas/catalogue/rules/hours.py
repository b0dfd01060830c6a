"""The hours of an ordinary week, as people write them: "08:30-12:00"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Self

Interval = tuple[time, time]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# As the end of an interval, midnight is the one that closes the day; people write it 24:00.
END_OF_DAY = time(0)
_INTERVAL = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*")


class BadCalendar(ValueError):
    """The description of a calendar cannot be used; `key` names the part at fault."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.key = key
        self.reason = reason


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Seven days, Monday first, each a row of intervals in local wall time."""

    week: tuple[tuple[Interval, ...], ...]

    def __post_init__(self) -> None:
        if len(self.week) != len(DAYS):
            raise BadCalendar("hours", "a week has seven days")
        for name, intervals in zip(DAYS, self.week, strict=True):
            _refuse_disorder(f"hours.{name}", intervals)

    @classmethod
    def of(cls, hours: Mapping[int, tuple[Interval, ...]]) -> Self:
        """Build the week from weekday numbers, Monday being 0; the days left out are closed."""
        return cls(tuple(tuple(hours.get(weekday, ())) for weekday in range(len(DAYS))))

    @classmethod
    def from_data(cls, data: object) -> Self:
        """Read {"mon": ["08:30-12:00", "13:00-16:30"], …}; the days left out are closed."""
        if not isinstance(data, Mapping):
            raise BadCalendar("hours", "expected days and their hours, such as {mon: [08:30-12:00]}")
        for name in data:
            if name not in DAYS:
                raise BadCalendar(f"hours.{name}", f"not a day; the days are {', '.join(DAYS)}")
        return cls(tuple(_intervals(f"hours.{name}", data.get(name)) for name in DAYS))

    def to_data(self) -> dict[str, list[str]]:
        """Write the open days as `from_data` reads them."""
        named = zip(DAYS, self.week, strict=True)
        return {name: [_written(interval) for interval in row] for name, row in named if row}

    def on(self, weekday: int) -> tuple[Interval, ...]:
        """The intervals of an ordinary Monday (0) … Sunday (6)."""
        return self.week[weekday]

    def on_special_opening(self, weekday: int) -> tuple[Interval, ...]:
        """The hours of a day opened by exception: its own, else those of the first open day of the week."""
        return self.week[weekday] or next((row for row in self.week if row), ())


def _refuse_disorder(key: str, intervals: tuple[Interval, ...]) -> None:
    """Refuse an interval that ends before it starts, or starts before the one before it has ended."""
    previous = time.min
    for position, (start, end) in enumerate(intervals):
        if end != END_OF_DAY and end <= start:
            raise BadCalendar(key, f"{_written((start, end))} ends before it starts; write a night as two days")
        if position and (previous == END_OF_DAY or start < previous):
            raise BadCalendar(key, f"{_written((start, end))} starts before the hours written before it are over")
        previous = end


def _intervals(key: str, data: object) -> tuple[Interval, ...]:
    """Read one day: a list of intervals, or a single one."""
    if data is None:
        return ()
    rows = [data] if isinstance(data, str) else data
    if not isinstance(rows, list | tuple):
        raise BadCalendar(key, "expected a list of hours, such as [08:30-12:00, 13:00-16:30]")
    return tuple(_interval(key, row) for row in rows)


def _interval(key: str, text: object) -> Interval:
    """Read "08:30-12:00"."""
    found = _INTERVAL.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise BadCalendar(key, f"{text!r} is not written like 08:30-12:00")
    hour, minute, end_hour, end_minute = map(int, found.groups())
    try:
        end = END_OF_DAY if (end_hour, end_minute) == (24, 0) else time(end_hour, end_minute)
        return time(hour, minute), end
    except ValueError as error:
        raise BadCalendar(key, f"{text!r} is not a time of day ({error})") from error


def _written(interval: Interval) -> str:
    """Write "08:30-12:00"."""
    start, end = interval
    return f"{start:%H:%M}-{'24:00' if end == END_OF_DAY else format(end, '%H:%M')}"
