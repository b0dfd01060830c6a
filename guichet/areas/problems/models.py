from django.db import models
from django.db.models import Q

from guichet.ground.bilingual import BilingualField


class Problem(models.Model):
    """One cause behind several requests: something that comes back, or something that is broken now."""

    class Kind(models.TextChoices):
        RECURRING = "recurring"
        INCIDENT = "incident"

    class State(models.TextChoices):
        PROPOSED = "proposed"
        OPEN = "open"
        FIXED = "fixed"
        ASIDE = "aside"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=60, blank=True)  # nothing: everywhere
    title = BilingualField()
    workaround = BilingualField()  # what to do meanwhile; clients read it
    fix = BilingualField()  # what was done; clients read it
    cause = models.CharField(max_length=30, blank=True)  # why such requests should not be needed
    words = models.JSONField(default=list)  # what the requests that made it known have in common
    keeper = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")
    starts_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-id"], name="problems_state")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def stream(self) -> str:
        """Return the name of the problem's stream in the journal."""
        return f"problem:{self.pk}"

    @property
    def is_live(self) -> bool:
        """Tell whether requests can still be tied to it."""
        return self.state in {self.State.PROPOSED, self.State.OPEN}


class Case(models.Model):
    """A request that belongs, or may belong, to a problem: to one at a time."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        HELD = "held"
        REFUSED = "refused"
        DONE = "done"  # the problem is over

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="cases")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    why = models.CharField(max_length=10)  # person, words, cause, service
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # what to do meanwhile

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["problem", "ticket"], name="problems_one_case"),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(state__in=["proposed", "held"]), name="problems_one_problem_a_ticket"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} of {self.problem_id}"


class Warned(models.Model):
    """Somebody who was told of an incident before they called."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="warned")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    way = models.CharField(max_length=5, blank=True)  # by which they were told: email, post; or why not: site, none

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "person"], name="problems_warned_once")]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.problem_id}"
