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
