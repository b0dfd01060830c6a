"""Reading promises, the ledger, and lists in the order in which things fall due."""

from guichet.areas.sla.queries.promises import (
    calendar_of,
    due_before,
    history_of,
    ledger_of,
    promise_of,
    promises_of,
    segments_of,
)

__all__ = [
    "calendar_of",
    "due_before",
    "history_of",
    "ledger_of",
    "promise_of",
    "promises_of",
    "segments_of",
]
