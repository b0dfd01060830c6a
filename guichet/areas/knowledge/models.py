from typing import ClassVar

from django.db import models
from django.db.models import Q

from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.ground.access import Actor, GuardedManager, ScopedQuerySet
from guichet.ground.bilingual import BilingualField


class ArticleQuerySet(ScopedQuerySet["Article"]):
    """Articles, for somebody."""

    def visible_to(self, viewer: Actor) -> "ArticleQuerySet":
        """Keep all for who writes; of what is published, what is for who works here, for offices, for everybody."""
        if "system" in viewer.roles:
            return self
        staff = isinstance(viewer, Viewer) and viewer.is_staff
        if staff and isinstance(viewer, Viewer) and viewer.has(*FRONT_LINE, "administrator"):
            return self
        published = self.filter(state=Article.State.PUBLISHED)
        if staff and isinstance(viewer, Viewer):
            return published.filter(Q(audience__in=("client", "partner")) | Q(owner=viewer.unit or 0))
        in_office = isinstance(viewer, Viewer) and viewer.offices
        return published.filter(audience__in=("client", "office") if in_office else ("client",))


class Article(models.Model):
    """Something worth knowing, in both languages."""

    class Audience(models.TextChoices):
        CLIENT = "client"  # everybody
        AGENT = "agent"  # who answers at the window, and the unit that keeps it
        PARTNER = "partner"  # everybody who works here or with us
        OFFICE = "office"  # members, the staff of their offices and of caucuses

    class State(models.TextChoices):
        DRAFT = "draft"
        REVIEW = "review"
        PUBLISHED = "published"
        RETIRED = "retired"

    slug = models.SlugField(max_length=60, unique=True)
    title = BilingualField()
    body = BilingualField()  # see rules.html_of
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.CLIENT)
    notice = models.BooleanField(default=False)  # for offices: news, which are read once; or know-how, which stays
    owner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")
    review_on = models.DateField(null=True)
    services = models.ManyToManyField("catalogue.Service", related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    documents = models.JSONField(default=list)  # the ids of those that go with it now, in their order

    objects: ClassVar[GuardedManager["Article"]] = GuardedManager()
    rows: ClassVar[models.Manager["Article"]] = ArticleQuerySet.as_manager()

    class Meta:
        default_manager_name = "rows"
        base_manager_name = "rows"

    def __str__(self) -> str:
        return str(self.title)


class Document(models.Model):
    """Something to take away that goes with an article: in both languages, or in the one that it says.

    It never changes: another file is another document, so that a version of the article keeps what it had.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="papers")
    token = models.CharField(max_length=32, unique=True)
    title = BilingualField()
    fr = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    fr_name = models.CharField(max_length=120, blank=True)
    en = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    en_name = models.CharField(max_length=120, blank=True)
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.title)


class ArticleVersion(models.Model):
    """What an article said, each time that it changed, and what it is to say: proposed, or from a day on."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(null=True)  # none while it waits
    base = models.PositiveIntegerField(default=0)  # the number of the version that it was written over
    effective_on = models.DateField(null=True)  # none of words that wait for somebody to accept them
    title = BilingualField()
    body = BilingualField()
    documents = models.JSONField(default=list)
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="knowledge_article_version")]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.number or '?'}"


class Use(models.Model):
    """Words to a client that name an article; they count once they have left."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="uses")
    message = models.ForeignKey("tickets.Message", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "message"], name="knowledge_one_use")]

    def __str__(self) -> str:
        return f"{self.article_id} in {self.message_id}"


class Doubt(models.Model):
    """Somebody read an article and still had a question; it names nobody."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="doubts")
    language = models.CharField(max_length=2)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.article_id} at {self.at}"


class Reading(models.Model):
    """Somebody of an office opened an article that is for offices: once, whatever they read again."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="knowledge_one_reading")]

    def __str__(self) -> str:
        return f"{self.article_id} by {self.person_id}"


class PostQuerySet(ScopedQuerySet["Post"]):
    """What offices ask and answer among themselves, for somebody."""

    def visible_to(self, viewer: Actor) -> "PostQuerySet":
        """Keep all for the window; for people of offices what is not hidden, and what they wrote; else nothing."""
        if not isinstance(viewer, Viewer):
            return self.none()
        if viewer.is_staff:
            return self if viewer.has(*FRONT_LINE) else self.none()
        return self.filter(Q(hidden_at=None) | Q(person=viewer.person)) if viewer.offices else self.none()


class Post(models.Model):
    """A question that somebody of an office asks all the others, or an answer to one."""

    question = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    language = models.CharField(max_length=2)
    at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)
    hidden_why = models.CharField(max_length=300, blank=True)  # whoever wrote it reads it
    hidden_by = models.ForeignKey("people.Staff", null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[GuardedManager["Post"]] = GuardedManager()
    rows: ClassVar[models.Manager["Post"]] = PostQuerySet.as_manager()

    class Meta:
        default_manager_name = "rows"
        base_manager_name = "rows"

    def __str__(self) -> str:
        return f"post {self.pk}"
