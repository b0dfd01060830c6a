"""Who may do what to a ticket, its words and its tasks."""

from typing import Any, Protocol

from django.db.models import QuerySet

from guichet.areas.catalogue.queries import Offer
from guichet.areas.people.access import EVERY_STAFF, FRONT_LINE, Viewer
from guichet.areas.people.models import Compartment, Person
from guichet.areas.people.rules import is_competent
from guichet.areas.tickets.models import Party, Task, Ticket
from guichet.areas.tickets.models.ticket import entered
from guichet.areas.tickets.rules import Role
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


def reads_result(actor: Viewer, task: Task) -> bool:
    """Tell whether somebody who sees a task reads what it brought: a confidential opinion is for whoever asked it."""
    return not task.sealed or (actor.staff is not None and actor.staff in {task.asker_id, task.assignee_id})


def observes(actor: Viewer, ticket: Any) -> bool:
    """Tell whether the actor takes part in a ticket only to read it: what is decided there is not for them to say."""
    if not ticket.shared or actor.person in {None, ticket.requester_id}:
        return False
    watching = Party.objects.filter(ticket=ticket.pk, person=actor.person, role=Role.OBSERVER, ended_at=None)
    return watching.exists() and not Ticket.rows.filter(entered(actor), pk=ticket.pk).exists()


def _decides(actor: Viewer, ticket: Any) -> bool:
    return sees_ticket(actor, ticket) and not observes(actor, ticket)


class Worker(Protocol):
    """Somebody who may be put in charge, whole or as the columns of their row."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def conflicts(self) -> list[str]: ...
    @property
    def competences(self) -> list[str]: ...


class Matter(Protocol):
    """What decides who may be in charge."""

    @property
    def compartment(self) -> Compartment: ...
    @property
    def requester(self) -> Person: ...
    @property
    def offer(self) -> Offer: ...


def in_conflict(staff: Worker, compartment: Compartment) -> bool:
    """Tell whether somebody declared a conflict of interest with the holder of a matter (N8)."""
    organisation = compartment.organisation if staff.conflicts else None
    if organisation is None:
        return False
    return organisation.code in staff.conflicts or bool(
        organisation.caucus and organisation.caucus.code in staff.conflicts
    )


def asks_it_themselves(staff: Worker, requester: Person) -> bool:
    """Tell whether a matter is the staff member's own."""
    return requester.user_id is not None and requester.user_id == staff.user_id


def is_certified(staff: Worker, offer: Offer) -> bool:
    """Tell whether somebody may be in charge of a service's tickets, as far as their competences go."""
    return not offer.certified or is_competent(staff.competences, offer.competences)


def may_own(staff: Worker, matter: Matter) -> bool:
    """Tell whether somebody may be in charge of a matter."""
    return (
        is_certified(staff, matter.offer)
        and not in_conflict(staff, matter.compartment)
        and not asks_it_themselves(staff, matter.requester)
    )


def keeps_the_wall(actor: Viewer, ticket: Any) -> bool:
    """Tell whether somebody who sees a ticket says who else does: whoever is in charge of it, or a manager."""
    return bool(ticket.owner_id == actor.staff or actor.has("manager"))


def involves(actor: Viewer, ticket: Any) -> bool:
    """Tell whether somebody says who takes part in a ticket: whoever works on it, and keeps the wall of a secret."""
    return sees_ticket(actor, ticket) and (not ticket.confidential or keeps_the_wall(actor, ticket))


def _designates(actor: Viewer, ticket: Any) -> bool:
    return keeps_the_wall(actor, ticket) and sees_ticket(actor, ticket)


def _is_in_charge(actor: Viewer, ticket: Any) -> bool:
    return bool(actor.staff and ticket.owner_id == actor.staff and sees_ticket(actor, ticket))


CLIENT_SIDE = ("client", "bearer")

permit("tickets.open", to=(*CLIENT_SIDE, "anonymous", "integration", *FRONT_LINE))
permit("tickets.write", to=CLIENT_SIDE, when=sees_ticket)
permit("tickets.confirm tickets.reject", to=CLIENT_SIDE, when=_decides)
permit("tickets.confirm_introduction", to=(*CLIENT_SIDE, *FRONT_LINE), when=_decides)
permit("tickets.log_contact tickets.merge_persons", to=FRONT_LINE)
permit(
    "tickets.take tickets.assign tickets.sort tickets.prioritise tickets.settle_behalf tickets.reply tickets.ask "
    "tickets.unsend tickets.note tickets.resolve tickets.reopen tickets.cancel tickets.plan tickets.add_task "
    "tickets.cancel_task tickets.remind_task tickets.resend_task "
    "tickets.tag tickets.draft tickets.be_present tickets.merge tickets.split "
    "tickets.link tickets.note_posted tickets.introduce",
    to=FRONT_LINE, when=sees_ticket,
)  # fmt: skip
permit(
    "tickets.accept_task tickets.finish_task tickets.return_task tickets.block_task tickets.unblock_task "
    "tickets.note_task",
    to=(*FRONT_LINE, "expert"), when=_works_on,
)  # fmt: skip
permit("tickets.involve", to=FRONT_LINE, when=involves)
permit("tickets.follow", to=FRONT_LINE, when=sees_ticket)
permit("tickets.snooze", to=FRONT_LINE, when=_is_in_charge)
permit("tickets.designate", to=FRONT_LINE, when=_designates)
permit("tickets.erase", to=())
permit("tickets.hear", to=EVERY_STAFF)
permit("tickets.read_tasks", to=(*FRONT_LINE, "expert"))
permit(
    "tickets.announce tickets.release tickets.close tickets.remind tickets.note_delivery tickets.end_wait "
    "tickets.end_access tickets.represent",
    to=("system",),
)
permit("tickets.download", to=(*CLIENT_SIDE, *EVERY_STAFF))
