from typing import ClassVar

from django.db import models
from django.db.models import Q

from guichet.areas.forms.rules.content import Content, content_of
from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import Actor, GuardedManager, ScopedQuerySet
from guichet.ground.bilingual import BilingualField


class Element(models.Model):
    """An entry of the dictionary of what is asked."""

    code = models.SlugField(max_length=40, unique=True)
    name = BilingualField()
    kind = models.CharField(max_length=10)
    choices = models.JSONField(default=list)  # [{"code": …, "name": {"fr": …, "en": …}}]
    sensitivity = models.CharField(max_length=12, default="internal")
    source = models.CharField(max_length=10, blank=True)  # where it may be known already: see rules.content.SOURCES
    custodian = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    why = BilingualField()  # what it is needed for, whatever form asks
    kept_months = models.PositiveSmallIntegerField(null=True)  # after the request ends; none: as long as it is kept
    edition = models.PositiveIntegerField(default=1)  # counted at each change made in the office
    deprecated_on = models.DateField(null=True)  # from then on, nothing new asks for it

    def __str__(self) -> str:
        return self.code


class Form(models.Model):
    """What one service asks."""

    service = models.OneToOneField("catalogue.Service", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"form {self.service_id}"


class Version(models.Model):
    """A form as it was at a time: what was answered is read with the version that asked."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    sections = models.JSONField(default=list)  # see rules.content
    elements = models.JSONField(default=dict)  # as the dictionary stood when it was published
    edition = models.PositiveIntegerField(default=1)  # of a draft: counted at each change
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="forms_one_number"),
            models.UniqueConstraint(fields=["form"], condition=Q(state="published"), name="forms_one_published"),
            models.UniqueConstraint(fields=["form"], condition=Q(state="draft"), name="forms_one_draft"),
        ]

    def __str__(self) -> str:
        return f"form {self.form_id} v{self.number}"

    @property
    def content(self) -> Content:
        """Return what it asks, with the elements that were kept with it."""
        return content_of(self.sections, self.elements)


class DraftQuerySet(ScopedQuerySet["Draft"]):
    """Forms being filled, for somebody."""

    def visible_to(self, viewer: Actor) -> "DraftQuerySet":
        """Keep one's own, and for the front line those that their owner shares with a person, on a ticket they see."""
        if "system" in viewer.roles:
            return self
        if not isinstance(viewer, Viewer):
            return self.none()
        if viewer.has(*FRONT_LINE):
            return self.filter(shared=True, ticket__in=Ticket.objects.visible_to(viewer).order_by().values("pk"))
        return self.filter(person=viewer.person) if viewer.has("client") and viewer.person else self.none()


class Draft(models.Model):
    """A form being filled: kept at every step, taken up again by code or by whoever signed in."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2)
    answers = models.JSONField(default=dict)
    known = models.JSONField(default=dict)  # question -> where its first answer came from
    left = models.JSONField(default=list)  # answers to what a newer form no longer asks: [{"label": …, "said": …}]
    ticket = models.ForeignKey("tickets.Ticket", null=True, on_delete=models.SET_NULL, related_name="+")
    shared = models.BooleanField(default=False)  # its owner lets whoever works on the ticket see it and fill it
    helped_at = models.DateTimeField(null=True)  # its owner asked a person for help with it
    by_staff = models.BooleanField(default=False)  # an agent fills it, with the person on the line
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=1)

    objects: ClassVar[GuardedManager["Draft"]] = GuardedManager()
    rows: ClassVar[models.Manager["Draft"]] = DraftQuerySet.as_manager()

    class Meta:
        default_manager_name = "rows"
        base_manager_name = "rows"
        indexes = [
            models.Index(fields=["changed_at"], condition=Q(erased_at=None), name="forms_draft_age"),
            models.Index(fields=["started_at"], condition=Q(by_staff=False), name="forms_begun_online"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be filled."""
        return self.done_at is None and self.erased_at is None


class DraftFile(models.Model):
    """A document given in a form that is being filled."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    field = models.CharField(max_length=40)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name


class AnswersQuerySet(ScopedQuerySet["Answers"]):
    """Answers handed in, for somebody."""

    def visible_to(self, viewer: Actor) -> "AnswersQuerySet":
        """Keep those of the tickets that the viewer sees."""
        return self.filter(ticket__in=Ticket.objects.visible_to(viewer).order_by().values("pk"))


class Answers(models.Model):
    """What a form said when it was handed in: fields of the ticket."""

    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    erased = models.JSONField(default=dict)  # element -> the day on which it had been kept long enough
    erased_at = models.DateTimeField(null=True, db_index=True)  # for the last time
    given_at = models.DateTimeField()

    objects: ClassVar[GuardedManager["Answers"]] = GuardedManager()
    rows: ClassVar[models.Manager["Answers"]] = AnswersQuerySet.as_manager()

    class Meta:
        default_manager_name = "rows"
        base_manager_name = "rows"

    def __str__(self) -> str:
        return f"answers of {self.ticket_id}"
