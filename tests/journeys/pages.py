"""Every page of the house, by who reads it, as the stage of these tests stands."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from guichet.areas.catalogue.models import Service, ServiceVersion
from guichet.areas.catalogue.queries import content_of
from guichet.areas.catalogue.tests.standing import a_site, a_standard
from guichet.areas.glossary.models import Term
from guichet.areas.guidance.tests.paths import a_guide_kept
from guichet.areas.knowledge.models import ArticleVersion
from guichet.areas.knowledge.tests.articles import a_question, an_article_for_offices
from guichet.areas.people.models import Person, Staff
from guichet.areas.sight.models import Emergency, LegalHold
from guichet.areas.tickets.models import Introduction, Task, Ticket
from guichet.ground import clock


@dataclass
class Stage:
    """What stands on the pages."""

    asked: Ticket
    settled: Ticket
    task: Task
    mail: str
    pulse: str
    code: str
    person: Person
    template: int
    rule: int
    daughter: int
    checklist: str
    draft: int  # a form that Amina has begun
    article: int
    problem: int
    words: int  # the client's first ones on the request asked
    firm: str  # Amina's


def for_anybody(stage: Stage) -> list[str]:
    """Return the pages that need no account."""
    names = [
        "portal-home", "portal-contact", "portal-commitments", "portal-privacy", "portal-accessibility",
        "portal-results", "portal-services", "portal-everything", "portal-ask", "portal-follow", "account_login",
        "account_request_login_code", "account_signup", "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key_done", "socialaccount_login_cancelled", "socialaccount_login_error",
        "ui-styleguide", "demo-home", "demo-mails",
    ]  # fmt: skip
    return [
        *map(reverse, names), reverse("portal-services") + "?q=contrat", reverse("portal-services") + "?q=xyzzy",
        reverse("portal-services") + "?event=hiring", reverse("portal-service", args=["A04"]),
        reverse("portal-results-service", args=["A04"]),
        reverse("portal-ask-service", args=["A04"]) + "?plain=1", reverse("portal-form", args=["A04"]),
        reverse("portal-resume"), reverse("portal-pulse", args=[stage.pulse]), reverse("portal-pulse", args=["gone"]),
        reverse("portal-link", args=[stage.asked.number, stage.code]), reverse("demo-mail", args=[stage.mail]),
        *map(reverse, ["portal-start", "portal-lists"]), reverse("portal-path", args=["opening"]),
        reverse("portal-path", args=["opening"]) + "?premises=none&staff=yes",
        reverse("portal-path", args=[a_guide_kept()]) + "?compute=rise&rise.now=1000&rise.asked=1050",
        reverse("portal-list", args=[stage.checklist]), reverse("portal-ask") + f"?list={stage.checklist}",
        reverse("portal-articles"), reverse("portal-articles") + "?q=chaise", reverse("portal-articles") + "?q=xyzzy",
        reverse("portal-article", args=["one"]), reverse("portal-glossary"),
        *(reverse("broken", args=[status]) for status in (400, 403, 404, 419, 429, 500)),
    ]  # fmt: skip


def for_clients(stage: Stage) -> list[str]:
    """Return the pages of somebody who has signed in with an e-mailed code."""
    return [
        *map(reverse, ["portal-mine", "portal-preferences", "portal-delegations", "portal-seen", "account_logout"]),
        *(reverse("portal-ticket", args=[number]) for number in (_introduced(stage), stage.settled.number)),
        *(reverse(f"portal-{page}", args=[stage.draft]) for page in ("check", "kept", "help")),
        *(reverse("portal-fill", args=[stage.draft, key]) for key in ("first", "costs", "last")),
        reverse("portal-firm", args=[stage.firm]),
        reverse("portal-slip", args=[stage.asked.number]), reverse("portal-asked", args=[stage.asked.number]),
        reverse("portal-team"), reverse("portal-team-article", args=[an_article_for_offices().slug]),
        reverse("portal-team-question", args=[a_question(stage.person).pk]),
    ]  # fmt: skip


def for_agents(stage: Stage) -> list[str]:
    """Return the pages of the window."""
    return [
        *map(reverse, ["desk-home", "desk-sorting", "desk-new-contact", "desk-contacts", "desk-people", "desk-search"]),
        reverse("desk-letters"), reverse("desk-letters-printing"),
        *map(reverse, ["desk-preferences", "desk-absence", "desk-checklists", "desk-emergency"]),
        reverse("desk-checklist", args=[stage.checklist]),
        *(reverse("desk-list", args=[view]) for view in ("open", "behalf")),
        reverse("desk-narrowing", args=["open"]), reverse("desk-merging", args=[stage.asked.number]),
        reverse("desk-search") + "?q=chaise", reverse("desk-palette"), reverse("desk-palette") + "?q=chaise",
        reverse("desk-templates-of", args=[stage.asked.number]), reverse("desk-articles-of", args=[stage.asked.number]),
        reverse("desk-article-on", args=[stage.asked.number, stage.article]),
        reverse("desk-article", args=[stage.article]),
        *map(reverse, ["desk-templates", "desk-template-new", "desk-news"]),
        reverse("desk-template", args=[stage.template]),
        reverse("desk-template-on", args=[stage.asked.number, stage.template]),
        reverse("desk-parties", args=[stage.asked.number]) + "?q=Haddad",
        reverse("desk-splitting", args=[stage.asked.number]), reverse("desk-person-merging", args=[stage.person.pk]),
        reverse("desk-person-merging", args=[stage.person.pk]) + f"?with={stage.daughter}",
        reverse("desk-splitting", args=[stage.asked.number]) + f"?message={stage.words}&title=Une+lampe",
        *(reverse("desk-ticket", args=[one.number]) for one in (stage.asked, stage.settled)),
        reverse("desk-form", args=[stage.asked.number]),
        *(reverse("desk-form-page", args=[stage.asked.number, key]) for key in ("first", "costs", "last", "check")),
        reverse("desk-seen", args=[stage.asked.number]), reverse("desk-person-seen", args=[stage.person.pk]),
        reverse("desk-person", args=[stage.person.pk]), reverse("desk-firm", args=[stage.firm]),
        reverse("desk-journey", args=[stage.asked.number]), reverse("desk-introduction", args=[_introduced(stage)]),
        *(reverse(f"desk-task{what}", args=[stage.task.pk]) for what in ("", "-planning")),
    ]  # fmt: skip


def for_managers(stage: Stage) -> list[str]:
    """Return the pages of whoever leads the window."""
    return [
        *map(reverse, ["desk-home", "desk-quarantine", "office-home", "office-computed", "office-suggestions"]),
        *map(reverse, ["office-team", "office-needs", "office-plans"]),
        *map(reverse, ["office-articles", "office-article-new"]),
        *map(reverse, ["office-coverage", "office-agenda", "office-links"]),
        *map(reverse, ["office-glossary", "office-word-new"]), reverse("office-word", args=[Term.objects.get().pk]),
        *(reverse(name, args=[stage.article]) for name in ("office-article", "office-article-versions")),
        reverse("office-article-version", args=[stage.article, _article_version(stage.article)]),
        *map(reverse, ["office-problems", "office-demand", "office-equity", "office-units", "office-handoffs"]),
        reverse("office-plan-edit", args=["A04"]), reverse("office-handoff", args=["CS", stage.task.unit.code]),
        *map(reverse, ["desk-problems", "desk-problem-new"]),
        reverse("desk-problem", args=[stage.problem]),
        reverse("office-calendars"), reverse("office-calendar", args=["default"]),
        *map(reverse, ["office-ladders", "office-standards", "office-standard-new"]),
        reverse("office-standard", args=[a_standard()]),
        reverse("office-forms"), reverse("office-form", args=["A04"]),
        *map(reverse, ["office-dictionary", "office-element-new"]), reverse("office-element", args=["email"]),
        reverse("office-form-version", args=["A04", 1]), reverse("office-whole"), reverse("office-online"),
        reverse("office-sites"), reverse("office-site", args=[a_site()]),
        *map(reverse, ["office-guides", "office-guide-new"]), reverse("office-guide", args=[a_guide_kept()]),
        reverse("office-list", args=["received"]), reverse("office-home") + "?channel=email&by=channel",
        reverse("office-services"), reverse("office-service", args=["A04"]), reverse("office-reading"),
        reverse("office-service-new"), reverse("office-service-place", args=["A04"]),
        reverse("office-service-versions", args=["A04"]), reverse("office-service-version", args=["A04", _version()]),
        *map(reverse, ["office-rules", "office-rule-new"]),
        *(reverse(f"office-rule{what}", args=[stage.rule]) for what in ("", "-trial", "-log")),
    ]  # fmt: skip


def _introduced(stage: Stage) -> str:
    """The client of the request asked was put in touch with the unit of its task."""
    Ticket.rows.filter(pk=stage.asked.pk).update(tier="support")
    Introduction.objects.get_or_create(
        ticket=stage.asked, task=stage.task, defaults={"at": clock.now(), "call_at": clock.now()}
    )
    return stage.asked.number


def _article_version(article: int) -> int:
    return ArticleVersion.objects.filter(article=article).latest("pk").pk


def _version() -> int:
    """A service was written, and whoever knows it must read it again."""
    Service.objects.filter(code="A04").update(reread_from=1)
    Staff.objects.filter(roles__icontains="manager").update(competences=["A04"])
    service = Service.objects.get(code="A04")
    values = {"at": clock.now(), "effective_on": clock.now().date(), "content": content_of(service), "reread": True}
    return ServiceVersion.objects.get_or_create(service=service, number=1, defaults=values)[0].pk


def for_auditors(stage: Stage) -> list[str]:
    """Return the pages of whoever verifies."""
    _opened_in_an_emergency(stage)
    return [
        *map(reverse, ["office-looks", "office-emergencies", "office-parity"]),
        reverse("office-looks") + f"?about={stage.asked.number}",
    ]  # fmt: skip


def _opened_in_an_emergency(stage: Stage) -> None:
    """One that is to be reviewed, one that was, a hold in force and one that was lifted."""
    who, now = Staff.objects.latest("pk"), clock.now()
    said = {"ticket": stage.asked, "staff": who, "reason": "Le bail finit ce soir."}
    for notice, review in (("withheld", {}), ("told", {"reviewer": who, "reviewed_at": now, "justified": False})):
        Emergency.objects.create(**said, opened_at=now, until=now, notice=notice, **review)
    LegalHold.objects.create(**said, set_at=now, lifted_by=who, lifted_at=now)
    LegalHold.objects.create(**said, set_at=now)


def for_experts(stage: Stage) -> list[str]:
    """Return the pages of a unit, and the account pages of anybody who works here."""
    return [
        *map(reverse, ["desk-home", "mfa_index", "mfa_list_webauthn", "account_reauthenticate"]),
        *(reverse("desk-tasks", args=[view]) for view in ("mine", "unit")), reverse("desk-task", args=[stage.task.pk]),
        *map(reverse, ["account_change_password", "socialaccount_connections"]),
    ]  # fmt: skip


Pages = Callable[[Stage], list[str]]
WHO: dict[str, tuple[str, Pages]] = {
    "anybody": ("", for_anybody), "client": ("amina", for_clients), "agent": ("bruno", for_agents),
    "manager": ("chloe", for_managers), "expert": ("rosa", for_experts),
    "auditor": ("ruth", for_auditors),
}  # fmt: skip


PORTAL = ("anybody", "client")
ELSEWHERE = ("/demo/", "/ui/", "/broken/")  # no pages of the portal


def expected_of(address: str) -> int:
    """Return the status that a page should have."""
    if address.startswith("/broken/"):
        return int(address.split("/")[2].replace("419", "403"))
    elsewhere = {reverse("socialaccount_login_error"): 401, reverse("portal-pulse", args=["gone"]): 404}
    return elsewhere.get(address, 200)
