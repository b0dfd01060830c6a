from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from guichet.areas.people.rules import PARTNER_KINDS
from guichet.ground.bilingual import BilingualField


class UserManager(BaseUserManager["User"]):
    """Creates the accounts that sign in."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password it signs in by code only."""
        user = self.model(email=self.normalize_email(email).casefold(), **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account that signs in: a member of staff or a client."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_staff = False  # Django's own administration is not a door of this house
    is_superuser = False

    def __str__(self) -> str:
        return self.email


class OrganisationKind(models.TextChoices):
    ASSEMBLY = "assembly"
    UNIT = "unit"
    MINISTRY = "ministry"
    AGENCY = "agency"
    MUNICIPALITY = "municipality"
    FEDERAL = "federal"
    INDIGENOUS_GOV = "indigenous_gov"
    NGO = "ngo"
    BUSINESS = "business"
    CAUCUS = "caucus"
    OFFICE = "office"
    HOUSEHOLD = "household"


class Organisation(models.Model):
    """A unit, a partner, an office, a caucus, a firm, a household."""

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = BilingualField()
    jurisdiction = models.CharField(max_length=20, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    # A caucus builds compartments and nothing else (rule N1).
    caucus = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=60, blank=True)
    rurality = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=2, default="fr")
    active = models.BooleanField(default=True)
    hourly_cents = models.PositiveIntegerField(null=True)  # of a unit: what an hour of its work costs, all in
    business_number = models.CharField(max_length=9, blank=True, default="")  # of a firm: the root of its accounts

    class Meta:
        indexes = [models.Index(fields=["kind", "code"], name="people_org_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["business_number"], condition=~Q(business_number=""), name="people_one_business_number"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_partner(self) -> bool:
        """Tell whether this is a body outside the house that works with it."""
        return self.kind in PARTNER_KINDS


class ProgrammeAccount(models.Model):
    """An account of a firm in one programme of a partner, under the firm's business number."""

    firm = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="accounts")
    code = models.CharField(max_length=6)  # two letters of the programme, four digits: RT0001
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "code"], name="people_one_account")]

    def __str__(self) -> str:
        return self.code


class Site(models.Model):
    """A place where people are received."""

    code = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    name = BilingualField()
    address = BilingualField()
    region = models.CharField(max_length=60, blank=True)
    languages = models.JSONField(default=list)  # in which people are received there
    calendar = models.CharField(max_length=30, blank=True)  # nothing: the hours of the house
    greeting = BilingualField()  # what whoever receives somebody says first: the active offer
    interpreter = models.JSONField(default=dict)  # {"name": …, "phone": …}: who is called for another language

    def __str__(self) -> str:
        return str(self.name)


class Format(models.TextChoices):
    """How letters are laid out for somebody."""

    LARGE = "large"  # larger letters
    TEXT = "text"  # words alone, for a screen reader or an old telephone


class ToldBy(models.TextChoices):
    """How news reaches somebody."""

    EMAIL = "email"
    POST = "post"  # on paper
    SITE = "site"  # they read it at the portal: nothing leaves but what they need to come in


class ToldWhen(models.TextChoices):
    """At what hours it does."""

    ANY = "any"
    OPEN = "open"  # while the window is open


class Source(models.TextChoices):
    """Who told us something of somebody; nothing where it came with their first words."""

    SELF = "self"
    STAFF = "staff"  # somebody at the window noted it
    HOUSE = "house"  # the institution that they belong to


class Person(models.Model):
    """Somebody who needs something, or acts for somebody who does. An e-mail address is not required."""

    user = models.OneToOneField(User, null=True, on_delete=models.SET_NULL, related_name="person")
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    salutation = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, default="fr")
    language_confirmed = models.BooleanField(default=False)
    group = models.CharField(max_length=20, default="citizen")
    formats = models.JSONField(default=list)  # of `Format`: how letters are laid out
    told_by = models.CharField(max_length=10, default="email")  # of `ToldBy`
    told_when = models.CharField(max_length=10, default="any")  # of `ToldWhen`
    source = models.CharField(max_length=8, blank=True)  # of `Source`: who introduced them
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["family_name", "given_name"], name="people_person_name")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Return the given name and the family name."""
        return f"{self.given_name} {self.family_name}".strip()


class ContactPoint(models.Model):
    """A way to reach a person. Two persons may share one (a household's telephone)."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        POSTAL = "postal"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=254)
    normal = models.CharField(max_length=254)
    primary = models.BooleanField(default=True)
    source = models.CharField(max_length=8, blank=True)  # of `Source`
    known_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    undeliverable_at = models.DateTimeField(null=True)
    undeliverable_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "normal"], name="people_contact_point")]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "normal"], name="people_one_point_per_person"),
        ]

    def __str__(self) -> str:
        return self.value


class Membership(models.Model):
    """A person's place in an organisation, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "starts_on"], name="people_one_membership"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id}"


class Delegation(models.Model):
    """The right to act for a person or an organisation, by scope, until a day. It is revoked at once."""

    grantor_person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="delegations_given")
    grantor_organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="delegations_given"
    )
    delegate = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="delegations_received")
    scopes = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # when both were told that it is over

    class Meta:
        indexes = [
            models.Index(
                fields=["ends_on"], condition=Q(told_at=None, ends_on__isnull=False), name="people_delegation_ends"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(grantor_person__isnull=False) ^ Q(grantor_organisation__isnull=False),
                name="people_one_grantor",
            ),
        ]

    def __str__(self) -> str:
        return f"delegation {self.pk}"


class Compartment(models.Model):
    """The wall around one person's or one organisation's matters."""

    person = models.OneToOneField(Person, null=True, on_delete=models.CASCADE, related_name="compartment")
    organisation = models.OneToOneField(Organisation, null=True, on_delete=models.PROTECT, related_name="compartment")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(organisation__isnull=False), name="people_one_holder"
            ),
        ]

    def __str__(self) -> str:
        return f"compartment {self.pk}"


class Staff(models.Model):
    """Somebody who works behind or at the window."""

    user = models.OneToOneField(User, null=True, on_delete=models.SET_NULL, related_name="staff")
    email = models.EmailField(unique=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    phone = models.CharField(max_length=30, blank=True)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staff")
    roles = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    competences = models.JSONField(default=list)  # codes of services or of their owning units
    conflicts = models.JSONField(default=list)  # codes of organisations whose matters they may not touch (N8)
    load_cap = models.PositiveSmallIntegerField(default=40)
    leads = models.BooleanField(default=False)  # their unit: told of what is late there
    active = models.BooleanField(default=True)
    hours = models.JSONField(default=dict)  # {"mon": ["09:00-12:00"]}; nothing: the hours of the house
    site = models.ForeignKey(Site, null=True, on_delete=models.SET_NULL, related_name="staff")  # where they receive
    away_from = models.DateField(null=True)
    away_until = models.DateField(null=True)
    substitute = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    keys = models.JSONField(default=dict)  # the keys of the desk that they changed: usual key -> their own
    keys_off = models.BooleanField(default=False)  # nothing is done by a single key
    emergencies = models.JSONField(default=dict)  # requests open to them in an emergency: id -> until when, ISO 8601

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Return the given name and the family name."""
        return f"{self.given_name} {self.family_name}"

    def open_at(self, now: datetime) -> tuple[int, ...]:
        """Return the requests that are open to them in an emergency at a moment."""
        kept = self.emergencies.items()
        return tuple(sorted(int(pk) for pk, until in kept if datetime.fromisoformat(until) > now))


class Integration(models.Model):
    """A machine that may call the API. Its token is shown once; only a digest of it is kept."""

    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12, unique=True)  # the part of the token that may be shown
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class PersonMerge(models.Model):
    """Two records that are one human being: what was of one is of the other, and can go back exactly."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    parted_at = models.DateTimeField(null=True)
    moved = models.JSONField(default=dict)  # ids of what went over, by table; what the kept record lacked

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(parted_at=None), name="people_merged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"
