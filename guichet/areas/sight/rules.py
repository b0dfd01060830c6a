"""How looks are counted."""

from datetime import datetime, timedelta

APART = timedelta(minutes=15)  # two looks closer than this are one: a page that renews itself is not opened again

DOORS = ("page", "panel", "task", "file", "card", "portal", "api")
STAFF = "staff:"


def is_again(last: datetime | None, now: datetime) -> bool:
    """Tell whether a look is still the one before it."""
    return last is not None and now - last < APART


def opens(how: str) -> bool:
    """Tell whether a way to recognise somebody lets one speak of their file."""
    return how not in {"", "not_needed"}
