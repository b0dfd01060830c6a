from django.db import models

from guichet.areas.tickets.models.task import Task
from guichet.areas.tickets.models.ticket import Ticket


class Introduction(models.Model):
    """Somebody put in touch with the unit that does what they need; it stays open until they have spoken (NIV-05)."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="introductions")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")  # the call that the unit makes
    at = models.DateTimeField()
    call_at = models.DateTimeField()  # when the client was told that they are called
    follow_ups = models.PositiveSmallIntegerField(default=0)
    met_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["call_at"], condition=models.Q(met_at__isnull=True), name="tickets_unmet"),
        ]

    def __str__(self) -> str:
        return f"introduction {self.pk}"
