from typing import Self

from django.db import models

from guichet.areas.catalogue.rules.plans import PlannedStep, Raci
from guichet.areas.catalogue.rules.sheet import ServiceSheet
from guichet.areas.people.models import Organisation
from guichet.ground.bilingual import BilingualField


class Calendar(models.Model):
    """Opening hours and holidays of a place; a change is a new version, so that yesterday's computation stays right."""

    code = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=1)
    data = models.JSONField()  # see catalogue.rules.calendar
    since = models.DateTimeField(null=True)  # what is promised from then on goes by it; none: it was the first
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="catalogue_calendar_version")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class LifeEvent(models.Model):
    """A moment of life or of a mandate around which services are grouped."""

    code = models.CharField(max_length=40, unique=True)
    name = BilingualField()
    summary = BilingualField()
    icon = models.CharField(max_length=30, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.name)


class Tag(models.Model):
    """A mark that agents put on requests that have something in common; no client reads it."""

    code = models.SlugField(max_length=30, unique=True)
    name = BilingualField()
    retired = models.BooleanField(default=False)  # what has it keeps it; nothing more gets it

    def __str__(self) -> str:
        return str(self.name)


class Service(models.Model):
    """Something a person can ask for."""

    class Nature(models.TextChoices):
        SERVICE = "service"
        RESOURCE = "resource"
        ADVICE = "advice"

    class State(models.TextChoices):
        DRAFT = "draft"
        REVIEW = "review"
        PUBLISHED = "published"
        RETIRED = "retired"  # nobody asks for it any more; the requests that were made for it keep it

    code = models.CharField(max_length=20, unique=True)
    name = BilingualField()
    summary = BilingualField()
    nature = models.CharField(max_length=10, choices=Nature.choices)
    owner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    calendar = models.CharField(max_length=30)  # the code; the newest version at reception is the one that counts
    scope = models.CharField(max_length=20, default="all")  # of a delegation that covers it
    certified = models.BooleanField(default=False)  # only who holds its competence may be in charge of its tickets
    confidential = models.BooleanField(default=False)  # only designated people may see its tickets
    client_groups = models.JSONField(default=list)
    keywords = models.JSONField(default=dict)  # {"fr": [...], "en": [...]}
    life_events = models.ManyToManyField(LifeEvent, related_name="services")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    sheet = models.JSONField(default=dict)  # see catalogue.rules.sheet
    responsible = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")
    review_on = models.DateField(null=True)  # the day on which the sheet is read again
    version = models.PositiveIntegerField(default=1)
    reread_from = models.PositiveIntegerField(default=0)  # the staff must have read this version or a later one

    def __str__(self) -> str:
        return str(self.name)

    @property
    def told(self) -> ServiceSheet:
        """Return what the sheet says."""
        return ServiceSheet.from_data(self.sheet)

    @property
    def is_published(self) -> bool:
        """Tell whether people can ask for it."""
        return self.state == self.State.PUBLISHED


class FormerAddress(models.Model):
    """An address at which a service or an article was found once, and the one that took its place."""

    class Kind(models.TextChoices):
        SERVICE = "service"
        ARTICLE = "article"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    former = models.CharField(max_length=60)
    present = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "former"], name="catalogue_one_former_address")]

    def __str__(self) -> str:
        return f"{self.former} → {self.present}"


class ServiceVersion(models.Model):
    """A service as somebody left it: who, when, from which day, and its whole content as data."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(null=True)  # none while its day has not come
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    effective_on = models.DateField()
    reread = models.BooleanField(default=False)  # the staff must read the sheet again
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "number"], name="catalogue_service_version")]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.number or '?'}"


class SheetReading(models.Model):
    """Somebody of the staff has read a sheet again, as it stood in a version (NIV-04)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey("people.Staff", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "staff", "version"], name="catalogue_one_reading_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} read {self.service_id} v{self.version}"


class Tier(models.TextChoices):
    """The role that Client Services plays for a service."""

    LEAD = "lead"
    PARTICIPANT = "participant"
    SUPPORT = "support"


class ServiceTier(models.Model):
    """The tier of a service from a day on; tickets keep the one they were born with."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="tiers")
    tier = models.CharField(max_length=12, choices=Tier.choices)
    valid_from = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "valid_from"], name="catalogue_one_tier_a_day")]

    def __str__(self) -> str:
        return f"{self.tier} from {self.valid_from}"


class ServiceStandard(models.Model):
    """What is promised for a service from a day on, in the words of `catalogue.rules.targets`."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="standards")
    first_response = models.CharField(max_length=20)
    completion = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    since = models.DateTimeField(null=True)  # what came in earlier that day keeps the one before; none: there was none

    class Meta:
        indexes = [models.Index(fields=["service", "valid_from"], name="catalogue_standard_by_day")]

    def __str__(self) -> str:
        return f"{self.first_response} / {self.completion}"


class Standard(models.Model):
    """A version of a standard: what came in before its day, or before it was written, keeps the version before."""

    code = models.SlugField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    valid_from = models.DateField()
    since = models.DateTimeField(null=True)
    data = models.JSONField()  # see catalogue.rules.standards
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="catalogue_standard_version")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class StandardFigure(models.Model):
    """What was told of a standard for a month, where nothing here can count it; without numbers: not applicable."""

    code = models.SlugField(max_length=40)
    month = models.DateField()  # its first day
    met = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "month"], name="catalogue_one_figure_a_month")]

    def __str__(self) -> str:
        return f"{self.code} {self.month}"


class PlanTemplate(models.Model):
    """How a service is delivered: a small graph of steps. A change is a new version."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="plans")
    version = models.PositiveIntegerField(default=1)
    journey = models.CharField(max_length=10, blank=True)  # arrival, departure: what its days are counted from
    published_at = models.DateTimeField(null=True)  # unknown of what was there from the start
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "version"], name="catalogue_plan_version")]

    def __str__(self) -> str:
        return f"plan {self.service_id} v{self.version}"


class PlanStep(models.Model):
    """One step of a plan: who does it, by when, after what, and which fields of the ticket it shows."""

    plan = models.ForeignKey(PlanTemplate, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    title = BilingualField()
    unit = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    due = models.CharField(max_length=20)
    mandatory = models.BooleanField(default=True)
    after = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    kind = models.CharField(max_length=10, default="task")  # see catalogue.rules.plans
    by_client = models.BooleanField(default=False)
    start_when = models.JSONField(default=list)
    skip_if = models.JSONField(default=list)
    told = BilingualField()  # what the client reads once it is done
    raci = models.JSONField(default=dict)  # see catalogue.rules.plans.raci
    ends = models.JSONField(default=list)  # the accesses that it ends
    effort = models.CharField(max_length=12, blank=True)  # the work that it takes; see catalogue.rules.plans.costs
    price = models.CharField(max_length=12, blank=True)
    runs = models.CharField(max_length=20, blank=True)  # the code of the service whose plan it runs

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="catalogue_one_step_a_key")]

    def __str__(self) -> str:
        return self.key

    @property
    def planned(self) -> PlannedStep:
        """Return the step as the rules of plans read it."""
        return PlannedStep(
            key=self.key, title=self.title, unit=self.unit.code, due=self.due, mandatory=self.mandatory,
            after=tuple(self.after), fields=tuple(self.fields), kind=self.kind, by_client=self.by_client,
            start_when=tuple(self.start_when), skip_if=tuple(self.skip_if), told=self.told,
            raci=Raci.of(self.raci), runs=self.runs, ends=tuple(self.ends), effort=self.effort, price=self.price,
        )  # fmt: skip

    @classmethod
    def of(cls, step: PlannedStep, plan: PlanTemplate, position: int, unit: Organisation) -> Self:
        """Return the row of a step, not saved yet."""
        return cls(
            plan=plan, position=position, key=step.key, title=step.title, unit=unit, due=step.due,
            mandatory=step.mandatory, after=list(step.after), fields=list(step.fields), kind=step.kind,
            by_client=step.by_client, start_when=list(step.start_when), skip_if=list(step.skip_if), told=step.told,
            raci=step.raci.data(), runs=step.runs, ends=list(step.ends), effort=step.effort, price=step.price,
        )  # fmt: skip
