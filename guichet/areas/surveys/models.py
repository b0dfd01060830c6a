from django.db import models


class Pulse(models.Model):
    """The one question on one ticket, and its answer: 1 (not at all) to 5 (entirely)."""

    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=32, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)
    way = models.CharField(max_length=5, blank=True)  # by which it left: email, post; or why not: site, none
    called_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__range=(1, 5)), name="surveys_score"
            ),
        ]

    def __str__(self) -> str:
        return f"pulse {self.pk}"
