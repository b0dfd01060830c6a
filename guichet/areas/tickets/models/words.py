from django.db import models
from django.db.models import Q

from guichet.areas.tickets.models.ticket import Ticket


class Message(models.Model):
    """Words exchanged with the client. Internal words are notes: another table, that client queries never touch."""

    class Kind(models.TextChoices):
        OPENING = "opening"  # the client's first words
        CLIENT = "client"  # the client's later words
        ACKNOWLEDGEMENT = "acknowledgement"  # automatic
        REPLY = "reply"
        QUESTION = "question"
        ANSWER = "answer"  # the one that resolves
        NEWS = "news"  # automatic: a promise that moves, a new contact person
        REMINDER = "reminder"  # automatic

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    channel = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    body = models.TextField(blank=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    visible_from = models.DateTimeField()  # later than `at` while it can still be undone
    withdrawn_at = models.DateTimeField(null=True)
    verified = models.BooleanField(default=True)  # False: we could not make sure who wrote it
    undelivered_reason = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)  # numbers and dates that an automatic text needs

    class Meta:
        indexes = [models.Index(fields=["ticket", "at"], name="tickets_message_thread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_from_client(self) -> bool:
        """Tell whether the client wrote it."""
        return self.kind in FROM_CLIENT

    @property
    def is_automatic(self) -> bool:
        """Tell whether nobody wrote it by hand: it does not count as a first response."""
        return self.kind in {self.Kind.ACKNOWLEDGEMENT, self.Kind.NEWS, self.Kind.REMINDER}


FROM_CLIENT = (Message.Kind.OPENING, Message.Kind.CLIENT)


class Note(models.Model):
    """Internal words on a ticket. They never leave the house."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="notes")
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ticket", "at"], name="tickets_note_thread")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Attachment(models.Model):
    """A file that came or went with a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=32, unique=True)  # 128 bits: its address cannot be guessed
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """Words being written on a ticket by a member of staff, or prepared for them."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)  # reply, note, answer
    body = models.TextField(blank=True)
    updated_at = models.DateTimeField()
    leaves_at = models.DateTimeField(null=True)  # a reply that was given its moment: nobody changes it until then
    stopped = models.CharField(max_length=10, blank=True)  # why it did not leave: client, over, right
    # A second pair of eyes: who reads it over, whether they changed it since its writer last looked, and approve it.
    reader = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["leaves_at"], condition=Q(leaves_at__isnull=False), name="tickets_draft_leaves"),
            models.Index(fields=["reader"], condition=Q(reader__isnull=False), name="tickets_draft_reader"),
        ]
        constraints = [models.UniqueConstraint(fields=["ticket", "staff", "kind"], name="tickets_one_draft")]

    def __str__(self) -> str:
        return f"{self.kind} draft {self.pk}"
