from django.db import models


class GuidedPath(models.Model):
    """A few questions that lead to a checklist; a change is a new version, and lists keep the one they came from."""

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    data = models.JSONField()  # see guidance.rules.to_data

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="guidance_path_version")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Checklist(models.Model):
    """What somebody's answers called for, kept under a code that opens it from any channel. It names nobody."""

    code = models.CharField(max_length=12, unique=True)
    path = models.ForeignKey(GuidedPath, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    done = models.JSONField(default=list)  # keys of items
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(db_index=True)
    about = models.CharField(max_length=20, blank=True)  # of a guide: the code of the service that one does with it
    finished_at = models.DateTimeField(null=True)  # everything is done

    def __str__(self) -> str:
        return f"checklist {self.pk}"
