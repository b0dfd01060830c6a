"""The place of a row in a list, as the address bar has it: `1772560800000000-12`, or `-12` when nothing falls due."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from guichet.areas.sla.queries.listing import SORTS
from guichet.areas.sla.queries.lists import Mark

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
WRITTEN = re.compile(r"(\d{1,16})?-(\d{1,18})", re.ASCII)


def written(mark: Mark) -> str:
    """Write a mark for an address."""
    return f"{(mark.due - EPOCH) // TICK if mark.due else ''}-{mark.ticket}"


def read(text: str) -> Mark | None:
    """Read a mark; what is none shows the first page."""
    found = WRITTEN.fullmatch(text)
    if found is None:
        return None
    due = EPOCH + TICK * int(found[1]) if found[1] else None
    return Mark(due, int(found[2]))


def of_row(row: dict[str, Any], sort: str) -> str:
    """Write the mark of a row in a list of that order."""
    column = SORTS[sort][0] if sort in SORTS else "next_due_at"
    return written(Mark(row[column], row["ticket_id"]))
