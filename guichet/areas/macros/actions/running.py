"""Running a template: everything that its preview lists, or nothing at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import offers
from guichet.areas.macros.facts import Ran
from guichet.areas.macros.models import Macro
from guichet.areas.macros.queries import Doing, doings_of, is_being_written, macro_for, values_of, waits_to_leave
from guichet.areas.macros.rules.placeholders import filled, unfilled
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.tickets.queries.recourse import usual_recourse
from guichet.ground.actions import action
from guichet.ground.journal.api import record

Change = tuple[str, int | None, int]  # a field, what it held, what it holds
FIELDS = {"owner": "owner_id", "service": "service_id", "impact": "impact", "urgency": "urgency"}


@dataclass(frozen=True, slots=True)
class Said:
    """The words as they were edited, and the last words that their writer had before them."""

    body: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a template made: words that leave in ten seconds, and fields that can be taken back if nothing else was."""

    message: Message | None
    changed: tuple[Change, ...]


class Unfilled(ValueError):
    """A placeholder has no value: nothing is sent with a hole in it."""

    def __init__(self, places: list[str]) -> None:
        self.places = places
        super().__init__(places)

    def __str__(self) -> str:
        said = _("Nothing was sent: %(places)s has no value here. Write it yourself, or take it out.")
        return said % {"places": ", ".join(self.places)}


class WithoutWords(ValueError):
    """A template that speaks needs words."""

    def __str__(self) -> str:
        return _("Write something first.")


class NotForThis(ValueError):
    """The template may not appear on this ticket, or not any more."""

    def __str__(self) -> str:
        return _("This template is not for this request as it stands now. Nothing was done.")


class StillLeaves(ValueError):
    """A reply of the same person waits for its moment."""

    def __str__(self) -> str:
        return _("A reply of yours waits for its moment. Keep it back first.")


class BeingWritten(ValueError):
    """The same person is writing to the client of this ticket."""

    def __str__(self) -> str:
        return _("You are writing to this client already: finish it there.")


@action("macros.run")
def run(ticket: Ticket, *, by: Viewer, now: datetime, macro: int, said: Said) -> Outcome:
    """Do everything that a template lists, one verb after the other, and send the words as they were edited."""
    held = Ticket.rows.select_for_update(of=("self",)).select_related("owner", "compartment").get(pk=ticket.pk)
    row = macro_for(by, held, macro)
    if row is None or not held.is_open:
        raise NotForThis
    if row.does.sends:
        _check_words(held, said, by)
    doings, was = doings_of(row, held, by=by, now=now), _fields(held)
    message = None
    for one in doings:
        message = _DO[one.do](held, one, by, now, said) or message
    Macro.rows.filter(pk=row.pk).update(uses=F("uses") + 1, used_at=now)
    record(Ran(ticket=held.pk, macro=row.pk), stream=held.stream, by=by, at=now)
    only_fields = all(one.do in {"sort", "assign"} for one in doings)
    return Outcome(message, _changed(held, was) if only_fields else ())


@action("macros.run")
def run_unread(ticket: Ticket, *, by: Viewer, now: datetime, macro: int, words: str, link: str) -> Outcome:
    """Run a template on one of several tickets: its words are filled for each; nobody's draft is sent over."""
    row = macro_for(by, ticket, macro)
    if row is None:
        raise NotForThis
    if is_being_written(ticket, by):
        raise BeingWritten
    doings = doings_of(row, ticket, by=by, now=now)
    body = filled(words, values_of(ticket, ticket.language, doings, by=by, now=now) | {"link": link})
    return run(ticket, by=by, now=now, macro=macro, said=Said(body))


def _check_words(ticket: Ticket, said: Said, by: Viewer) -> None:
    if not said.body.strip():
        raise WithoutWords
    if places := unfilled(said.body):
        raise Unfilled(places)
    if waits_to_leave(ticket, by):
        raise StillLeaves


def _fields(ticket: Ticket) -> dict[str, int | None]:
    return {name: getattr(ticket, column) for name, column in FIELDS.items()}


def _changed(ticket: Ticket, was: dict[str, int | None]) -> tuple[Change, ...]:
    """Return the fields that hold something else now, if all of them can be put back."""
    now = _fields(Ticket.rows.get(pk=ticket.pk))
    moved = [(name, was[name], now[name]) for name in FIELDS if was[name] != now[name]]
    back = [(name, before, after) for name, before, after in moved if after is not None]
    return tuple(back) if len(back) == len(moved) else ()


@action("macros.run")
def take_back(ticket: Ticket, *, by: Viewer, now: datetime, changed: tuple[Change, ...]) -> None:
    """Put fields back as they were before a template, unless somebody changed one of them meanwhile."""
    for name, before, after in changed:
        value: Any = before
        if before is not None and name == "owner":
            value = staff(before)
        if before is not None and name == "service":
            value = offers(localtime(now).date())[before]
        tickets.amend(ticket, by=by, now=now, said=tickets.Amendment(name, value, after))


Do = Callable[[Ticket, Doing, Viewer, datetime, Said], Message | None]


def _sort(ticket: Ticket, one: Doing, by: Viewer, now: datetime, _said: Said) -> None:
    if one.offer:
        tickets.sort(ticket, by=by, now=now, offer=one.offer, impact=one.impact, urgency=one.urgency)
    else:
        tickets.prioritise(ticket, by=by, now=now, impact=one.impact, urgency=one.urgency)


def _take(ticket: Ticket, one: Doing, by: Viewer, now: datetime, _said: Said) -> None:
    assert one.owner
    tickets.take(ticket, by=by, now=now, owner=one.owner)


def _assign(ticket: Ticket, one: Doing, by: Viewer, now: datetime, _said: Said) -> None:
    assert one.owner
    tickets.assign(ticket, by=by, now=now, owner=one.owner)


def _plan(ticket: Ticket, one: Doing, by: Viewer, now: datetime, _said: Said) -> None:
    assert one.offer
    tickets.start_plan(ticket, by=by, now=now, offer=one.offer)


def _task(ticket: Ticket, one: Doing, by: Viewer, now: datetime, _said: Said) -> None:
    assert one.work
    assert one.unit
    wanted = tickets.NewTask(
        title=one.work.title, unit=one.unit, due=one.work.due, instructions=one.body, mandatory=one.work.mandatory,
        fields=one.work.shown,
    )  # fmt: skip
    tickets.add_task(ticket, by=by, now=now, task=wanted)


def _tag(ticket: Ticket, one: Doing, by: Viewer, now: datetime, _said: Said) -> None:
    tickets.tag(ticket, by=by, now=now, code=one.code)


def _aside(ticket: Ticket, one: Doing, by: Viewer, now: datetime, _said: Said) -> None:
    assert one.until
    tickets.snooze(ticket, by=by, now=now, until=one.until)


def _note(ticket: Ticket, one: Doing, by: Viewer, now: datetime, _said: Said) -> None:
    tickets.note(ticket, by=by, now=now, body=one.body)


def _seen(said: Said) -> tickets.Seen | None:
    return None if said.seen is None else tickets.Seen(said.seen)


def _reply(ticket: Ticket, _one: Doing, by: Viewer, now: datetime, said: Said) -> Message:
    return tickets.reply(ticket, by=by, now=now, body=said.body, seen=_seen(said))


def _ask(ticket: Ticket, _one: Doing, by: Viewer, now: datetime, said: Said) -> Message:
    return tickets.ask(ticket, by=by, now=now, body=said.body, seen=_seen(said))


def _resolve(ticket: Ticket, one: Doing, by: Viewer, now: datetime, said: Said) -> Message:
    # What a template refuses, it refuses with the recourse of the service; without one it is not sent.
    body = tickets.Refusal(said.body, usual_recourse(ticket)) if one.code == "refused" else said.body
    return tickets.resolve(ticket, by=by, now=now, code=one.code, body=body, seen=_seen(said))


_DO: dict[str, Do] = {
    "sort": _sort, "take": _take, "assign": _assign, "plan": _plan, "task": _task, "tag": _tag, "note": _note,
    "reply": _reply, "question": _ask, "answer": _resolve, "aside": _aside,
}  # fmt: skip
