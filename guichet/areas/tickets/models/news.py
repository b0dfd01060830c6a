from django.db import models

from guichet.areas.tickets.models.task import Task
from guichet.areas.tickets.models.ticket import Ticket


class News(models.Model):
    """Something that somebody who works here is told once; it leaves their list when they have read it."""

    class About(models.TextChoices):
        STEP = "step"  # a step ended of which the plan says that they are informed
        COMPANION = "companion"  # they accompany an arrival or a departure
        DAY = "day"  # the day that it turns on was set, or moved
        ACCESS = "access"  # an access ended by itself

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey("people.Staff", on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=12, choices=About.choices)
    key = models.CharField(max_length=60)  # what is told: nobody is told the same thing twice
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "key"], name="tickets_told_once")]
        indexes = [
            models.Index(fields=["staff", "-id"], condition=models.Q(read_at__isnull=True), name="tickets_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.key} for staff {self.staff_id}"
