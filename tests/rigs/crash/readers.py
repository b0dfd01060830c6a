"""Who reads: the product, and two careless products that the rig must catch."""

import os
import time
from collections.abc import Callable
from datetime import timedelta

from guichet.areas import intake as area
from guichet.areas.intake.actions import mail as intake
from guichet.areas.intake.models import InboundMail
from guichet.doors.email.reading import read_waiting
from guichet.doors.email.sending import send_waiting
from guichet.ground import crashpoints
from guichet.ground.journal.readers import react
from guichet.ground.outbox.models import Outgoing

LEASE = timedelta(seconds=2)  # what the dead held is free again before the rig is over
ROUNDS = 3  # a machine that is too busy may make the mail server late once
Reader = Callable[[str], int]


def work_for_ever(reader: Reader) -> None:
    """Read, react and send until killed."""
    intake.LEASE = LEASE
    worker = f"victim:{os.getpid()}"
    while True:
        busy = reader(worker) + min(react(), 1)
        for _ in range(8):
            busy += send_waiting(worker=worker, batch=1)
        if not busy:
            time.sleep(0.02)


def let_finish(reader: Reader) -> None:
    """Do all that still waits: leases of the dead and waits before another try are cut short."""
    InboundMail.objects.update(lease_until=None)
    Outgoing.objects.update(lease_until=None)
    while reader("last") or InboundMail.objects.filter(state="stored").exists():
        InboundMail.objects.update(lease_until=None)
    while react():
        pass
    for _ in range(ROUNDS):
        Outgoing.objects.filter(state="pending").update(due_at="2020-01-01T00:00Z")
        while send_waiting(worker="last", batch=20):
            pass


def honest(worker: str) -> int:
    """Read as the product does."""
    return read_waiting(worker=worker, batch=10)


def acknowledges_first(worker: str) -> int:
    """Read as a careless product would: finished first, admitted later. The rig must find what this loses."""
    kept, original = intake._finish, intake.admit
    intake._finish = lambda *a: None

    def admit(row, submission, **more):
        InboundMail.objects.filter(pk=row.pk).update(state="done", outcome="opened")
        return original(row, submission, **more)

    area.actions.admit = admit  # type: ignore[assignment]
    try:
        return honest(worker)
    finally:
        intake._finish, area.actions.admit = kept, original


def forgets_to_finish_together(worker: str) -> int:
    """Read as another careless product would: admitted, then finished in a second transaction."""
    kept, original = intake._finish, intake.admit
    intake._finish = lambda *a: None

    def admit(row, submission, **more):
        ticket = original(row, submission, **more)
        crashpoints.passing("between_two_transactions")
        InboundMail.objects.filter(pk=row.pk).update(state="done", outcome="opened", ticket=ticket)
        return ticket

    area.actions.admit = admit  # type: ignore[assignment]
    try:
        return honest(worker)
    finally:
        intake._finish, area.actions.admit = kept, original


READERS: dict[str, Reader] = {
    "honest": honest, "ack-first": acknowledges_first, "two-transactions": forgets_to_finish_together,
}  # fmt: skip
