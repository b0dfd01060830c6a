"""The promise and the ledger of each ticket, folded from its facts."""

from datetime import datetime, timedelta

from guichet.areas.catalogue.queries import calendar
from guichet.areas.catalogue.queries.standards import Matter, dated_by
from guichet.areas.catalogue.rules import Calendar
from guichet.areas.catalogue.rules.standards import Measure
from guichet.areas.sla.facts import PromiseMoved
from guichet.areas.sla.models import Promise, PromiseChange, Segment
from guichet.areas.sla.readers.alerting import climb
from guichet.areas.sla.readers.clock import Clock, Clocks
from guichet.areas.sla.readers.law import decide, lay_down, leave
from guichet.areas.sla.readers.updating import await_news, heard, lay_down_news, unhear
from guichet.areas.sla.readers.work import add_work, let_go, move_work, stop_work
from guichet.areas.sla.rules import PromiseState
from guichet.areas.tickets import facts as tickets
from guichet.areas.tickets.rules import priority
from guichet.ground.access import SYSTEM
from guichet.ground.journal.models import Entry


def _calendar(promise: Promise) -> Calendar:
    return calendar(promise.calendar)


def _state(promise: Promise) -> PromiseState | None:
    if promise.due_at is None:
        return None
    return PromiseState(
        budget=timedelta(seconds=promise.budget), due_at=promise.due_at,
        remaining=timedelta(seconds=promise.remaining), paused_at=promise.paused_at, met_at=promise.met_at,
    )  # fmt: skip


def _keep(promise: Promise, state: PromiseState) -> None:
    promise.due_at, promise.paused_at, promise.met_at = state.due_at, state.paused_at, state.met_at
    promise.remaining = int(state.remaining.total_seconds())


def set_next(clock: Clock, at: datetime) -> None:
    await_news(clock, at)
    _set_next_due(clock.known)
    climb(clock.known)


def _set_next_due(promise: Promise) -> None:
    if not promise.open or promise.met_at:
        promise.next_due_at = None
    elif promise.first_met_at is None:
        dues = [due for due in (promise.first_due_at, promise.due_at) if due]
        promise.next_due_at = min(dues)
    else:
        dues = [] if promise.paused_at else [due for due in (promise.update_due_at, promise.due_at) if due]
        promise.next_due_at = min(dues, default=None)


def _promise_from(promise: Promise, matter: Matter, at: datetime) -> None:
    """Make, or make again, the two promises of a matter, by the calendars as they stood at that moment."""
    first, completion = (
        dated_by(one, matter, received=promise.received_at, at=at) for one in (Measure.FIRST, Measure.COMPLETION)
    )
    assert first.target is not None
    promise.calendar = completion.hours.reference
    promise.first_target = str(first.target)
    promise.completion_target, promise.completion_by = str(completion.target or ""), completion.by
    if promise.first_met_at is None:
        promise.first_due_at, promise.first_by = first.target.due_at(promise.received_at, first.hours), first.by
    if completion.target is None:
        promise.due_at, promise.budget, promise.remaining = None, 0, 0
        return
    state = PromiseState.starting(promise.received_at, completion.target, completion.hours)
    promise.budget = int(state.budget.total_seconds())
    _keep(promise, state)


def _hold(clock: Clock, holder: str, cause: str, at: datetime) -> None:
    """Pass the ball at an instant; the same holder keeps the same stretch."""
    promise = clock.known
    if promise.holder == holder:
        return
    _end(clock, at)
    promise.holder, promise.holder_cause, promise.holder_since = holder, cause, at


def _end(clock: Clock, at: datetime) -> None:
    """End the stretch that runs; one without length leaves no trace."""
    promise = clock.known
    if promise.holder_since < at:
        ended = Segment(ticket_id=clock.ticket, holder=promise.holder, cause=promise.holder_cause)
        ended.start, ended.end = promise.holder_since, at
        clock.ended.append(ended)


def pass_on(clock: Clock, cause: str, at: datetime) -> None:
    """Give the ball to whoever the facts say has it now."""
    promise = clock.known
    in_hand = {holder for holder, held in promise.hands.values() if held}
    if promise.paused_at:
        _hold(clock, "client", cause, at)
    elif "partner" in in_hand:
        _hold(clock, "partner", cause, at)
    elif "unit" in in_hand:
        _hold(clock, "unit", cause, at)
    else:
        _hold(clock, "us", cause, at)


@Clocks.on(tickets.Opened)
def opened(clock: Clock, entry: Entry, fact: tickets.Opened) -> None:
    received = datetime.fromisoformat(fact.received)
    promise = clock.promise = Promise(
        ticket_id=fact.ticket, owner_id=fact.owner, received_at=received, holder_since=received, hands={},
        channel=fact.channel, service=fact.service, unsorted=True,
    )  # fmt: skip
    matter = Matter(fact.service, fact.channel)
    _promise_from(promise, matter, entry.at)
    lay_down(clock, matter, entry.at)
    lay_down_news(clock, matter, entry.at)
    promise.original_due_at = promise.due_at
    set_next(clock, entry.at)


@Clocks.on(tickets.Sorted)
def sorted_out(clock: Clock, entry: Entry, fact: tickets.Sorted) -> None:
    level = priority(fact.impact, fact.urgency)
    _promise_again(clock, entry, Matter(fact.service, clock.known.channel, level), "sorted")


@Clocks.on(tickets.Unsorted)
def unsorted(clock: Clock, entry: Entry, fact: tickets.Unsorted) -> None:
    _promise_again(clock, entry, Matter(None, clock.known.channel), "unsorted")


def _promise_again(clock: Clock, entry: Entry, matter: Matter, reason: str) -> None:
    promise, was = clock.known, clock.known.due_at
    promise.service = matter.service
    lay_down(clock, matter, entry.at)
    lay_down_news(clock, matter, entry.at)
    if promise.met_at or promise.paused_at:
        return
    _promise_from(promise, matter, entry.at)
    if promise.due_at != was:
        clock.changes.append(_change(clock, entry.at, was, reason))
        promise.original_due_at = promise.due_at
    set_next(clock, entry.at)


def _change(clock: Clock, at: datetime, was: datetime | None, reason: str) -> PromiseChange:
    return PromiseChange(ticket_id=clock.ticket, at=at, was=was, due_at=clock.known.due_at, reason=reason)


def _first_words(clock: Clock, at: datetime) -> None:
    if clock.known.first_met_at is None:
        clock.known.first_met_at = at


@Clocks.on(tickets.Replied, tickets.Spoke)
def answered(clock: Clock, entry: Entry, fact: tickets.Replied | tickets.Spoke) -> None:
    clock.known.unsorted &= entry.kind != tickets.Replied.kind
    _first_words(clock, entry.at)
    heard(clock, entry.at, message=getattr(fact, "message", None))
    resume(clock, entry.at)
    set_next(clock, entry.at)


@Clocks.on(tickets.Announced)
def announced(clock: Clock, entry: Entry, fact: tickets.Announced) -> None:
    if fact.written:
        heard(clock, entry.at, message=fact.message)
        set_next(clock, entry.at)


@Clocks.on(tickets.Asked)
def asked(clock: Clock, entry: Entry, fact: tickets.Asked) -> None:
    promise = clock.known
    promise.unsorted = False
    _first_words(clock, entry.at)
    heard(clock, entry.at, message=fact.message)
    if promise.paused_at is None:
        state = _state(promise)
        if state:
            _keep(promise, state.pause(entry.at, _calendar(promise)))
        promise.paused_at = entry.at
    pass_on(clock, "question", entry.at)
    set_next(clock, entry.at)


def resume(clock: Clock, at: datetime) -> None:
    promise, was = clock.known, clock.known.due_at
    if promise.paused_at is None:
        return
    state = _state(promise)
    if state:
        _keep(promise, state.resume(at, _calendar(promise)))
    promise.paused_at = None
    if promise.due_at != was:
        clock.changes.append(_change(clock, at, was, "waited"))


@Clocks.on(tickets.ClientWrote)
def client_wrote(clock: Clock, entry: Entry, fact: tickets.ClientWrote) -> None:
    if clock.known.open and clock.known.met_at is None:
        resume(clock, entry.at)
        pass_on(clock, "client_wrote", entry.at)
        set_next(clock, entry.at)


@Clocks.on(tickets.Unsent)
def unsent(clock: Clock, entry: Entry, fact: tickets.Unsent) -> None:
    promise = clock.known
    unhear(clock, fact.message)
    if fact.what not in {"answer", "question"}:
        set_next(clock, entry.at)
        return  # they had not given the turn to the client, so taking them back gives it to nobody
    if fact.what == "answer":
        promise.met_at, promise.open = None, True
        decide(clock, None)
    resume(clock, entry.at)
    pass_on(clock, "unsent", entry.at)
    set_next(clock, entry.at)


@Clocks.on(tickets.TaskAdded)
def task_added(clock: Clock, entry: Entry, fact: tickets.TaskAdded) -> None:
    holder = "partner" if fact.partner else "unit" if fact.outside else "us"
    clock.known.hands[str(fact.task)] = [holder, False]
    add_work(clock, fact, entry.at)


@Clocks.on(tickets.TaskReady, tickets.TaskReturned, tickets.TaskDone, tickets.TaskCancelled)
def task_moved(clock: Clock, entry: Entry, fact: tickets.TaskReady) -> None:
    ready = entry.kind == tickets.TaskReady.kind
    clock.known.hands[str(fact.task)][1] = ready
    over = entry.kind in {tickets.TaskDone.kind, tickets.TaskCancelled.kind}
    move_work(clock, fact.task, in_hand=ready, over=over, at=entry.at, due=fact.due if ready else "")
    if clock.known.open:
        pass_on(clock, entry.kind.partition(".")[2], entry.at)


@Clocks.on(tickets.Resolved)
def resolved(clock: Clock, entry: Entry, fact: tickets.Resolved) -> None:
    promise = clock.known
    promise.unsorted = False
    _first_words(clock, entry.at)
    heard(clock, entry.at, message=fact.message)
    resume(clock, entry.at)
    promise.met_at = entry.at
    decide(clock, entry.at)
    _hold(clock, "client", "confirmation", entry.at)
    set_next(clock, entry.at)


@Clocks.on(tickets.Closed, tickets.Cancelled, tickets.Merged)
def closed(clock: Clock, entry: Entry, fact: tickets.Closed | tickets.Cancelled | tickets.Merged) -> None:
    _end(clock, entry.at)
    # From here on nobody holds it; should it come back, this is the stretch in which it was closed, or joined.
    promise = clock.known
    promise.holder_cause = "merged" if entry.kind == tickets.Merged.kind else "closed"
    promise.open, promise.holder, promise.holder_since = False, "pause", entry.at
    promise.unsorted &= entry.kind == tickets.Merged.kind
    leave(clock, open_=False)
    stop_work(clock, goes_on=False)
    if isinstance(fact, tickets.Merged) and fact.takes_work:
        let_go(clock, list(clock.work()))
    set_next(clock, entry.at)


@Clocks.on(tickets.Reopened)
def reopened(clock: Clock, entry: Entry, fact: tickets.Reopened) -> None:
    promise, was = clock.known, clock.known.due_at
    promise.open, promise.met_at = True, None
    leave(clock, open_=True)
    stop_work(clock, goes_on=True)
    decide(clock, None)
    if state := _restarted(promise, entry.at, _calendar(promise)):
        _keep(promise, state)
        clock.changes.append(_change(clock, entry.at, was, "reopened"))
    pass_on(clock, "reopened", entry.at)
    set_next(clock, entry.at)


def _restarted(promise: Promise, at: datetime, calendar: Calendar) -> PromiseState | None:
    # A reopened ticket gets its whole budget again from that moment: the client is told this new date.
    budget = timedelta(seconds=promise.budget)
    if promise.due_at is None:
        return None
    return PromiseState(budget=budget, due_at=calendar.add(at, budget), remaining=budget)


@Clocks.on(PromiseMoved)
def promise_moved(clock: Clock, entry: Entry, fact: PromiseMoved) -> None:
    promise, was = clock.known, clock.known.due_at
    promise.due_at = datetime.fromisoformat(fact.due)
    clock.changes.append(_change(clock, entry.at, was, fact.reason))
    if entry.actor != SYSTEM.ref:
        heard(clock, entry.at, message=fact.message)
    set_next(clock, entry.at)
