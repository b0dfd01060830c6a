from typing import ClassVar

from django.db import models
from django.db.models import Q

from guichet.areas.macros.rules.steps import Steps
from guichet.areas.people.access import Viewer
from guichet.ground.access import Actor, GuardedManager, ScopedQuerySet
from guichet.ground.bilingual import BilingualField


class MacroQuerySet(ScopedQuerySet["Macro"]):
    """Templates, for somebody."""

    def visible_to(self, viewer: Actor) -> "MacroQuerySet":
        """Keep one's own, those of one's unit and those of everybody; who administers sees those of every unit."""
        if "system" in viewer.roles:
            return self
        if not isinstance(viewer, Viewer) or viewer.staff is None:
            return self.none()
        common = Q(owner=None) if viewer.has("administrator") else Q(owner=None, unit=None)
        return self.filter(Q(owner=viewer.staff) | Q(owner=None, unit=viewer.unit or 0) | common)


class Macro(models.Model):
    """A template: words for a client in both languages, and what happens to their ticket when it is used."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    code = models.CharField(max_length=40, blank=True)  # of one that a scenario declares
    owner = models.ForeignKey("people.Staff", null=True, on_delete=models.CASCADE, related_name="+")  # theirs alone
    unit = models.ForeignKey("people.Organisation", null=True, on_delete=models.CASCADE, related_name="+")
    name = BilingualField()
    words = BilingualField()
    steps = models.JSONField(default=dict)  # see rules.steps
    conditions = models.JSONField(default=dict)  # trait of a ticket -> the values with which it appears
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    keeper = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")
    review_on = models.DateField(null=True)
    uses = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[GuardedManager["Macro"]] = GuardedManager()
    rows: ClassVar[models.Manager["Macro"]] = MacroQuerySet.as_manager()

    class Meta:
        default_manager_name = "rows"
        base_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="macros_one_code")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def scope(self) -> str:
        """Tell whom it is for: `mine`, `unit` or `all`."""
        return "mine" if self.owner_id else "unit" if self.unit_id else "all"

    @property
    def does(self) -> Steps:
        """Return what it does besides its words."""
        return Steps.of(self.steps)
