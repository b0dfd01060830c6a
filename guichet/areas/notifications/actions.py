"""Putting letters in the outbox."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localtime

from guichet.areas.catalogue.queries import house_calendar
from guichet.areas.notifications.queries import Warned, recent_letters, recent_messages
from guichet.areas.notifications.queries.mandates import told_of_ending
from guichet.areas.notifications.queries.tray import facts_of_paper, tray
from guichet.areas.notifications.rules import EMERGENCY, ENTRANCE, MANDATE, WARNING, Entrance, may_send
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import ContactPoint, Delegation, Person, ToldBy, ToldWhen
from guichet.areas.people.queries import formats_at, staff_with_role
from guichet.areas.people.queries.own import givers_of
from guichet.areas.people.rules import EMAIL, NOWHERE, POST, SITE, way_of
from guichet.areas.problems import actions as problems
from guichet.areas.problems.models import Case, Problem
from guichet.areas.sight.models import Emergency
from guichet.areas.surveys import actions as surveys
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets.actions import note_posted
from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.tickets.queries.parties import Recipient, recipients
from guichet.areas.tickets.rules import Channel
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.database.prepared import prepared
from guichet.ground.outbox.api import Intent, drop, post, sent, to_post
from guichet.ground.references import random_token


@action("notifications.send")
def send_words(message: Message, *, by: Actor, now: datetime) -> bool:
    """Let words of ours leave for whoever asked and takes part; tell whether there is a way to."""
    if message.withdrawn_at:
        return False
    told = recipients(message, on=localtime(now).date())
    found = [intent for one in told if (intent := _words_for(message, one, now))]
    post(found, domain=settings.MAIL_DOMAIN)
    return bool(found)


def _words_for(message: Message, told: Recipient, now: datetime) -> Intent | None:
    """Address words to somebody: on the ticket itself, or on one that is joined to it."""
    sets_off = message.kind == Message.Kind.ACKNOWLEDGEMENT
    found = _intent(told.ticket, told.person, f"message:{message.pk}", now, sets_off=sets_off, told_by=_wish(told))
    if found is None:
        return None
    through = {} if told.ticket.pk == message.ticket_id else {"through": told.ticket.pk}
    part = told.key[1]
    if part and told.party:
        # A stream of their own: whoever asked never waits behind a letter to somebody else.
        through["party"], found[0]["stream"] = part, told.party.stream
    refs = _refs(found[1], message=message.pk, **through)
    due_at = leaves_at(told.person, message.visible_from) if found[0]["way"] == EMAIL else message.visible_from
    return Intent(kind="message", due_at=due_at, refs=refs, **found[0])


def _wish(told: Recipient) -> str:
    """Return how somebody is told: as they always are, or as was chosen for their part in a ticket."""
    if told.party is None or told.party.channel == Channel.EMAIL:
        return told.person.told_by
    return POST if told.party.channel == Channel.MAIL else ""


def leaves_at(person: Person, moment: datetime) -> datetime:
    """Return when a letter leaves: at once, or once the window is open for whoever prefers that."""
    return house_calendar().next_opening(moment) if person.told_when == ToldWhen.OPEN else moment


@action("notifications.send")
def send_pulse(pulse: Pulse, *, by: Actor, now: datetime) -> bool:
    """Let the one question leave, by mail or on paper; note by which way, or why by none, and tell whether it does."""
    wish = pulse.person.told_by
    intent = _intent(pulse.ticket, pulse.person, f"pulse:{pulse.pk}", now, sets_off=False, told_by=wish)
    surveys.note_way(pulse, way=intent[0]["way"] if intent else SITE if wish == SITE else NOWHERE, by=by)
    if intent is None:
        return False
    refs = _refs(intent[1], pulse=pulse.pk)
    due_at = leaves_at(pulse.person, now) if intent[0]["way"] == EMAIL else now
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
    """Let one letter leave for each person who is warned, by their way; those who read it on their request get none.

    By which way, or why by none, is kept with each.
    """
    answered = Case.objects.filter(problem=problem, state=Case.State.DONE).values("ticket__requester")
    warned = problem.warned.exclude(person__in=answered).order_by("pk")
    found, ways = [], {}
    for person in (one.person for one in warned.select_related("person")):
        point = next(iter(_reachable_at(person=person.pk)), None)
        postal = (person.told_by == POST or point is None) and bool(_postal_of(person=person.pk))
        way = way_of(person.told_by, email=point is not None, postal=postal)
        ways[person.pk] = way or (SITE if person.told_by == SITE else NOWHERE)
        if way:
            # A stream of their own: nobody waits behind a letter to somebody else.
            key, stream = f"{problem.stream}:{about}:{person.pk}", f"{problem.stream}:{person.pk}"
            refs = {"problem": problem.pk, "about": about, "person": person.pk}
            address, due_at = (point.value, leaves_at(person, now)) if way == EMAIL and point else ("", now)
            found.append(
                Intent(key=key, kind=WARNING, stream=stream, address=address, due_at=due_at, refs=refs, way=way)
            )
    problems.note_ways(problem, ways, by=by)
    post(found, domain=settings.MAIL_DOMAIN)
    return len(found)


@action("notifications.send")
def send_mandate_over(given: Delegation, *, how: str, by: Actor, now: datetime) -> int:
    """Let one letter leave for whoever could act, and for whoever let them, that they no longer can."""
    on = localtime(now).date()
    told_otherwise = told_of_ending(given)
    found = []
    for person in dict.fromkeys([given.delegate, *givers_of(given, on=on)]):
        point = next(iter(_reachable_at(person=person.pk)), None)
        if point and person.told_by != ToldBy.SITE and person.pk not in told_otherwise:
            key = f"{MANDATE}:{given.pk}:{on}:{person.pk}"
            refs = {"delegation": given.pk, "person": person.pk, "how": how, "on": on.isoformat()}
            due_at = leaves_at(person, now)
            found.append(Intent(key=key, kind=MANDATE, stream=key, address=point.value, due_at=due_at, refs=refs))
    post(found, domain=settings.MAIL_DOMAIN)
    return len(found)


@action("notifications.send")
def send_emergency(made: Emergency, *, by: Actor, now: datetime) -> int:
    """Let a letter leave for each auditor, at once: somebody opened what is closed to them."""
    found = [
        Intent(
            key=f"{EMERGENCY}:{made.pk}:{one.pk}", kind=EMERGENCY, stream=f"{EMERGENCY}:{one.pk}", address=one.email,
            due_at=now, refs={"emergency": made.pk, "staff": one.pk},
        )
        for one in staff_with_role("auditor")
    ]  # fmt: skip
    post(found, domain=settings.MAIL_DOMAIN)
    return len(found)


def _refs(person: int, **more: int) -> dict[str, int]:
    return {"person": person, **more}


def _intent(
    ticket: Ticket, person: Person, ref: str, now: datetime, *, sets_off: bool, told_by: str
) -> tuple[dict[str, str], int] | None:
    if told_by in {"", SITE}:
        return None
    point = next(iter(_reachable_at(person=person.pk)), None)
    # An address on paper is looked for only where it may be used.
    postal = (told_by == POST or point is None) and bool(_postal_of(person=person.pk))
    if way_of(told_by, email=point is not None, postal=postal) == POST:
        # A message from outside that answers itself must not fill the tray.
        if sets_off and not may_send(sets_off=True, verified=True, recent=recent_letters(person.pk, now=now)):
            return None
        return {"key": f"{ref}:{person.pk}", "stream": ticket.stream, "address": "", "way": POST}, person.pk
    if point is None:
        return None
    # A person with an account, or registered by somebody, is not a stranger's typing in a form.
    verified = point.verified_at is not None or person.user_id is not None
    # Only what a message from outside sets off is counted: for the rest, nothing has to be looked up.
    recent = recent_messages(point.value, now=now) if sets_off else 0
    if not may_send(sets_off=sets_off, verified=verified, recent=recent):
        return None
    return {"key": f"{ref}:{person.pk}", "stream": ticket.stream, "address": point.value, "way": EMAIL}, person.pk


@prepared
def _reachable_at(*, person: int) -> QuerySet[ContactPoint]:
    points = ContactPoint.objects.filter(person=person, kind="email", undeliverable_at=None)
    return points.order_by("-primary", "pk")[:1]


@prepared
def _postal_of(*, person: int) -> QuerySet[ContactPoint, tuple[int]]:
    return ContactPoint.objects.filter(person=person, kind="postal", undeliverable_at=None).values_list("pk")[:1]


@action("notifications.post")
def mark_posted(letters: Collection[int], *, by: Viewer, now: datetime) -> int:
    """Note that somebody posted letters; one that must not leave any more is dropped. Return how many were posted."""
    seen = [one.pk for one in tray(by, now=now) if one.pk in letters]
    # Two people with the same pile: whoever comes second finds nothing left to post.
    rows = list(to_post(now=now).filter(pk__in=seen).select_for_update())
    posted = 0
    for row in rows:
        facts = facts_of_paper(row, now=now)
        if facts is None:
            drop(row)
            continue
        if isinstance(facts, Warned):
            problems.note_posted(row.refs["problem"], person=row.refs["person"], by=by, now=now)
        else:
            ticket = Ticket.objects.visible_to(by).get(pk=facts.ticket)
            note_posted(ticket, by=by, now=now, message=row.refs.get("message"))
        sent(row, now=now)
        posted += 1
    return posted
