"""Who reads the access log, and what gave somebody the right to open a ticket."""

from datetime import date

from guichet.areas.people.access import EVERY_STAFF, FRONT_LINE, Grant, Viewer
from guichet.areas.people.rules import is_agent_here
from guichet.areas.tickets.access import sees_ticket
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import permit

permit("sight.see", to=(*EVERY_STAFF, "client", "bearer", "integration"))
permit("sight.read", to=FRONT_LINE, when=sees_ticket)
permit("sight.export", to=EVERY_STAFF)
permit("sight.check_identity sight.consult", to=FRONT_LINE)
permit("sight.read_own", to=("client",))
permit("sight.audit sight.review sight.hold", to=("auditor",))
permit("sight.break_glass", to=FRONT_LINE)
permit("sight.sweep", to=("system",))

OTHER = "other"  # a rule that this list does not know yet


def why_sees(viewer: Viewer, ticket: Ticket, *, readers: frozenset[int], on: date) -> str:
    """Name what lets somebody, who sees a ticket, see it."""
    if viewer.party is not None:
        return "party"
    if viewer.ticket is not None:
        return "machine" if viewer.has("integration") else "code"
    return _why_staff(viewer, ticket, readers, on) if viewer.is_staff else _why_client(viewer, ticket)


def _why_staff(viewer: Viewer, ticket: Ticket, readers: frozenset[int], on: date) -> str:
    if ticket.owner_id == viewer.staff:
        return "owner"
    if viewer.staff in readers:
        return "reader"
    if ticket.confidential and ticket.pk in viewer.emergencies:
        return "emergency"
    if not viewer.has(*FRONT_LINE):
        return "task" if viewer.has("expert") else OTHER
    owner = ticket.owner
    if owner and owner.substitute_id == viewer.staff and not is_agent_here(owner, on):
        return "substitute"
    return "team" if viewer.has("agent") else "manager"


def _why_client(viewer: Viewer, ticket: Ticket) -> str:
    if ticket.requester_id == viewer.person:
        return "self"
    entered = [grant for grant in viewer.grants if grant.compartment == ticket.compartment_id]
    # Whoever enters by no grant, and sees it, takes part.
    return min((_of_grant(grant, viewer, ticket) for grant in entered), default="party", key=ORDER.index)


def _of_grant(grant: Grant, viewer: Viewer, ticket: Ticket) -> str:
    if ticket.compartment.person_id == viewer.person and viewer.person is not None:
        return "holder"
    return "head" if grant.heads else OTHER if grant.own_only else "delegate"


# From the strongest right to the weakest, as a page tells them.
ORDER = [
    "owner", "reader", "emergency", "substitute", "manager", "team", "search", "task", "self", "holder", "head",
    "delegate", "party", "code", "machine", OTHER,
]  # fmt: skip
