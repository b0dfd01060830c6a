"""A second pair of eyes on words for the client: asked for, changed, approved, before whoever wrote them sends them."""

from datetime import datetime

from django.utils.translation import gettext as _

from guichet.areas.people.models import Staff
from guichet.areas.people.queries import viewer_of_staff
from guichet.areas.tickets.access import sees_ticket
from guichet.areas.tickets.actions.awareness import DraftMoved, Seen
from guichet.areas.tickets.actions.locking import lock, tell
from guichet.areas.tickets.actions.words import TicketIsOver, draft, writer
from guichet.areas.tickets.facts import DraftReread, SecondLookAsked
from guichet.areas.tickets.models import Draft, Ticket
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.keeping.store import forget


class CannotReread(ValueError):
    """Somebody who may not read the ticket, or who wrote the words."""

    def __str__(self) -> str:
        return _("Choose a colleague of the window who may read this request.")


class NothingToReread(ValueError):
    """The draft has been sent or taken back."""

    def __str__(self) -> str:
        return _("This draft is not there any more: it was sent, or taken back.")


@action("tickets.draft")
def ask_second_look(
    ticket: Ticket, *, by: Actor, now: datetime, body: str, reader: Staff, seen: Seen | None = None
) -> Draft:
    """Keep a reply as a draft and ask a colleague to read it over."""
    held = lock(ticket)
    if not held.is_open:
        raise TicketIsOver
    other = viewer_of_staff(reader)
    if reader.pk == writer(by) or not other.may("tickets.draft", held) or not sees_ticket(other, held):
        raise CannotReread
    kept = draft(held, by=by, now=now, kind="reply", body=body, seen=seen)
    if kept is None or kept.leaves_at:
        raise NothingToReread
    Draft.objects.filter(pk=kept.pk).update(reader=reader, asked_at=now, changed_at=None, approved_at=None)
    tell(held, SecondLookAsked(ticket=held.pk, reader=reader.pk), by=by, at=now)
    return kept


@action("tickets.draft")
def end_second_look(ticket: Ticket, *, by: Actor, now: datetime) -> None:
    """Take the request back: the draft is its writer's alone again, with the words as they stand."""
    held = lock(ticket)
    mine = Draft.objects.filter(ticket=held, staff_id=writer(by), kind="reply", reader__isnull=False).first()
    if mine is None:
        raise NothingToReread
    Draft.objects.filter(pk=mine.pk).update(reader=None, asked_at=None, changed_at=None, approved_at=None)
    tell(held, SecondLookAsked(ticket=held.pk, reader=None), by=by, at=now)


@action("tickets.draft")
def change_draft(ticket: Ticket, *, by: Actor, now: datetime, author: int, body: str, seen: Seen) -> Draft:
    """Change the words that one was asked to read over; their writer sees what was changed before anything is sent."""
    held, words = _asked(ticket, by, author)
    if words.version != seen.draft:
        raise DraftMoved(words)
    if body.strip() and body != words.body:
        words.body, words.version, words.changed_at, words.approved_at = body, words.version + 1, now, None
        words.save(update_fields=["body", "version", "changed_at", "approved_at"])
        forget(f"staff:{author}", f"{held.number}/reply")  # what their windows kept is older
        tell(held, DraftReread(ticket=held.pk, writer=author, approved=False), by=by, at=now)
    return words


@action("tickets.draft")
def approve_draft(ticket: Ticket, *, by: Actor, now: datetime, author: int, body: str, seen: Seen) -> Draft:
    """Approve words, with the changes that one made: another change takes the approval away."""
    words, held = change_draft(ticket, by=by, now=now, author=author, body=body, seen=seen), lock(ticket)
    words.approved_at = now
    words.save(update_fields=["approved_at"])
    tell(held, DraftReread(ticket=held.pk, writer=author, approved=True), by=by, at=now)
    return words


@action("tickets.draft")
def settle_draft(ticket: Ticket, *, by: Actor, now: datetime, body: str) -> None:
    """Choose between one's own words and those of whoever read them over: no body keeps theirs."""
    held = lock(ticket)
    mine = Draft.objects.filter(ticket=held, staff_id=writer(by), kind="reply").first()
    if mine is None:
        raise NothingToReread
    mine.changed_at = None
    if body.strip() and body != mine.body:
        mine.body, mine.version, mine.approved_at = body, mine.version + 1, None
    mine.save(update_fields=["body", "version", "changed_at", "approved_at"])


def _asked(ticket: Ticket, by: Actor, author: int) -> tuple[Ticket, Draft]:
    held = lock(ticket)
    words = Draft.objects.filter(ticket=held, staff_id=author, kind="reply", reader_id=writer(by)).first()
    if words is None or words.leaves_at:
        raise NothingToReread
    return held, words
