"""Reading who can see a file, and who saw it."""

from guichet.areas.sight.queries.can import Reader, who_can, who_can_read_card, why_opened
from guichet.areas.sight.queries.saw import Export, Look, Looks, Mark, exports, exports_of, log, looks_at_mine, who_saw

__all__ = [
    "Export",
    "Look",
    "Looks",
    "Mark",
    "Reader",
    "exports",
    "exports_of",
    "log",
    "looks_at_mine",
    "who_can",
    "who_can_read_card",
    "who_saw",
    "why_opened",
]
