"""Whom an incident concerns: whoever uses the service, before they call."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from guichet.areas.people.models import ContactPoint, Person
from guichet.areas.problems.models import Case, Problem
from guichet.areas.tickets.models import OPEN, Ticket
from guichet.areas.tickets.rules import State

BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people would be told: on a request of theirs, by a letter in each language, and not at all."""

    on_requests: int
    french: int
    english: int
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
    points = ContactPoint.objects.filter(person=OuterRef("pk"), kind="email", undeliverable_at=None)
    pairs = list(affected(problem).annotate(has_address=Exists(points)).values_list("language", "has_address"))
    held = Case.objects.filter(problem=problem, state=Case.State.HELD, ticket__state__in=OPEN).count()
    return Reach(
        held, sum(has and language == "fr" for language, has in pairs),
        sum(has and language != "fr" for language, has in pairs), sum(not has for _language, has in pairs),
    )  # fmt: skip
