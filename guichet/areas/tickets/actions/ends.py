"""How a ticket ends, and how it comes back."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from guichet.areas.tickets.actions.access_ends import give_back
from guichet.areas.tickets.actions.awareness import Seen, require_aware
from guichet.areas.tickets.actions.introducing import NotIntroducedYet
from guichet.areas.tickets.actions.locking import lock, lock_living, save, tell
from guichet.areas.tickets.actions.plan import cancel_all_tasks
from guichet.areas.tickets.actions.words import ClientWords, TicketIsOver, hear, say
from guichet.areas.tickets.facts import Cancelled, Closed, Confirmed, Reopened, Resolved
from guichet.areas.tickets.models import Draft, Message, Ticket
from guichet.areas.tickets.queries.introductions import may_refer
from guichet.areas.tickets.queries.plan import open_tasks
from guichet.areas.tickets.rules import OpenTask, ResolutionCode, State, blocking, comes_back, raised, working_state
from guichet.ground.access import Actor
from guichet.ground.actions import action


class StillHasOpenTasks(ValueError):
    """Mandatory tasks are open."""

    def __init__(self, tasks: list[OpenTask]) -> None:
        self.tasks = tasks
        super().__init__([task.letter for task in tasks])

    def __str__(self) -> str:
        names = ", ".join(f"{task.letter} ({task.title})" for task in self.tasks)
        return _("This request cannot be resolved yet. Still open: %(tasks)s.") % {"tasks": names}


class NeedsAResolution(ValueError):
    """A resolution has a code and words."""

    def __str__(self) -> str:
        return _("Choose how it ended and write the answer that the client will read.")


class NeedsRecourse(ValueError):
    """A refusal gives its reasons, and what may be done about it."""

    def __str__(self) -> str:
        return _("A refusal says why, and what the client can do about it: whom to ask, where to contest.")


@dataclass(frozen=True, slots=True)
class Refusal:
    """The words of an answer that refuses."""

    reasons: str
    recourse: str


class NothingToConfirm(ValueError):
    """The ticket is not waiting for a confirmation."""

    def __str__(self) -> str:
        return _("There is nothing to confirm on this request for now.")


class TooLateToReopen(ValueError):
    """More than thirty days have passed: a new request is linked instead."""

    def __str__(self) -> str:
        return _("This request was closed more than 30 days ago. Open a new one: we will see both.")


@action("tickets.resolve")
def resolve(
    ticket: Ticket, *, by: Actor, now: datetime, code: str, body: str | Refusal, seen: Seen | None = None
) -> Message:
    """Give the one answer, and ask whether it settles the matter; one that refuses gives its reasons and a recourse."""
    held = lock(ticket)
    if not held.is_open:
        raise TicketIsOver
    body = _worded(held, code, body)
    if code not in set(ResolutionCode) or not body.strip():
        raise NeedsAResolution
    if open_ones := blocking(open_tasks(held)):
        raise StillHasOpenTasks(open_ones)
    if code == ResolutionCode.REFERRED and held.tier == "support" and not may_refer(held):
        raise NotIntroducedYet
    require_aware(held, by=by, seen=seen)
    message = say(held, kind=Message.Kind.ANSWER, body=body, by=by, now=now)
    held.state, held.resolved_at, held.resolution_code, held.resolution_text = State.RESOLVED, now, code, body
    held.reminders, held.waiting_since = 0, None
    held.last_words, held.last_from_client, held.last_at = " ".join(body.split())[:160], False, now
    save(
        held, "state", "resolved_at", "resolution_code", "resolution_text", "reminders", "waiting_since",
        "last_words", "last_from_client", "last_at",
    )  # fmt: skip
    Draft.objects.filter(ticket=held, kind="answer").delete()
    tell(held, Resolved(ticket=held.pk, code=code, message=message.pk), by=by, at=now)
    return message


def _worded(held: Ticket, code: str, body: str | Refusal) -> str:
    if code != ResolutionCode.REFUSED:
        return body if isinstance(body, str) else body.reasons
    if isinstance(body, str) or not body.reasons.strip() or not body.recourse.strip():
        raise NeedsRecourse
    with override(held.language):
        return f"{body.reasons.rstrip()}\n\n{_('What you can do:')} {body.recourse.strip()}"


def _close(ticket: Ticket, now: datetime) -> None:
    ticket.state, ticket.closed_at = State.CLOSED, now
    save(ticket, "state", "closed_at")


@action("tickets.confirm")
def confirm(ticket: Ticket, *, by: Actor, now: datetime) -> Ticket:
    """Hear from the client that it is settled; saying it twice says it once."""
    own, held = lock_living(ticket)
    if own.requester_id != held.requester_id:
        raise NothingToConfirm  # whoever asked first says it: the other may only say that it is not
    if held.state == State.CLOSED:
        return held
    if held.state != State.RESOLVED:
        raise NothingToConfirm
    _close(held, now)
    tell(held, Confirmed(ticket=held.pk), Closed(ticket=held.pk, reason="confirmed"), by=by, at=now)
    return held


@action("tickets.close")
def close_in_silence(ticket: Ticket, *, by: Actor, now: datetime) -> Ticket:
    """Close a resolved ticket whose client said nothing, after the reminders."""
    held = lock(ticket)
    if held.state == State.RESOLVED:
        _close(held, now)
        tell(held, Closed(ticket=held.pk, reason="silence"), by=by, at=now)
    return held


def _back_to_work(held: Ticket, now: datetime) -> None:
    if held.state not in {State.RESOLVED, State.CLOSED}:
        raise NothingToConfirm
    if not comes_back(held.state, held.closed_at, now):
        raise TooLateToReopen
    held.state, held.priority = working_state(open_tasks(held)), raised(held.priority)
    held.reopen_count += 1
    held.resolved_at = held.closed_at = None
    held.resolution_code, held.reminders = "", 0


_REOPENED = ("state", "priority", "reopen_count", "resolved_at", "closed_at", "resolution_code", "reminders")


@action("tickets.reject")
def reject(ticket: Ticket, *, by: Actor, now: datetime, said: ClientWords) -> Ticket:
    """Hear from the client that it is not quite settled: the same ticket comes back to the same person."""
    own, held = lock_living(ticket)
    _back_to_work(held, now)
    message = hear(own, said, now=now)
    held.last_words, held.last_from_client, held.last_at = " ".join(said.body.split())[:160], True, now
    save(held, *_REOPENED, "last_words", "last_from_client", "last_at")
    back = Reopened(ticket=held.pk, count=held.reopen_count, cause="not_settled", message=message.pk)
    tell(held, back, by=by, at=now)
    return held


@action("tickets.reopen")
def reopen(ticket: Ticket, *, by: Actor, now: datetime, cause: str) -> Ticket:
    """Take a ticket up again at our own initiative, for a stated cause."""
    held = lock(ticket)
    _back_to_work(held, now)
    save(held, *_REOPENED)
    tell(held, Reopened(ticket=held.pk, count=held.reopen_count, cause=cause, message=None), by=by, at=now)
    return held


@action("tickets.cancel")
def cancel(ticket: Ticket, *, by: Actor, now: datetime, reason: str) -> Ticket:
    """Stop at the client's wish, or because it should not have been a ticket; its open tasks stop too."""
    held = lock(ticket)
    if not held.is_open:
        raise TicketIsOver
    cancel_all_tasks(held, by=by, now=now)
    give_back(held, by=by)
    held.state, held.closed_at, held.resolution_code = State.CANCELLED, now, ResolutionCode.WITHDRAWN
    save(held, "state", "closed_at", "resolution_code")
    tell(held, Cancelled(ticket=held.pk, reason=reason), by=by, at=now)
    return held
