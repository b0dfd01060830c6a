"""What is said of a legal maximum: the file is complete, the clock stands still, goes on, goes further, or decided."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from guichet.areas.catalogue.queries import calendar
from guichet.areas.catalogue.queries.standards import StandardVersion
from guichet.areas.catalogue.rules import BadTarget, Target
from guichet.areas.sla.facts import FileCompleted, MaximumExtended, MaximumPaused, MaximumResumed, SilenceDecided
from guichet.areas.sla.models import Maximum
from guichet.areas.sla.queries.law import maximum_of
from guichet.areas.sla.rules import PromiseState
from guichet.areas.tickets.actions import TicketIsOver, announce
from guichet.areas.tickets.actions.locking import lock
from guichet.areas.tickets.models import Message, Ticket
from guichet.ground.access import SYSTEM, Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import record
from guichet.ground.ui import wording

REASONS = ("document", "third_party", "court", "other")


class NoMaximum(ValueError):
    """No law leaves a longest delay for this request."""

    def __str__(self) -> str:
        return _("No law fixes how long a decision on this request may take.")


class NotNow(ValueError):
    """The clock of the maximum is not in the state for it."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)

    def __str__(self) -> str:
        return self.sentence


def _held(ticket: Ticket) -> tuple[Ticket, Maximum, StandardVersion]:
    held = lock(ticket)
    if not held.is_open:
        raise TicketIsOver
    if (found := maximum_of(held)) is None:
        raise NoMaximum
    return held, *found


def _tell(held: Ticket, now: datetime, text: str, **said: str) -> Message:
    return announce(held, by=SYSTEM, now=now, body=text % said, details={"about": "law"})


def _moment(held: Ticket, moment: datetime, now: datetime) -> str:
    return wording.when(moment, held.language, now)


@action("sla.complete_file")
def complete_file(ticket: Ticket, *, by: Actor, now: datetime, at: datetime) -> Maximum:
    """Say since when the file holds all that the decision needs: the legal clock starts, and the client is told."""
    held, law, standard = _held(ticket)
    if not held.received_at <= at <= now:
        raise NotNow(_("Give a moment between the arrival of the request and now."))
    if law.silent_at:
        raise NotNow(_("Silence has decided already."))
    target = standard.terms.target
    assert target is not None
    due = PromiseState.starting(at, target, calendar(law.calendar)).due_at
    with override(held.language):
        text = _("Your file is complete. By law, we decide by %(moment)s at the latest.")
        message = _tell(held, now, text, moment=_moment(held, due, now))
    said = FileCompleted(ticket=held.pk, at=at.isoformat(), message=message.pk)
    record(said, stream=held.stream, by=by, at=now)
    return Maximum.objects.get(pk=held.pk)


@action("sla.pause_maximum")
def pause_maximum(ticket: Ticket, *, by: Actor, now: datetime, reason: str, words: str) -> Maximum:
    """Stop the legal clock for a reason that the law knows, and tell the client in plain words."""
    held, law, _standard = _held(ticket)
    if reason not in REASONS or not words.strip():
        raise NotNow(_("Give the reason in words the client will read."))
    _runs(law, now)
    with override(held.language):
        message = _tell(held, now, _("The legal delay stands still: %(words)s"), words=words.strip())
    record(MaximumPaused(ticket=held.pk, reason=reason, message=message.pk), stream=held.stream, by=by, at=now)
    return Maximum.objects.get(pk=held.pk)


@action("sla.resume_maximum")
def resume_maximum(ticket: Ticket, *, by: Actor, now: datetime) -> Maximum:
    """Start the legal clock again, with what was left of it, and tell the client the new latest date."""
    held, law, _standard = _held(ticket)
    if law.paused_at is None:
        raise NotNow(_("The legal clock is running."))
    due = max(law.due_at or now, calendar(law.calendar).add(now, timedelta(seconds=law.remaining)))
    with override(held.language):
        text = _("The legal delay runs again. We decide by %(moment)s at the latest.")
        message = _tell(held, now, text, moment=_moment(held, due, now))
    record(MaximumResumed(ticket=held.pk, message=message.pk), stream=held.stream, by=by, at=now)
    return Maximum.objects.get(pk=held.pk)


@action("sla.extend_maximum")
def extend_maximum(ticket: Ticket, *, by: Actor, now: datetime, longer: str, words: str) -> Maximum:
    """Take the extension that the law allows, once, and tell the client why in plain words."""
    held, law, standard = _held(ticket)
    _runs(law, now)
    wanted = _extension(law, standard, longer)
    if not words.strip():
        raise NotNow(_("Give the reason in words the client will read."))
    assert law.due_at is not None
    due = wanted.due_at(law.due_at, calendar(law.calendar))
    with override(held.language):
        text = _("The law lets us take longer, and we need to: %(words)s New latest date: %(moment)s.")
        message = _tell(held, now, text, words=words.strip(), moment=_moment(held, due, now))
    said = MaximumExtended(ticket=held.pk, by=str(wanted), message=message.pk)
    record(said, stream=held.stream, by=by, at=now)
    return Maximum.objects.get(pk=held.pk)


def _extension(law: Maximum, standard: StandardVersion, longer: str) -> Target:
    if not standard.terms.extension:
        raise NotNow(_("The law allows no extension."))
    if law.extended_by:
        raise NotNow(_("The law allows one extension, and it was taken."))
    try:
        wanted = Target.parse(longer)
    except BadTarget as error:
        raise NotNow(_("Write a delay such as 4 h, 5 bd (business days) or 30 d (days).")) from error
    assert law.due_at is not None
    hours = calendar(law.calendar)
    if wanted.due_at(law.due_at, hours) > Target.parse(standard.terms.extension).due_at(law.due_at, hours):
        raise NotNow(_("The law allows an extension of %(longest)s at most.") % {"longest": standard.terms.extension})
    return wanted


def _runs(law: Maximum, now: datetime) -> None:
    if law.complete_at is None:
        raise NotNow(_("Say first that the file is complete: the legal clock starts then."))
    if law.paused_at is not None:
        raise NotNow(_("The legal clock stands still already."))
    if law.silent_at or (law.due_at and law.due_at < now):
        raise NotNow(_("The legal delay is over."))


@action("sla.fall_silent")
def fall_silent(ticket: Ticket, *, by: Actor, now: datetime) -> bool:
    """Record what the law makes of our silence, and tell the client; nothing where somebody decided meanwhile."""
    held = lock(ticket)
    found = maximum_of(held)
    if found is None or found[0].silence_at is None or found[0].silence_at > now:
        return False
    outcome = found[1].terms.silence
    with override(held.language):
        text = {
            "accepted": _("We did not decide in the delay that the law leaves us: your request counts as granted."),
            "refused": _(
                "We did not decide in the delay that the law leaves us: your request counts as refused, and you may "
                "contest that. We are still working on it."
            ),
        }[outcome]
        message = _tell(held, now, text)
    record(SilenceDecided(ticket=held.pk, outcome=outcome, message=message.pk), stream=held.stream, by=by, at=now)
    return True
