"""The clocks of two tickets that are one for a while."""

from datetime import datetime

from guichet.areas.sla.readers.clock import Clock, Clocks
from guichet.areas.sla.readers.folds import pass_on, resume, set_next
from guichet.areas.sla.readers.law import leave
from guichet.areas.sla.readers.work import let_go, stop_work, take_in
from guichet.areas.tickets import facts as tickets
from guichet.ground.journal.models import Entry


@Clocks.on(tickets.Unmerged)
def came_back(clock: Clock, entry: Entry, fact: tickets.Unmerged) -> None:
    promise = clock.known
    promise.open, promise.hands = True, fact.hands
    take_in(clock, fact.works)
    leave(clock, open_=True)
    stop_work(clock, goes_on=True)
    if fact.answered and promise.first_met_at is None:
        promise.first_met_at = datetime.fromisoformat(fact.answered)
    if not fact.waits:
        resume(clock, entry.at)
    pass_on(clock, "unmerged", entry.at)
    set_next(clock, entry.at)


@Clocks.on(tickets.Joined)
def joined(clock: Clock, entry: Entry, fact: tickets.Joined) -> None:
    clock.known.hands.update(fact.hands)
    take_in(clock, fact.works, within=f"{fact.other}:", at=entry.at)
    pass_on(clock, "joined", entry.at)


@Clocks.on(tickets.Parted)
def parted(clock: Clock, entry: Entry, fact: tickets.Parted) -> None:
    for task in fact.tasks:
        clock.known.hands.pop(str(task), None)
    let_go(clock, fact.tasks)
    if clock.known.open:
        pass_on(clock, "parted", entry.at)
