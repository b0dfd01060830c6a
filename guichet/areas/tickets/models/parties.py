from django.db import models
from django.db.models import Q


class Party(models.Model):
    """Somebody who takes part in a ticket: in which role, told of what, in which language, by which way.

    The requester has a row only once something of theirs is not as usual.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="parties")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=10)
    level = models.CharField(max_length=10)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # by hand, where no mail tells them
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "person"], condition=Q(ended_at=None), name="tickets_one_part_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(ended_at=None), name="tickets_takes_part")]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id} of {self.ticket_id}"

    @property
    def stream(self) -> str:
        """Return the name under which their letters leave in order, and wait for nobody else's."""
        return f"ticket:{self.ticket_id}:{self.pk}"
