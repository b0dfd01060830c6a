"""Suggesting, and counting afterwards whether the suggestion was right. Nothing here decides."""

from datetime import datetime

from django.conf import settings

from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.rules import State
from guichet.areas.triage.facts import Accepted, Overridden, Suggested
from guichet.areas.triage.models import Suggestion
from guichet.areas.triage.queries import reckoning
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import record
from guichet.ground.journal.facts import Fact

OFF = "off"


@action("triage.suggest")
def suggest(ticket: Ticket, *, by: Actor, now: datetime) -> Suggestion | None:
    """Work out what a ticket to sort seems to ask, once, with the reasons."""
    held = Ticket.rows.select_for_update().get(pk=ticket.pk)
    if settings.TRIAGE == OFF or held.state not in {State.RECEIVED, State.TO_SORT}:
        return None
    if Suggestion.objects.filter(ticket=held).exists():
        return None
    text = reckoning.first_words(held)
    found = reckoning.service_of(held, text, on=now.date())
    strong = reckoning.levels_of(text, found.service)
    row = Suggestion.objects.create(
        ticket=held, service_id=found.service, sure=found.sure, method=found.method, candidates=found.candidates,
        impact=strong.impact, urgency=strong.urgency,
        reasons={"impact": strong.impact_words, "urgency": strong.urgency_words, "usual": strong.usual},
        language=reckoning.language_of(text, held), twins=reckoning.twins_of(held, text, now=now), made_at=now,
    )  # fmt: skip
    said = Suggested(
        ticket=held.pk, service=row.service_id, sure=row.sure, method=row.method, impact=row.impact,
        urgency=row.urgency, twins=len(row.twins),
    )  # fmt: skip
    record(said, stream=held.stream, by=by, at=now)
    return row


@action("triage.judge")
def judge(ticket: Ticket, *, by: Actor, now: datetime, chosen: int, impact: int, urgency: int) -> None:
    """Record whether the first person who sorted a ticket chose what was suggested."""
    row = Suggestion.objects.select_for_update().filter(ticket=ticket, judged_at=None).first()
    if row is None:
        return
    held = Ticket.rows.select_for_update().get(pk=ticket.pk)
    levels = (row.impact, row.urgency) == (impact, urgency)
    said: Fact = Accepted(ticket=held.pk, service=chosen, levels=levels)
    if row.service_id != chosen:
        said = Overridden(ticket=held.pk, service=chosen, suggested=row.service_id, levels=levels)
    record(said, stream=held.stream, by=by, at=now)
    row.judged_at = now
    row.save(update_fields=["judged_at"])


def forget(ticket: int) -> None:
    """Drop what was suggested on a ticket that somebody has in charge, or that stopped: it holds the client's words."""
    Suggestion.objects.filter(ticket=ticket).delete()
