"""Putting somebody in touch with whoever does what they need, and staying until they have spoken (NIV-05)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.areas.people.models import Organisation
from guichet.areas.tickets.actions.aside import NotAhead
from guichet.areas.tickets.actions.locking import lock, lock_living, tell
from guichet.areas.tickets.actions.plan import NewTask, add_task
from guichet.areas.tickets.actions.words import announce_news
from guichet.areas.tickets.facts import FollowedUp, Introduced, Met
from guichet.areas.tickets.models import Introduction, Ticket
from guichet.areas.tickets.queries.introductions import has_met, introduction_of
from guichet.areas.tickets.rules import FOLLOW_UPS
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui import wording

TITLE = Bilingual("Mise en relation : appeler la personne", "Introduction: call the person")
TO_REACH = ("description", "requester_name", "phone", "email", "language")


class NotIntroducedYet(ValueError):
    """A referral ends nothing before they have spoken."""

    def __str__(self) -> str:
        return _(
            "Put the client in touch first. A referral ends a request once they have spoken, or once we asked twice "
            "whether they did."
        )


class NeedsConsent(ValueError):
    """A summary leaves only with the agreement of whoever it is about, and says something."""

    def __str__(self) -> str:
        return _("Write what the client agrees to have passed on, and say that they agree.")


class NobodyIntroduced(ValueError):
    """There was no introduction."""

    def __str__(self) -> str:
        return _("Nobody was put in touch with anybody on this request.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshake:
    """Who calls the client, when, and what the client agrees to have passed on."""

    unit: Organisation
    call_at: datetime
    summary: str
    agreed: bool


@action("tickets.introduce")
def introduce(ticket: Ticket, *, by: Actor, now: datetime, wanted: Handshake) -> Introduction:
    """Pass on what the client agrees to; the unit calls at the moment that the client is told."""
    held = lock(ticket)
    if not wanted.agreed or not wanted.summary.strip():
        raise NeedsConsent
    if wanted.call_at <= now:
        raise NotAhead
    call = _("Call on %(moment)s") % {"moment": wording.when(wanted.call_at, translation.get_language(), now)}
    asked = NewTask(
        title=TITLE, unit=wanted.unit, instructions=f"{wanted.summary.strip()}\n\n{call}", mandatory=False,
        fields=TO_REACH,
    )  # fmt: skip
    task = add_task(held, by=by, now=now, task=asked)
    made = Introduction.objects.create(ticket=held, task=task, at=now, call_at=wanted.call_at)
    held = lock(held)
    with translation.override(held.language):
        body = _(
            "As you agreed, we told whoever handles this what you need. On %(moment)s, they call you. Your request "
            "stays open here until you have spoken: tell us on this page, or reply to this message."
        ) % {"moment": wording.when(wanted.call_at, held.language, now)}
    announce_news(held, body=body, details={"about": "introduction"}, by=by, now=now, written=True)
    said = Introduced(ticket=held.pk, introduction=made.pk, task=task.pk, until=wanted.call_at.isoformat())
    tell(held, said, by=by, at=now)
    return made


@action("tickets.confirm_introduction")
def confirm_introduction(ticket: Ticket, *, by: Actor, now: datetime) -> Ticket:
    """Hear that they have spoken; saying it twice says it once."""
    _own, held = lock_living(ticket)
    made = introduction_of(held)
    if made is None:
        raise NobodyIntroduced
    if made.met_at is None:
        made.met_at = now
        made.save(update_fields=["met_at"])
        tell(held, Met(ticket=held.pk, introduction=made.pk), by=by, at=now)
    return held


@action("tickets.remind")
def follow_up(ticket: Ticket, *, by: Actor, now: datetime) -> bool:
    """Ask the client whether the call took place; not when it was just asked, or said."""
    held = lock(ticket)
    made = introduction_of(held)
    if made is None or not held.is_open or has_met(made) or made.follow_ups >= len(FOLLOW_UPS):
        return False
    made.follow_ups += 1
    made.save(update_fields=["follow_ups"])
    with translation.override(held.language):
        body = _(
            "Have you spoken with whoever handles what you need? If so, tell us on this page. If nobody called, reply "
            "to this message: we will see to it."
        )
    announce_news(held, body=body, details={"about": "introduction"}, by=by, now=now)
    tell(held, FollowedUp(ticket=held.pk, introduction=made.pk, count=made.follow_ups), by=by, at=now)
    return True
