"""What a letter to somebody who keeps things right says, on the day on which it leaves."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from guichet.areas.forms.rules.alone import Alone
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Staff
from guichet.areas.people.queries import viewer_of_staff
from guichet.areas.upkeep.queries.forms import poor
from guichet.areas.upkeep.queries.kept import Subject, dead_for, to_read_again


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who is reminded, of what is to be read again, which links that lead nowhere, or which forms few get through."""

    reader: Viewer
    again: list[Subject]
    dead: list[tuple[Subject, str]]
    poor: list[tuple[Subject, Alone]] = field(default_factory=list)


def reminder_of(refs: dict[str, Any], *, now: datetime) -> Reminder | None:
    """Return what a letter says, or None when nothing is left to say, or nobody to say it to."""
    staff = Staff.objects.filter(pk=refs["staff"], active=True).first()
    if staff is None:
        return None
    if refs["about"] == "forms":
        found = poor(now=now).get(staff.pk, [])
        return Reminder(viewer_of_staff(staff), [], [], found) if found else None
    again = to_read_again(staff.pk, on=localtime(now).date()) if refs["about"] == "week" else []
    said = Reminder(viewer_of_staff(staff), again, dead_for(staff.pk))
    return said if said.again or said.dead else None
