"""Business time: opening hours, public holidays and what a service's standard comes to, with no database or clock."""

from guichet.areas.catalogue.rules.calendar import Calendar, ClosedDay, NeverOpen
from guichet.areas.catalogue.rules.holiday_names import HolidayName
from guichet.areas.catalogue.rules.hours import BadCalendar, OpeningHours
from guichet.areas.catalogue.rules.openings import Opening
from guichet.areas.catalogue.rules.targets import BadTarget, Target, Unit, describe

__all__ = [
    "BadCalendar",
    "BadTarget",
    "Calendar",
    "ClosedDay",
    "HolidayName",
    "NeverOpen",
    "Opening",
    "OpeningHours",
    "Target",
    "Unit",
    "describe",
]
