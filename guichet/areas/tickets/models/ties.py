from django.db import models
from django.db.models import Q

from guichet.areas.tickets.models.ticket import Ticket


class Merge(models.Model):
    """A ticket joined to another: its words, files and tasks stay its own, and its life goes on in the other."""

    joined = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    was = models.CharField(max_length=16)  # where the joined ticket stood
    at = models.DateTimeField()
    parted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["joined"], condition=Q(parted_at=None), name="tickets_one_merge_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.joined_id} into {self.into_id}"


class Link(models.Model):
    """Two tickets that have to do with one another; each still lives on its own, and no client reads of it."""

    class Kind(models.TextChoices):
        RELATED = "related"
        DUPLICATE = "duplicate"  # `one` asks again what `other` asked
        PARENT = "parent"  # `other` is a part of `one`
        SPLIT = "split"  # `other` was born of words said on `one`

    one = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="tickets_one_link_a_pair")]

    def __str__(self) -> str:
        return f"{self.one_id} {self.kind} {self.other_id}"


class Split(models.Model):
    """A ticket born of words said on another: they stay readable where they were said, and open the new one."""

    source = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    born = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    messages = models.JSONField(default=list)  # ids of the words chosen
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["born"], condition=Q(undone_at=None), name="tickets_born_once"),
        ]

    def __str__(self) -> str:
        return f"{self.born_id} out of {self.source_id}"
