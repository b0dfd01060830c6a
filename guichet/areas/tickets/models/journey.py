from django.db import models
from django.db.models import Q

from guichet.areas.people.models import Delegation, Membership
from guichet.areas.tickets.models.task import Task
from guichet.areas.tickets.models.ticket import Ticket


class Ending(models.Model):
    """An access that the plan of a ticket ends on a date: somebody's place, or their right to act for another."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="endings")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")  # the step that says so
    membership = models.ForeignKey("people.Membership", null=True, on_delete=models.CASCADE, related_name="+")
    delegation = models.ForeignKey("people.Delegation", null=True, on_delete=models.CASCADE, related_name="+")
    ends_on = models.DateField()  # the last day
    was_on = models.DateField(null=True)  # what its last day was before, given back should the ticket be withdrawn
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(membership__isnull=False) ^ Q(delegation__isnull=False), name="tickets_one_access_ends"
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], condition=Q(ended_at__isnull=True), name="tickets_access_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id or self.delegation_id} until {self.ends_on}"

    @property
    def access(self) -> Membership | Delegation:
        """Return what it ends."""
        found = self.membership or self.delegation
        assert found
        return found
