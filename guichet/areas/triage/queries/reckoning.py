"""Working out a suggestion: it takes its time, so the worker does it and no page ever."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from guichet.areas.catalogue.queries import offers
from guichet.areas.tickets.models import OPEN, Message, Ticket
from guichet.areas.tickets.rules import State
from guichet.areas.triage.models import Suggestion
from guichet.areas.triage.queries.hints import hints
from guichet.areas.triage.queries.lessons import latest_model
from guichet.areas.triage.rules.levels import Levels, Usual, levels
from guichet.areas.triage.rules.likeness import is_alike, likeness
from guichet.areas.triage.rules.tongues import other_language
from guichet.areas.triage.rules.words import ENOUGH, stems

SURE = 50  # per cent; below, it abstains
LIKELY_ENOUGH = 0.1  # to be named beside the likeliest
LATELY = timedelta(days=30)
MOST_COMPARED, MOST_TWINS, MOST_COUNTED = 40, 3, 200
Candidate = tuple[int, int, list[str]]  # a service, how sure in per cent, the words that say so


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The service that is suggested, if any, how sure it is, by which method, and what else came near."""

    service: int | None
    sure: int
    method: str
    candidates: list[Candidate]


def first_words(ticket: Ticket) -> str:
    """Return the title and the client's first words."""
    body = Message.objects.filter(ticket=ticket, kind=Message.Kind.OPENING).values_list("body", flat=True).first()
    return f"{ticket.title}\n{body or ''}"


def service_of(ticket: Ticket, text: str, *, on: date) -> Reckoned:
    """Say which service a ticket seems to ask for."""
    if ticket.service_id:
        return Reckoned(ticket.service_id, 100, Suggestion.Method.CLIENT, [(ticket.service_id, 100, [])])
    learned = by_history(text, ticket, on=on) if settings.TRIAGE == "history" else None
    if learned and learned.service:
        return learned
    words = by_words(text, ticket, on=on)
    best, sure = (words[0][0], words[0][1]) if words else (None, 0)
    if learned is None:
        return Reckoned(best if sure >= SURE else None, sure, Suggestion.Method.WORDS, words)
    # Words are believed where history hesitates, not where it thinks of something else.
    agreed = sure >= SURE and best in {one[0] for one in learned.candidates}
    return Reckoned(best, sure, Suggestion.Method.WORDS, words) if agreed else learned


def by_history(text: str, ticket: Ticket, *, on: date) -> Reckoned | None:
    """Rank services by what was learned, if anything was; it speaks only when it is likely enough to be right."""
    model = latest_model()
    if model is None:
        return None
    known = offers(on)
    offered = [
        one
        for one in model.guesses(text, ticket.language)
        if one.service in known and _is_for(known[one.service].client_groups, ticket.client_group)
    ]
    near = [one for one in offered if one.likely >= LIKELY_ENOUGH or one is offered[0]]
    candidates: list[Candidate] = [(one.service, round(100 * one.likely), list(one.words)) for one in near]
    best = offered[0] if offered else None
    speaks = best if best and best.likely >= model.threshold else None
    return Reckoned(
        speaks.service if speaks else None, candidates[0][1] if candidates else 0, Suggestion.Method.HISTORY, candidates
    )


def _is_for(groups: tuple[str, ...], group: str) -> bool:
    return not groups or group in groups


def by_words(text: str, ticket: Ticket, *, on: date) -> list[Candidate]:
    """Rank services by the words of their sheets; how sure is the share of the best among all that came near."""
    found = hints(text, language=ticket.language, group=ticket.client_group, on=on)
    whole = sum(one.score for one in found) + ENOUGH
    return [(one.offer.pk or 0, round(100 * one.score / whole), list(one.reasons)) for one in found]


def levels_of(text: str, service: int | None) -> Levels:
    """Say how strong impact and urgency seem."""
    return levels(text, _usual(service) if service else None)


def _usual(service: int) -> Usual | None:
    sorted_so = Ticket.rows.filter(service=service).exclude(state__in=[State.RECEIVED, State.TO_SORT]).order_by("-pk")
    counted = Counter(sorted_so.values_list("impact", "urgency")[:MOST_COUNTED])
    if not counted:
        return None
    (impact, urgency), alike = counted.most_common(1)[0]
    return Usual(impact, urgency, alike, counted.total())


def language_of(text: str, ticket: Ticket) -> str:
    """Return the language that the client surely writes in when the ticket says another."""
    return other_language(text, filed=ticket.language)


def twins_of(ticket: Ticket, text: str, *, now: datetime) -> list[tuple[int, int, list[str]]]:
    """Find what the same person, or the same office, asked lately in much the same words."""
    mine = stems(text, ticket.language)
    found = []
    for one in _neighbours(ticket, now):
        percent, shared = likeness(mine, stems(f"{one.ticket.title}\n{one.body}", one.ticket.language))
        if is_alike(percent):
            found.append((one.ticket_id, percent, list(shared[:6])))
    return sorted(found, key=lambda twin: -twin[1])[:MOST_TWINS]


def _neighbours(ticket: Ticket, now: datetime) -> QuerySet[Message]:
    near = Ticket.rows.filter(Q(requester=ticket.requester_id) | Q(compartment=ticket.compartment_id))
    near = near.filter(Q(state__in=OPEN) | Q(received_at__gte=now - LATELY)).exclude(pk=ticket.pk).order_by("-pk")
    opening = Message.objects.filter(
        kind=Message.Kind.OPENING, ticket__in=list(near.values_list("pk", flat=True)[:MOST_COMPARED])
    )
    return opening.select_related("ticket")
