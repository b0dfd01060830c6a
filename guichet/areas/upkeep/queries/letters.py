"""What a letter to somebody who keeps things right says, on the day on which it leaves."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Staff
from guichet.areas.people.queries import viewer_of_staff
from guichet.areas.upkeep.queries.kept import Subject, dead_for, to_read_again


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who is reminded, of what is to be read again, and of which links that lead nowhere."""

    reader: Viewer
    again: list[Subject]
    dead: list[tuple[Subject, str]]


def reminder_of(refs: dict[str, Any], *, on: date) -> Reminder | None:
    """Return what a letter says, or None when nothing is left to say, or nobody to say it to."""
    staff = Staff.objects.filter(pk=refs["staff"], active=True).first()
    if staff is None:
        return None
    again = to_read_again(staff.pk, on=on) if refs["about"] == "week" else []
    found = Reminder(viewer_of_staff(staff), again, dead_for(staff.pk))
    return found if found.again or found.dead else None
