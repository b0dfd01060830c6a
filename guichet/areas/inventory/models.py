from django.db import models


class Record(models.Model):
    """What an institution declared, for one fiscal year, of a service or of one of its standards."""

    table = models.CharField(max_length=10)  # inventory.rules.Table
    edition = models.CharField(max_length=10)  # inventory.rules.Edition
    year = models.CharField(max_length=9)
    number = models.CharField(max_length=100)  # of the service, as the form numbers it
    standard = models.CharField(max_length=100, blank=True)  # the number of the standard; nothing for a service
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    cells = models.JSONField()  # column → cell; NA, ND and 0 stay three things

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "number", "standard"], name="inventory_one_row_a_year")]
        indexes = [models.Index(fields=["service", "year"], name="inventory_of_service")]

    def __str__(self) -> str:
        return f"{self.year} {self.number} {self.standard}".rstrip()
