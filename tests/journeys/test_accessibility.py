"""Every page of the house, in both languages, on a telephone and on a desk: nothing for axe to say, nothing cut off."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from pytest_django import Settings

from guichet.areas.automation.models import Rule
from guichet.areas.catalogue.models import LifeEvent, Service, ServiceVersion
from guichet.areas.catalogue.queries import content_of
from guichet.areas.catalogue.tests.standing import a_standard
from guichet.areas.forms import actions as forms
from guichet.areas.forms.tests.examples import publish
from guichet.areas.glossary.models import Term
from guichet.areas.guidance import actions as guidance
from guichet.areas.guidance.tests.paths import a_path
from guichet.areas.intake.models import InboundMail
from guichet.areas.knowledge.models import ArticleVersion
from guichet.areas.knowledge.tests.articles import an_article
from guichet.areas.macros.rules.steps import Work
from guichet.areas.macros.tests.templates import a_macro
from guichet.areas.notifications.actions import send_words
from guichet.areas.people import actions as people
from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.models import Person, Staff
from guichet.areas.problems import actions as problems
from guichet.areas.problems.tests.stage import an_incident
from guichet.areas.surveys import actions as surveys
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Message, News, Task, Ticket
from guichet.areas.tickets.queries import client as following
from guichet.doors.demo import caught
from guichet.doors.email.receive import store
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import a_person, a_ticket, seen_by
from tests.figures import engine
from tests.journeys.criteria import faults_by_criterion, titles_alike
from tests.journeys.looks import faults_of
from tests.journeys.town import Enter, Visits

# The library’s own account pages name what is not always there.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]

# What a browser draws does not depend on the engine: a run on both looks at each language on one of them.
BY_ENGINE = {"sqlite": ["fr"], "postgresql": ["en"]}
LOOKED_AT = BY_ENGINE[engine()] if os.environ.get("GUICHET_TEST_BOTH_ENGINES") else ["fr", "en"]
# Addresses that are not pages: what is posted to, files, streams, what a machine reads, and what only redirects.
NOT_PAGES = {
    "account_confirm_email", "account_email", "account_email_verification_sent", "account_inactive",
    "account_reset_password_from_key", "account_set_password",
    "api-confirmation", "api-healthz", "api-messages", "api-metrics", "api-openapi",
    "api-calls", "api-readyz", "api-rejection", "api-search", "api-services", "api-tasks", "api-ticket", "api-tickets",
    "api-unknown",
    "demo-mail-file", "demo-mail-html", "demo-sign-in", "desk-assignment", "desk-behalf", "desk-call", "desk-callers",
    "desk-causes",
    "desk-cancellation", "desk-drafts", "desk-aside", "desk-fields",
    "desk-file", "desk-following", "desk-handing", "desk-unfollowing", "desk-waking", "desk-keeping-back", "desk-kept",
    "desk-keys-switch", "desk-language",
    "desk-later", "desk-letters-posted", "desk-live", "desk-told-by", "desk-new-task", "desk-news-reading",
    "desk-approval", "desk-rereading", "desk-second-look", "desk-second-look-end", "desk-settling",
    "desk-notes", "desk-party-change", "desk-party-removal", "desk-party-told", "desk-unsplitting",
    "desk-person-unmerging",
    "desk-plan", "desk-points", "desk-promise", "desk-questions", "desk-raw", "desk-reader-withdrawal", "desk-readers",
    "desk-reopening", "desk-replays",
    "desk-replies", "desk-resolution", "desk-sorting-of", "desk-signed-in-again", "desk-taking", "desk-task-accept",
    "desk-task-block",
    "desk-task-cancel", "desk-task-finish", "desk-task-note", "desk-task-remind", "desk-task-resend",
    "desk-task-return",
    "desk-task-unblock", "desk-next", "desk-next-request", "desk-placing",
    "desk-peek", "desk-selection", "desk-selection-undoing",
    "desk-template-comeback", "office-rule-mode", "office-rules-halt", "desk-template-retirement",
    "desk-template-undoing", "desk-template-use", "desk-unsending", "desk-view-keeping", "desk-view-removal",
    "desk-links", "desk-tags", "desk-untagging", "desk-problem-announcement", "desk-problem-aside",
    "desk-problem-closing", "desk-problem-of", "desk-problem-removal",
    "desk-verification",
    "desk-unlinking", "desk-unmerging", "mfa_authenticate", "mfa_deactivate_totp", "mfa_download_recovery_codes",
    "mfa_edit_webauthn", "mfa_generate_recovery_codes", "mfa_login_webauthn", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes", "office-export",
    "office-standard-figure", "desk-law-completion", "desk-law-extension", "desk-law-pause", "desk-law-running",
    "office-article-state", "office-articles-file", "office-words-file", "office-needs-file", "office-links-file",
    "office-service-drop", "office-service-state", "office-plan",
    "office-needs-decision",
    "openid_connect_callback", "openid_connect_login", "portal-article-unanswered",
    "portal-file", "portal-not-settled", "portal-reply",
    "portal-results-csv", "portal-results-json", "portal-revoke", "portal-robots",
    "portal-feed-en", "portal-feed-fr", "portal-requirements-file",
    "portal-services-file", "portal-settled", "portal-sharing", "portal-sitemap", "portal-standards-csv",
    "portal-suggestions",
    "set-language", "socialaccount_signup", "ui-institution-css",
}  # fmt: skip
# Pages that stand in the middle of signing in: test_sign_in.py looks at them there.
ON_THE_WAY = {"account_confirm_login_code", "mfa_activate_totp", "mfa_add_webauthn"}


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


@pytest.fixture
def stage(visits: Visits, amina: Person, bruno: Staff, hiring: Service, settings: Settings) -> Stage:
    """A request with a question, tasks, notes and files; one that has its answer; a letter; a mail set aside."""
    now = clock.now()
    settings.ROOT_URLCONF, settings.DEMO = "tests.journeys.addresses", True
    hiring.life_events.add(LifeEvent.objects.create(code="hiring", name=Bilingual("Embaucher", "Hiring")))
    upload = tickets.Upload("avis.pdf", "application/pdf", b"%PDF")
    asked = a_ticket(amina, owner=bruno, service=hiring, title="Une embauche", uploads=(upload,), at=now)
    tickets.take(asked, by=seen_by(bruno), now=now, owner=bruno)
    an_arrival(asked, hiring, bruno)
    wanted = tickets.NewTask(title=Bilingual("Un compte", "An account"), unit=hiring.owner, fields=("description",))
    task = tickets.add_task(asked, by=seen_by(bruno), now=now, task=wanted)
    tickets.note_task(task, by=seen_by(bruno), now=now, body="Pressé.")
    News.objects.create(ticket=asked, task=task, staff=bruno, about="step", key=f"task:{task.pk}", at=now)
    tickets.note(asked, by=seen_by(bruno), now=now, body="Seule au bureau le vendredi.")
    tickets.ask(asked, by=seen_by(bruno), now=now, body="De quelle couleur ?")
    daughter = a_person("samira@example.org", "Samira", "Haddad", language="en", group="citizen")
    people.give_contact_point(daughter, by=SYSTEM, now=now, kind="postal", value="12, rue du Port\nBaie-Noire")
    wishes = tickets.Wishes(level="all", language="en", channel="mail")
    tickets.add_party(asked, by=seen_by(bruno), now=now, person=daughter, role="observer", wishes=wishes)
    send_words(Message.objects.latest("pk"), by=SYSTEM, now=now)
    a_ticket(amina, title="Une lampe", at=now)
    settled = a_ticket(amina, owner=bruno, title="Une chaise", at=now)
    tickets.resolve(settled, by=seen_by(bruno), now=now, code="done", body="La chaise est livrée.")
    pulse = surveys.ask(settled, by=SYSTEM, now=now)
    store(b"From: a@example.org\r\n\r\n", mailbox="guichet@example.org")
    InboundMail.objects.update(state=InboundMail.State.QUARANTINED, reason="Cannot be read")
    begun = forms.start(publish(hiring), by=seen_by(amina), now=now, person=amina, language="fr")
    forms.start_with(asked, by=seen_by(bruno), now=now)
    code = following.code_for(asked, seen_by(amina))
    work = Work(title=Bilingual("Un compte", "An account"), unit="RH")
    template = a_macro(bruno, service="A04", impact=3, work=work, note=Bilingual("Vu", "Seen"))
    article = an_article(services=("A04",))
    Term.objects.create(code="oil", name=Bilingual("huile", "oil"), definition=Bilingual("Un liquide.", "A liquid."))
    problem = an_incident(bruno, starts_at=now - timedelta(hours=1))
    problems.tie(asked, problem, by=seen_by(bruno), now=now)
    rule = Rule.objects.create(name=Bilingual("Une règle", "A rule"), trigger_on="opened", changed_at=now)
    return Stage(
        asked, settled, task, a_letter(), pulse.token, code, amina, template.pk, rule.pk, daughter.pk, a_checklist(),
        begun.pk, article.pk, problem.pk, opening_of(asked),
    )  # fmt: skip


def an_arrival(ticket: Ticket, service: Service, companion: Staff) -> None:
    """Make a request the arrival of somebody, today, with a person at their side."""
    now = clock.now()
    service.plans.update(journey="arrival")
    tickets.set_day(ticket, by=seen_by(companion), now=now, on=now.date())
    tickets.accompany(ticket, by=seen_by(companion), now=now, companion=companion)


def a_checklist() -> str:
    """Keep a list that a few answers made, and return its code."""
    guidance.configure_path(a_path(service="A04"), position=0, by=SYSTEM)
    said = {"premises": "some", "lease": "open", "staff": "yes"}
    return guidance.keep("opening", said, by=ANONYMOUS, now=clock.now()).code


def opening_of(ticket: Ticket) -> int:
    """Return the client's first words."""
    return Message.objects.get(ticket=ticket, kind="opening").pk


def a_letter() -> str:
    """Keep one letter where the demonstration's pages look for it, and return its name."""
    name, folder = "20260303T180000000000-0000abcd", caught.folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.eml").write_bytes(
        b"From: Guichet <guichet@example.org>\r\nTo: amina@example.org\r\nSubject: Une chaise\r\n"
        b"Date: Tue, 03 Mar 2026 10:00:00 -0800\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour.\r\n"
    )
    return name


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
        reverse("portal-resume"), reverse("portal-pulse", args=[stage.pulse]),
        reverse("portal-link", args=[stage.asked.number, stage.code]), reverse("demo-mail", args=[stage.mail]),
        *map(reverse, ["portal-start", "portal-lists"]), reverse("portal-path", args=["opening"]),
        reverse("portal-path", args=["opening"]) + "?premises=none&staff=yes",
        reverse("portal-list", args=[stage.checklist]), reverse("portal-ask") + f"?list={stage.checklist}",
        reverse("portal-articles"), reverse("portal-articles") + "?q=chaise", reverse("portal-articles") + "?q=xyzzy",
        reverse("portal-article", args=["one"]), reverse("portal-glossary"),
        *(reverse("broken", args=[status]) for status in (400, 403, 404, 419, 429, 500)),
    ]  # fmt: skip


def for_clients(stage: Stage) -> list[str]:
    """Return the pages of somebody who has signed in with an e-mailed code."""
    return [
        *map(reverse, ["portal-mine", "portal-preferences", "portal-delegations", "portal-seen", "account_logout"]),
        *(reverse("portal-ticket", args=[one.number]) for one in (stage.asked, stage.settled)),
        *(reverse(f"portal-{page}", args=[stage.draft]) for page in ("check", "kept", "help")),
        *(reverse("portal-fill", args=[stage.draft, key]) for key in ("first", "costs", "last")),
        reverse("portal-slip", args=[stage.asked.number]), reverse("portal-asked", args=[stage.asked.number]),
    ]  # fmt: skip


def for_agents(stage: Stage) -> list[str]:
    """Return the pages of the window."""
    return [
        *map(reverse, ["desk-home", "desk-sorting", "desk-new-contact", "desk-contacts", "desk-people", "desk-search"]),
        reverse("desk-letters"), reverse("desk-letters-printing"),
        reverse("desk-preferences"), reverse("desk-absence"), reverse("desk-checklists"),
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
        reverse("desk-person", args=[stage.person.pk]),
        reverse("desk-journey", args=[stage.asked.number]),
        *(reverse(f"desk-task{what}", args=[stage.task.pk]) for what in ("", "-planning")),
    ]  # fmt: skip


def for_managers(stage: Stage) -> list[str]:
    """Return the pages of whoever leads the window."""
    return [
        *map(reverse, ["desk-home", "desk-quarantine", "office-home", "office-computed", "office-suggestions"]),
        reverse("office-needs"), reverse("office-plans"), *map(reverse, ["office-articles", "office-article-new"]),
        *map(reverse, ["office-coverage", "office-agenda", "office-links"]),
        *map(reverse, ["office-glossary", "office-word-new"]), reverse("office-word", args=[Term.objects.get().pk]),
        *(reverse(name, args=[stage.article]) for name in ("office-article", "office-article-versions")),
        reverse("office-article-version", args=[stage.article, _article_version(stage.article)]),
        reverse("office-problems"), reverse("office-units"), reverse("office-plan-edit", args=["A04"]),
        *map(reverse, ["desk-problems", "desk-problem-new"]),
        reverse("desk-problem", args=[stage.problem]),
        reverse("office-calendars"), reverse("office-calendar", args=["default"]),
        *map(reverse, ["office-ladders", "office-standards", "office-standard-new"]),
        reverse("office-standard", args=[a_standard()]),
        reverse("office-forms"), reverse("office-form", args=["A04"]),
        *map(reverse, ["office-dictionary", "office-element-new"]), reverse("office-element", args=["email"]),
        reverse("office-form-version", args=["A04", 1]),
        reverse("office-list", args=["received"]), reverse("office-home") + "?channel=email&by=channel",
        reverse("office-services"), reverse("office-service", args=["A04"]), reverse("office-reading"),
        reverse("office-service-new"), reverse("office-service-place", args=["A04"]),
        reverse("office-service-versions", args=["A04"]), reverse("office-service-version", args=["A04", _version()]),
        *map(reverse, ["office-rules", "office-rule-new"]),
        *(reverse(f"office-rule{what}", args=[stage.rule]) for what in ("", "-trial", "-log")),
    ]  # fmt: skip


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
    return [reverse("office-looks"), reverse("office-looks") + f"?about={stage.asked.number}"]


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
    return 401 if address == reverse("socialaccount_login_error") else 200


@pytest.mark.proves("C04", "EQU-04", "W09", "EQU-01")
@pytest.mark.parametrize("language", LOOKED_AT)
@pytest.mark.parametrize("reader", list(WHO))
def test_every_page_is_accessible_fits_and_is_quiet(
    request: pytest.FixtureRequest, visits: Visits, enter: Enter, stage: Stage, reader: str, language: str
) -> None:
    name, pages = WHO[reader]
    page = enter(request.getfixturevalue(name), language) if name else visits.page(language)
    faults: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for address in pages(stage):
        answer = page.goto(address)
        assert answer is not None
        told = [] if answer.status == expected_of(address) else [f"answered {answer.status}"]
        told += [] if page.url.endswith(address) else [f"led to {page.url}"]
        faults[address] = told + faults_of(page, language)
        if reader in PORTAL and not address.startswith(ELSEWHERE):
            faults[address] += faults_by_criterion(page)
            titles[address] = page.title()
    faults["every title"] = titles_alike(titles)
    visits.complaints = [one for one in visits.complaints if "/broken/500/" not in one]
    told_of = {address: told for address, told in faults.items() if told}
    assert told_of == {}, json.dumps(told_of, ensure_ascii=False, indent=1)


def named(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """Yield the name of every address."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from named(one.url_patterns)
        elif one.name:
            yield one.name


@pytest.mark.proves("EQU-04")
def test_no_page_escapes_these_tests(stage: Stage) -> None:
    tested = {resolve(address.partition("?")[0]).url_name for _name, pages in WHO.values() for address in pages(stage)}
    every = set(named(get_resolver("tests.journeys.addresses").url_patterns))
    assert every - tested - NOT_PAGES - ON_THE_WAY == set()
