from typing import ClassVar

from django.db import models
from django.db.models import Q

from guichet.areas.catalogue.rules.plans import Kind
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.models.ticket import Ticket, designated, let_in
from guichet.areas.tickets.rules import TASK_OPEN, TaskState
from guichet.ground.access import Actor, GuardedManager, ScopedQuerySet
from guichet.ground.bilingual import BilingualField

TASK_OPEN_CODES = [str(state) for state in TASK_OPEN]


class TaskQuerySet(ScopedQuerySet["Task"]):
    """Tasks, for somebody who works here: a client never sees one."""

    def visible_to(self, viewer: Actor) -> "TaskQuerySet":
        """Keep the tasks of the tickets that a front-line viewer sees, or of an expert's own unit."""
        if "system" in viewer.roles:
            return self
        if not isinstance(viewer, Viewer) or not viewer.is_staff:
            return self.none()
        if viewer.has("agent", "manager"):
            mine = Q(ticket__owner=viewer.staff) | let_in(viewer, "ticket_id")
            return self.filter(Q(ticket__confidential=False) | mine)
        if viewer.has("expert"):
            open_to_unit = Q(ticket__confidential=False) | Q(assignee=viewer.staff) | designated(viewer, "ticket_id")
            return self.filter(open_to_unit, unit=viewer.unit).exclude(state=TaskState.PLANNED)
        return self.none()


class Task(models.Model):
    """A piece of the work behind a ticket, given to a unit or a partner. No client ever sees it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="tasks")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    letter = models.CharField(max_length=4)
    key = models.CharField(max_length=130)  # the step it came from, or its letter
    title = BilingualField()
    instructions = models.TextField(blank=True)
    unit = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    outside = models.BooleanField(default=True)  # False: a step of Client Services itself
    partner = models.BooleanField(default=False)
    question = models.BooleanField(default=False)  # asked while the ticket and its clock stay with us
    sealed = models.BooleanField(default=False)  # an opinion for whoever asked, and for nobody else
    asker = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, default=TaskState.PLANNED)
    mandatory = models.BooleanField(default=True)
    after = models.JSONField(default=list)  # keys of the tasks it waits for
    fields = models.JSONField(default=list)  # the fields of the ticket that its worker sees
    due = models.CharField(max_length=20)  # the offset, in the words of catalogue.rules.targets
    due_at = models.DateTimeField(null=True)  # set when the task becomes ready
    ready_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    block_reason = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)
    return_count = models.PositiveSmallIntegerField(default=0)
    plan = models.ForeignKey("catalogue.PlanTemplate", null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=10, default=Kind.TASK)
    by_client = models.BooleanField(default=False)  # the client does it, and we see to it
    start_when = models.JSONField(default=list)  # conditions, in the words of catalogue.rules.plans
    skip_if = models.JSONField(default=list)
    ends = models.JSONField(default=list)  # the accesses that it ends, in the words of catalogue.rules.plans
    told = BilingualField()  # what the client reads once it is done: never a unit, never the title
    raci = models.JSONField(default=dict)  # see catalogue.rules.plans.raci
    result_code = models.CharField(max_length=16, blank=True)
    result_text = models.TextField(blank=True)  # words for the answer, reread by the owner before anybody sees them

    objects: ClassVar[GuardedManager["Task"]] = GuardedManager()
    rows: ClassVar[models.Manager["Task"]] = TaskQuerySet.as_manager()

    class Meta:
        default_manager_name = "rows"
        base_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=["ticket", "letter"], name="tickets_one_task_a_letter")]
        indexes = [
            models.Index(fields=["unit", "due_at"], condition=Q(state__in=TASK_OPEN_CODES), name="tickets_unit_tasks"),
            models.Index(fields=["assignee"], condition=Q(state__in=TASK_OPEN_CODES), name="tickets_my_tasks"),
            models.Index(fields=["due_at"], condition=Q(kind="wait", state="ready"), name="tickets_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}-{self.letter}"

    @property
    def is_open(self) -> bool:
        """Tell whether it still has to end."""
        return self.state in TASK_OPEN


class TaskMessage(models.Model):
    """Words between Client Services and whoever works on a task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="words")
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"task message {self.pk}"
