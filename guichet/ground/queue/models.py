from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One piece of deferred work. It is done at least once: tasks carry what makes a second time harmless."""

    path = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    queue = models.CharField(max_length=32, default="default")
    priority = models.SmallIntegerField(default=0)
    run_at = models.DateTimeField()
    enqueued_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    dead = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-priority", "run_at"], condition=Q(done_at=None, dead=False), name="queue_ready"),
        ]

    def __str__(self) -> str:
        return f"{self.path} ({self.pk})"
