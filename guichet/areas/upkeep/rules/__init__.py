"""Which addresses a text holds, what an answer says of one, and when somebody is reminded."""

from guichet.areas.upkeep.rules.links import LISTED, Verdict, addresses_in, is_outside, judged
from guichet.areas.upkeep.rules.reminding import (
    ESCALATED_AFTER,
    NIGHTS,
    PAGES,
    UPKEEP,
    is_night,
    is_overdue,
    is_week_due,
)

__all__ = [
    "ESCALATED_AFTER",
    "LISTED",
    "NIGHTS",
    "PAGES",
    "UPKEEP",
    "Verdict",
    "addresses_in",
    "is_night",
    "is_outside",
    "is_overdue",
    "is_week_due",
    "judged",
]
