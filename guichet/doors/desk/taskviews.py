"""The page of one task, for whoever does the work, and what can be done with it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.people.access import FRONT_LINE
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries import worklist
from guichet.doors.desk import forms, labels
from guichet.doors.desk.entrance import DeskRequest, for_front_line, for_planners
from guichet.doors.desk.frame import frame
from guichet.doors.desk.names import here
from guichet.doors.desk.performing import Place, attempt, refused, shown_again, still
from guichet.doors.desk.rows import due_chip, today
from guichet.doors.desk.sheet import verbs_of
from guichet.ground import clock
from guichet.ground.ui import wording
from guichet.ground.ui.htmx import is_htmx

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Task

Act = Callable[["Task", dict[str, Any]], object]


@require_safe
@for_planners
def page(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a task and the fields of its ticket that it lets through."""
    return render(request, "desk/task/page.html", frame(request) | task_context(request, pk))


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
        "task": task, "sheet": sheet, "title": task.title.in_language(lang),
        "state": labels.word(labels.TASK_STATES, task.state),
        "reference": f"{wording.split_number(sheet.number)[1]} {task.letter}",
        "chip": due_chip(task.due_at, lang, day) if task.is_open else "",
        "shown": [(labels.FIELDS[name], value, name) for name, value in sheet.fields.items()],
        "files": [
            {"name": name, "url": reverse("desk-file", args=[token]), "size": size} for token, name, size in sheet.files
        ],
        "verbs": verbs_of(task, front_line=front), "results": labels.choices(labels.RESULTS), "is_front": front,
        "result_word": labels.word(labels.RESULTS, task.result_code), **still(""),
    }  # fmt: skip


def _perform(request: DeskRequest, pk: int, form: Form, act: Act, place: Place) -> HttpResponse:
    task = found(request, pk)
    number, on_ticket = task.ticket.number, request.POST.get("on") == "ticket" and request.viewer.has(*FRONT_LINE)
    if attempt(form, lambda: act(task, form.cleaned_data)):
        return shown_again(request, number, Place("plan", place.thanks)) if on_ticket else _after(request, pk, place)
    if on_ticket:
        return refused(request, number, form, f"{place.at}-{pk}")
    template = "desk/task/_task.html" if is_htmx(request) else "desk/task/page.html"
    context = frame(request) | task_context(request, pk) | still(f"{place.at}-{pk}", form)
    context["stray"] = place.at not in context["verbs"] or place.at in {"accept", "unblock", "cancel"}
    return render(request, template, context, status=422)


def _after(request: DeskRequest, pk: int, place: Place) -> HttpResponse:
    if place.thanks:
        messages.success(request, str(place.thanks))
    is_seen = worklist.task_for(request.viewer, pk) is not None
    address = reverse("desk-task", args=[pk]) if is_seen else reverse("desk-home")
    if is_htmx(request) and is_seen:
        return render(request, "desk/task/_swapped.html", frame(request) | task_context(request, pk))
    return HttpResponse(headers={"HX-Redirect": address}) if is_htmx(request) else HttpResponseRedirect(address)


@require_POST
@for_planners
def acceptance(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a task in hand."""
    by, now = request.viewer, clock.now()
    return _perform(
        request, pk, Form(request.POST), lambda task, said: actions.accept_task(task, by=by, now=now),
        Place("accept", _("You have it in hand.")),
    )  # fmt: skip


@require_POST
@for_planners
def completion(request: DeskRequest, pk: int) -> HttpResponse:
    """Finish a task with its result."""
    by, now = request.viewer, clock.now()
    return _perform(
        request, pk, forms.ResultForm(request.POST),
        lambda task, said: actions.finish_task(task, by=by, now=now, code=said["code"], result=said["result"]),
        Place("finish", _("Done. Whoever is in charge of the request sees your result.")),
    )  # fmt: skip


@require_POST
@for_planners
def blocking(request: DeskRequest, pk: int) -> HttpResponse:
    """Say what stops the work."""
    by, now = request.viewer, clock.now()
    return _perform(
        request, pk, forms.ReasonForm(request.POST),
        lambda task, said: actions.block_task(task, by=by, now=now, reason=said["reason"]),
        Place("block", _("Blocked. The clock goes on.")),
    )  # fmt: skip


@require_POST
@for_planners
def unblocking(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that the work goes on."""
    by, now = request.viewer, clock.now()
    return _perform(
        request, pk, Form(request.POST), lambda task, said: actions.unblock_task(task, by=by, now=now),
        Place("unblock", _("The work goes on.")),
    )  # fmt: skip


@require_POST
@for_planners
def returning(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a task back with the reason."""
    by, now = request.viewer, clock.now()
    return _perform(
        request, pk, forms.ReasonForm(request.POST),
        lambda task, said: actions.return_task(task, by=by, now=now, reason=said["reason"]),
        Place("return", _("Given back to whoever is in charge of the request.")),
    )  # fmt: skip


@require_POST
@for_planners
def words(request: DeskRequest, pk: int) -> HttpResponse:
    """Write on a task."""
    by, now = request.viewer, clock.now()
    return _perform(
        request, pk, forms.WordsForm(request.POST),
        lambda task, said: actions.note_task(task, by=by, now=now, body=said["body"]), Place("note"),
    )  # fmt: skip


@require_POST
@for_front_line
def resending(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a returned task to its unit again, completed."""
    by, now = request.viewer, clock.now()
    return _perform(
        request, pk, forms.ResendForm(request.POST),
        lambda task, said: actions.resend_task(task, by=by, now=now, instructions=said["instructions"]),
        Place("resend", _("The unit has it again.")),
    )  # fmt: skip


@require_POST
@for_front_line
def cancellation(request: DeskRequest, pk: int) -> HttpResponse:
    """Stop one task."""
    by, now = request.viewer, clock.now()
    return _perform(
        request, pk, Form(request.POST), lambda task, said: actions.cancel_task(task, by=by, now=now),
        Place("cancel", _("Task cancelled.")),
    )  # fmt: skip
