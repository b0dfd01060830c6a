"""From the outbox to the next mail server: composed when it leaves, for that recipient, and only for them."""

from typing import Any

import structlog
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from guichet.areas.notifications.queries import (
    LetterFacts,
    facts_of_message,
    facts_of_pulse,
    previous_message_ids,
)
from guichet.areas.notifications.queries.letters import Addresses, write
from guichet.areas.notifications.rules import EMERGENCY, ENTRANCE, MANDATE, WARNING
from guichet.areas.people.actions import mark_undeliverable
from guichet.areas.upkeep.rules import UPKEEP
from guichet.doors.email import smtp, tokens
from guichet.doors.email.compose import CannotCompose, Outgoing, OutgoingFile, compose
from guichet.doors.email.emergencies import compose_emergency
from guichet.doors.email.entrances import compose_entrance
from guichet.doors.email.incidents import compose_warning
from guichet.doors.email.layout import laid_out
from guichet.doors.email.mandates import compose_mandate
from guichet.doors.email.upkeep import compose_upkeep
from guichet.ground import clock, crashpoints
from guichet.ground.access import SYSTEM
from guichet.ground.files import store
from guichet.ground.outbox import api as outbox
from guichet.ground.outbox.models import Outgoing as Waiting
from guichet.ground.ui.context import institution_words

log = structlog.get_logger()
# Letters about no request: each is written whole by its own module, or not at all any more.
APART = {
    ENTRANCE: compose_entrance, WARNING: compose_warning, MANDATE: compose_mandate, UPKEEP: compose_upkeep,
    EMERGENCY: compose_emergency,
}  # fmt: skip


def send_waiting(*, worker: str, batch: int = 1) -> int:
    """Send what is due; one that cannot leave delays no other. Return how many were tried."""
    rows = outbox.claim(worker=worker, now=clock.now(), batch=batch)
    for row in rows:
        _send(row)
    return len(rows)


def route() -> smtp.SmtpRoute:
    """Return the server that takes what we send."""
    out: dict[str, Any] = settings.SMTP_OUT
    return smtp.SmtpRoute(
        host=out["host"], port=out["port"], security="starttls" if out["starttls"] else "none", user=out["user"],
        password=out["password"],
    )  # fmt: skip


def _send(row: Waiting) -> None:
    try:
        written = _written(row)
        if written is None:
            outbox.drop(row)
            return
        raw, mail_from = written
        crashpoints.passing("before_smtp")
        smtp.deliver(raw, mail_from=mail_from, rcpt=row.address, route=route())
        crashpoints.passing("after_smtp")
    except smtp.Temporary as fault:
        outbox.retry(row, reason=str(fault), now=clock.now())
    except smtp.Permanent as fault:
        outbox.give_up(row, reason=str(fault))
        mark_undeliverable(row.address, by=SYSTEM, reason=str(fault), now=clock.now())
    except CannotCompose as fault:
        outbox.give_up(row, reason=f"cannot be written: {fault}")
    except Exception as fault:
        log.warning("a message could not be sent", row=row.pk, exc_info=True)
        outbox.retry(row, reason=f"{type(fault).__name__}: {fault}", now=clock.now())
    else:
        outbox.sent(row, now=clock.now())


def _written(row: Waiting) -> tuple[bytes, str] | None:
    """Return the message and its envelope's sender, or None when it must not leave any more."""
    if write := APART.get(row.kind):
        raw = write(row)
        return (raw, smtp.NULL_SENDER) if raw else None
    facts = _facts(row)
    if facts is None:
        return None
    return _compose(row, facts), smtp.NULL_SENDER if facts.automatic else settings.MAILBOX


def _facts(row: Waiting) -> LetterFacts | None:
    if row.kind == "pulse":
        return facts_of_pulse(row.refs["pulse"])
    return facts_of_message(row.refs["message"], row.refs, now=clock.now())


def _compose(row: Waiting, facts: LetterFacts) -> bytes:
    before = previous_message_ids(row.stream, address=row.address, before=row.pk)
    with override(facts.language):
        letter = write(facts, _addresses(facts))
        context = {"facts": facts, "letter": letter, "language": facts.language, **institution_words()}
        sender = _("%(name)s, %(institution)s") % {
            "name": facts.owner or _("Client Services"), "institution": settings.INSTITUTION[f"short_{facts.language}"],
        }  # fmt: skip
        text = render_to_string("email/letter.txt", context)
        html = laid_out(render_to_string("email/letter.html", context), facts.formats)
    return compose(
        Outgoing(
            from_name=sender, from_address=settings.MAILBOX, to_address=row.address, to_name=facts.to_name,
            subject=facts.number, message_id=row.message_id, date=row.due_at, text=text, html=html,
            reply_to=tokens.reply_address(settings.MAILBOX, facts.ticket, facts.person, settings.REPLY_KEYS[0]),
            in_reply_to=before[-1] if before else "", references=tuple(before), language=facts.language,
            automatic=_automatic(facts),
            files=tuple(OutgoingFile(one.name, one.content_type, store.read(one.file)) for one in facts.enclosures),
        )
    )  # fmt: skip


def _addresses(facts: LetterFacts) -> Addresses:
    pulse = settings.BASE_URL + reverse("portal-pulse", args=[facts.pulse]) if facts.pulse else ""
    return Addresses(settings.BASE_URL + reverse("portal-link", args=[facts.number, facts.code]), pulse)


def _automatic(facts: LetterFacts) -> str:
    if not facts.automatic:
        return ""
    return "auto-replied" if facts.kind == "acknowledgement" else "auto-generated"
