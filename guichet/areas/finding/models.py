from django.db import models


class Synonyms(models.Model):
    """Words that mean the same to the people of this institution, in both languages."""

    code = models.CharField(max_length=40, unique=True)
    words = models.JSONField(default=dict)  # {"fr": [...], "en": [...]}

    def __str__(self) -> str:
        return self.code


class UnmetNeed(models.Model):
    """What people looked for and did not find, in folded words; it names nobody."""

    class State(models.TextChoices):
        OPEN = "open"
        LINKED = "linked"  # to a service that these words now find
        ASIDE = "aside"

    words = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=10)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    service = models.ForeignKey("catalogue.Service", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["words", "language", "channel"], name="finding_one_need_a_wording")
        ]

    def __str__(self) -> str:
        return self.words


class SearchDay(models.Model):
    """How many searches one day saw, and how many of them found nothing."""

    day = models.DateField()
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=10)
    asked = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "language", "channel"], name="finding_one_row_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.failed}/{self.asked}"
