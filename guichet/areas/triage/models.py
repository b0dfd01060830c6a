from django.db import models


class Suggestion(models.Model):
    """What seems to be asked, and why, until somebody takes the ticket in charge. It decides nothing."""

    class Method(models.TextChoices):
        CLIENT = "client"  # the client chose the service
        WORDS = "words"  # the words of the service's sheet
        HISTORY = "history"  # how such requests were sorted here

    ticket = models.OneToOneField("tickets.Ticket", primary_key=True, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey("catalogue.Service", null=True, on_delete=models.CASCADE, related_name="+")
    sure = models.PositiveSmallIntegerField(default=0)  # per cent
    method = models.CharField(max_length=8, choices=Method.choices)
    candidates = models.JSONField(default=list)  # [service, per cent, words], the likeliest first
    impact = models.PositiveSmallIntegerField(default=2)
    urgency = models.PositiveSmallIntegerField(default=2)
    reasons = models.JSONField(default=dict)  # of impact and urgency: see rules.levels
    language = models.CharField(max_length=2, blank=True)  # when it is not the one of the ticket
    twins = models.JSONField(default=list)  # [ticket, per cent, words]
    made_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"suggestion on {self.ticket_id}"


class Verdict(models.Model):
    """What was suggested on a ticket and what a person then decided. Derived: see readers.py."""

    ticket = models.OneToOneField("tickets.Ticket", primary_key=True, on_delete=models.CASCADE, related_name="+")
    method = models.CharField(max_length=8)
    suggested = models.BigIntegerField(null=True)  # a service; None: it abstained
    sure = models.PositiveSmallIntegerField(default=0)
    chosen = models.BigIntegerField(null=True)
    levels = models.BooleanField(null=True)
    suggested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["decided_at"], name="triage_decided")]

    def __str__(self) -> str:
        return f"verdict on {self.ticket_id}"


class Lesson(models.Model):
    """What was learned one night from how requests were sorted, and how right it was on decisions that came later."""

    at = models.DateTimeField()
    model = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    fault = models.CharField(max_length=10, default="", blank=True)  # why nothing was learned: little, missing, failed
    examples = models.PositiveIntegerField()
    threshold = models.FloatField(default=0)  # how likely a service must be for it to speak
    later = models.PositiveIntegerField(default=0)
    spoke = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    best = models.PositiveIntegerField(default=0)  # right if it had always spoken

    def __str__(self) -> str:
        return f"lesson {self.pk}"
