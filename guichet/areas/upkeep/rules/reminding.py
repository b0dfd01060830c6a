"""When somebody is reminded of what they keep, and where they put it right."""

from datetime import date, datetime, timedelta

UPKEEP = "upkeep"  # how the outbox calls these letters
ESCALATED_AFTER = timedelta(days=30)
NIGHTS = 2  # in a row, before anybody is told: a site may be down for a night
NIGHT_BEGINS = 2  # o'clock, in the house
# Each kind of thing that somebody keeps: the permission to change it, and the page where that is done.
PAGES = {
    "article": ("knowledge.write", "office-article"),
    "service": ("catalogue.edit", "office-service"),
    "template": ("macros.keep", "desk-template"),
    "rule": ("automation.keep", "office-rule"),
    "word": ("glossary.define", "office-word"),
}


def is_overdue(review_on: date | None, on: date, *, by: timedelta = timedelta()) -> bool:
    """Tell whether something should have been read again by now, or that long ago."""
    return review_on is not None and review_on < on - by


def is_night(last: datetime | None, local: datetime) -> bool:
    """Tell whether the night's round is due: after two o'clock, once a day; one that was missed is made up for."""
    if local.hour < NIGHT_BEGINS:
        return False
    return last is None or last.astimezone(local.tzinfo).date() < local.date()


def is_week_due(last: datetime | None, local: datetime) -> bool:
    """Tell whether the letters of the week are due: by day, once a week, from Monday on."""
    if local.weekday() > 4 or not 7 <= local.hour < 18:
        return False
    return last is None or last.astimezone(local.tzinfo).isocalendar()[:2] < local.isocalendar()[:2]
