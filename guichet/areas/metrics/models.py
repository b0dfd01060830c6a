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


class ParityAudit(models.Model):
    """What the audit of equal treatment found in a quarter (rule N6): by code; the key is kept nowhere."""

    quarter = models.CharField(max_length=7, unique=True)  # 2026-q3
    at = models.DateTimeField()
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10)
    tests = models.JSONField()  # what was compared -> the probability, were all treated alike; null: too few
    groups = models.JSONField()  # code, n, delay, refused, priority

    def __str__(self) -> str:
        return f"parity {self.quarter}: {self.verdict}"
