"""Suggesting, learning, and counting afterwards what was right. Nothing here decides."""

from guichet.areas.triage.actions.learning import is_due, keep_lesson, taught
from guichet.areas.triage.actions.placing import HandsFull, NobodyElse, NothingWaits, cover, place, pull
from guichet.areas.triage.actions.suggesting import forget, judge, suggest

__all__ = [
    "HandsFull",
    "NobodyElse",
    "NothingWaits",
    "cover",
    "forget",
    "is_due",
    "judge",
    "keep_lesson",
    "place",
    "pull",
    "suggest",
    "taught",
]
