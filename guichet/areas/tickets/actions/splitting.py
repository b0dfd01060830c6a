"""Making two tickets of one: words that are another matter open a ticket of their own, and come back if need be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import offer
from guichet.areas.tickets.actions.care import check_stays
from guichet.areas.tickets.actions.locking import lock, save, tell
from guichet.areas.tickets.actions.merging import CannotMerge, TooLateToSeparate, merge, why_not
from guichet.areas.tickets.actions.opening import NewContact, Opening, open_ticket
from guichet.areas.tickets.facts import SplitFrom, SplitOff
from guichet.areas.tickets.models import Attachment, Link, Message, Party, Split, Ticket
from guichet.areas.tickets.queries.contacts import came_by
from guichet.areas.tickets.queries.ties import splits_of, words_that_split
from guichet.areas.tickets.rules import Role, State, comes_apart
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.references import random_token


class CannotSplit(ValueError):
    """Words that cannot open a ticket of their own; `why` is a code."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)

    def __str__(self) -> str:
        words = {
            "over": _("This request was joined to another, or withdrawn: it is not split."),
            "words": _("Choose at least one message of the client."),
            "title": _("Say in a few words what the other matter is."),
            "seen": _("Somebody split this request meanwhile. Look at what became of it, then go on if need be."),
        }
        return words[self.why]


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """What is another matter: which messages, with which of their files, under which title."""

    messages: tuple[int, ...]
    files: tuple[int, ...] = ()
    title: str
    seen: int | None = None  # how often it had been split when its reader looked


@action("tickets.split")
def split(ticket: Ticket, *, by: Actor, now: datetime, apart: Apart) -> Ticket:
    """Open a ticket with words said on another, promised from when they came; the client is told once."""
    held = lock(ticket)
    check_stays(held, by)
    words = words_that_split(held, apart.messages)
    if why := _why_not(held, words, apart):
        raise CannotSplit(why)
    born = open_ticket(_opening(held, words, apart.title, now), by=by, now=now)
    _keep_with(born, held, apart.files, words, now)
    Message.objects.create(
        ticket=held, kind=Message.Kind.NEWS, channel=held.channel, language=held.language, staff=held.owner, at=now,
        visible_from=now, details={"about": "split_off", "other": born.number},
    )  # fmt: skip
    Split.objects.create(source=held, born=born, messages=[one.pk for one in words], at=now)
    Link.objects.create(one=held, other=born, kind=Link.Kind.SPLIT, at=now)
    chosen = [one.pk for one in words]
    tell(held, SplitOff(ticket=held.pk, other=born.pk, messages=chosen), by=by, at=now)
    tell(born, SplitFrom(ticket=born.pk, other=held.pk), by=by, at=now)
    return born


def _why_not(held: Ticket, words: Sequence[Message], apart: Apart) -> str:
    forbidden = {
        "over": held.state in {State.MERGED, State.CANCELLED}, "words": not words, "title": not apart.title.strip(),
        "seen": apart.seen is not None and apart.seen != len(splits_of(held)),
    }  # fmt: skip
    return next((why for why, holds in forbidden.items() if holds), "")


def _opening(held: Ticket, words: Sequence[Message], title: str, now: datetime) -> Opening:
    first = words[0]
    return Opening(
        requester=held.requester, compartment=held.compartment, channel=first.channel, language=held.language,
        title=title.strip(), body="\n\n".join(one.body for one in words if one.body.strip()), received_at=first.at,
        offer=offer(None, on=localtime(now).date()), behalf_certain=held.behalf_certain, owner=held.owner,
        contact=NewContact(same=came_by(held, first.at)), confidential=held.confidential, apart_from=held.number,
    )  # fmt: skip


def _keep_with(born: Ticket, held: Ticket, files: Sequence[int], words: Sequence[Message], now: datetime) -> None:
    """Give the new ticket the files chosen, those who read a secret, and the way in which the client is told."""
    opening = Message.objects.get(ticket=born, kind=Message.Kind.OPENING)
    chosen = Attachment.objects.filter(pk__in=files, message__in=words).order_by("pk")
    Attachment.objects.bulk_create(
        Attachment(
            message=opening, file_id=one.file_id, token=random_token(), name=one.name, size=one.size,
            content_type=one.content_type,
        )
        for one in chosen
    )  # fmt: skip
    if held.confidential:
        born.readers.set(held.readers.all())
    own = Party.objects.filter(ticket=held, person=held.requester_id, role=Role.REQUESTER, ended_at=None).first()
    if own:
        own.pk, own.ticket, own.since, own.told_at = None, born, now, None
        own.save(force_insert=True)
        born.shared = True
        save(born, "shared")


@action("tickets.split")
def unsplit(ticket: Ticket, *, by: Actor, now: datetime) -> Ticket:
    """Join a ticket again to the one it was split from; what was said meanwhile is read there."""
    known = Split.objects.filter(born=ticket, undone_at=None).select_related("source").first()
    if known is None or not comes_apart(known.at, now):
        raise TooLateToSeparate
    by.require("tickets.split", known.source)
    rows = {pk: lock(Ticket(pk=pk)) for pk in sorted({ticket.pk, known.source_id})}
    born, source = rows[ticket.pk], rows[known.source_id]
    if why := why_not(born, source):
        raise CannotMerge(why, born.number)
    if not Split.objects.filter(pk=known.pk, undone_at=None).update(undone_at=now):
        raise TooLateToSeparate
    Link.objects.filter(one=source, other=born, kind=Link.Kind.SPLIT).delete()
    return merge(born, by=by, now=now, into=source, reason="unsplit")
