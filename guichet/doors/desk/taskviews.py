"""The page of one task, for whoever does the work, and what can be done with it."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.forms.queries.answered import answers_for
from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.areas.sla.queries.work import budget_of
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries import worklist
from guichet.doors.desk import forms, labels
from guichet.doors.desk.entrance import AnyView, DeskRequest, View, for_front_line, for_planners
from guichet.doors.desk.frame import frame
from guichet.doors.desk.looks import looked
from guichet.doors.desk.names import here
from guichet.doors.desk.performing import Place, Said, attempt, refused, shown_again, still
from guichet.doors.desk.raci import parts_of, people_in
from guichet.doors.desk.rows import due_chip, today
from guichet.doors.desk.steps import result_for, results_of, verbs_of
from guichet.doors.desk.versus import of_task
from guichet.ground import clock
from guichet.ground.ui import wording
from guichet.ground.ui.htmx import is_htmx

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Task

Entrance = Callable[[View[...]], AnyView[...]]


class Verb(Protocol):
    """What is done to a task with what was typed."""

    def __call__(self, task: "Task", said: Said, *, by: Viewer, now: datetime) -> object: ...


@require_safe
@for_planners
def page(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a task and the fields of its ticket that it lets through."""
    context = frame(request) | task_context(request, pk)
    return looked(request, render(request, "desk/task/page.html", context), context["task"].ticket, "task")


def found(request: DeskRequest, pk: int) -> "Task":
    """Return a task, or answer as if there were none."""
    task = worklist.task_for(request.viewer, pk)
    if task is None:
        raise Http404
    return task


def task_context(request: DeskRequest, pk: int) -> dict[str, Any]:
    """Return what the templates of the task page read."""
    task, day, lang = found(request, pk), today(), here()
    sheet = worklist.sheet_of(task)
    front = request.viewer.has(*FRONT_LINE)
    return {
        "task": task, "sheet": sheet, "result": result_for(request.viewer, task), "question": task.question,
        "title": task.title.in_language(lang),
        "state": labels.word(labels.TASK_STATES, task.state),
        "reference": f"{wording.split_number(sheet.number)[1]} {task.letter}",
        "chip": due_chip(task.due_at, lang, day) if task.is_open else "",
        "shown": [(labels.FIELDS[name], value, name) for name, value in sheet.fields.items()],
        "answers": answers_for(task, lang),
        "files": [
            {"name": name, "url": reverse("desk-file", args=[token]), "size": size} for token, name, size in sheet.files
        ],
        "budget": budget_of(task) if task.is_open else None,
        "verbs": verbs_of(task, front_line=front), "results": results_of(task), "is_front": front,
        "parts": parts_of(task.raci, people_in([task.raci])),
        "result_word": labels.word(labels.RESULTS | labels.DECISIONS, task.result_code), **still(""),
    }  # fmt: skip


def verb(
    at: str, form: type[Form] = Form, thanks: object = "", *, lets_in: Entrance = for_planners
) -> Callable[[Verb], AnyView[...]]:
    """Make a verb on a task a resource to POST to, from the task's page or from its ticket's."""

    def declare(act: Verb) -> AnyView[...]:
        @require_POST
        @lets_in
        @wraps(act)
        def resource(request: DeskRequest, pk: int) -> HttpResponse:
            task, filled, now = found(request, pk), form(request.POST), clock.now()
            number = task.ticket.number
            on_ticket = request.POST.get("on") == "ticket" and request.viewer.has(*FRONT_LINE)
            if attempt(filled, lambda: act(task, filled.cleaned_data, by=request.viewer, now=now)):
                if on_ticket:
                    return shown_again(request, number, Place("plan", thanks))
                return _after(request, pk, thanks)
            against = {"versus": of_task(found(request, pk), at, request.POST.dict())}
            if on_ticket:
                return refused(request, number, filled, f"{at}-{pk}", against)
            return _refused(request, pk, filled, at, against)

        return resource

    return declare


def _refused(request: DeskRequest, pk: int, form: Form, at: str, against: Said) -> HttpResponse:
    template = "desk/task/_task.html" if is_htmx(request) else "desk/task/page.html"
    context = frame(request) | task_context(request, pk) | still(f"{at}-{pk}", form) | against
    context["stray"] = at not in context["verbs"] or at in {"accept", "unblock", "cancel"}
    return render(request, template, context, status=422)


def _after(request: DeskRequest, pk: int, thanks: object) -> HttpResponse:
    if thanks:
        messages.success(request, str(thanks))
    is_seen = worklist.task_for(request.viewer, pk) is not None
    address = reverse("desk-task", args=[pk]) if is_seen else reverse("desk-home")
    if is_htmx(request) and is_seen:
        return render(request, "desk/task/_swapped.html", frame(request) | task_context(request, pk))
    return HttpResponse(headers={"HX-Redirect": address}) if is_htmx(request) else HttpResponseRedirect(address)


@verb("accept", thanks=_("You have it in hand."))
def acceptance(task: "Task", said: Said, *, by: Viewer, now: datetime) -> None:
    """Take a task in hand."""
    actions.accept_task(task, by=by, now=now)


@verb("finish", forms.ResultForm, _("Done. Whoever is in charge of the request sees your result."))
def completion(task: "Task", said: Said, *, by: Viewer, now: datetime) -> None:
    """Finish a task with its result."""
    actions.finish_task(task, by=by, now=now, code=said["code"], result=said["result"])


@verb("block", forms.ReasonForm, _("Blocked. The clock goes on."))
def blocking(task: "Task", said: Said, *, by: Viewer, now: datetime) -> None:
    """Say what stops the work."""
    actions.block_task(task, by=by, now=now, reason=said["reason"])


@verb("unblock", thanks=_("The work goes on."))
def unblocking(task: "Task", said: Said, *, by: Viewer, now: datetime) -> None:
    """Say that the work goes on."""
    actions.unblock_task(task, by=by, now=now)


@verb("return", forms.ReasonForm, _("Given back to whoever is in charge of the request."))
def returning(task: "Task", said: Said, *, by: Viewer, now: datetime) -> None:
    """Give a task back with the reason."""
    actions.return_task(task, by=by, now=now, reason=said["reason"])


@verb("note", forms.WordsForm)
def words(task: "Task", said: Said, *, by: Viewer, now: datetime) -> None:
    """Write on a task."""
    actions.note_task(task, by=by, now=now, body=said["body"])


@verb("resend", forms.ResendForm, _("The unit has it again."), lets_in=for_front_line)
def resending(task: "Task", said: Said, *, by: Viewer, now: datetime) -> None:
    """Give a returned task to its unit again, completed."""
    actions.resend_task(task, by=by, now=now, instructions=said["instructions"])


@verb("remind", thanks=_("Reminded: they see it on their list."), lets_in=for_front_line)
def reminding(task: "Task", said: Said, *, by: Viewer, now: datetime) -> None:
    """Remind those who work on a task."""
    actions.remind_task(task, by=by, now=now)


@verb("cancel", thanks=_("Task cancelled."), lets_in=for_front_line)
def cancellation(task: "Task", said: Said, *, by: Viewer, now: datetime) -> None:
    """Stop one task."""
    actions.cancel_task(task, by=by, now=now)
