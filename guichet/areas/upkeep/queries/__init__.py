"""Reading what is to be looked after: links, and things to be read again."""

from guichet.areas.upkeep.queries.collecting import standing
from guichet.areas.upkeep.queries.kept import Subject, dead_for, overdue, subjects, to_read_again
from guichet.areas.upkeep.queries.letters import Reminder, reminder_of
from guichet.areas.upkeep.queries.links import PAGE, Counts, Row, counts, dead, every_link, last_round, links, waiting

__all__ = [
    "PAGE",
    "Counts",
    "Reminder",
    "Row",
    "Subject",
    "counts",
    "dead",
    "dead_for",
    "every_link",
    "last_round",
    "links",
    "overdue",
    "reminder_of",
    "standing",
    "subjects",
    "to_read_again",
    "waiting",
]
