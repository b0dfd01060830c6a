"""Who receives people during each opening hour of a place, and in which languages (EQU-02)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from guichet.areas.catalogue.rules.hours import DAYS, END_OF_DAY, Interval
from guichet.ground.bilingual import LANGUAGES

HOUR, MIDNIGHT = 60, 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who receives people: their languages, their own hours (none: those of the place), their absence."""

    name: str
    languages: frozenset[str]
    hours: Mapping[str, Iterable[str]]
    away: tuple[date, date] | None = None

    @property
    def is_bilingual(self) -> bool:
        """Tell whether they receive people in both languages."""
        return self.languages.issuperset(LANGUAGES)

    def is_there(self, day: date, start: int, end: int) -> bool:
        """Tell whether they are there from one minute of a day to another, all the while."""
        if self.away and self.away[0] <= day <= self.away[1]:
            return False
        spans = [_span(text) for text in self.hours.get(DAYS[day.weekday()], ())]
        return not self.hours or any(first <= start and end <= last for first, last in spans)


@dataclass(frozen=True, slots=True)
class Slot:
    """An opening hour, or what there is of one, and who is there all the while."""

    start: time
    end: time
    agents: tuple[Agent, ...]

    @property
    def is_bilingual(self) -> bool:
        """Tell whether somebody there speaks both languages."""
        return any(one.is_bilingual for one in self.agents)

    @property
    def spoken(self) -> tuple[str, ...]:
        """Return the languages that somebody there speaks."""
        return tuple(one for one in LANGUAGES if any(one in agent.languages for agent in self.agents))


def roster_of(day: date, opening: Iterable[Interval], agents: Iterable[Agent]) -> list[Slot]:
    """Return the opening hours of a day, cut at each full hour, with who is there."""
    known = tuple(agents)
    found = []
    for first, last in opening:
        start, close = _minute(first), MIDNIGHT if last == END_OF_DAY else _minute(last)
        while start < close:
            end = min(close, (start // HOUR + 1) * HOUR)
            there = tuple(one for one in known if one.is_there(day, start, end))
            found.append(Slot(_time(start), _time(end), there))
            start = end
    return found


def _minute(at: time) -> int:
    return at.hour * HOUR + at.minute


def _time(minute: int) -> time:
    return END_OF_DAY if minute == MIDNIGHT else time(*divmod(minute, HOUR))


def _span(text: str) -> tuple[int, int]:
    """Read "08:30-12:00" as minutes."""
    first, _dash, last = text.partition("-")
    start, end = (int(one[:2]) * HOUR + int(one[3:5]) for one in (first, last))
    return start, end
