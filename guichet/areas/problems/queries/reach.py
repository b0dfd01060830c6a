"""Whom an incident concerns: whoever uses the service, before they call."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from guichet.areas.people.models import ContactPoint, Person
from guichet.areas.people.rules import EMAIL, NOWHERE, POST, SITE, way_of
from guichet.areas.problems.models import Case, Problem
from guichet.areas.tickets.models import OPEN, Ticket
from guichet.areas.tickets.rules import State

BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people would be told: on a request of theirs, by mail in each language, on paper, and not at all."""

    on_requests: int
    french: int
    english: int
    on_paper: int
    at_portal: int  # they read it there, and want nothing sent
    without_address: int

    @property
    def letters(self) -> int:
        """Return how many letters would leave."""
        return self.french + self.english


def affected(problem: Problem) -> QuerySet[Person]:
    """Return who asked for the service within a year, or still does, and has no request that tells them already.

    A confidential request concerns nobody here: a letter must not say that it exists.
    """
    rows = Ticket.rows.filter(service=problem.service_id, confidential=False).exclude(state=State.MERGED)
    rows = rows.filter(Q(state__in=OPEN) | Q(received_at__gte=problem.starts_at - BACK))
    if problem.region:
        rows = rows.filter(compartment__organisation__region=problem.region)
    told = Case.objects.filter(problem=problem, state=Case.State.HELD, ticket__state__in=OPEN)
    persons = Person.objects.filter(pk__in=rows.values("requester"), erased_at=None)
    return persons.exclude(pk__in=told.values("ticket__requester")).order_by("pk")


def reach(problem: Problem) -> Reach:
    """Count whom an announcement would reach."""
    points = ContactPoint.objects.filter(person=OuterRef("pk"), undeliverable_at=None)
    rows = affected(problem).annotate(
        mail=Exists(points.filter(kind="email")), post=Exists(points.filter(kind="postal"))
    )
    found = Counter(
        (way_of(told_by, email=mail, postal=post) or (SITE if told_by == SITE else NOWHERE), language == "fr")
        for told_by, language, mail, post in rows.values_list("told_by", "language", "mail", "post")
    )
    held = Case.objects.filter(problem=problem, state=Case.State.HELD, ticket__state__in=OPEN).count()
    return Reach(
        held, found[EMAIL, True], found[EMAIL, False],
        *(found[way, True] + found[way, False] for way in (POST, SITE, NOWHERE)),
    )  # fmt: skip


def ways_told(problem: Problem) -> dict[str, int]:
    """Count, by way, the people who were told of an incident; those told before ways were kept have none."""
    rows = problem.warned.order_by().values_list("way").annotate(Count("pk"))
    return {way: count for way, count in rows if way}
