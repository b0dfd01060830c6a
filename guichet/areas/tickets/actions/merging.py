"""Joining two tickets that are one matter, and separating them again."""

from datetime import datetime

from django.utils.translation import gettext as _

from guichet.areas.tickets.actions.locking import lock, save, tell
from guichet.areas.tickets.facts import Hands, Joined, Merged, Parted, Unmerged
from guichet.areas.tickets.models import Merge, Message, Task, Ticket
from guichet.areas.tickets.queries.family import first_words_told, merges_into
from guichet.areas.tickets.queries.plan import open_tasks
from guichet.areas.tickets.queries.works import works_of
from guichet.areas.tickets.rules import (
    MERGE_REASONS,
    TASK_IN_HAND,
    WORKING_STATES,
    State,
    TaskState,
    comes_apart,
    working_state,
)
from guichet.ground.access import Actor
from guichet.ground.actions import action


class CannotMerge(ValueError):
    """Two tickets that must stay two; `why` is a code."""

    def __init__(self, why: str, number: str = "") -> None:
        self.why, self.number = why, number
        super().__init__(why)

    def __str__(self) -> str:
        words = {
            "same": _("Choose another request: this is the same one."),
            "reason": _("Say why they are one matter."),
            "over": _("Only requests that are still open can be joined."),
            "wall": _("These requests stand behind two different walls: they stay two."),
            "confidential": _("A confidential request is never joined to another."),
            "uncertain": _("Confirm first on whose behalf each of them was made."),
            "scope": _("Two persons asked, about matters of different kinds: they stay two."),
            "holds": _("Other requests are joined to %(number)s: separate them first, or join the other way round."),
        }
        return words[self.why] % {"number": self.number}


class TooLateToSeparate(ValueError):
    """They have been one for too long, or are not joined."""

    def __str__(self) -> str:
        return _("These requests were joined more than 30 days ago, or are not joined: they stay as they are.")


def why_not(joined: Ticket, into: Ticket) -> str:
    """Return the code of what forbids joining a ticket to another, or nothing."""
    two = (joined, into)
    people = joined.requester_id != into.requester_id
    forbidden = {
        "same": joined.pk == into.pk,
        "over": not all(one.is_open for one in two),
        "confidential": any(one.confidential for one in two),
        "wall": joined.compartment_id != into.compartment_id,
        "uncertain": not all(one.behalf_certain for one in two),
        "scope": people and joined.scope != into.scope,
        "holds": bool(merges_into(joined)),
    }
    return next((why for why, holds in forbidden.items() if holds), "")


@action("tickets.merge")
def merge(ticket: Ticket, *, by: Actor, now: datetime, into: Ticket, reason: str) -> Ticket:
    """Join a ticket to another: nothing of it moves, and what is said from now on is said to both who asked."""
    by.require("tickets.merge", into)
    rows = {pk: lock(Ticket(pk=pk)) for pk in sorted({ticket.pk, into.pk})}
    gone, stays = rows[ticket.pk], rows[into.pk]
    if why := why_not(gone, stays) or ("" if reason in MERGE_REASONS else "reason"):
        raise CannotMerge(why, gone.number)
    Merge.objects.create(joined=gone, into=stays, reason=reason, was=gone.state, at=now)
    gone.state, gone.closed_at, gone.shared = State.MERGED, now, True
    save(gone, "state", "closed_at", "shared")
    stays.shared = True
    _count_again(stays)
    told_gone, told_stays = _tell_both(gone, stays, ("merged", "joined"), now)
    tell(gone, Merged(ticket=gone.pk, into=stays.pk, reason=reason, message=told_gone, takes_work=True), by=by, at=now)
    joined = Joined(ticket=stays.pk, other=gone.pk, hands=_hands(gone), message=told_stays, works=works_of(gone))
    tell(stays, joined, by=by, at=now)
    return stays


@action("tickets.merge")
def unmerge(ticket: Ticket, *, by: Actor, now: datetime) -> Ticket:
    """Separate a ticket from the one it was joined to: it comes back as it was, with what became of its tasks."""
    known = Merge.objects.filter(joined=ticket, parted_at=None).select_related("into").first()
    if known is None or not comes_apart(known.at, now):
        raise TooLateToSeparate
    by.require("tickets.merge", known.into)
    rows = {pk: lock(Ticket(pk=pk)) for pk in sorted({ticket.pk, known.into_id})}
    back, stays = rows[ticket.pk], rows[known.into_id]
    if not Merge.objects.filter(pk=known.pk, parted_at=None).update(parted_at=now):
        raise TooLateToSeparate
    _revive(back, known)
    _count_again(stays)
    told_back, told_stays = _tell_both(back, stays, ("parted", "parted"), now)
    # First from where they are: a task has one clock.
    mine = [int(task) for task in _hands(back)]
    tell(stays, Parted(ticket=stays.pk, other=back.pk, tasks=mine, message=told_stays), by=by, at=now)
    answered = first_words_told(known)
    back_fact = Unmerged(
        ticket=back.pk, into=stays.pk, hands=_hands(back), waits=back.is_waiting_for_client,
        answered=answered.isoformat() if answered else "", message=told_back,
        works=works_of(back),
    )  # fmt: skip
    tell(back, back_fact, by=by, at=now)
    return back


def _revive(back: Ticket, known: Merge) -> None:
    tasks, was = open_tasks(back), known.was
    spoke = Message.objects.filter(ticket=back, kind=Message.Kind.CLIENT, verified=True, at__gte=known.at).exists()
    stands = was in {State.RECEIVED, State.TO_SORT} or (was == State.WAITING_CLIENT and not spoke)
    working = working_state(tasks)
    if was == State.TAKEN and working == State.IN_PROGRESS:
        working = State.TAKEN
    back.state, back.closed_at = was if stands else working, None
    back.tasks_total, back.tasks_done = len(tasks), sum(one.state == TaskState.DONE for one in tasks)
    save(back, "state", "closed_at", "tasks_total", "tasks_done")


def _count_again(stays: Ticket) -> None:
    tasks = open_tasks(stays)
    if stays.state in WORKING_STATES and stays.state != State.WAITING_CLIENT:
        stays.state = working_state(tasks)
    stays.tasks_total, stays.tasks_done = len(tasks), sum(one.state == TaskState.DONE for one in tasks)
    save(stays, "state", "shared", "tasks_total", "tasks_done")


def _hands(ticket: Ticket) -> Hands:
    return {
        str(task.pk): ["partner" if task.partner else "unit" if task.outside else "us", task.state in TASK_IN_HAND]
        for task in Task.rows.filter(ticket=ticket).order_by("pk")
    }


def _tell_both(gone: Ticket, stays: Ticket, about: tuple[str, str], now: datetime) -> tuple[int | None, int | None]:
    """Write one plain message to each person: only one where the same person asked twice."""
    if gone.requester_id == stays.requester_id:
        return None, _news(stays, about[1], gone.number, now)
    return _news(gone, about[0], stays.number, now), _news(stays, f"{about[1]}_other", "", now)


def _news(ticket: Ticket, about: str, other: str, now: datetime) -> int:
    made = Message.objects.create(
        ticket=ticket, kind=Message.Kind.NEWS, channel=ticket.channel, language=ticket.language, staff=ticket.owner,
        at=now, visible_from=now, details={"about": about, "other": other},
    )  # fmt: skip
    return made.pk
