"""What was said to the client while somebody was writing to them."""

from guichet.doors.desk.sheet import Sheet
from guichet.doors.desk.timeline import Line, spoken

BY_HAND = {"client", "reply", "question", "answer"}


def last_words(sheet: Sheet) -> int:
    """Return the last words that the page shows: what its reader knows when they begin to write."""
    return max((one.pk for one in sheet.said if one.table == "message"), default=0)


def said_since(sheet: Sheet, seen: str) -> list[Line]:
    """Return what others said after the words that a writer had before them."""
    if not seen.isdecimal():
        return []
    later = [one for one in sheet.said if one.table == "message" and one.pk > int(seen) and one.kind in BY_HAND]
    others = [one for one in later if not one.withdrawn_at and (one.is_from_client or one.staff != sheet.viewer.staff)]
    return [spoken(one, sheet.names, sheet.now) for one in others]
