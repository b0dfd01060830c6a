"""Putting messages in the outbox, taking them out, holding it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from guichet.ground.database import engine
from guichet.ground.outbox.models import Gate, Outgoing, State, Way
from guichet.ground.references import random_token

MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A message to write and send: which composer, about which stream, with which ids, to which address, when."""

    key: str
    kind: str
    stream: str
    address: str
    due_at: datetime
    refs: dict[str, Any] = field(default_factory=dict)
    way: str = Way.EMAIL


def post(intents: Sequence[Intent], *, domain: str) -> None:
    """Put intents in the outbox, in the caller's transaction; an intent already there is left as it is."""
    rows = [
        Outgoing(
            key=intent.key, kind=intent.kind, stream=intent.stream, refs=intent.refs, address=intent.address,
            way=intent.way, due_at=intent.due_at, message_id=f"<{random_token()}@{domain}>",
        )
        for intent in intents
    ]  # fmt: skip
    Outgoing.objects.bulk_create(rows, ignore_conflicts=True)


def withdraw(*, kind: str, stream: str, refs: dict[str, Any]) -> bool:
    """Take back what has not left; False, and nothing is taken back, when some of it has left or is leaving.

    The caller's transaction holds the rows until it ends: no worker can claim them meanwhile.
    """
    named = {f"refs__{name}": value for name, value in refs.items()}
    rows = list(Outgoing.objects.select_for_update().filter(kind=kind, stream=stream, **named))
    if any(row.state == State.SENT or row.lease_until for row in rows):
        return False
    waiting = [row.pk for row in rows if row.state == State.PENDING]
    Outgoing.objects.filter(pk__in=waiting).update(state=State.WITHDRAWN)
    return True


def claim(*, worker: str, now: datetime, batch: int = 1, lease: timedelta = timedelta(minutes=2)) -> list[Outgoing]:
    """Take due messages under a lease, each stream in order; nothing while the gate is held."""
    if is_held():
        return []
    with transaction.atomic():
        due = Outgoing.objects.filter(
            Q(lease_until=None) | Q(lease_until__lt=now), state=State.PENDING, way=Way.EMAIL, due_at__lte=now
        )
        earlier = Outgoing.objects.filter(
            stream=OuterRef("stream"), pk__lt=OuterRef("pk"), state=State.PENDING, way=Way.EMAIL
        )
        first = due.filter(~Exists(earlier)).order_by("due_at", "pk")
        rows: list[Outgoing] = list(engine().skip_locked(first)[:batch])
        Outgoing.objects.filter(pk__in=[row.pk for row in rows]).update(
            lease_until=now + lease, worker=worker, attempts=F("attempts") + 1
        )
    return rows


def to_post(*, now: datetime) -> QuerySet[Outgoing]:
    """Return what waits to be printed and posted, the oldest first."""
    return Outgoing.objects.filter(state=State.PENDING, way=Way.POST, due_at__lte=now).order_by("due_at", "pk")


def sent(row: Outgoing, *, now: datetime) -> None:
    """Say that the next hop has taken the message."""
    Outgoing.objects.filter(pk=row.pk).update(state=State.SENT, sent_at=now, lease_until=None, reason="")


def retry(row: Outgoing, *, reason: str, now: datetime) -> None:
    """Say that it could not leave now: it will be tried again later and later, then given up with its reason."""
    attempts = row.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        give_up(row, reason=reason)
        return
    wait = min(timedelta(seconds=15 * 2**attempts), LONGEST_WAIT)
    Outgoing.objects.filter(pk=row.pk).update(lease_until=None, due_at=now + wait, reason=reason[:500])


def give_up(row: Outgoing, *, reason: str) -> None:
    """Say that it will never leave, and why."""
    Outgoing.objects.filter(pk=row.pk).update(state=State.DEAD, lease_until=None, reason=reason[:500])


def drop(row: Outgoing) -> None:
    """Say that it must not leave any more: what it was about was taken back. Nobody has to look at it."""
    Outgoing.objects.filter(pk=row.pk).update(state=State.WITHDRAWN, lease_until=None)


def given_up() -> QuerySet[Outgoing]:
    """Return what will never leave unless somebody revives it, the oldest first."""
    return Outgoing.objects.filter(state=State.DEAD).order_by("pk")


def revive(pk: int, *, now: datetime) -> bool:
    """Try a message given up once more; tell whether there was one."""
    return bool(Outgoing.objects.filter(pk=pk, state=State.DEAD).update(state=State.PENDING, due_at=now, attempts=0))


def is_held() -> bool:
    """Tell whether the outbox is held."""
    return Gate.objects.filter(held=True).exists()


def hold(*, reason: str, now: datetime) -> None:
    """Let nothing leave until `release`."""
    Gate.objects.update_or_create(pk=1, defaults={"held": True, "reason": reason, "since": now})


def release() -> None:
    """Let messages leave again."""
    Gate.objects.filter(pk=1).update(held=False, reason="", since=None)


def by_message_id(message_id: str) -> Outgoing | None:
    """Find what we sent under a Message-ID: what a reply or a bounce speaks of."""
    return Outgoing.objects.filter(message_id=message_id).first()


def counts() -> dict[str, int]:
    """Count messages by state."""
    rows = Outgoing.objects.order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)


def count_as_sent(*, due_before: datetime) -> int:
    """Count what was due before an instant as sent then: the past of a demonstration; return how many."""
    past = Outgoing.objects.filter(state=State.PENDING, due_at__lt=due_before)
    return past.update(state=State.SENT, sent_at=F("due_at"))
