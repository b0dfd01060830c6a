"""Who may do what to a ticket, its words and its tasks."""

from typing import Any

from django.db.models import QuerySet

from guichet.areas.people.access import EVERY_STAFF, FRONT_LINE, Viewer
from guichet.areas.tickets.models import Task, Ticket
from guichet.ground.access import permit
from guichet.ground.database.prepared import prepared


def sees_ticket(actor: Viewer, subject: Any) -> bool:
    """Tell whether the actor sees the ticket or the task: what one may not see does not exist."""
    return bool(_seen(actor, type(subject), pk=subject.pk)) if isinstance(subject, Task | Ticket) else True


@prepared
def _seen(actor: Viewer, kind: type[Task | Ticket], *, pk: int) -> QuerySet[Any, tuple[int]]:
    seen: QuerySet[Any] = kind.objects.visible_to(actor)
    return seen.filter(pk=pk).order_by().values_list("pk")[:1]


def _works_on(actor: Viewer, task: Any) -> bool:
    return sees_ticket(actor, task) and (actor.has(*FRONT_LINE) or task.unit_id == actor.unit)


def keeps_the_wall(actor: Viewer, ticket: Any) -> bool:
    """Tell whether somebody who sees a ticket says who else does: whoever is in charge of it, or a manager."""
    return bool(ticket.owner_id == actor.staff or actor.has("manager"))


def _designates(actor: Viewer, ticket: Any) -> bool:
    return keeps_the_wall(actor, ticket) and sees_ticket(actor, ticket)


CLIENT_SIDE = ("client", "bearer")

permit("tickets.open", to=(*CLIENT_SIDE, "anonymous", "integration", *FRONT_LINE))
permit("tickets.write tickets.confirm tickets.reject", to=CLIENT_SIDE, when=sees_ticket)
permit("tickets.log_contact", to=FRONT_LINE)
permit(
    "tickets.take tickets.assign tickets.sort tickets.prioritise tickets.settle_behalf tickets.reply tickets.ask "
    "tickets.unsend tickets.note tickets.resolve tickets.reopen tickets.cancel tickets.plan tickets.add_task "
    "tickets.cancel_task tickets.resend_task tickets.draft tickets.be_present tickets.merge "
    "tickets.link",
    to=FRONT_LINE, when=sees_ticket,
)  # fmt: skip
permit(
    "tickets.accept_task tickets.finish_task tickets.return_task tickets.block_task tickets.unblock_task "
    "tickets.note_task",
    to=(*FRONT_LINE, "expert"), when=_works_on,
)  # fmt: skip
permit("tickets.designate", to=FRONT_LINE, when=_designates)
permit("tickets.read_tasks", to=(*FRONT_LINE, "expert"))
permit("tickets.announce tickets.release tickets.close tickets.remind tickets.note_delivery", to=("system",))
permit("tickets.download", to=(*CLIENT_SIDE, *EVERY_STAFF))
