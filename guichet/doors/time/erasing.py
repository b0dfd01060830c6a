"""`guichet erase`: answers of forms that were kept long enough go, at once; the night does it by itself."""

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.timezone import localtime

from guichet.areas.forms.actions import erase
from guichet.areas.forms.queries.erasing import due_answers, may_still_go
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.journal.api import through

NIGHT = range(1, 5)  # hours
_looked: dict[str, str] = {}  # worker -> the night in which it found nothing more


def main(argv: Sequence[str]) -> int:
    """Erase what is due, within what may go in a day; or only say what it is."""
    parser = argparse.ArgumentParser(prog="guichet erase", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="say what is due, and erase nothing")
    now = clock.now()
    if parser.parse_args(argv).dry_run:
        due = Counter(code for one in due_answers(now) for code in one.elements)
        for code, requests in sorted(due.items()):
            print(f"{code}: {requests}")
        print(f"guichet erase: {sum(due.values())} answers are due; nothing was erased")
        return 0
    with through("time"):
        done = erased(now)
    left = sum(1 for _one in due_answers(now))
    print(f"guichet erase: {done} requests, {left} left for another day")
    return 0


def turn(worker: str) -> int:
    """Erase, once a night, what is due."""
    now = clock.now()
    local = localtime(now)
    night = local.date().isoformat()
    if local.hour not in NIGHT or _looked.get(worker) == night:
        return 0
    _looked[worker] = night
    return erased(now)


def erased(now: datetime) -> int:
    """Erase what is due, as much as may go in a day; return of how many requests."""
    done = 0
    for one in list(islice(due_answers(now), may_still_go(now))):
        with transaction.atomic():
            erase(one.answers, one.elements, by=SYSTEM, now=now)
        done += 1
    return done
