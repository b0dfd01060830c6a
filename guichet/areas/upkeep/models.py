from django.db import models


class Link(models.Model):
    """An address to which something published leads, and what became of it, night after night."""

    url = models.CharField(max_length=1000, unique=True)
    looked_at = models.DateTimeField(null=True)  # the last time, also when nothing could be told
    good_at = models.DateTimeField(null=True)
    bad_at = models.DateTimeField(null=True)
    nights = models.PositiveIntegerField(default=0)  # in a row, on which it led nowhere
    looks = models.PositiveIntegerField(default=0)  # in all, that told something
    failures = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=20, blank=True)  # see rules.links
    moved_to = models.CharField(max_length=1000, blank=True)  # where it says that the page is from now on

    class Meta:
        indexes = [
            models.Index(fields=["looked_at", "url"], name="upkeep_waits"),
            models.Index(fields=["-nights", "id"], name="upkeep_worst"),
        ]

    def __str__(self) -> str:
        return self.url


class Place(models.Model):
    """Where an address stands: in which article, sheet, word or path, in which language."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="places")
    kind = models.CharField(max_length=10)  # see rules.PAGES
    code = models.CharField(max_length=40)
    language = models.CharField(max_length=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "kind", "code", "language"], name="upkeep_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} in {self.kind} {self.code} ({self.language})"


class Round(models.Model):
    """Something that is done once a night, or once a week: when it last began, when it ended, who has it in hand."""

    name = models.CharField(max_length=10, unique=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} since {self.began_at}"


class FormWarning(models.Model):
    """Too few get through the form of a service by themselves, and whoever keeps it was told, once until that ends."""

    service = models.OneToOneField("catalogue.Service", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.service_id} since {self.since}"
