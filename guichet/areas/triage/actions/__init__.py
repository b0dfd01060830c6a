"""Suggesting, learning, and counting afterwards what was right. Nothing here decides."""

from guichet.areas.triage.actions.learning import is_due, keep_lesson, taught
from guichet.areas.triage.actions.suggesting import forget, judge, suggest

__all__ = ["forget", "is_due", "judge", "keep_lesson", "suggest", "taught"]
