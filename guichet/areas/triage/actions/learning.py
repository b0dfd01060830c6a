"""Learning from the desk's own history, on this machine, in a process that ends with the lesson."""

import json
import logging
import os
import subprocess
import sys
import zoneinfo
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from guichet.areas.triage.models import Lesson
from guichet.areas.triage.queries.examples import Row, examples, names, sheets
from guichet.areas.triage.rules.lesson import MISSING
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.files import store

logger = logging.getLogger(__name__)

EVERY = timedelta(days=7)
NIGHT = range(1, 5)  # o’clock
FEWEST = 200  # decisions
KEPT = 12  # lessons
LONGEST = 1_000  # seconds
_SOURCES = str(Path(__file__).resolve().parents[4])
_ENTRY = "import sys; sys.path.insert(0, sys.argv[1]); from guichet.areas.triage.rules.lesson import main; main()"


def is_due(now: datetime) -> bool:
    """Tell whether it is time for a lesson: at night, a week after the last one."""
    if settings.TRIAGE != "history" or now.astimezone(zoneinfo.ZoneInfo(settings.TIME_ZONE)).hour not in NIGHT:
        return False
    return not Lesson.objects.filter(at__gt=now - EVERY).exists()


def taught(published: Sequence[Row] = (), *, on: date) -> dict[str, Any]:
    """Learn from what was decided so far and from what is published: sheets, and what is handed over here.

    It takes seconds: no transaction may be held meanwhile.
    """
    rows = examples()
    told = _taught([*rows, *sheets(on), *published]) if len(rows) >= FEWEST else {"model": None}
    return {"fault": "" if told["model"] else "little"} | told | {"examples": len(rows)}


@action("triage.learn")
def keep_lesson(*, by: Actor, now: datetime, told: dict[str, Any]) -> Lesson:
    """Keep what a lesson taught, as a file named by its hash, and how right it was on later decisions."""
    model = store.keep(told["model"].encode(), now=now) if told["model"] else None
    figures = {name: told.get(name, 0) for name in ("threshold", "later", "spoke", "right", "best")}
    lesson = Lesson.objects.create(at=now, model=model, examples=told["examples"], fault=told["fault"], **figures)
    old = Lesson.objects.order_by("-pk").values_list("pk", flat=True)[KEPT:]
    Lesson.objects.filter(pk__in=list(old)).delete()
    return lesson


def _taught(rows: list[Any]) -> dict[str, Any]:
    given = json.dumps({"examples": rows, "banned": sorted(names())})
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _ENTRY, _SOURCES], input=given.encode(), capture_output=True, timeout=LONGEST,
            check=False, cwd="/", env={"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        logger.exception("A lesson took longer than %d seconds: nothing was learned.", LONGEST)
        return {"model": None, "fault": "failed"}
    if done.returncode == MISSING:
        return {"model": None, "fault": "missing"}
    if done.returncode:
        last = done.stderr.decode(errors="replace").splitlines()[-3:]
        logger.error("A lesson failed: nothing was learned. %s", os.linesep.join(last))
        return {"model": None, "fault": "failed"}
    told: dict[str, Any] = json.loads(done.stdout)
    return told
