from django.db import models
from django.db.models import Q


class InboundMail(models.Model):
    """A message as it came, stored before anything else is done with it."""

    class State(models.TextChoices):
        STORED = "stored"
        DONE = "done"
        QUARANTINED = "quarantined"

    class Outcome(models.TextChoices):
        OPENED = "opened"
        APPENDED = "appended"
        BOUNCE = "bounce"
        AUTOMATIC = "automatic"

    mailbox = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)  # the same bytes in the same mailbox are the same message
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    mail_from = models.CharField(max_length=254, blank=True)
    recipients = models.JSONField(default=list)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.STORED)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    ticket = models.ForeignKey("tickets.Ticket", null=True, on_delete=models.SET_NULL, related_name="+")
    message_id = models.CharField(max_length=250, blank=True)
    id_reused = models.BooleanField(default=False)  # the same Message-ID came before with other words
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "sha256"], name="intake_once_per_mailbox")]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="stored"), name="intake_to_do"),
            models.Index(fields=["-id"], condition=Q(state="quarantined"), name="intake_quarantine"),
            models.Index(fields=["message_id"], name="intake_message_id"),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox} {self.sha256[:12]}"


class Receipt(models.Model):
    """What an idempotency key already gave: the same request twice makes one ticket."""

    client = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="intake_once_per_key")]

    def __str__(self) -> str:
        return f"{self.client} {self.key}"


class Call(models.Model):
    """A telephone call that a telephone system tells of: which number reaches whom, until when."""

    client = models.CharField(max_length=60)  # whose word it is
    reference = models.CharField(max_length=80)  # what the telephone system calls it
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=30, blank=True)  # nothing when it is withheld
    rang_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    contact = models.ForeignKey("tickets.Contact", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "reference"], name="intake_once_per_call")]
        indexes = [models.Index(fields=["staff", "-rang_at"], condition=Q(ended_at=None), name="intake_calls_going_on")]

    def __str__(self) -> str:
        return f"{self.client} {self.reference}"
