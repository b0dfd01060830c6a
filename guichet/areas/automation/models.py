from django.db import models
from django.db.models import Q

from guichet.areas.automation.rules.spec import Acts, Condition, Trigger
from guichet.ground.bilingual import BilingualField


class Rule(models.Model):
    """When something happens, or on a date, and it is so, then do this."""

    class Mode(models.TextChoices):
        OFF = "off"
        TRIAL = "trial"  # its log says what it would do, and nothing is done
        ACTIVE = "active"
        RETIRED = "retired"

    code = models.CharField(max_length=40, blank=True)  # of one that a scenario declares
    name = BilingualField()
    trigger_on = models.CharField(max_length=20)
    trigger_days = models.SmallIntegerField(default=0)
    trigger_term = models.CharField(max_length=20, blank=True)
    conditions = models.JSONField(default=list)
    acts = models.JSONField(default=dict)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.OFF)
    since = models.DateTimeField(null=True)  # nothing earlier is looked at
    keeper = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")
    review_on = models.DateField(null=True)
    most = models.PositiveSmallIntegerField(default=3)
    errors = models.PositiveSmallIntegerField(default=0)  # in a row
    off_why = models.CharField(max_length=10, blank=True)  # errors: it switched itself off, and its keeper is told
    swept_at = models.DateTimeField(null=True)  # of a date: how far the tick has come, ...
    swept_ticket = models.BigIntegerField(default=0)  # ... and which ticket of that instant was the last
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="automation_one_code")]
        indexes = [models.Index(fields=["mode", "trigger_on"], name="automation_mode")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def stream(self) -> str:
        """Return the name of the rule's stream in the journal."""
        return f"rule:{self.pk}"

    @property
    def trigger(self) -> Trigger:
        """Return what sets it off."""
        return Trigger(on=self.trigger_on, days=self.trigger_days, term=self.trigger_term)

    @property
    def asked(self) -> tuple[Condition, ...]:
        """Return what must be so."""
        return tuple(Condition(**one | {"values": tuple(one["values"])}) for one in self.conditions)

    @property
    def does(self) -> Acts:
        """Return what it does."""
        return Acts.of(self.acts)


class Term(models.Model):
    """A date in the life of a client that one can see coming: when a lease, a contract or a mandate ends."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    known_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "on"], name="automation_term_near")]

    def __str__(self) -> str:
        return self.code


class Firing(models.Model):
    """One time that a rule was set off and its conditions held: why, what it did, and what became of it."""

    class Outcome(models.TextChoices):
        TRIED = "tried"
        DONE = "done"
        FAILED = "failed"

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="firings")
    key = models.CharField(max_length=60)  # what set it off: nothing sets a rule off twice
    ticket = models.ForeignKey("tickets.Ticket", null=True, on_delete=models.CASCADE, related_name="+")
    made = models.ForeignKey("tickets.Ticket", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()  # of the rule
    why = models.JSONField(default=list)  # codes: what set it off, then each fact that held
    did = models.JSONField(default=list)  # codes
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    fault = models.CharField(max_length=60, blank=True)  # the name of what went wrong

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "key"], name="automation_fires_once")]
        indexes = [
            models.Index(fields=["rule", "-at", "-id"], name="automation_log"),
            models.Index(fields=["ticket", "rule"], name="automation_on_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.key}"


class Halt(models.Model):
    """The one switch: while a row is here, no rule does anything, and what happens meanwhile is not caught up on."""

    at = models.DateTimeField()
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"halted at {self.at}"
