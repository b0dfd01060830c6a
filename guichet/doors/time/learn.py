"""`guichet learn`: what the night does by itself, at once."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localtime

from guichet.areas.knowledge.queries import told_to_everybody
from guichet.areas.triage.actions import is_due, keep_lesson, taught
from guichet.ground import clock
from guichet.ground.access import SYSTEM

if TYPE_CHECKING:
    from guichet.areas.triage.models import Lesson

WHY_NOT = {
    "little": "they tell too little to learn from",
    "missing": "scikit-learn is not installed: pip install 'guichet[triage]'",
    "failed": "the lesson failed; the log says why",
}


def main(argv: Sequence[str]) -> int:
    """Learn from how requests were sorted so far, and say how right that is on the latest ones."""
    parser = argparse.ArgumentParser(prog="guichet learn", description=__doc__)
    parser.parse_args(argv)
    lesson = _learn(clock.now())
    if lesson.model is None:
        print(f"guichet learn: {WHY_NOT[lesson.fault]} ({lesson.examples} decisions); the services' words are left")
        return 0 if lesson.fault == "little" else 1
    print(
        f"guichet learn: {lesson.examples} decisions; on the latest {lesson.later} it speaks {lesson.spoke} times and "
        f"is right {lesson.right} times (threshold {lesson.threshold:.2f}; {lesson.best} had it always spoken)"
    )
    return 0


def turn(worker: str) -> int:
    """Learn when it is time; nothing waits for it."""
    now = clock.now()
    if not is_due(now):
        return 0
    _learn(now)
    return 1


def _learn(now: datetime) -> "Lesson":
    return keep_lesson(by=SYSTEM, now=now, told=taught(told_to_everybody(), on=localtime(now).date()))
