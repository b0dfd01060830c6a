from django.db import models

from guichet.areas.tickets.models.ticket import Ticket


class Follow(models.Model):
    """Somebody who works here and wants to hear of what happens to a ticket."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="follows")
    staff = models.ForeignKey("people.Staff", on_delete=models.CASCADE, related_name="+")
    changed_at = models.DateTimeField(null=True)  # by others, since they last looked

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "staff"], name="tickets_one_follow")]

    def __str__(self) -> str:
        return f"staff {self.staff_id} follows ticket {self.ticket_id}"
