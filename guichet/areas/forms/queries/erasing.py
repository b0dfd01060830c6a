"""Whose answers have been kept long enough: what the dictionary says of each, from the end of the matter on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localtime

from guichet.areas.forms.models import Answers, Element
from guichet.areas.forms.rules.lasting import due_of, held_of
from guichet.areas.tickets.queries.family import living
from guichet.areas.tickets.rules import State

PAGE = 200
LEAST, SHARE = 50, 100  # in one day, fifty or one in a hundred at most: a clock that is wrong is seen before it harms
OVER = (State.CLOSED, State.CANCELLED, State.MERGED)


@dataclass(frozen=True, slots=True)
class Due:
    """Answers of which some elements have been kept long enough."""

    answers: Answers
    elements: frozenset[str]


def kept_months() -> dict[str, int]:
    """Return, for each element that is not kept for good, for how many months."""
    rows = Element.objects.exclude(kept_months=None).values_list("code", "kept_months")
    return {code: months for code, months in rows if months is not None}


def due_answers(now: datetime) -> Iterator[Due]:
    """Yield the answers of matters that ended long enough ago, the oldest first."""
    kept, today = kept_months(), localtime(now).date()
    rows: QuerySet[Answers] = Answers.rows.filter(ticket__state__in=OVER, ticket__closed_at__lte=now)
    rows, last = rows.select_related("version", "ticket").order_by("pk"), 0
    while page := list(rows.filter(pk__gt=last)[:PAGE]) if kept else []:
        for one in page:
            ended = _ended_on(one)
            due = due_of(kept, ended_on=ended, on=today) if ended else set()
            if held := held_of(one.version.content, one.data, one.left, due):
                yield Due(one, frozenset(held))
        last = page[-1].pk


def _ended_on(answers: Answers) -> date | None:
    """Return on which day a matter ended; one that was joined to another ends with it."""
    ticket = living(answers.ticket)
    return localtime(ticket.closed_at).date() if ticket.is_over and ticket.closed_at else None


def may_still_go(now: datetime) -> int:
    """Count of how many requests answers may still be erased today."""
    start = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    gone = Answers.rows.filter(erased_at__gte=start).count()
    return max(0, max(LEAST, Answers.rows.count() // SHARE) - gone)
