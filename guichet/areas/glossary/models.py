from django.db import models

from guichet.ground.bilingual import BilingualField


class Term(models.Model):
    """A word or an acronym that not everybody knows, and what it means."""

    code = models.SlugField(max_length=40, unique=True)
    name = BilingualField()
    definition = BilingualField()
    keeper = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")
    review_on = models.DateField(null=True)  # the day on which its meaning is read again

    def __str__(self) -> str:
        return str(self.name)
