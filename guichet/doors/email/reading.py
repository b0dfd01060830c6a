"""From stored bytes to a submission: parsed in a child under limits, then handed to intake."""

import re
from dataclasses import replace

import structlog
from django.conf import settings
from django.db import OperationalError

from guichet.areas.intake import actions as intake
from guichet.areas.intake.rules import File, Sender, Submission, Thread
from guichet.doors.email import tokens
from guichet.doors.email.parse import ParsedMail
from guichet.doors.email.sandbox import Unparsable, parse_guarded
from guichet.ground import clock, crashpoints
from guichet.ground.access import SYSTEM
from guichet.ground.files import store
from guichet.ground.journal.api import through
from guichet.ground.references import parse_number

log = structlog.get_logger()
_NUMBER = re.compile(r"G[\s-]*\d{4}[\s-]*\d{6}[\s-]*\d", re.IGNORECASE)
_PERMANENT = re.compile(r"^5\.")


def read_waiting(*, worker: str, batch: int = 20) -> int:
    """Read a batch of stored messages, each on its own; return how many there were."""
    with through("email"):
        rows = intake.claim_mail(by=SYSTEM, now=clock.now(), worker=worker, batch=batch)
        crashpoints.passing("after_claim")
        for mail in rows:
            _read_safely(mail)
    return len(rows)


def _read_safely(mail: intake.StoredMail) -> None:
    try:
        read(mail)
    except intake.ReadAlready:
        log.info("another reader was faster", mail=mail.pk)
    except Exception as fault:
        if _is_of_the_machine(fault):
            intake.put_back_mail(mail, by=SYSTEM, now=clock.now())
            raise  # the loop rests before its next turn
        log.warning("a message could not be taken in", mail=mail.pk, exc_info=True)
        intake.give_back_mail(mail, by=SYSTEM, reason=f"{type(fault).__name__}: {fault}")


def _is_of_the_machine(fault: Exception) -> bool:
    """Tell a full disk or a lost database from what is wrong with a message: its bytes missing, say."""
    return isinstance(fault, OSError | OperationalError) and not isinstance(fault, FileNotFoundError)


def read(mail: intake.StoredMail) -> None:
    """Parse one message and make of it what it is."""
    parsed = parse_guarded(store.read(mail.file))
    crashpoints.passing("after_parse")
    now = clock.now()
    if isinstance(parsed, Unparsable):
        intake.quarantine_mail(mail, by=SYSTEM, reason=parsed.reason)
        return
    thread = thread_of(parsed, mail.recipients)
    if parsed.bounce:
        intake.admit_bounce(mail, _returned(parsed), by=SYSTEM, now=now, message_id=parsed.message_id)
    elif parsed.auto:
        intake.admit_automatic(mail, thread, by=SYSTEM, now=now, text=parsed.text, message_id=parsed.message_id)
    else:
        submission = _submission(parsed, mail, thread)
        intake.admit(mail, submission, by=SYSTEM, now=now, message_id=parsed.message_id)
    crashpoints.passing("after_commit")


def thread_of(parsed: ParsedMail, recipients: list[str]) -> Thread:
    """Say what a mail follows: a reply address that we signed, what it refers to, a number in its subject."""
    references = tuple(dict.fromkeys([parsed.in_reply_to, *reversed(parsed.references)]))
    numbers = [number for found in _NUMBER.findall(parsed.subject) if (number := parse_number(found))]
    followed = Thread(message_ids=tuple(one for one in references if one)[:20], numbers=tuple(numbers))
    for address in (*recipients, *parsed.delivered_to, *parsed.to, *parsed.cc):
        if signed := tokens.verify(address, settings.REPLY_KEYS):
            return replace(followed, ticket=signed.message, person=signed.recipient)
    return followed


def _returned(parsed: ParsedMail) -> intake.Returned:
    bounce = parsed.bounce
    assert bounce is not None
    ids = [bounce.original_message_id, parsed.in_reply_to, *parsed.references]
    return intake.Returned(
        message_ids=tuple(one for one in ids if one), recipient=next(iter(bounce.recipients), ""),
        permanent=bounce.action == "failed" and bool(_PERMANENT.match(bounce.status or "5.")),
        reason=" ".join(f"{bounce.status} {bounce.diagnostic}".split()),
    )  # fmt: skip


def _submission(parsed: ParsedMail, mail: intake.StoredMail, thread: Thread) -> Submission:
    given, _, family = parsed.from_name.strip().partition(" ")
    return Submission(
        channel="email", sender=Sender(email=parsed.from_address, given_name=given, family_name=family),
        title=parsed.subject, body=parsed.text or parsed.full_text, received_at=mail.received_at, thread=thread,
        files=tuple(
            File(one.name, one.content_type, one.payload) for one in parsed.attachments if one.size and not one.inline
        ),
    )  # fmt: skip
