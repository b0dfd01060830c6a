"""Whether messages leave as they should: what the readiness probe and the gauges ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from guichet.ground.outbox.api import is_held
from guichet.ground.outbox.models import Outgoing, State, Way

STUCK_AFTER = timedelta(minutes=15)
LATE_AFTER = timedelta(minutes=1)
NOBODY_ANSWERS = "0 "  # how a reason begins when the mail server said nothing at all


@dataclass(frozen=True, slots=True)
class Health:
    """How many messages wait, for how long, and how many were given up."""

    pending: int
    dead: int
    oldest: timedelta
    held: bool

    @property
    def is_stuck(self) -> bool:
        """Tell whether messages wait although nothing holds them."""
        return self.oldest > STUCK_AFTER and not self.held


def health(*, now: datetime) -> Health:
    """Look at the outbox. What a server refused and is tried again later is not late: it has a later due moment."""
    found = Outgoing.objects.filter(way=Way.EMAIL, state__in=[State.PENDING, State.DEAD]).aggregate(
        pending=Count("pk", filter=Q(state=State.PENDING)), dead=Count("pk", filter=Q(state=State.DEAD)),
        oldest=Min("due_at", filter=Q(state=State.PENDING)),
    )  # fmt: skip
    oldest = now - found["oldest"] if found["oldest"] else timedelta(0)
    return Health(found["pending"], found["dead"], max(oldest, timedelta(0)), is_held())


def is_delayed(*, now: datetime) -> bool:
    """Tell whether what is put in the outbox now may take a while: it is held, waits, or no server takes it."""
    waiting = Outgoing.objects.filter(way=Way.EMAIL, state=State.PENDING)
    late = Q(due_at__lte=now - LATE_AFTER) | Q(attempts__gt=0, reason__startswith=NOBODY_ANSWERS)
    return is_held() or waiting.filter(late).exists()
