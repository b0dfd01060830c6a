from django.db import models
from django.db.models import Q

from guichet.areas.tickets.models.ticket import Ticket
from guichet.areas.tickets.rules import SPOKEN


class Contact(models.Model):
    """One touch, in or out. It may hold several matters, and concern none."""

    at = models.DateTimeField()
    channel = models.CharField(max_length=10)
    inbound = models.BooleanField(default=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="contacts")
    also: "models.ManyToManyField[Ticket, models.Model]" = models.ManyToManyField(Ticket, related_name="+")
    # Of a contact beside every request: the service that it was about, and what we were to it that day.
    service = models.ForeignKey("catalogue.Service", null=True, on_delete=models.PROTECT, related_name="+")
    tier = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=2)
    duration = models.PositiveIntegerField(null=True)  # seconds
    words = models.TextField(blank=True)  # in the client's words
    identity = models.CharField(max_length=20, blank=True)  # how the person was recognised before a file was opened
    value_class = models.CharField(max_length=10, blank=True)  # value, failure, neutral
    failure_cause = models.CharField(max_length=30, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "at"], name="tickets_contact_ticket"),
            models.Index(fields=["at"], condition=Q(channel__in=SPOKEN), name="tickets_contact_spoken"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
