"""A suggestion follows each arrival; a verdict follows each sorting; nothing is kept once somebody is in charge."""

from collections.abc import Iterable
from typing import ClassVar

from guichet.areas.tickets import facts as tickets
from guichet.areas.tickets.models import Ticket
from guichet.areas.triage import actions, facts
from guichet.areas.triage.models import Verdict
from guichet.ground.access import SYSTEM
from guichet.ground.journal.models import Entry
from guichet.ground.journal.readers import Projection, Reaction

suggestions = Reaction("triage.suggestions")


@suggestions.on(tickets.Opened)
def suggest(entry: Entry, fact: tickets.Opened) -> None:
    actions.suggest(Ticket(pk=fact.ticket), by=SYSTEM, now=entry.at)


@suggestions.on(tickets.Sorted)
def judge(entry: Entry, fact: tickets.Sorted) -> None:
    if entry.actor.startswith("staff:"):
        actions.judge(
            Ticket(pk=fact.ticket), by=SYSTEM, now=entry.at, chosen=fact.service, impact=fact.impact,
            urgency=fact.urgency,
        )  # fmt: skip


@suggestions.on(tickets.Taken, tickets.Cancelled)
def forget(entry: Entry, fact: tickets.Taken | tickets.Cancelled) -> None:
    actions.forget(fact.ticket)


class Verdicts(Projection[Verdict]):
    """Keeps Verdict."""

    name = "triage.verdicts"
    owns = (Verdict,)
    folds: ClassVar = {}

    def blank(self, stream: str) -> Verdict:
        return Verdict(ticket_id=int(stream.partition(":")[2]))

    def load(self, stream: str) -> Verdict:
        blank = self.blank(stream)
        return Verdict.objects.filter(pk=blank.pk).first() or blank

    def store(self, states: Iterable[Verdict], *, new: bool) -> None:
        if new:
            Verdict.objects.bulk_create(states)
            return
        for verdict in states:
            verdict.save(force_insert=verdict._state.adding)


verdicts = Verdicts()


@Verdicts.on(facts.Suggested)
def suggested(verdict: Verdict, entry: Entry, fact: facts.Suggested) -> None:
    verdict.method, verdict.suggested, verdict.sure = fact.method, fact.service, fact.sure
    verdict.suggested_at = entry.at


@Verdicts.on(facts.Accepted, facts.Overridden)
def decided(verdict: Verdict, entry: Entry, fact: facts.Accepted | facts.Overridden) -> None:
    verdict.chosen, verdict.levels, verdict.decided_at = fact.service, fact.levels, entry.at
