"""Which tickets are looked at: a period and filters, for somebody."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import ContactPoint, ToldBy
from guichet.areas.sla.models import Promise
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import SYSTEM

Key = int | str
UNKNOWN = "unknown"
# What figures can be broken down by. A caucus is not there, and never will be (rule N1).
DIMENSIONS = {
    "service": "ticket__service",
    "unit": "ticket__service__owner",
    "channel": "ticket__channel",
    "language": "ticket__language",
    "group": "ticket__client_group",
    "tenure": "ticket__tenure",
}
# What equity is looked at by (EQU-03), beside the language: where an office stands, how letters are laid out for
# somebody, and whether news reaches them by e-mail. Of persons it is what they say of themselves, as it stands today.
_mail = ContactPoint.objects.filter(
    person=OuterRef("ticket__requester"), kind=ContactPoint.Kind.EMAIL, undeliverable_at=None
)  # fmt: skip
_forgotten = When(ticket__requester__erased_at__isnull=False, then=Value(UNKNOWN))
AXES: dict[str, Combinable] = {
    "rurality": Case(
        When(
            ticket__compartment__organisation__rurality__in=["urban", "rural", "remote"],
            then=F("ticket__compartment__organisation__rurality"),
        ),
        default=Value(UNKNOWN),
    ),
    "letters": Case(_forgotten, When(ticket__requester__formats=[], then=Value("usual")), default=Value("adapted")),
    "reach": Case(
        _forgotten,
        When(Q(ticket__requester__told_by=ToldBy.POST) | ~Exists(_mail), then=Value("paper")),
        default=Value("email"),
    ),
}
UNSORTED = 0  # the service, or the unit, of a ticket that nobody has sorted yet


@dataclass(frozen=True, slots=True)
class Slice:
    """A period, whose end is left out, and the values that the dimensions are held to."""

    since: datetime
    until: datetime
    service: int | None = None
    unit: int | None = None
    channel: str = ""
    language: str = ""
    group: str = ""
    tenure: str = ""
    rurality: str = ""
    letters: str = ""
    reach: str = ""

    @property
    def held(self) -> dict[str, int | str]:
        """Return the dimensions that are held to one value."""
        given = {name: getattr(self, name) for name in (*DIMENSIONS, *AXES)}
        return {name: value for name, value in given.items() if value not in (None, "")}


def rows_of(viewer: Viewer, part: Slice) -> QuerySet[Promise]:
    """Return the promises of the tickets of a slice that the viewer may count."""
    viewer.require("metrics.read")
    if part.held:
        # With filters, two totals could be subtracted: only whoever may open the lists anyway has them.
        viewer.require("metrics.list")
    axes = {name: AXES[name] for name in part.held if name in AXES}
    return Promise.objects.alias(**axes).filter(Exists(_seen(viewer)), *_held(part))


def _seen(viewer: Viewer) -> QuerySet[Ticket]:
    if viewer.may("metrics.list"):
        seen = Ticket.objects.visible_to(viewer)
    else:
        # Aggregates only: nothing of a single ticket comes back, and confidential ones are not even counted.
        seen = Ticket.objects.visible_to(SYSTEM).filter(confidential=False)
    return seen.filter(pk=OuterRef("ticket_id"))  # type: ignore[no-any-return]


def _held(part: Slice) -> list[Q]:
    return [
        Q(**{f"{DIMENSIONS[name]}__isnull": True}) if value == UNSORTED else Q(**{DIMENSIONS.get(name, name): value})
        for name, value in part.held.items()
    ]
