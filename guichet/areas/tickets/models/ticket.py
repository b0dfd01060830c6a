from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from guichet.areas.people.access import Grant, Viewer
from guichet.areas.people.rules import ALL_SCOPES
from guichet.areas.tickets.models.parties import Party
from guichet.areas.tickets.rules import OPEN_STATES, Role, State
from guichet.ground.access import Actor, GuardedManager, ScopedQuerySet

OPEN = [str(state) for state in OPEN_STATES]


class TicketQuerySet(ScopedQuerySet["Ticket"]):
    """Tickets, for somebody."""

    def visible_to(self, viewer: Actor) -> "TicketQuerySet":
        """Keep the tickets that `viewer` may see (rules N2 and N9): one rule for every door."""
        if "system" in viewer.roles:
            return self
        if not isinstance(viewer, Viewer):
            return self.none()
        if viewer.ticket is not None:
            return self.filter(Q(pk=viewer.ticket) & (takes_part(viewer) if viewer.party else Q()))
        if viewer.has("agent", "manager"):
            return self.filter(Q(confidential=False) | Q(owner=viewer.staff) | let_in(viewer, "pk"))
        if viewer.has("client"):
            return self.filter(entered(viewer) | takes_part(viewer))
        return self.none()


def designated(viewer: Viewer, ticket: str) -> Exists:
    """Tell, in SQL, whether the viewer was designated to read the confidential ticket named by the column."""
    return Exists(Ticket.readers.through._base_manager.filter(ticket=OuterRef(ticket), staff=viewer.staff))


def let_in(viewer: Viewer, ticket: str) -> Q:
    """Keep what the viewer may read though it is confidential: they were designated, or it is open in an emergency."""
    named = Q(designated(viewer, ticket))
    return named | Q(**{f"{ticket}__in": viewer.emergencies}) if viewer.emergencies else named


def entered(viewer: Viewer) -> Q:
    """Keep what the viewer may enter by who they are and by what was delegated to them."""
    return reduce(or_, [_entered(grant, viewer) for grant in viewer.grants], Q(pk=None))


def takes_part(viewer: Viewer) -> Q:
    """Keep what the viewer takes part in: a representative as long as their mandate lasts, and nobody across a wall."""
    parts = Party.objects.filter(ticket=OuterRef("pk"), person=viewer.person, ended_at=None)
    if viewer.party:
        parts = parts.filter(pk=viewer.party)  # a code of somebody who left and came back opens nothing
    watching = Exists(parts.filter(role__in=[Role.BENEFICIARY, Role.OBSERVER]))
    acting = Exists(parts.filter(role=Role.REPRESENTATIVE))
    return (Q(watching) & _on_their_side(viewer)) | (Q(acting) & entered(viewer))


def _on_their_side(viewer: Viewer) -> Q:
    """Keep what is not a rival's: whoever belongs to a caucus watches nothing of an office of another (N2)."""
    if not viewer.caucuses:
        return Q()
    holder = "compartment__organisation"
    of_none = Q(**{f"{holder}__caucus": None}) & ~Q(**{f"{holder}__kind": "caucus"})
    return of_none | Q(**{f"{holder}__caucus__in": viewer.caucuses}) | Q(**{f"{holder}__in": viewer.caucuses})


def _entered(grant: Grant, viewer: Viewer) -> Q:
    allowed = Q(compartment=grant.compartment)
    if grant.own_only:
        allowed &= Q(requester=viewer.person)
    if grant.since:
        allowed &= Q(received_at__date__gte=grant.since)
    if ALL_SCOPES not in grant.scopes:
        allowed &= Q(scope__in=grant.scopes)
    return allowed


class Ticket(models.Model):
    """A client's one matter: the only thing a client ever sees."""

    number = models.CharField(max_length=15, unique=True)
    code_version = models.PositiveSmallIntegerField(default=1)  # the access code is derived from it, never stored
    requester = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    compartment = models.ForeignKey("people.Compartment", on_delete=models.PROTECT, related_name="+")
    behalf_certain = models.BooleanField(default=True)  # False: somebody must confirm on whose behalf this is
    client_group = models.CharField(max_length=20)
    tenure = models.CharField(max_length=12, default="")  # of the requester, on the day of the request
    service = models.ForeignKey("catalogue.Service", null=True, on_delete=models.PROTECT, related_name="+")
    service_version = models.PositiveIntegerField(default=0)
    tier = models.CharField(max_length=12, blank=True)
    nature = models.CharField(max_length=10, blank=True)
    scope = models.CharField(max_length=20, default="all")
    confidential = models.BooleanField(default=False)
    readers: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        "people.Staff", related_name="+"
    )
    channel = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=16, default=State.TO_SORT)
    impact = models.PositiveSmallIntegerField(default=2)
    urgency = models.PositiveSmallIntegerField(default=2)
    priority = models.PositiveSmallIntegerField(default=3)
    owner = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)  # for the client, since the question left
    reminders = models.PositiveSmallIntegerField(default=0)  # sent since the last question or resolution
    reopen_count = models.PositiveSmallIntegerField(default=0)
    resolution_code = models.CharField(max_length=16, blank=True)
    resolution_text = models.TextField(blank=True)
    last_words = models.CharField(max_length=160, blank=True)
    last_from_client = models.BooleanField(default=True)
    last_at = models.DateTimeField()
    tags = models.CharField(max_length=300, blank=True)  # codes between spaces, the first and the last one too
    tasks_total = models.PositiveSmallIntegerField(default=0)
    tasks_done = models.PositiveSmallIntegerField(default=0)
    shared = models.BooleanField(default=False)  # others take part, or another ticket is joined: spares a look
    asleep_until = models.DateTimeField(null=True)  # set aside; past: back, on top of its owner’s list
    day_on = models.DateField(null=True)  # of an arrival or a departure: what its plan counts from
    companion = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")
    followed = models.BooleanField(default=False)  # somebody wants to hear of it: spares a look
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[GuardedManager["Ticket"]] = GuardedManager()
    rows: ClassVar[models.Manager["Ticket"]] = TicketQuerySet.as_manager()

    class Meta:
        default_manager_name = "rows"
        base_manager_name = "rows"
        indexes = [
            models.Index(fields=["owner", "state"], condition=Q(state__in=OPEN), name="tickets_open_by_owner"),
            models.Index(fields=["state", "id"], name="tickets_state"),
            models.Index(fields=["owner"], condition=Q(asleep_until__isnull=False), name="tickets_set_aside"),
            models.Index(fields=["compartment", "-id"], name="tickets_compartment"),
            models.Index(fields=["requester", "-id"], name="tickets_requester"),
            models.Index(fields=["resolved_at"], condition=Q(state="resolved"), name="tickets_resolved"),
            models.Index(fields=["waiting_since"], condition=Q(state="waiting_client"), name="tickets_waiting"),
            models.Index(fields=["state", "id"], condition=Q(behalf_certain=False), name="tickets_behalf"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        """Return the name of the ticket's stream in the journal."""
        return f"ticket:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Tell whether there is still something to do."""
        return self.state in OPEN_STATES

    @property
    def is_waiting_for_client(self) -> bool:
        """Tell whether it is the client's turn."""
        return self.state == State.WAITING_CLIENT

    @property
    def is_resolved(self) -> bool:
        """Tell whether the client is asked to confirm."""
        return self.state == State.RESOLVED

    @property
    def is_merged(self) -> bool:
        """Tell whether its life goes on in another ticket."""
        return self.state == State.MERGED

    @property
    def is_over(self) -> bool:
        """Tell whether it is closed, withdrawn or joined to another."""
        return self.state in {State.CLOSED, State.CANCELLED, State.MERGED}
