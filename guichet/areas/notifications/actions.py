"""Putting letters in the outbox."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localtime

from guichet.areas.catalogue.queries import house_calendar
from guichet.areas.notifications.queries import recent_messages
from guichet.areas.notifications.rules import ENTRANCE, WARNING, Entrance, may_send
from guichet.areas.people.models import ContactPoint, Person, ToldBy, ToldWhen
from guichet.areas.people.queries import formats_at
from guichet.areas.problems.models import Case, Problem
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.tickets.queries.parties import Recipient, by_mail, recipients
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.database.prepared import prepared
from guichet.ground.outbox.api import Intent, post
from guichet.ground.references import random_token


@action("notifications.send")
def send_words(message: Message, *, by: Actor, now: datetime) -> bool:
    """Let words of ours leave for whoever asked and takes part; tell whether there is an address to send them to."""
    if message.withdrawn_at:
        return False
    told = recipients(message, on=localtime(now).date())
    found = [intent for one in told if by_mail(one) and (intent := _words_for(message, one, now))]
    post(found, domain=settings.MAIL_DOMAIN)
    return bool(found)


def _words_for(message: Message, told: Recipient, now: datetime) -> Intent | None:
    """Address words to somebody: on the ticket itself, or on one that is joined to it."""
    sets_off = message.kind == Message.Kind.ACKNOWLEDGEMENT
    found = _intent(told.ticket, told.person, f"message:{message.pk}", now, sets_off=sets_off)
    if found is None:
        return None
    through = {} if told.ticket.pk == message.ticket_id else {"through": told.ticket.pk}
    part = told.key[1]
    if part and told.party:
        # A stream of their own: whoever asked never waits behind a letter to somebody else.
        through["party"], found[0]["stream"] = part, told.party.stream
    refs = _refs(found[1], message=message.pk, **through)
    return Intent(kind="message", due_at=leaves_at(told.person, message.visible_from), refs=refs, **found[0])


def leaves_at(person: Person, moment: datetime) -> datetime:
    """Return when a letter leaves: at once, or once the window is open for whoever prefers that."""
    return house_calendar().next_opening(moment) if person.told_when == ToldWhen.OPEN else moment


@action("notifications.send")
def send_pulse(pulse: Pulse, *, by: Actor, now: datetime) -> bool:
    """Let the one question leave; tell whether there is an address to send it to."""
    intent = _intent(pulse.ticket, pulse.person, f"pulse:{pulse.pk}", now, sets_off=False)
    if intent is None:
        return False
    refs = _refs(intent[1], pulse=pulse.pk)
    due_at = leaves_at(pulse.person, now)
    post([Intent(kind="pulse", due_at=due_at, refs=refs, **intent[0])], domain=settings.MAIL_DOMAIN)
    return True


@action("notifications.send")
def send_entrance(entrance: Entrance, *, by: Actor, now: datetime) -> bool:
    """Let a letter about coming in leave; tell whether the address may get one more."""
    recent = recent_messages(entrance.address, now=now)
    if not may_send(sets_off=entrance.is_asked_by_anybody, verified=False, recent=recent):
        return False
    # A stream of its own: a code never waits behind an older one that could not leave.
    stream = f"{ENTRANCE}:{random_token()}"
    refs = {
        "about": entrance.about, "language": entrance.language, "opens": entrance.opens,
        "until": entrance.until.isoformat(), "formats": formats_at(entrance.address),
    }  # fmt: skip
    intent = Intent(key=stream, kind=ENTRANCE, stream=stream, address=entrance.address, due_at=now, refs=refs)
    post([intent], domain=settings.MAIL_DOMAIN)
    return True


@action("notifications.send")
def send_warnings(problem: Problem, *, about: str, by: Actor, now: datetime) -> int:
    """Let one letter leave for each person who is warned; those who read it on their request get no second one."""
    answered = Case.objects.filter(problem=problem, state=Case.State.DONE).values("ticket__requester")
    warned = problem.warned.exclude(person__in=answered).order_by("pk")
    found = []
    for person in (one.person for one in warned.select_related("person") if one.person.told_by != ToldBy.SITE):
        if point := next(iter(_reachable_at(person=person.pk)), None):
            # A stream of their own: nobody waits behind a letter to somebody else.
            key, stream = f"{problem.stream}:{about}:{person.pk}", f"{problem.stream}:{person.pk}"
            refs = {"problem": problem.pk, "about": about, "person": person.pk}
            due_at = leaves_at(person, now)
            found.append(Intent(key=key, kind=WARNING, stream=stream, address=point.value, due_at=due_at, refs=refs))
    post(found, domain=settings.MAIL_DOMAIN)
    return len(found)


def _refs(person: int, **more: int) -> dict[str, int]:
    return {"person": person, **more}


def _intent(
    ticket: Ticket, person: Person, ref: str, now: datetime, *, sets_off: bool
) -> tuple[dict[str, str], int] | None:
    point = next(iter(_reachable_at(person=person.pk)), None)
    if point is None or person.told_by == ToldBy.SITE:
        return None
    # A person with an account, or registered by somebody, is not a stranger's typing in a form.
    verified = point.verified_at is not None or person.user_id is not None
    # Only what a message from outside sets off is counted: for the rest, nothing has to be looked up.
    recent = recent_messages(point.value, now=now) if sets_off else 0
    if not may_send(sets_off=sets_off, verified=verified, recent=recent):
        return None
    return {"key": f"{ref}:{person.pk}", "stream": ticket.stream, "address": point.value}, person.pk


@prepared
def _reachable_at(*, person: int) -> QuerySet[ContactPoint]:
    points = ContactPoint.objects.filter(person=person, kind="email", undeliverable_at=None)
    return points.order_by("-primary", "pk")[:1]
