"""The calendars that the tests of business time share."""

from datetime import UTC, datetime

from guichet.areas.catalogue.rules import Calendar

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE_HOURS = {day: ["08:30-12:00", "13:00-16:30"] for day in WEEKDAYS}


def a_calendar(tz: str = "America/Vancouver", holidays: str = "CA-BC", **more: object) -> Calendar:
    """An office open seven hours on weekdays, closed at midday."""
    return Calendar.from_data({"tz": tz, "hours": OFFICE_HOURS, "holidays": holidays} | more, code="office")


VICTORIA = a_calendar()
TORONTO = a_calendar("America/Toronto", "CA-ON")
PARIS = a_calendar("Europe/Paris", "FR")
NIGHT_AND_DAY = Calendar.from_data(
    {"tz": "America/Vancouver", "hours": dict.fromkeys((*WEEKDAYS, "sat", "sun"), "00:00-24:00")}, code="security"
)


def at(text: str, calendar: Calendar = VICTORIA) -> datetime:
    """The instant when the wall of a place shows "2026-03-06 15:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone).astimezone(UTC)
