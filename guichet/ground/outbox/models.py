from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Where an outgoing message stands."""

    PENDING = "pending"
    SENT = "sent"
    WITHDRAWN = "withdrawn"  # undone before it left
    DEAD = "dead"  # refused for good, with its reason


class Way(models.TextChoices):
    """How a message leaves."""

    EMAIL = "email"  # a worker sends it
    POST = "post"  # on paper: a person prints it, and says when it is posted


class Outgoing(models.Model):
    """One message to one recipient."""

    key = models.CharField(max_length=120, unique=True)  # the same intent twice is the same row
    kind = models.CharField(max_length=40)  # which composer writes it
    stream = models.CharField(max_length=40)  # messages of one stream leave in order
    refs = models.JSONField(default=dict)
    address = models.CharField(max_length=254)  # of mail; a letter on paper is addressed when it is printed
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.EMAIL)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="pending"), name="outbox_pending"),
            models.Index(fields=["stream", "id"], name="outbox_stream"),
            models.Index(fields=["due_at", "id"], condition=Q(state="pending", way="post"), name="outbox_to_post"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Gate(models.Model):
    """One row: is the outbox held? A restored copy starts held, so that it does not send the past again."""

    held = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "held" if self.held else "open"
