"""The clock of a legal maximum: it starts once the file is complete, stops for a legal reason, ends with silence."""

from datetime import datetime, timedelta

from guichet.areas.catalogue.queries import calendar
from guichet.areas.catalogue.queries.standards import Matter, dated_by, standard_by
from guichet.areas.catalogue.rules import Target
from guichet.areas.catalogue.rules.standards import Measure
from guichet.areas.sla.facts import FileCompleted, MaximumExtended, MaximumPaused, MaximumResumed, SilenceDecided
from guichet.areas.sla.models import Maximum
from guichet.areas.sla.readers.clock import Clock, Clocks
from guichet.areas.sla.rules import PromiseState
from guichet.ground.journal.models import Entry


def lay_down(clock: Clock, matter: Matter, at: datetime) -> None:
    """Give a matter the maximum of its service, as the law stood when it was received; another one, or none, too."""
    found = dated_by(Measure.MAXIMUM, matter, received=clock.known.received_at, at=at)
    law = clock.law()
    if found.target is None:
        if law:
            law.standard = ""
            _set_silence(law)
        return
    if law is None:
        law = clock.maximum = Maximum(ticket_id=clock.ticket)
    if law.standard != found.by:
        law.standard, law.calendar = found.by, found.hours.reference
        _start(law)


def _start(law: Maximum) -> None:
    standard = standard_by(law.standard)
    if law.complete_at and standard and standard.terms.target:
        _keep(law, PromiseState.starting(law.complete_at, standard.terms.target, calendar(law.calendar)))
    _set_silence(law)


def _keep(law: Maximum, state: PromiseState) -> None:
    law.due_at, law.paused_at = state.due_at, state.paused_at
    law.remaining = int(state.remaining.total_seconds())


def _state(law: Maximum) -> PromiseState:
    assert law.due_at is not None
    left = timedelta(seconds=law.remaining)
    return PromiseState(budget=left, due_at=law.due_at, remaining=left, paused_at=law.paused_at)


def _set_silence(law: Maximum) -> None:
    """Find when silence decides: never while the clock stands still, once something was decided, or without the law."""
    standard = standard_by(law.standard)
    runs = law.open and not (law.met_at or law.silent_at or law.paused_at)
    law.silence_at = law.due_at if runs and standard and standard.terms.silence else None


def decide(clock: Clock, at: datetime | None) -> None:
    """Say when the decision was given, or that it was taken back."""
    if law := clock.law():
        law.met_at = at
        _set_silence(law)


def leave(clock: Clock, *, open_: bool) -> None:
    """Say that the request is over, or came back."""
    if law := clock.law():
        law.open = open_
        _set_silence(law)


def _law(clock: Clock) -> Maximum:
    law = clock.law()
    assert law is not None
    return law


@Clocks.on(FileCompleted)
def file_completed(clock: Clock, entry: Entry, fact: FileCompleted) -> None:
    law = _law(clock)
    law.complete_at, law.paused_at, law.extended_by = datetime.fromisoformat(fact.at), None, ""
    _start(law)


@Clocks.on(MaximumPaused)
def paused(clock: Clock, entry: Entry, fact: MaximumPaused) -> None:
    law = _law(clock)
    _keep(law, _state(law).pause(entry.at, calendar(law.calendar)))
    _set_silence(law)


@Clocks.on(MaximumResumed)
def resumed(clock: Clock, entry: Entry, fact: MaximumResumed) -> None:
    law = _law(clock)
    _keep(law, _state(law).resume(entry.at, calendar(law.calendar)))
    _set_silence(law)


@Clocks.on(MaximumExtended)
def extended(clock: Clock, entry: Entry, fact: MaximumExtended) -> None:
    law = _law(clock)
    assert law.due_at is not None
    law.extended_by = fact.by
    law.due_at = Target.parse(fact.by).due_at(law.due_at, calendar(law.calendar))
    _set_silence(law)


@Clocks.on(SilenceDecided)
def silent(clock: Clock, entry: Entry, fact: SilenceDecided) -> None:
    law = _law(clock)
    law.silent_at = entry.at
    _set_silence(law)
