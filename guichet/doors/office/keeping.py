"""What somebody keeps right, or leads, that is to be put right: things to read again, links that lead nowhere."""

from typing import Any

from django.utils.timezone import localtime

from guichet.areas.people.access import Viewer
from guichet.areas.upkeep.queries import Subject, dead_for, to_read_again
from guichet.areas.upkeep.rules import ESCALATED_AFTER, is_overdue
from guichet.areas.upkeep.rules.words import KINDS
from guichet.ground import clock


def parts_of(viewer: Viewer) -> dict[str, Any]:
    """Return one's own things to read again, those that those whom one leads left too long, and the dead links."""
    today = localtime(clock.now()).date()
    found = [_row(one, viewer) for one in to_read_again(viewer.staff, on=today)]
    return {
        "own": [one for one in found if one["is_own"]], "led": [one for one in found if not one["is_own"]],
        "dead": [_row(one, viewer) | {"dead_url": url} for one, url in dead_for(viewer.staff)],
    }  # fmt: skip


def _row(one: Subject, viewer: Viewer) -> dict[str, Any]:
    return {
        "title": one.title, "kind": KINDS[one.kind], "keeper": one.keeper_name, "on": one.review_on,
        "is_own": one.keeper == viewer.staff, "url": one.page_for(viewer),
        "is_long": is_overdue(one.review_on, localtime(clock.now()).date(), by=ESCALATED_AFTER),
    }  # fmt: skip
