from django.db import models


class KeptForm(models.Model):
    """What somebody typed into a form, in one tab of a browser, before they sent it."""

    owner = models.CharField(max_length=60)  # a reference such as staff:12
    tab = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    fields = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key", "tab"], name="keeping_one_form")]
        indexes = [models.Index(fields=["at"], name="keeping_age")]

    def __str__(self) -> str:
        return f"{self.key} of {self.owner}"
