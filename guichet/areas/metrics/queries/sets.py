"""The sets of tickets that figures count. A count and its list are the same condition: they cannot disagree."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from guichet.areas.metrics.models import Outcome
from guichet.areas.metrics.queries.slices import Slice
from guichet.areas.metrics.rules import COMES_BACK_WITHIN
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets.models import OPEN, Message, Split

Condition = Callable[[Slice, datetime], Q]


def _within(name: str, part: Slice) -> Q:
    return Q(**{f"{name}__gte": part.since, f"{name}__lt": part.until})


def _came_out(*conditions: Q) -> Q:
    return Q(Exists(Outcome.objects.filter(*conditions, ticket=OuterRef("ticket_id"))))


def _was_asked(*conditions: Q) -> Q:
    return Q(Exists(Pulse.objects.filter(*conditions, ticket=OuterRef("ticket_id"))))


def _received(part: Slice, now: datetime) -> Q:
    # A split that was undone had made one ticket too many.
    undone = Split.objects.filter(born=OuterRef("ticket_id"), undone_at__isnull=False)
    return _within("received_at", part) & ~Q(Exists(undone))


def _unsorted(part: Slice, now: datetime) -> Q:
    return _received(part, now) & Q(ticket__service=None)


def _open(part: Slice, now: datetime) -> Q:
    return Q(ticket__state__in=OPEN)


def _undated(part: Slice, now: datetime) -> Q:
    return _open(part, now) & Q(due_at=None)


def _past(due: str, now: datetime) -> Q:
    # Withdrawing a ticket after its date does not undo the miss; withdrawn before, there is nothing to judge.
    return Q(**{f"{due}__lt": now}) & (Q(open=True) | Q(ticket__closed_at__gt=F(due)))


def _first_met(part: Slice, now: datetime) -> Q:
    return _within("first_met_at", part) & Q(first_met_at__lte=F("first_due_at"))


def _first_missed(part: Slice, now: datetime) -> Q:
    late, awaited = Q(first_met_at__gt=F("first_due_at")), Q(first_met_at=None) & _past("first_due_at", now)
    return _within("first_due_at", part) & (late | awaited)


def _first_given(part: Slice, now: datetime) -> Q:
    return _within("first_met_at", part)


def _first(part: Slice, now: datetime) -> Q:
    return _first_met(part, now) | _first_missed(part, now)


def _first_ahead(part: Slice, now: datetime) -> Q:
    return Q(open=True, first_met_at=None, first_due_at__gte=now)


def _completion_met(part: Slice, now: datetime) -> Q:
    return _within("met_at", part) & Q(met_at__lte=F("due_at"))


def _completion_missed(part: Slice, now: datetime) -> Q:
    # A promise that was waiting in time when its date passed is not broken: the date moves when the wait ends.
    running = Q(paused_at=None) | Q(paused_at__gt=F("due_at"))
    late, awaited = Q(met_at__gt=F("due_at")), Q(met_at=None) & running & _past("due_at", now)
    return _within("due_at", part) & (late | awaited)


def _completion(part: Slice, now: datetime) -> Q:
    return _completion_met(part, now) | _completion_missed(part, now)


def _completion_ahead(part: Slice, now: datetime) -> Q:
    return Q(open=True, met_at=None) & (Q(paused_at=None, due_at__gte=now) | Q(paused_at__lte=F("due_at")))


def _completed(part: Slice, now: datetime) -> Q:
    return _within("met_at", part)


def _again(part: Slice, now: datetime) -> Q:
    wrote = Message.objects.filter(ticket=OuterRef("ticket_id"), kind=Message.Kind.CLIENT, at__lte=OuterRef("met_at"))
    return _completed(part, now) & Q(Exists(wrote))


def _elapsed(part: Slice, now: datetime) -> Q:
    # Counted on the day the thirty days are over: those were resolved thirty days before the period.
    until = min(part.until, now)
    return Q(resolved_at__gte=part.since - COMES_BACK_WITHIN, resolved_at__lt=until - COMES_BACK_WITHIN)


def _resolved(part: Slice, now: datetime) -> Q:
    return _came_out(_elapsed(part, now))


def _reopened(part: Slice, now: datetime) -> Q:
    return _came_out(_elapsed(part, now), Q(reopened_at__lte=F("resolved_at") + COMES_BACK_WITHIN))


def _resolved_lately(part: Slice, now: datetime) -> Q:
    return _came_out(Q(resolved_at__gte=now - COMES_BACK_WITHIN))


def _answered(part: Slice, now: datetime) -> Q:
    return _was_asked(_within("answered_at", part) & Q(score__isnull=False))


def _silent(part: Slice, now: datetime) -> Q:
    return _was_asked(_within("asked_at", part) & Q(answered_at=None))


SETS: dict[str, Condition] = {
    "received": _received,
    "unsorted": _unsorted,
    "open": _open,
    "undated": _undated,
    "first": _first,
    "first_met": _first_met,
    "first_missed": _first_missed,
    "first_given": _first_given,
    "first_ahead": _first_ahead,
    "completion": _completion,
    "completion_met": _completion_met,
    "completion_missed": _completion_missed,
    "completion_ahead": _completion_ahead,
    "completed": _completed,
    "again": _again,
    "resolved": _resolved,
    "reopened": _reopened,
    "resolved_lately": _resolved_lately,
    "answered": _answered,
    "silent": _silent,
}
