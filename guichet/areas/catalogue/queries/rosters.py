"""The places where people are received, and who is there hour by hour, in which languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from guichet.areas.catalogue.queries.offers import calendars, house_calendar
from guichet.areas.catalogue.rules.rosters import Agent, Slot, roster_of
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Site, Staff
from guichet.ground.bilingual import LANGUAGES

WEEK = 7


@dataclass(frozen=True, slots=True)
class Week:
    """A place, and its opening hours from a Monday on."""

    site: Site
    days: tuple[tuple[date, tuple[Slot, ...]], ...]

    @property
    def offers_both(self) -> bool:
        """Tell whether people are to be received there in both languages."""
        return set(self.site.languages).issuperset(LANGUAGES)

    @property
    def lacking(self) -> list[tuple[date, Slot]]:
        """Return the hours without anybody who speaks both languages, where both are offered."""
        hours = ((day, slot) for day, slots in self.days for slot in slots)
        return [(day, slot) for day, slot in hours if not slot.is_bilingual] if self.offers_both else []


def weeks(viewer: Viewer, *, monday: date) -> list[Week]:
    """Return every place with its week, by name."""
    viewer.require("people.read_sites")
    rows = Site.objects.select_related("organisation").prefetch_related("staff")
    return [_week(one, monday) for one in sorted(rows, key=lambda one: str(one.name).casefold())]


def week_of(viewer: Viewer, code: str, *, monday: date) -> Week | None:
    """Return one place with its week."""
    viewer.require("people.read_sites")
    row = Site.objects.select_related("organisation").prefetch_related("staff").filter(code=code).first()
    return _week(row, monday) if row else None


def _week(site: Site, monday: date) -> Week:
    hours = calendars().get(site.calendar) or house_calendar()
    agents = [_agent(one) for one in _here(site.staff.all())]
    days = [monday + timedelta(days=count) for count in range(WEEK)]
    found = ((day, tuple(roster_of(day, hours.intervals_on(day), agents))) for day in days)
    return Week(site, tuple((day, slots) for day, slots in found if slots))


def _here(rows: Iterable[Staff]) -> list[Staff]:
    return sorted((one for one in rows if one.active), key=lambda one: (one.family_name, one.given_name))


def _agent(one: Staff) -> Agent:
    away = (one.away_from, one.away_until) if one.away_from and one.away_until else None
    return Agent(one.full_name, frozenset(one.languages), one.hours, away)


def site_of_staff(viewer: Viewer) -> Site | None:
    """Return the place where somebody receives people, if they do."""
    return Site.objects.filter(staff=viewer.staff).first() if viewer.staff else None
