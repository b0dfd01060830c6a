"""The standards of the house: their versions, what is in force at a moment, and which one gives a ticket its dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from guichet.areas.catalogue.models import PlanTemplate, Service, Standard, StandardFigure
from guichet.areas.catalogue.queries.kept import keep
from guichet.areas.catalogue.queries.offers import calendar_at, calendars, house_calendar, offer
from guichet.areas.catalogue.rules import Calendar, Target
from guichet.areas.catalogue.rules.standards import Grounds, Measure, StandardTerms
from guichet.areas.people.queries import organisation_codes


@dataclass(frozen=True, slots=True)
class StandardVersion:
    """What a standard says from a day on, and from the moment at which that was written."""

    pk: int
    code: str
    version: int
    valid_from: date
    since: datetime | None
    writer: str
    terms: StandardTerms

    @property
    def reference(self) -> str:
        """Return what a promise names it by."""
        return f"{self.code}@{self.version}"

    def holds_at(self, moment: datetime, day: date) -> bool:
        """Tell whether it holds for what comes in at a moment of a day."""
        return self.valid_from <= day and (self.since is None or self.since <= moment)


@dataclass(frozen=True, slots=True)
class Dated:
    """A target, the hours it is counted in, and the version of the standard that gives it, if one does."""

    target: Target | None
    hours: Calendar
    by: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a standard may hang on: a service, the channel a request came by, and its priority."""

    service: int | None
    channel: str = ""
    priority: int = 3


def standard_versions() -> dict[str, list[StandardVersion]]:
    """Return every version of every standard, the oldest first."""

    def make() -> dict[str, list[StandardVersion]]:
        found: dict[str, list[StandardVersion]] = {}
        for row in Standard.objects.order_by("code", "version").select_related("staff"):
            found.setdefault(row.code, []).append(
                StandardVersion(
                    row.pk, row.code, row.version, row.valid_from, row.since,
                    row.staff.full_name if row.staff else "", StandardTerms.from_data(row.data),
                )
            )  # fmt: skip
        return found

    return keep("versions of standards", make)


def standards_at(moment: datetime) -> list[StandardVersion]:
    """Return the version of each standard that holds at a moment, by code; none of one that was retired by then."""
    day = house_calendar().local_day(moment)
    held = (_held(versions, moment, day) for versions in standard_versions().values())
    return [one for one in held if one and not one.terms.retired]


def _held(versions: list[StandardVersion], moment: datetime, day: date) -> StandardVersion | None:
    known = [one for one in versions if one.holds_at(moment, day)]
    # A day that comes later than another may have been written first: the day decides.
    return max(known, key=lambda one: (one.valid_from, one.version), default=None)


def has_maxima() -> bool:
    """Tell whether any standard fixes, or ever fixed, how long a decision may take by law."""
    return any(one.terms.measure == Measure.MAXIMUM for known in standard_versions().values() for one in known)


def standard_by(reference: str) -> StandardVersion | None:
    """Return the version that a promise names."""
    code, _, version = reference.partition("@")
    return next((one for one in standard_versions().get(code, []) if str(one.version) == version), None)


def dated_by(measure: Measure, matter: Matter, *, received: datetime, at: datetime) -> Dated:
    """Return the target of a request for its first answer, its completion or its decision by law, if it has one.

    It is the one of the moment at which the request was received. The narrowest standard with a limit of its own gives
    it, else the service; the hours are those of moment `at`.
    """
    wanted = offer(matter.service, on=received.date())
    found = _narrowest(measure, matter, wanted.code, received)
    code = found.terms.calendar if found and found.terms.calendar else wanted.calendar.code
    if found:
        return Dated(found.terms.target, calendar_at(code, at), found.reference)
    first, completion = wanted.promised_at(received)
    own = {Measure.FIRST: first, Measure.COMPLETION: completion}
    return Dated(own.get(measure), calendar_at(code, at))


def hours_by(reference: str, service: int | None, *, received: datetime, at: datetime) -> Calendar:
    """Return the hours that a version of a standard is counted in, as they stood at a moment."""
    found = standard_by(reference)
    code = found.terms.calendar if found else ""
    return calendar_at(code or offer(service, on=received.date()).calendar.code, at)


def _narrowest(measure: Measure, matter: Matter, service: str, received: datetime) -> StandardVersion | None:
    if not standard_versions():
        return None
    reaching = [
        one
        for one in standards_at(received)
        if one.terms.measure == measure
        and one.terms.limit
        and one.terms.reaches(service=service, priority=matter.priority, channel=matter.channel)
    ]
    return max(reaching, key=lambda one: (one.terms.narrowness, one.code), default=None)


def grounds() -> Grounds:
    """Return what a standard may name."""
    steps = dict(_steps())
    services = frozenset(Service.objects.values_list("code", flat=True))
    return Grounds(services, frozenset(organisation_codes()), frozenset(calendars()), steps)


def _steps() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the steps of each plan; those of the newest version of a service come last."""
    rows = PlanTemplate.objects.select_related("service").prefetch_related("steps").order_by("service", "version")
    for plan in rows:
        yield plan.service.code, tuple(step.key for step in plan.steps.all())


def standard_figures(code: str) -> dict[date, StandardFigure]:
    """Return what was told by hand of a standard, by month."""
    return {one.month: one for one in StandardFigure.objects.filter(code=code).select_related("staff")}
