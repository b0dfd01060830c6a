from django.db import models


class Outcome(models.Model):
    """When a ticket was first resolved, and when it first came back after that. Derived: see readers.py."""

    ticket = models.OneToOneField("tickets.Ticket", primary_key=True, on_delete=models.CASCADE, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["resolved_at"], name="metrics_resolved")]

    def __str__(self) -> str:
        return f"outcome of {self.ticket_id}"
