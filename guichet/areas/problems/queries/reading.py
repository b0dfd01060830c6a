"""Problems as those who work here read them: a request that one may not see is not counted and not named."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Organisation
from guichet.areas.problems.models import Case, Problem
from guichet.areas.problems.queries.live import live
from guichet.areas.tickets.models import Ticket
from guichet.ground.bilingual import Bilingual

MOST = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A problem in a list, with how many requests it holds, how many wait for a decision, and how many were warned."""

    problem: Problem
    held: int
    proposed: int
    warned: int


def problems_of(viewer: Viewer, *, live_only: bool = False, limit: int = MOST) -> list[Line]:
    """Return the problems, the live ones first, the latest first."""
    viewer.require("problems.read")
    rows = Problem.objects.select_related("service", "keeper").order_by("-pk")
    alive = [Problem.State.PROPOSED, Problem.State.OPEN]
    found = list(rows.filter(state__in=alive)[:limit])
    if not live_only:
        found += rows.exclude(state__in=alive)[:limit]
    held, proposed = _counts(found, Case.State.HELD, Case.State.DONE), _counts(found, Case.State.PROPOSED)
    warned = dict(Problem.objects.filter(pk__in=[one.pk for one in found]).values_list("pk").annotate(Count("warned")))
    return [Line(one, held.get(one.pk, 0), proposed.get(one.pk, 0), warned.get(one.pk, 0)) for one in found]


def _counts(found: list[Problem], *states: str) -> dict[int, int]:
    rows = Case.objects.filter(problem__in=found, state__in=states, ticket__confidential=False).order_by()
    return dict(rows.values_list("problem").annotate(Count("pk")))


def problem_of(viewer: Viewer, pk: int) -> Problem | None:
    """Return one problem."""
    viewer.require("problems.read")
    return Problem.objects.select_related("service", "keeper").filter(pk=pk).first()


def cases_of(viewer: Viewer, problem: Problem, *, before: int = 0, limit: int = MOST) -> list[Case]:
    """Return the requests of a problem that the viewer may see, the latest first; `before` is where a page ends."""
    seen = Ticket.objects.visible_to(viewer).filter(confidential=False)
    rows = Case.objects.filter(problem=problem, ticket__in=seen).exclude(state=Case.State.REFUSED)
    rows = rows.filter(pk__lt=before) if before else rows
    return list(rows.select_related("ticket").order_by("-pk")[:limit])


def case_of(ticket: Ticket) -> Case | None:
    """Return the problem that a request belongs, or may belong, to; nothing is asked while there is none at all."""
    if not open_problems():
        return None
    rows: QuerySet[Case] = Case.objects.filter(ticket=ticket.pk, problem__state=Problem.State.OPEN)
    return rows.exclude(state=Case.State.REFUSED).select_related("problem").first()


def open_problems() -> list[tuple[int, Bilingual]]:
    """Return the problems that somebody may tie a request to."""
    return [(one.pk, one.title) for one in live() if one.state == Problem.State.OPEN]


def regions() -> list[str]:
    """Return the regions in which there is an office."""
    rows = Organisation.objects.filter(kind="office", active=True).exclude(region="")
    return list(rows.order_by("region").values_list("region", flat=True).distinct())
