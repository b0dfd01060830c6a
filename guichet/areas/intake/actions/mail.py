"""Mail, raw first: stored, claimed by one reader at a time, finished or put in quarantine. Nothing is ever dropped."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from django.db.models import F, Q, QuerySet

from guichet.areas.intake.actions.receiving import receive
from guichet.areas.intake.models import InboundMail
from guichet.areas.intake.queries import answered_by
from guichet.areas.intake.rules import Submission, Thread
from guichet.areas.people.actions import mark_undeliverable
from guichet.areas.tickets.actions import note, note_undelivered
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.rules import ticket_in
from guichet.ground import crashpoints
from guichet.ground.access import SYSTEM, Actor
from guichet.ground.actions import action
from guichet.ground.database import engine
from guichet.ground.database.inserted import insert_unless_there
from guichet.ground.database.prepared import prepared
from guichet.ground.files import store
from guichet.ground.outbox.api import by_message_id

MOST_ATTEMPTS = 2  # failures that were caught
MOST_DEATHS = 8  # a reader that dies is more often killed than poisoned, so it gets more tries
LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message as a door got it: which mailbox, from and to whom (the envelope), and its bytes."""

    mailbox: str
    raw: bytes
    mail_from: str = ""
    recipients: tuple[str, ...] = ()


@action("intake.store")
def store_mail(arrival: Arrival, *, by: Actor, now: datetime) -> InboundMail:
    """Make a message durable; the same bytes for the same mailbox are stored once, however often they come."""
    sha256 = hashlib.sha256(arrival.raw).hexdigest()
    if known := _known(mailbox=arrival.mailbox, sha256=sha256):
        return known[0]
    file = store.keep(arrival.raw, now=now)
    crashpoints.passing("after_file")
    # Another door may store the same message at this very moment: the unique key decides.
    row = InboundMail(
        mailbox=arrival.mailbox, sha256=sha256, file=file, received_at=now,
        mail_from=arrival.mail_from[:254], recipients=list(arrival.recipients),
    )  # fmt: skip
    return row if insert_unless_there(row) else _known(mailbox=arrival.mailbox, sha256=sha256)[0]


@prepared
def _known(*, mailbox: str, sha256: str) -> QuerySet[InboundMail]:
    return InboundMail.objects.filter(mailbox=mailbox, sha256=sha256)


@action("intake.store")
def claim_mail(*, by: Actor, now: datetime, worker: str, batch: int = 20) -> list[InboundMail]:
    """Take stored messages under a lease, in the name of a worker that does one thing at a time.

    One that was given up too often goes to quarantine instead.
    """
    # Who comes back for more holds nothing any more: what a fault of the machine made it drop is free again.
    free = Q(lease_until=None) | Q(lease_until__lt=now) | Q(worker=worker)
    waiting = InboundMail.objects.filter(free, state=InboundMail.State.STORED).order_by("pk")
    waiting.filter(attempts__gte=MOST_DEATHS).update(
        state=InboundMail.State.QUARANTINED, reason="its reader died on it, again and again"
    )
    claimed = _to_be_read_together(engine().skip_locked(waiting).values_list("pk", "attempts")[:batch])
    InboundMail.objects.filter(pk__in=claimed).update(
        lease_until=now + LEASE, worker=worker, attempts=F("attempts") + 1
    )
    return list(InboundMail.objects.filter(pk__in=claimed).select_related("file").order_by("pk"))


def _to_be_read_together(waiting: Sequence[tuple[int, int]]) -> list[int]:
    """Choose what nobody has tried yet; what a reader died on is read alone, so that it drags no other with it."""
    fresh = list(takewhile(lambda row: row[1] == 0, waiting))
    return [pk for pk, _ in fresh or waiting[:1]]


class ReadAlready(RuntimeError):
    """Another reader finished the message meanwhile: what was done here is rolled back."""


def _finish(mail: InboundMail, outcome: str, ticket: Ticket | None, message_id: str) -> None:
    """Say what a message became, in the transaction that made it so."""
    reused = bool(message_id and _of_that_name(message_id=message_id, mailbox=mail.mailbox))
    mine = InboundMail.objects.filter(pk=mail.pk, state=InboundMail.State.STORED)
    finished = mine.update(
        state=InboundMail.State.DONE, outcome=outcome, ticket=ticket, message_id=message_id[:250], id_reused=reused,
        lease_until=None,
    )  # fmt: skip
    if not finished:
        raise ReadAlready


@prepared
def _of_that_name(*, message_id: str, mailbox: str) -> QuerySet[InboundMail, int]:
    return InboundMail.objects.filter(message_id=message_id, mailbox=mailbox).values_list("pk", flat=True)[:1]


@action("intake.store")
def admit(mail: InboundMail, submission: Submission, *, by: Actor, now: datetime, message_id: str) -> Ticket:
    """Make of a stored message what it is: a new ticket, or more words on one; then it is finished, once."""
    received = receive(submission, by=SYSTEM, now=now)
    crashpoints.passing("after_ticket")
    outcome = InboundMail.Outcome.OPENED if received.opened else InboundMail.Outcome.APPENDED
    _finish(mail, outcome, received.ticket, message_id)
    crashpoints.passing("before_commit")
    return received.ticket


@action("intake.store")
def admit_bounce(mail: InboundMail, returned: "Returned", *, by: Actor, now: datetime, message_id: str) -> None:
    """Attach a bounce to what it bounced from: never a new ticket."""
    _finish(mail, InboundMail.Outcome.BOUNCE, note_bounce(returned, by=SYSTEM, now=now), message_id)


@action("intake.store")
def admit_automatic(mail: InboundMail, thread: Thread, *, by: Actor, now: datetime, text: str, message_id: str) -> None:
    """Keep an automatic answer with what it answers, as an internal note: no clock moves, nobody is answered."""
    ticket = answered_by(thread)
    if ticket:
        note(ticket, by=SYSTEM, now=now, body=text[:2000] or "—")
    _finish(mail, InboundMail.Outcome.AUTOMATIC, ticket, message_id)


@action("intake.store")
def give_back_mail(mail: InboundMail, *, by: Actor, reason: str) -> None:
    """Let another reader try; after two tries the message goes to quarantine with the reason."""
    state = InboundMail.State.QUARANTINED if mail.attempts >= MOST_ATTEMPTS else InboundMail.State.STORED
    InboundMail.objects.filter(pk=mail.pk, state=InboundMail.State.STORED).update(
        state=state, reason=reason[:300], lease_until=None
    )


@action("intake.store")
def put_back_mail(mail: InboundMail, *, by: Actor, now: datetime) -> None:
    """Leave a message for later, its tries unspent: the fault is the machine's (a full disk, a lost database)."""
    InboundMail.objects.filter(pk=mail.pk, state=InboundMail.State.STORED).update(
        attempts=F("attempts") - 1, lease_until=now + LEASE, worker=""
    )


@action("intake.store")
def quarantine_mail(mail: InboundMail, *, by: Actor, reason: str) -> None:
    """Put a message where operators see it and can replay it."""
    InboundMail.objects.filter(pk=mail.pk, state=InboundMail.State.STORED).update(
        state=InboundMail.State.QUARANTINED, reason=reason[:300], lease_until=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a bounce says: which of our messages, to whom, whether for good, why."""

    message_ids: tuple[str, ...]
    recipient: str
    permanent: bool
    reason: str


@action("intake.store")
def note_bounce(returned: Returned, *, by: Actor, now: datetime) -> Ticket | None:
    """Attach a bounce to what it bounced from, and mark the address when it is for good. Never a new ticket."""
    sent = next((found for one in returned.message_ids if (found := by_message_id(one))), None)
    if sent is None:
        return None
    if returned.permanent:
        # Only the address that we wrote to is marked: a forged bounce cannot silence somebody else.
        mark_undeliverable(sent.address, by=SYSTEM, reason=returned.reason, now=now)
    about = ticket_in(sent.stream)
    if about is None:
        return None
    ticket = Ticket.rows.get(pk=about)
    return note_undelivered(
        ticket, by=SYSTEM, now=now, message=sent.refs.get("message"), reason=returned.reason
    )  # fmt: skip


@action("intake.quarantine")
def replay(mail: InboundMail, *, by: Actor) -> InboundMail:
    """Put a message out of quarantine: it is read again."""
    mail.state, mail.attempts, mail.reason, mail.lease_until = InboundMail.State.STORED, 0, "", None
    mail.save(update_fields=["state", "attempts", "reason", "lease_until"])
    return mail
