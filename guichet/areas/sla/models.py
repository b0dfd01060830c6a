from django.db import models
from django.db.models import Q

from guichet.ground.bilingual import BilingualField


class Promise(models.Model):
    """What was promised on a ticket, from which standard, and where it stands. Derived: see readers.py."""

    ticket = models.OneToOneField("tickets.Ticket", primary_key=True, on_delete=models.CASCADE, related_name="+")
    # Whose ticket it is, so that one index gives somebody's day in the order in which it falls due.
    owner = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    calendar = models.CharField(max_length=40)  # the version that counts, see catalogue.queries.calendar
    first_target = models.CharField(max_length=20)
    completion_target = models.CharField(max_length=20, blank=True)
    first_by = models.CharField(max_length=50, blank=True)  # the version of the standard that gave it; or the service
    completion_by = models.CharField(max_length=50, blank=True)
    channel = models.CharField(max_length=10, blank=True)  # by which it came: a standard may hang on that
    service = models.PositiveBigIntegerField(null=True)  # what it is about: a ladder may hang on that
    received_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    first_met_at = models.DateTimeField(null=True)
    original_due_at = models.DateTimeField(null=True)  # the first completion date that was promised
    due_at = models.DateTimeField(null=True)  # the present one
    budget = models.PositiveIntegerField(default=0)  # business seconds
    remaining = models.PositiveIntegerField(default=0)  # business seconds, while paused
    paused_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)  # what falls due next: what lists go by
    alert_at = models.DateTimeField(null=True)  # when somebody here is to be told how near that is
    alert_share = models.PositiveSmallIntegerField(default=0)  # and of which rung of the ladder
    alert_due_at = models.DateTimeField(null=True)  # and of which date
    told = models.JSONField(default=dict)  # date that runs -> the share of its time told of last
    update_by = models.CharField(max_length=50, blank=True, default="")  # the version that says how often there is news
    update_from = models.DateTimeField(null=True)  # since when the client has had none
    update_due_at = models.DateTimeField(null=True)  # until when there is some
    holder = models.CharField(max_length=8, default="us")  # of the stretch that runs; over when `open` is false
    holder_cause = models.CharField(max_length=20, default="received")
    holder_since = models.DateTimeField()
    open = models.BooleanField(default=True)
    unsorted = models.BooleanField(default=False)  # nobody began with it: no verb leads back to that
    hands = models.JSONField(default=dict)  # task id -> [holder, in hand]
    budgets = models.JSONField(default=dict)  # task id -> until when the promise leaves it time

    class Meta:
        indexes = [
            models.Index(fields=["next_due_at", "ticket"], condition=Q(open=True), name="sla_open_by_due"),
            models.Index(fields=["alert_at", "ticket"], condition=Q(alert_at__isnull=False), name="sla_alerts"),
            models.Index(fields=["owner", "next_due_at", "ticket"], condition=Q(open=True), name="sla_open_by_owner"),
            models.Index(fields=["next_due_at", "ticket"], condition=Q(open=True, unsorted=True), name="sla_unsorted"),
        ]

    def __str__(self) -> str:
        return f"promise on {self.ticket_id}"


class UpdateWait(models.Model):
    """A wait for news that can be judged: how long it was to last, and when there was some. Derived: see readers."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    standard = models.CharField(max_length=50)  # its version
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)  # nothing: it ended without any, and too late
    message = models.BigIntegerField(null=True)  # the words that ended it

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "since"], name="sla_update_ticket"),
            models.Index(fields=["standard", "due_at"], name="sla_update_standard"),
        ]

    def __str__(self) -> str:
        return f"news by {self.due_at} on {self.ticket_id}"


class Maximum(models.Model):
    """The longest delay that the law leaves for a decision, from the day the file is complete. Derived: see readers."""

    ticket = models.OneToOneField("tickets.Ticket", primary_key=True, on_delete=models.CASCADE, related_name="+")
    standard = models.CharField(max_length=50)  # its version
    calendar = models.CharField(max_length=40)
    complete_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    remaining = models.PositiveIntegerField(default=0)  # business seconds, while paused
    paused_at = models.DateTimeField(null=True)
    extended_by = models.CharField(max_length=20, blank=True)
    met_at = models.DateTimeField(null=True)
    silent_at = models.DateTimeField(null=True)  # when silence decided
    silence_at = models.DateTimeField(null=True)  # when it will
    open = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["silence_at"], condition=Q(silence_at__isnull=False), name="sla_silences"),
            models.Index(fields=["standard", "due_at"], name="sla_maximum_standard"),
        ]

    def __str__(self) -> str:
        return f"legal maximum of {self.ticket_id}"


class TaskClock(models.Model):
    """What a task may take of the promise behind which it stands, and when somebody is told. Derived: see readers."""

    task = models.OneToOneField("tickets.Task", primary_key=True, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=150)  # of a ticket that was joined: after its id
    after = models.JSONField(default=list)
    target = models.CharField(max_length=20, blank=True)  # its delay, in the words of catalogue.rules.targets
    mandatory = models.BooleanField(default=True)
    planned_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    own_due_at = models.DateTimeField(null=True)  # what was agreed with whoever does it
    budget_due_at = models.DateTimeField(null=True)  # until when the promise leaves it
    due_at = models.DateTimeField(null=True)  # the nearer of the two, while it is in hand
    in_hand = models.BooleanField(default=False)
    over = models.BooleanField(default=False)
    told_share = models.PositiveSmallIntegerField(default=0)
    told_due = models.DateTimeField(null=True)
    alert_at = models.DateTimeField(null=True)
    alert_share = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["alert_at", "task"], condition=Q(alert_at__isnull=False), name="sla_task_alerts")
        ]

    def __str__(self) -> str:
        return f"clock of task {self.task_id}"


class Ladder(models.Model):
    """A version of who is told, at which share used: for what comes in from then on."""

    scope = models.CharField(max_length=20, blank=True)  # the code of a service; nothing: every one without its own
    what = models.CharField(max_length=10)  # ticket, task
    version = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    rungs = models.JSONField()  # see sla.rules.ladder
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "what", "version"], name="sla_ladder_version")]

    def __str__(self) -> str:
        return f"{self.what} {self.scope} v{self.version}"


class Notice(models.Model):
    """What somebody was told: that a promise is nearly due, or past due. It counts as long as that date stands."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    task = models.ForeignKey("tickets.Task", null=True, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey("people.Staff", on_delete=models.CASCADE, related_name="+")
    share = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "ticket", "due_at", "share"], condition=Q(task=None), name="sla_one_notice"
            ),
            models.UniqueConstraint(
                fields=["staff", "task", "due_at", "share"], condition=Q(task__isnull=False), name="sla_one_task_notice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share} % of {self.ticket_id}"


class PromiseChange(models.Model):
    """A completion date that moved: from when to when, and why (a code the client's language has words for)."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    was = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=30)

    def __str__(self) -> str:
        return f"{self.reason} on {self.ticket_id}"


class Segment(models.Model):
    """A stretch of a ticket's life, now ended, with one holder. Together with the running one they tile it."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    holder = models.CharField(max_length=8)
    cause = models.CharField(max_length=20)
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ticket", "start"], name="sla_segment_ticket")]

    def __str__(self) -> str:
        return f"{self.holder} since {self.start}"


class SavedView(models.Model):
    """A list that somebody keeps under a name, for themselves or for their unit."""

    owner = models.ForeignKey("people.Staff", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("people.Organisation", null=True, on_delete=models.CASCADE, related_name="+")
    name = BilingualField()
    view = models.CharField(max_length=10)
    filters = models.JSONField(default=dict)  # name -> values, as the address bar has them
    sort = models.CharField(max_length=10, default="due")
    columns = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.name)
