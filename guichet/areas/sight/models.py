from django.db import models
from django.db.models import Q


class Consulted(models.Model):
    """What somebody opened while they spoke with a client: a ticket or a card, kept with the contact."""

    contact = models.ForeignKey("tickets.Contact", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ticket__isnull=False) ^ Q(person__isnull=False), name="sight_one_consulted"
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.contact_id}"


class Sighting(models.Model):
    """That somebody opened a ticket, or a person's card, on a day: by which door, and what gave them the right."""

    reader = models.CharField(max_length=40)  # a reference such as staff:12
    ticket = models.ForeignKey("tickets.Ticket", null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    door = models.CharField(max_length=8)
    why = models.CharField(max_length=12, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ticket__isnull=False) ^ Q(person__isnull=False), name="sight_one_file"),
            models.UniqueConstraint(
                fields=["reader", "ticket", "on", "door"], condition=Q(person=None), name="sight_one_ticket_a_day"
            ),
            models.UniqueConstraint(
                fields=["reader", "person", "on", "door"], condition=Q(ticket=None), name="sight_one_person_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "-id"], name="sight_ticket"),
            models.Index(fields=["person", "-id"], name="sight_person"),
            models.Index(fields=["reader", "-id"], name="sight_reader"),
            models.Index(fields=["on"], name="sight_age"),
        ]

    def __str__(self) -> str:
        return f"{self.reader} {self.on}"


class Notice(models.TextChoices):
    """What became of the words that tell a client that their request was opened in an emergency."""

    TOLD = "told"
    WITHHELD = "withheld"  # a legal hold forbids it for now


class Emergency(models.Model):
    """That somebody to whom a confidential request is closed opened it, why, and until when (N5)."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()  # the moment at which it shuts by itself, or was shut before
    notice = models.CharField(max_length=10, choices=Notice.choices)
    reviewer = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    justified = models.BooleanField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-opened_at"], name="sight_emergencies"),
            models.Index(fields=["ticket"], condition=Q(notice="withheld"), name="sight_withheld"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.opened_at}"

    @property
    def is_withheld(self) -> bool:
        """Tell whether the client is not told, as a legal hold forbids it for now."""
        return self.notice == Notice.WITHHELD


class LegalHold(models.Model):
    """The law forbids for now to tell a client that their request was opened: who said so, and why."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(lifted_at=None), name="sight_one_hold"),
        ]

    def __str__(self) -> str:
        return f"hold {self.ticket_id}"
