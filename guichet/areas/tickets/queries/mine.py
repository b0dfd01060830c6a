"""Somebody's list of requests: what waits for them first, on whose behalf, and what they asked a year ago."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, Q, Value, When

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Compartment, OrganisationKind
from guichet.areas.people.queries.firms import acts_for
from guichet.areas.tickets.models import OPEN, Party, Ticket
from guichet.areas.tickets.queries.waiting import closes_at
from guichet.areas.tickets.rules import UNDO, Role, State
from guichet.ground.bilingual import Bilingual

PAGE = 20
A_YEAR, AROUND = timedelta(days=365), timedelta(days=30)
# What waits for the client comes first, then what they will still hear about, then what is over.
_TURN = [str(State.WAITING_CLIENT), str(State.RESOLVED)]
_CURRENT = [*OPEN, str(State.RESOLVED)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A line of somebody's list of requests."""

    pk: int
    number: str
    title: str
    state: str
    over: bool
    service: Bilingual | None
    received_at: datetime
    owner: str
    holder: Bilingual
    own: bool
    compartment: int
    observed: bool = False  # read only: nothing of it waits for them
    closes_at: datetime | None = None  # of one that was answered: when silence closes it


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list starts: after a row, by its rank and its id."""

    rank: int
    pk: int

    def __str__(self) -> str:
        return f"{self.rank}-{self.pk}"

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """Read what an address says; anything else is the first page."""
        rank, dash, pk = text.partition("-")
        known = dash and rank.isascii() and rank.isdigit() and pk.isascii() and pk.isdigit() and len(pk) < 19
        return cls(int(rank[:2]), int(pk)) if known else None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of somebody's requests, and where the next one starts."""

    rows: tuple[Summary, ...]
    following: Place | None


def mine(
    viewer: Viewer,
    *,
    now: datetime,
    after: Place | None = None,
    compartment: int | None = None,
    but: Collection[int] = (),
) -> Listed:
    """List the requests that a client may see: what waits for them, what goes on, what is over; the newest first.

    Those of one compartment, or of all but some: of these, what they asked themselves is theirs and stays.
    """
    rank = Case(When(state__in=_TURN, then=Value(0)), When(state__in=_CURRENT, then=Value(1)), default=Value(2))
    rows = Ticket.objects.visible_to(viewer).annotate(rank=rank).order_by("rank", "-pk")
    if compartment is not None:
        rows = rows.filter(compartment=compartment)
    elif but:
        rows = rows.exclude(~Q(requester=viewer.person), compartment__in=but)
    if after:
        rows = rows.filter(Q(rank__gt=after.rank) | Q(rank=after.rank, pk__lt=after.pk))
    names = ("owner", "service", "compartment__organisation", "compartment__person")
    found = list(rows.select_related(*names)[: PAGE + 1])
    more = len(found) > PAGE
    last = found[PAGE - 1] if more else None
    watched = _watched(found, viewer)
    return Listed(
        tuple(_summary(row, viewer, watched, now) for row in found[:PAGE]), Place(last.rank, last.pk) if last else None
    )  # fmt: skip


def _watched(rows: list[Ticket], viewer: Viewer) -> set[int]:
    """Return which of these tickets somebody takes part in only to read them."""
    shared = [row.pk for row in rows if row.shared]
    if not shared:
        return set()
    parts = Party.objects.filter(ticket__in=shared, person=viewer.person, role=Role.OBSERVER, ended_at=None)
    return set(parts.values_list("ticket", flat=True))


def _summary(row: Ticket, viewer: Viewer, watched: set[int], now: datetime) -> Summary:
    own, holder, state = *_holder(row.compartment, viewer), _state_shown(row, now)
    return Summary(
        pk=row.pk, number=row.number, title=row.title, state=state, over=row.state not in _CURRENT,
        service=row.service.name if row.service else None, received_at=row.received_at,
        owner=row.owner.full_name if row.owner else "", holder=holder, own=own, compartment=row.compartment_id,
        observed=row.pk in watched, closes_at=closes_at(row) if state == State.RESOLVED else None,
    )  # fmt: skip


def _state_shown(row: Ticket, now: datetime) -> str:
    # While words can still be taken back, the client must not learn from the list that they were written.
    since = {State.WAITING_CLIENT: row.waiting_since, State.RESOLVED: row.resolved_at}.get(State(row.state))
    return str(State.IN_PROGRESS) if since and since > now - UNDO else row.state


def _holder(compartment: Compartment, viewer: Viewer) -> tuple[bool, Bilingual]:
    if compartment.organisation:
        return False, compartment.organisation.name
    name = compartment.person.full_name if compartment.person else ""
    return compartment.person_id == viewer.person, Bilingual(name, name)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person or an organisation in whose name somebody has requests, or may act."""

    compartment: int
    name: Bilingual
    own: bool
    acted_for: bool  # by a delegation alone: never mixed with what is their own
    waits: int  # how many of its requests wait for an answer
    firm: str = ""  # the code of a firm that one acts for, which has a page of its own


def holders(viewer: Viewer) -> list[Holder]:
    """List on whose behalf a client has requests or may act: themselves first, those they act for last."""
    grants = {grant.compartment: [] for grant in viewer.grants}  # type: dict[int, list[bool]]
    for grant in viewer.grants:
        grants[grant.compartment].append(grant.own_only or grant.heads is not None)
    turn = Count("pk", filter=Q(state__in=_TURN))
    counted = Ticket.objects.visible_to(viewer).filter(compartment__in=list(grants)).order_by()
    waits = dict(counted.values_list("compartment").annotate(waits=turn))
    rows = Compartment.objects.filter(pk__in=list(grants)).select_related("organisation", "person")
    found = []
    for row in rows:
        own, name = _holder(row, viewer)
        acted_for, firm = not own and not any(grants[row.pk]), _firm(row, viewer)
        if acted_for or firm or row.pk in waits:
            found.append(Holder(row.pk, name, own, acted_for, waits.get(row.pk, 0), firm))
    return sorted(found, key=lambda one: (not one.own, one.acted_for, str(one.name)))


def _firm(row: Compartment, viewer: Viewer) -> str:
    held = row.organisation
    return held.code if held and held.kind == OrganisationKind.BUSINESS and acts_for(viewer, row) else ""


def asked_a_year_ago(viewer: Viewer, *, on: date) -> list[int]:
    """Return the services that somebody asked for themselves around this day a year ago, by id."""
    around = (on - A_YEAR - AROUND, on - A_YEAR + AROUND)
    rows = Ticket.objects.visible_to(viewer).filter(requester=viewer.person, received_at__date__range=around)
    found = rows.exclude(service=None).order_by("-pk").values_list("service", flat=True)
    return list(dict.fromkeys(pk for pk in found[:PAGE] if pk is not None))
