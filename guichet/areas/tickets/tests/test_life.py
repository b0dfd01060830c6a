"""The life of a ticket, state by state: what each verb leads to, or refuses (domain.md, 2.7)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.actions.care import InConflict, NotAtTheWindow, NotCertified, TheirOwn
from guichet.areas.tickets.actions.ends import NeedsAResolution, StillHasOpenTasks
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.rules import OpenTask, State, TaskState
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = NOON + 60 * DAY
VERBS = ("take", "reply", "ask", "hear", "delegate", "resolve", "confirm", "not_quite", "silence", "reopen", "cancel")
OVER, NOTHING, LATE = "TicketIsOver", "NothingToConfirm", "TooLateToReopen"
# By state: where each verb leads, in the order above. A state that stays says that the verb changes nothing of it.
LIFE = {
    "to_sort": "taken in_progress waiting_client to_sort to_sort resolved NothingToConfirm NothingToConfirm "
    "to_sort NothingToConfirm cancelled",
    "taken": "taken in_progress waiting_client taken waiting_unit resolved NothingToConfirm NothingToConfirm "
    "taken NothingToConfirm cancelled",
    "in_progress": "in_progress in_progress waiting_client in_progress waiting_unit resolved NothingToConfirm "
    "NothingToConfirm in_progress NothingToConfirm cancelled",
    "waiting_client": "waiting_client waiting_client waiting_client in_progress waiting_client resolved "
    "NothingToConfirm NothingToConfirm waiting_client NothingToConfirm cancelled",
    "waiting_unit": "waiting_unit waiting_unit waiting_client waiting_unit waiting_unit StillHasOpenTasks "
    "NothingToConfirm NothingToConfirm waiting_unit NothingToConfirm cancelled",
    "resolved": "resolved TicketIsOver TicketIsOver resolved TicketIsOver TicketIsOver closed in_progress closed "
    "in_progress TicketIsOver",
    "closed": "closed TicketIsOver TicketIsOver closed TicketIsOver TicketIsOver closed in_progress closed "
    "in_progress TicketIsOver",
    "long_closed": "closed TicketIsOver TicketIsOver closed TicketIsOver TicketIsOver closed TooLateToReopen closed "
    "TooLateToReopen TicketIsOver",
    "cancelled": "cancelled TicketIsOver TicketIsOver cancelled TicketIsOver TicketIsOver NothingToConfirm "
    "NothingToConfirm cancelled NothingToConfirm TicketIsOver",
    "merged": "merged TicketIsOver TicketIsOver merged TicketIsOver TicketIsOver NothingToConfirm NothingToConfirm "
    "merged NothingToConfirm TicketIsOver",
}  # fmt: skip


@pytest.fixture
def verbs(amina: Person, bruno: Staff, house: dict[str, Organisation]) -> dict[str, Callable[[Ticket], Any]]:
    """What Amina, Bruno and the clock can do."""
    ours: dict[str, Any] = {"by": seen_by(bruno), "now": NOW}
    hers: dict[str, Any] = {"by": seen_by(amina), "now": NOW}
    said = actions.ClientWords(body="Encore ceci.", channel="web", person=amina)
    cable = actions.NewTask(title=Bilingual("Câble", "Cable"), unit=house["TI"])
    return {
        "take": lambda one: actions.take(one, **ours, owner=bruno),
        "reply": lambda one: actions.reply(one, **ours, body="Bonjour."),
        "ask": lambda one: actions.ask(one, **ours, body="Laquelle ?"),
        "hear": lambda one: actions.write(one, **hers, said=said),
        "delegate": lambda one: actions.add_task(one, **ours, task=cable),
        "resolve": lambda one: actions.resolve(one, **ours, code="done", body="C’est fait."),
        "confirm": lambda one: actions.confirm(one, **hers),
        "not_quite": lambda one: actions.reject(one, **hers, said=said),
        "silence": lambda one: actions.close_in_silence(one, by=SYSTEM, now=NOW),
        "reopen": lambda one: actions.reopen(one, **ours, cause="our_mistake"),
        "cancel": lambda one: actions.cancel(one, **ours, reason="client_wish"),
    }


WAYS = {
    "to_sort": (), "taken": ("take",), "in_progress": ("take", "reply"), "waiting_client": ("take", "ask"),
    "waiting_unit": ("take", "delegate"), "resolved": ("resolve",), "closed": ("resolve", "confirm"),
    "long_closed": ("resolve", "confirm"), "cancelled": ("cancel",), "merged": ("merge",),
}  # fmt: skip


def stands(ticket: Ticket) -> str:
    return Ticket.rows.get(pk=ticket.pk).state


def outcome(ticket: Ticket, act: Callable[[Ticket], Any]) -> str:
    """Act, tell where it led or what refused it, and undo it."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act(Ticket.rows.get(pk=ticket.pk))
            return stands(ticket)
        except ValueError as refusal:
            return type(refusal).__name__
        finally:
            transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.proves("BIL-01", "BIL-03", "BIL-07", "SUI-01")
@pytest.mark.parametrize("state", LIFE)
def test_each_verb_leads_a_request_where_its_life_cycle_says_or_is_refused(
    state: str, verbs: dict[str, Callable[[Ticket], Any]], amina: Person, bruno: Staff
) -> None:
    ticket = a_ticket(amina, owner=bruno)
    other = a_ticket(amina, owner=bruno) if state == "merged" else ticket
    verbs["merge"] = lambda one: actions.merge(one, by=seen_by(bruno), now=NOW, into=other, reason="asked_twice")
    for way in WAYS[state]:
        verbs[way](Ticket.rows.get(pk=ticket.pk))
    if state == "long_closed":
        Ticket.rows.filter(pk=ticket.pk).update(closed_at=NOW - 31 * DAY)
    assert stands(ticket) == {"long_closed": "closed"}.get(state, state)
    assert {verb: outcome(ticket, verbs[verb]) for verb in VERBS} == dict(zip(VERBS, LIFE[state].split(), strict=True))


def test_every_state_of_a_ticket_is_in_the_table() -> None:
    assert set(State) - {State.RECEIVED} <= set(LIFE)  # received: an instant inside of intake


OPEN = OpenTask(letter="A", title="Câble", state=TaskState.READY, mandatory=True, outside=True)
GUARDS = (
    (StillHasOpenTasks([OPEN]), "Still open: A (Câble)", "A (Câble)"),
    (NeedsAResolution(), "Choose how it ended and write the answer", "Choisissez"),
    (actions.NeedsRecourse(), "A refusal says why", "Un refus"),
    (actions.NotIntroducedYet(), "Put the client in touch first", "Mettez d’abord le client en relation"),
    (actions.TicketIsOver(), "This request is closed", "Cette demande est"),
    (actions.TicketIsOver(merged=True), "This request was joined", "Cette demande a été"),
    (actions.NothingToConfirm(), "There is nothing to confirm", "Il n’y a rien à confirmer"),
    (actions.TooLateToReopen(), "more than 30 days ago", "plus de 30"),
    (NotAtTheWindow(), "stays with Client Services", "Service à la clientèle"),
    (NotCertified(), "not certified for this service", "pas certifi"),
    (InConflict(), "declared a conflict of interest", "conflit d’intérêts"),
    (TheirOwn(), "This request is their own", "sa propre demande"),
)


@pytest.mark.proves("BIL-07", "NIV-05", "N8")
@pytest.mark.parametrize(("guard", "english", "french"), GUARDS, ids=lambda one: type(one).__name__)
def test_each_guard_says_why_in_the_language_of_the_reader(guard: ValueError, english: str, french: str) -> None:
    for language, words in (("en", english), ("fr", french)):
        with translation.override(language):
            assert words in str(guard).replace("\N{NO-BREAK SPACE}", " ")
