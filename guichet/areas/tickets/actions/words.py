"""Words with the client, and internal words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.people.models import Person
from guichet.areas.people.queries import viewer_of_person
from guichet.areas.tickets.access import observes
from guichet.areas.tickets.actions.awareness import Seen, has_left, require_aware, require_same
from guichet.areas.tickets.actions.indexing import index
from guichet.areas.tickets.actions.locking import lock, lock_living, save, tell
from guichet.areas.tickets.actions.opening import Upload, attach
from guichet.areas.tickets.facts import Announced, Asked, ClientWrote, Noted, PartyWrote, Reminded, Replied, Unsent
from guichet.areas.tickets.models import Contact, Draft, Message, Note, Ticket
from guichet.areas.tickets.queries.family import family_of, living
from guichet.areas.tickets.queries.parties import parts_in_family, party_of
from guichet.areas.tickets.queries.plan import open_tasks
from guichet.areas.tickets.rules import UNDO, Channel, State, working_state
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.outbox.api import withdraw


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientWords:
    """What a client said: by which channel, who, with which files, and whether we are sure that it was them."""

    body: str
    channel: str
    person: Person | None = None
    uploads: tuple[Upload, ...] = ()
    verified: bool = True


class TooLateToUnsend(ValueError):
    """The words have left."""

    def __str__(self) -> str:
        return _("It is too late to take this message back: it has left.")


class TicketIsOver(ValueError):
    """Nothing more is said on a closed ticket; its owner may reopen it first."""

    def __init__(self, *, merged: bool = False) -> None:
        self.merged = merged
        super().__init__(merged)

    def __str__(self) -> str:
        if self.merged:
            return _("This request was joined to another meanwhile: go on there. Nothing you typed is lost.")
        return _("This request is closed. Reopen it first, or open a new one.")


def writer(by: Actor) -> int:
    """Return the member of staff who writes; 0, which is nobody, when it is somebody else."""
    return getattr(by, "staff", None) or 0


def say(ticket: Ticket, *, kind: str, body: str, by: Actor, now: datetime) -> Message:
    """Write words of ours, which leave ten seconds later."""
    message = Message.objects.create(
        ticket=ticket, kind=kind, channel=Channel.EMAIL, language=ticket.language, body=body,
        staff_id=getattr(by, "staff", None), at=now, visible_from=now + UNDO,
    )  # fmt: skip
    index(ticket)
    return message


def _last(ticket: Ticket, body: str, now: datetime, *, client: bool) -> tuple[str, str, str]:
    ticket.last_words, ticket.last_from_client, ticket.last_at = " ".join(body.split())[:160], client, now
    return "last_words", "last_from_client", "last_at"


def _to_work(ticket: Ticket) -> None:
    ticket.state, ticket.waiting_since, ticket.reminders = working_state(open_tasks(ticket)), None, 0


def _require_open(ticket: Ticket) -> None:
    if not ticket.is_open:
        raise TicketIsOver(merged=ticket.is_merged)


@action("tickets.reply")
def reply(
    ticket: Ticket, *, by: Actor, now: datetime, body: str, uploads: tuple[Upload, ...] = (), seen: Seen | None = None
) -> Message:
    """Tell the client something, without asking for anything."""
    held = lock(ticket)
    _require_open(held)
    require_aware(held, by=by, seen=seen)
    message = say(held, kind=Message.Kind.REPLY, body=body, by=by, now=now)
    attach(message, uploads, now=now)
    if held.state in {State.TO_SORT, State.TAKEN}:
        _to_work(held)
    save(held, *_last(held, body, now, client=False), "state", "waiting_since", "reminders")
    _forget_draft(held, by, "reply")
    tell(held, Replied(ticket=held.pk, message=message.pk, channel=message.channel), by=by, at=now)
    return message


@action("tickets.ask")
def ask(ticket: Ticket, *, by: Actor, now: datetime, body: str, seen: Seen | None = None) -> Message:
    """Ask the client one question; the completion clock waits for them, the lived one does not."""
    held = lock(ticket)
    _require_open(held)
    require_aware(held, by=by, seen=seen)
    message = say(held, kind=Message.Kind.QUESTION, body=body, by=by, now=now)
    held.state, held.waiting_since, held.reminders = State.WAITING_CLIENT, now, 0
    save(held, *_last(held, body, now, client=False), "state", "waiting_since", "reminders")
    _forget_draft(held, by, "reply")
    tell(held, Asked(ticket=held.pk, message=message.pk, channel=message.channel), by=by, at=now)
    return message


@action("tickets.unsend")
def unsend(ticket: Ticket, message: Message, *, by: Actor, now: datetime) -> Message:
    """Take words back before they leave: the draft returns; what they had decided, and only that, is undone."""
    held = lock(ticket)
    words = Message.objects.select_for_update().get(pk=message.pk, ticket=held, staff_id=writer(by))
    is_answer, decided = words.kind == Message.Kind.ANSWER, _has_decided(held, words)
    if words.withdrawn_at or now >= words.visible_from or words.is_automatic or (is_answer and not decided):
        raise TooLateToUnsend
    streams = [f"ticket:{pk}" for pk in family_of(held)] + [one.stream for one in parts_in_family(held)]
    if not all(withdraw(kind="message", stream=one, refs={"message": words.pk}) for one in streams):
        raise TooLateToUnsend
    words.withdrawn_at = now
    words.save(update_fields=["withdrawn_at"])
    index(held)
    if decided:
        _take_back(held)
    Draft.objects.update_or_create(
        ticket=held, staff_id=writer(by), kind="answer" if is_answer else "reply",
        defaults={"body": words.body, "updated_at": now},
    )  # fmt: skip
    tell(held, Unsent(ticket=held.pk, message=words.pk, what=words.kind if decided else "words"), by=by, at=now)
    return words


def _has_decided(ticket: Ticket, words: Message) -> bool:
    """Tell whether a ticket stands as it does because of these words: others may have come since."""
    if words.kind == Message.Kind.ANSWER:
        return ticket.state == State.RESOLVED
    asked = Message.objects.filter(ticket=ticket, kind=Message.Kind.QUESTION, withdrawn_at=None)
    others = asked.filter(at__gte=words.at).exclude(pk=words.pk)
    is_question = words.kind == Message.Kind.QUESTION
    return is_question and ticket.state == State.WAITING_CLIENT and not others.exists()


def _take_back(ticket: Ticket) -> None:
    _to_work(ticket)
    ticket.resolved_at, ticket.resolution_code, ticket.resolution_text = None, "", ""
    save(ticket, "state", "waiting_since", "reminders", "resolved_at", "resolution_code", "resolution_text")


@action("tickets.write")
def write(ticket: Ticket, *, by: Actor, now: datetime, said: ClientWords) -> Message:
    """Add the client's words; when it was their turn, it is ours again."""
    own, held = lock_living(ticket)
    message = hear(own, said, now=now)
    Contact.objects.create(
        at=now, channel=said.channel, person=said.person or own.requester, ticket=own, language=own.language,
        words=said.body[:300],
    )  # fmt: skip
    if only_observes(own, said.person, now=now):
        return _overheard(held, own, message, said, by=by)
    if held.state == State.WAITING_CLIENT and said.verified:
        _to_work(held)
    save(held, *_last(held, said.body, now, client=True), "state", "waiting_since", "reminders")
    tell(held, ClientWrote(ticket=held.pk, message=message.pk, channel=said.channel), by=by, at=now)
    return message


def only_observes(ticket: Ticket, person: Person | None, *, now: datetime) -> bool:
    """Tell whether somebody only reads a ticket: what they say decides nothing there."""
    if person is None or not ticket.shared:
        return False
    return observes(viewer_of_person(person, on=localtime(now).date()), ticket)


def _overheard(held: Ticket, own: Ticket, message: Message, said: ClientWords, *, by: Actor) -> Message:
    """Keep the words of an observer with who said them: no clock moves, and it is still the same turn."""
    party = party_of(own, message.person_id)
    save(held, *_last(held, said.body, message.at, client=True))
    wrote = PartyWrote(ticket=held.pk, party=party.pk if party else 0, message=message.pk, channel=said.channel)
    tell(held, wrote, by=by, at=message.at)
    return message


def hear(ticket: Ticket, said: ClientWords, *, now: datetime) -> Message:
    """Keep the client's words and files on a ticket that is held; what was to leave later waits for its writer."""
    waiting = Draft.objects.filter(ticket__in={ticket.pk, living(ticket).pk}, leaves_at__isnull=False)
    waiting.update(leaves_at=None, stopped="client")
    message = Message.objects.create(
        ticket=ticket, kind=Message.Kind.CLIENT, channel=said.channel, language=ticket.language, body=said.body,
        person=said.person or ticket.requester, at=now, visible_from=now, verified=said.verified,
    )  # fmt: skip
    attach(message, said.uploads, now=now)
    index(ticket)
    return message


@action("tickets.note")
def note(ticket: Ticket, *, by: Actor, now: datetime, body: str) -> Note:
    """Write internal words: they never leave the house."""
    held = lock(ticket)
    made = Note.objects.create(ticket=held, staff_id=getattr(by, "staff", None), body=body, at=now)
    _forget_draft(held, by, "note")
    tell(held, Noted(ticket=held.pk, note=made.pk), by=by, at=now)
    return made


@action("tickets.draft")
def draft(ticket: Ticket, *, by: Actor, now: datetime, kind: str, body: str, seen: Seen | None = None) -> Draft | None:
    """Keep what somebody is typing; an empty text forgets it, and whoever reads it over approves the words anew."""
    staff = writer(by)
    mine = Draft.objects.filter(ticket=ticket, staff_id=staff, kind=kind)
    if waiting := mine.filter(leaves_at__isnull=False).first():
        return waiting
    if has_left(ticket, by=by, seen=seen):
        return None
    if seen is not None:
        require_same(mine, seen)
    if not body.strip():
        mine.delete()
        return None
    mine.exclude(body=body).filter(reader__isnull=False).update(
        version=F("version") + 1, changed_at=None, approved_at=None
    )
    kept, _created = Draft.objects.update_or_create(
        ticket=ticket, staff_id=staff, kind=kind, defaults={"body": body, "updated_at": now, "stopped": ""}
    )
    return kept


def _forget_draft(ticket: Ticket, by: Actor, kind: str) -> None:
    Draft.objects.filter(ticket=ticket, staff_id=writer(by), kind=kind).delete()


@action("tickets.remind")
def remind(ticket: Ticket, *, by: Actor, now: datetime) -> Message | None:
    """Remind the client that we wait for them, for an answer or a confirmation; nothing when it was just done."""
    held = lock(ticket)
    if (held.state, held.reminders) != (ticket.state, ticket.reminders):
        return None
    held.reminders += 1
    message = Message.objects.create(
        ticket=held, kind=Message.Kind.REMINDER, channel=Channel.EMAIL, language=held.language, at=now,
        visible_from=now, staff=held.owner, details={"about": held.state, "count": held.reminders},
    )  # fmt: skip
    save(held, "reminders")
    tell(held, Reminded(ticket=held.pk, message=message.pk, count=held.reminders), by=by, at=now)
    return message


@action("tickets.announce")
def announce(
    ticket: Ticket, *, by: Actor, now: datetime, body: str, details: dict[str, Any], written: bool = False
) -> Message:
    """Tell the client a piece of news that follows from something else: a date that moves, another contact person."""
    return announce_news(lock(ticket), body=body, details=details, by=by, now=now, written=written)


def announce_news(
    held: Ticket, *, body: str, details: dict[str, Any], by: Actor, now: datetime, written: bool = False
) -> Message:
    """Let a piece of news leave, on a ticket whose row is held."""
    message = Message.objects.create(
        ticket=held, kind=Message.Kind.NEWS, channel=Channel.EMAIL, language=held.language, body=body,
        staff=held.owner, at=now, visible_from=now, details=details,
    )  # fmt: skip
    tell(held, Announced(ticket=held.pk, message=message.pk, written=written), by=by, at=now)
    return message
