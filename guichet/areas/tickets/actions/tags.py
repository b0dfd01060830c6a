"""Marks that agents put on requests that have something in common; no client reads them."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import tags
from guichet.areas.tickets.actions.locking import lock, save, tell
from guichet.areas.tickets.facts import Tagged
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.rules import MOST_TAGS, tags_in, tags_kept
from guichet.ground.access import Actor
from guichet.ground.actions import action


class UnknownTag(ValueError):
    """No such tag, or one that is put on nothing any more."""

    def __str__(self) -> str:
        return _("Choose one of the tags of the list.")


class TooManyTags(ValueError):
    """Nobody reads so many."""

    def __str__(self) -> str:
        return _("A request has %(most)s tags at most: take one off first.") % {"most": MOST_TAGS}


@action("tickets.tag")
def tag(ticket: Ticket, *, by: Actor, now: datetime, code: str) -> Ticket:
    """Put a tag on; one that is on stays."""
    known = tags().get(code)
    if known is None or known.retired:
        raise UnknownTag
    held = lock(ticket)
    has = tags_in(held.tags)
    if code in has:
        return held
    if len(has) >= MOST_TAGS:
        raise TooManyTags
    return _keep(held, (*has, code), Tagged(ticket=held.pk, tag=code, on=True), by=by, now=now)


@action("tickets.tag")
def untag(ticket: Ticket, *, by: Actor, now: datetime, code: str) -> Ticket:
    """Take a tag off; one that is not on stays off."""
    held = lock(ticket)
    has = tags_in(held.tags)
    if code not in has:
        return held
    left = [one for one in has if one != code]
    return _keep(held, left, Tagged(ticket=held.pk, tag=code, on=False), by=by, now=now)


def _keep(held: Ticket, codes: Iterable[str], said: Tagged, *, by: Actor, now: datetime) -> Ticket:
    held.tags = tags_kept(codes)
    save(held, "tags")
    tell(held, said, by=by, at=now)
    return held
