from guichet.areas.tickets.models.contact import Contact
from guichet.areas.tickets.models.follow import Follow
from guichet.areas.tickets.models.introduction import Introduction
from guichet.areas.tickets.models.journey import Ending
from guichet.areas.tickets.models.news import News
from guichet.areas.tickets.models.parties import Party
from guichet.areas.tickets.models.presence import Presence
from guichet.areas.tickets.models.task import Task, TaskMessage
from guichet.areas.tickets.models.ticket import OPEN, Ticket
from guichet.areas.tickets.models.ties import Link, Merge, Split
from guichet.areas.tickets.models.words import FROM_CLIENT, Attachment, Draft, Message, Note

__all__ = [
    "FROM_CLIENT",
    "OPEN",
    "Attachment",
    "Contact",
    "Draft",
    "Ending",
    "Follow",
    "Introduction",
    "Link",
    "Merge",
    "Message",
    "News",
    "Note",
    "Party",
    "Presence",
    "Split",
    "Task",
    "TaskMessage",
    "Ticket",
]
