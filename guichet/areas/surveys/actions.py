"""Asking the one question, and hearing the answer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.areas.people.queries import CLIENT_SERVICES, organisation
from guichet.areas.surveys.facts import Answered, Asked
from guichet.areas.surveys.models import Pulse
from guichet.areas.surveys.rules import calls_back, is_a_score
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import SYSTEM, Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.api import record
from guichet.ground.references import random_token

OPEN_FOR = timedelta(days=30)
CALL_BACK = Bilingual("Rappeler la personne : elle n’est pas satisfaite", "Call back: the client is not satisfied")


class NotAnAnswer(ValueError):
    """The score is not on the scale."""

    def __str__(self) -> str:
        return _("Choose a number from 1 to 5.")


@action("surveys.ask")
def ask(ticket: Ticket, *, by: Actor, now: datetime) -> Pulse:
    """Ask the one question about a ticket, once."""
    pulse, made = Pulse.objects.get_or_create(
        ticket=ticket,
        defaults={
            "person": ticket.requester, "token": random_token(), "asked_at": now, "expires_at": now + OPEN_FOR
        },
    )  # fmt: skip
    if made:
        Ticket.rows.select_for_update().get(pk=ticket.pk)
        record(Asked(ticket=ticket.pk, pulse=pulse.pk), stream=ticket.stream, by=by, at=now)
    return pulse


@action("surveys.answer")
def answer(pulse: Pulse, *, by: Actor, now: datetime, score: int, comment: str = "") -> Pulse:
    """Keep the answer; a later one replaces it; a low one gives Client Services a call to make within two days."""
    if not is_a_score(score):
        raise NotAnAnswer
    ticket = Ticket.rows.select_for_update().get(pk=pulse.ticket_id)
    # Read again under the lock: the button may have been pressed twice at once.
    pulse.refresh_from_db(fields=["answered_at"])
    first = pulse.answered_at is None
    pulse.score, pulse.comment, pulse.answered_at = score, comment, now
    pulse.save(update_fields=["score", "comment", "answered_at"])
    said = Answered(ticket=ticket.pk, pulse=pulse.pk, score=score, commented=bool(comment.strip()))
    record(said, stream=ticket.stream, by=by, at=now)
    if first and calls_back(score):
        _call_back(ticket, now)
    return pulse


def _call_back(ticket: Ticket, now: datetime) -> None:
    # The matter is not settled after all: the same ticket, the same person, and a call to make.
    if not ticket.is_open:
        try:
            with transaction.atomic():
                ticket = tickets.reopen(ticket, by=SYSTEM, now=now, cause="low_pulse")
        except (tickets.NothingToConfirm, tickets.TooLateToReopen):
            return  # withdrawn since, or over for long: the answer is kept all the same
    task = tickets.NewTask(
        title=CALL_BACK, unit=organisation(CLIENT_SERVICES), due="2 bd", assignee=ticket.owner, key="call_back",
        fields=("description", "requester_name", "phone"),
    )  # fmt: skip
    tickets.add_task(ticket, by=SYSTEM, now=now, task=task)


@action("surveys.note_way")
def note_way(pulse: Pulse, *, way: str, by: Actor) -> None:
    """Note by which way the question left, or why it did not."""
    Pulse.objects.filter(pk=pulse.pk).update(way=way)
