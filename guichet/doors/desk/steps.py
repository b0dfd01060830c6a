"""The steps of a ticket's plan, worded: who has each, where it stands, what can be done with it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guichet.areas.catalogue.rules.plans import Kind
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.access import reads_result
from guichet.areas.tickets.queries.plan import inside_of
from guichet.areas.tickets.rules import TASK_OPEN, TaskState
from guichet.doors.desk.labels import DECISIONS, RESULTS, TASK_STATES, choices, word
from guichet.doors.desk.raci import parts_of, people_in
from guichet.doors.desk.rows import due_chip, today
from guichet.ground.ui import wording

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Task

CHANGEABLE = (TaskState.PLANNED, TaskState.READY, TaskState.ACCEPTED, TaskState.BLOCKED)
SHAPES = {"done": "done", "planned": "wait", "cancelled": "wait", "returned": "wait"}
DOTS = {"done": "check", "planned": "lock", "cancelled": "ban", "returned": "undo-2", "blocked": "pause"}


@dataclass(frozen=True, slots=True)
class Step:
    """One task of the plan, worded."""

    pk: int
    letter: str
    title: str
    url: str
    unit: str
    who: str
    state: str
    shape: str
    dot: str
    due: str
    chip: SafeString
    after: str
    instructions: str
    result: str
    reason: str
    verbs: tuple[str, ...]
    inline: bool  # our own work, or back with us: done without leaving the page
    question: bool = False
    results: tuple[tuple[str, Any], ...] = ()
    is_late: bool = False
    is_dropped: bool = False  # we go on without it
    budget: str = ""  # until when the promise leaves it time, where that is nearer than what was agreed
    deep: int = 0  # how many plans it is inside of, within the ticket’s own
    rolled: str = ""  # how far the plan that it runs is
    is_plan: bool = False
    is_ahead: bool = False  # still to come: it can be changed on this request
    parts: tuple[tuple[str, str], ...] = ()  # who answers for it, is asked, is told


def steps_of(tasks: list["Task"], lang: str, viewer: Viewer, budgets: dict[int, datetime]) -> list[Step]:
    """Word the steps of a plan: what is inside of a step under it, how far it is on the step itself, and until when."""
    letters = {(task.ticket_id, task.key): task.letter for task in tasks}
    people = people_in(task.raci for task in tasks)
    deep: dict[int, int] = {}
    found = []
    for task in _nested(tasks):
        deep[task.pk] = deep[task.parent_id] + 1 if task.parent_id in deep else 0
        worded = replace(
            _step(task, letters, lang), result=result_for(viewer, task), parts=parts_of(task.raci, people),
            deep=min(deep[task.pk], 2), budget=_budget(task, budgets, lang),
        )  # fmt: skip
        found.append(_rolled_up(worded, inside_of(task, tasks)) if task.kind == Kind.PLAN else worded)
    return found


def _budget(task: "Task", budgets: dict[int, datetime], lang: str) -> str:
    until = budgets.get(task.pk)
    if until is None or not task.is_open or (task.due_at and task.due_at <= until):
        return ""
    return wording.when(until, lang, today().now)


def _nested(tasks: list["Task"]) -> list["Task"]:
    """Return the tasks in their order, those inside of another right after it."""
    inner: dict[int | None, list[Task]] = {}
    known = {task.pk for task in tasks}
    for task in tasks:
        inner.setdefault(task.parent_id if task.parent_id in known else None, []).append(task)

    def under(parent: int | None) -> list["Task"]:
        return [one for task in inner.get(parent, []) for one in (task, *under(task.pk))]

    return under(None)


def _rolled_up(step: Step, inner: list["Task"]) -> Step:
    """Say on a step that runs a plan how far that plan is."""
    counted = [one for one in inner if one.kind != Kind.PLAN and one.state != TaskState.CANCELLED]
    done = sum(one.state == TaskState.DONE for one in counted)
    begun = any(one.state != TaskState.PLANNED for one in counted)
    rolled = _("%(done)s done of %(total)s") % {"done": done, "total": len(counted)} if counted else ""
    inside = {one.letter for one in inner}
    after = ", ".join(one for one in step.after.split(", ") if one not in inside)
    step = replace(step, after=after)
    if step.shape == "wait" and begun and not step.is_dropped:
        return replace(step, rolled=rolled, shape="doing", dot="circle-dot", state=word(TASK_STATES, "in_progress"))
    return replace(step, rolled=rolled)


def _step(task: "Task", letters: dict[tuple[int, str], str], lang: str) -> Step:
    day = today()
    done = task.state == "done" and task.done_at
    due = wording.when(task.due_at, lang, day.now) if task.due_at and task.is_open else ""
    return Step(
        pk=task.pk, letter=task.letter, title=task.title.in_language(lang), url=reverse("desk-task", args=[task.pk]),
        unit=task.unit.code, who=task.assignee.full_name if task.assignee else "",
        state=wording.ago(task.done_at, lang, day.now) if done and task.done_at else word(TASK_STATES, task.state),
        shape=SHAPES.get(task.state, "doing"), dot=DOTS.get(task.state, "circle-dot"), due=due,
        chip=due_chip(task.due_at, lang, day) if task.is_open else SafeString(""),
        after=_waits_for(task, letters),
        instructions=task.instructions, result=task.result_text,
        reason={"blocked": task.block_reason, "returned": task.return_reason}.get(task.state, ""),
        verbs=verbs_of(task), results=tuple(results_of(task)), question=task.question,
        is_late=bool(task.is_open and task.due_at and task.due_at < day.now), is_dropped=task.state == "cancelled",
        is_plan=task.kind == Kind.PLAN, is_ahead=task.state in CHANGEABLE,
        inline=not (task.outside or task.question) or task.state == "returned",
    )  # fmt: skip


def result_for(viewer: Viewer, task: "Task") -> str:
    """Return what a task brought, or that it is for others to read."""
    if task.result_text and not reads_result(viewer, task):
        return _("A confidential opinion: whoever asked for it reads it.")
    return task.result_text


def _waits_for(task: "Task", letters: dict[tuple[int, str], str]) -> str:
    known = sorted(letters[task.ticket_id, key] for key in task.after if (task.ticket_id, key) in letters)
    return ", ".join(known) if task.state == "planned" else ""


def verbs_of(task: "Task", *, front_line: bool = True) -> tuple[str, ...]:
    """Name what can be done with a task as it stands."""
    if task.kind == Kind.WAIT:
        return ("finish", "cancel") if front_line and task.state == "ready" else ()
    worker = {
        "ready": ("accept", "finish", "block", "return"), "accepted": ("finish", "block", "return"),
        "in_progress": ("finish", "block", "return"), "blocked": ("unblock", "finish", "return"),
    }.get(task.state, ())  # fmt: skip
    owner: tuple[str, ...] = ()
    if front_line and task.state in TASK_OPEN:
        owner = ("resend", "cancel") if task.state == "returned" else ("cancel",)
        if worker and (task.outside or task.question):
            owner = ("remind", *owner)
    return (*worker, *owner, "note") if task.state in TASK_OPEN else ()


def results_of(task: "Task") -> list[tuple[str, Any]]:
    """Name what a task can bring: a decision is yes or no."""
    return choices(DECISIONS if task.kind == Kind.DECISION else RESULTS)
