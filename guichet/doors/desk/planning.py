"""Changing one step of a plan on one request, or adding a task to a plan inside the plan."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.areas.catalogue.rules import BadTarget
from guichet.areas.catalogue.rules.dated import due_of
from guichet.areas.catalogue.rules.plans import Kind
from guichet.areas.people.queries import units
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries.plan import inside_of, tasks_in_plan
from guichet.areas.tickets.rules import TaskState
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.forms import TaskForm
from guichet.doors.desk.frame import frame
from guichet.doors.desk.names import here, unit_choices
from guichet.doors.desk.performing import attempt
from guichet.doors.desk.steps import CHANGEABLE
from guichet.doors.desk.taskviews import found
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Task

WRONG = 422


class StepForm(forms.Form):
    """The delay of a step, whether the answer waits for it, and what it waits for."""

    due = forms.CharField(max_length=20)
    mandatory = forms.BooleanField(required=False)
    after = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]

    def clean_due(self) -> str:
        """Refuse a delay that nobody can count."""
        try:
            return str(due_of(self.cleaned_data["due"]))
        except BadTarget as fault:
            raise forms.ValidationError(_("Write a delay such as 4 h, 2 bd or 10 d.")) from fault


class InnerForm(TaskForm):
    """A task to add inside of a step that runs a plan, after some of those that are there."""

    after = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def planning(request: DeskRequest, pk: int) -> HttpResponse:
    """Show how a step may be changed on this request alone, and change it."""
    task = found(request, pk)
    is_plan = task.kind == Kind.PLAN
    if task.state not in CHANGEABLE or task.question:
        raise Http404
    rows = tasks_in_plan(ticket=task.ticket_id)
    others = inside_of(task, rows) if is_plan else [one for one in rows if _may_come_before(one, task)]
    keys = [one.key for one in others]
    form = (InnerForm if is_plan else StepForm)(request.POST or None, keys=keys)
    if request.method == "POST" and attempt(form, lambda: _change(request, task, form.cleaned_data)):
        messages.success(request, _("Changed on this request. The plan of the service stays as it is."))
        return HttpResponseRedirect(reverse("desk-ticket", args=[task.ticket.number]) + "#plan")
    said = form.data if form.is_bound else {"due": "2 bd" if is_plan else task.due}
    chosen = set(request.POST.getlist("after")) if form.is_bound else set(() if is_plan else task.after)
    context = frame(request) | {
        "task": task, "title": task.title.in_language(here()), "is_plan": is_plan, "form": form, "said": said,
        "units": unit_choices(), "is_ahead": task.state == TaskState.PLANNED,
        "mandatory": "mandatory" in request.POST if form.is_bound else task.mandatory,
        "others": [(one.key, f"{one.letter}. {one.title.in_language(here())}", one.key in chosen) for one in others],
    }  # fmt: skip
    return render(request, "desk/task/planning.html", context, status=WRONG if form.is_bound else 200)


def _may_come_before(one: "Task", task: "Task") -> bool:
    """Tell whether a step may be waited for: one of the same plan, which is not a question."""
    return one.pk != task.pk and one.parent_id == task.parent_id and not one.question


def _change(request: DeskRequest, task: "Task", said: dict[str, Any]) -> None:
    by, now = request.viewer, clock.now()
    if task.kind != Kind.PLAN:
        after = tuple(said["after"]) if task.state == TaskState.PLANNED else None
        actions.replan_task(task, by=by, now=now, due=said["due"], mandatory=said["mandatory"], after=after)
        return
    title = Bilingual(fr=said["title"]) if by.language.startswith("fr") else Bilingual(en=said["title"])
    wanted = actions.NewTask(
        title=title, unit=units().get(pk=said["unit"]), due=said["due"], instructions=said["instructions"],
        mandatory=said["mandatory"], after=tuple(said["after"]), parent=task,
    )  # fmt: skip
    actions.add_task(task.ticket, by=by, now=now, task=wanted)
