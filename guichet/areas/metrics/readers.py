"""How each ticket ended the first time, folded from its facts: the ticket itself forgets it when it is reopened."""

from collections.abc import Iterable
from typing import ClassVar

from django.db.models import QuerySet

from guichet.areas.metrics.models import Outcome
from guichet.areas.tickets import facts as tickets
from guichet.ground.database.prepared import prepared
from guichet.ground.journal.models import Entry
from guichet.ground.journal.readers import Projection


class Outcomes(Projection[Outcome]):
    """Keeps Outcome."""

    name = "metrics.outcomes"
    owns = (Outcome,)
    folds: ClassVar = {}

    def blank(self, stream: str) -> Outcome:
        return Outcome(ticket_id=int(stream.partition(":")[2]))

    def load(self, stream: str) -> Outcome:
        blank = self.blank(stream)
        return next(iter(_outcome(ticket=blank.pk)), blank)

    def store(self, states: Iterable[Outcome], *, new: bool) -> None:
        if new:
            Outcome.objects.bulk_create(states)
            return
        for outcome in states:
            outcome.save(force_insert=outcome._state.adding)


@prepared
def _outcome(*, ticket: int) -> QuerySet[Outcome]:
    return Outcome.objects.filter(pk=ticket)


outcomes = Outcomes()


@Outcomes.on(tickets.Resolved)
def resolved(outcome: Outcome, entry: Entry, fact: tickets.Resolved) -> None:
    outcome.resolved_at = outcome.resolved_at or entry.at


@Outcomes.on(tickets.Reopened)
def reopened(outcome: Outcome, entry: Entry, fact: tickets.Reopened) -> None:
    outcome.reopened_at = outcome.reopened_at or entry.at


@Outcomes.on(tickets.Unsent)
def unsent(outcome: Outcome, entry: Entry, fact: tickets.Unsent) -> None:
    if fact.what == "answer" and outcome.reopened_at is None:
        outcome.resolved_at = None
