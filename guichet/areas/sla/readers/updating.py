"""How long a client who waits has had no news: from the last words of a person until the next ones."""

from datetime import datetime

from guichet.areas.catalogue.queries.standards import Matter, dated_by, hours_by, standard_by
from guichet.areas.catalogue.rules.standards import Measure
from guichet.areas.sla.models import UpdateWait
from guichet.areas.sla.queries.promises import waits_ended_by
from guichet.areas.sla.readers.clock import Clock


def lay_down_news(clock: Clock, matter: Matter, at: datetime) -> None:
    """Say by which standard the client hears news, as it stood when the request was received; by none, too."""
    clock.known.update_by = dated_by(Measure.UPDATE, matter, received=clock.known.received_at, at=at).by


def await_news(clock: Clock, at: datetime) -> None:
    """Let the wait run while it is our turn and a person has spoken: until then the first answer has its own date."""
    promise = clock.known
    waits = promise.open and promise.first_met_at and not promise.met_at and not promise.paused_at
    if waits and promise.update_by:
        promise.update_from = promise.update_from or at
    else:
        _end_without(clock, at)
    _set_due(clock)


def _end_without(clock: Clock, at: datetime) -> None:
    promise = clock.known
    if promise.update_due_at and promise.update_due_at < at:
        clock.updates.append(_wait(clock))
    promise.update_from = None


def _set_due(clock: Clock) -> None:
    promise, standard = clock.known, standard_by(clock.known.update_by)
    if promise.update_from is None or standard is None or standard.terms.target is None:
        promise.update_due_at = None
        return
    hours = hours_by(promise.update_by, promise.service, received=promise.received_at, at=promise.update_from)
    promise.update_due_at = standard.terms.target.due_at(promise.update_from, hours)


def _wait(clock: Clock, met_at: datetime | None = None, message: int | None = None) -> UpdateWait:
    promise = clock.known
    assert promise.update_from and promise.update_due_at
    return UpdateWait(
        ticket_id=clock.ticket, standard=promise.update_by, since=promise.update_from, due_at=promise.update_due_at,
        met_at=met_at, message=message,
    )  # fmt: skip


def heard(clock: Clock, at: datetime, *, message: int | None) -> None:
    """End the wait: a person told the client something."""
    promise = clock.known
    if promise.update_due_at:
        clock.updates.append(_wait(clock, at, message))
    promise.update_from = promise.update_due_at = None


def unhear(clock: Clock, message: int) -> None:
    """Let the wait go on that words had ended which were taken back."""
    if not clock.known.update_by:
        return
    mine = [one for one in clock.updates if one.message == message]
    held = [] if mine else list(waits_ended_by(message, ticket=clock.ticket))
    clock.updates = [one for one in clock.updates if one not in mine]
    clock.taken_back += held
    for one in mine + held:
        clock.known.update_from = one.since
