from django.db import models

from guichet.areas.tickets.models.ticket import Ticket


class Presence(models.Model):
    """Somebody who has a ticket open now, and perhaps writes to the client: true until a moment, then nothing."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey("people.Staff", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    writes_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "staff"], name="tickets_one_presence")]
        indexes = [models.Index(fields=["until"], name="tickets_presence_until")]

    def __str__(self) -> str:
        return f"staff {self.staff_id} at ticket {self.ticket_id}"
