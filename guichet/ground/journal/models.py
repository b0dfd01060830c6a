from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One fact, written once, never changed: database triggers refuse UPDATE and DELETE."""

    stream = models.CharField(max_length=40)  # "ticket:1042"; entries of one stream are chained
    position = models.PositiveIntegerField()
    at = models.DateTimeField()  # when it happened, given by the action
    kind = models.CharField(max_length=60)  # "tickets.replied"
    version = models.PositiveSmallIntegerField()
    actor = models.CharField(max_length=40)  # "staff:7", "person:12", "system"
    door = models.CharField(max_length=20)
    cause = models.BigIntegerField(null=True)  # the entry that made it happen
    data = models.JSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    tx = models.BigIntegerField(default=0)  # stamped by PostgreSQL, see ground.database.postgresql
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "position"], name="journal_one_chain_per_stream")]
        indexes = [
            models.Index(fields=["tx", "id"], name="journal_commit_order"),
            models.Index(fields=["kind", "at"], name="journal_kind_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.stream}, {self.position}"


class Seal(models.Model):
    """A batch of settled entries under one Merkle root, chained to the seal before it."""

    first = models.BigIntegerField()
    last_tx = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"seal {self.pk} over {self.count} entries"


class Cursor(models.Model):
    """How far a reaction has read, in commit order."""

    name = models.CharField(max_length=80, primary_key=True)
    tx = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.tx}/{self.entry}"
