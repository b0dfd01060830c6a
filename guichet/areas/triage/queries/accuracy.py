"""How right the suggestions were, counted from what people decided afterwards."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from guichet.areas.triage.models import Lesson, Verdict
from guichet.ground.access import Actor

OURS = ("words", "history")  # what the client chose is no suggestion of ours


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of the suggestions that were decided upon: how many spoke, were followed, and had the right levels."""

    method: str
    decided: int
    spoke: int
    right: int
    levels: int


def accuracy(viewer: Actor, *, since: datetime) -> list[Accuracy]:
    """Count verdicts since an instant, by method."""
    viewer.require("triage.read")
    rows = Verdict.objects.filter(decided_at__gte=since, method__in=OURS).values("method").order_by("method")
    counted = rows.annotate(
        decided=Count("pk"), spoke=Count("suggested"), right=Count("pk", filter=Q(suggested=F("chosen"))),
        kept=Count("pk", filter=Q(levels=True)),
    )  # fmt: skip
    return [Accuracy(row["method"], row["decided"], row["spoke"], row["right"], row["kept"]) for row in counted]


def lessons(viewer: Actor) -> list[Lesson]:
    """Return the lessons, the latest first."""
    viewer.require("triage.read")
    return list(Lesson.objects.order_by("-pk"))
