"""Every page of the house, in both languages, on a telephone and on a desk: nothing for axe to say, nothing cut off."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from pytest_django import Settings

from guichet.areas.automation.models import Rule
from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import LifeEvent, Service
from guichet.areas.forms import actions as forms
from guichet.areas.forms.tests.examples import publish
from guichet.areas.glossary.models import Term
from guichet.areas.guidance import actions as guidance
from guichet.areas.guidance.tests.paths import a_path
from guichet.areas.intake.models import InboundMail
from guichet.areas.knowledge.tests.articles import an_article_with_documents
from guichet.areas.macros.rules.steps import Work
from guichet.areas.macros.tests.templates import a_macro
from guichet.areas.notifications.actions import send_words
from guichet.areas.people import actions as people
from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.models import Person, Staff
from guichet.areas.people.tests.firms import firm_of
from guichet.areas.problems import actions as problems
from guichet.areas.problems.tests.stage import an_incident
from guichet.areas.surveys import actions as surveys
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Message, News, Ticket
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
from tests.journeys.pages import ELSEWHERE, PORTAL, WHO, Stage, expected_of
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
    "desk-file",
    "desk-firm-account-gone", "desk-firm-accounts", "desk-firm-number",
    "desk-following", "desk-handing", "desk-unfollowing", "desk-waking", "desk-keeping-back", "desk-kept",
    "desk-keys-switch", "desk-language",
    "desk-later", "desk-letters-posted", "desk-live", "desk-told-by", "desk-new-task", "desk-news-reading",
    "desk-approval", "desk-rereading", "desk-second-look", "desk-second-look-end", "desk-settling",
    "desk-notes", "desk-meeting", "desk-party-change", "desk-party-removal", "desk-party-told", "desk-unsplitting",
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
    "office-standard-figure", "office-hold-lifting", "office-emergency-review", "desk-emergency-end",
    "office-parity-decoding", "desk-law-completion", "desk-law-extension", "desk-law-pause", "desk-law-running",
    "office-article-state", "office-article-documents", "office-article-document-removal", "office-articles-file",
    "office-words-file", "office-needs-file", "office-links-file",
    "office-service-drop", "office-service-state", "office-plan",
    "office-needs-decision", "office-team-post",
    "openid_connect_callback", "openid_connect_login", "portal-article-unanswered", "portal-document", "desk-document",
    "portal-file", "portal-meeting", "portal-not-settled", "portal-reply",
    "portal-results-csv", "portal-results-json", "portal-revoke", "portal-robots",
    "portal-feed-en", "portal-feed-fr", "portal-requirements-file",
    "portal-services-file", "portal-settled", "portal-sharing", "portal-sitemap", "portal-standards-csv",
    "portal-suggestions",
    "set-language", "socialaccount_signup", "ui-institution-css",
}  # fmt: skip
# Pages that stand in the middle of signing in: test_sign_in.py looks at them there.
ON_THE_WAY = {"account_confirm_login_code", "mfa_activate_totp", "mfa_add_webauthn"}


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
    article = an_article_with_documents(services=("A04",))
    Term.objects.create(code="oil", name=Bilingual("huile", "oil"), definition=Bilingual("Un liquide.", "A liquid."))
    problem = an_incident(bruno, starts_at=now - timedelta(hours=1))
    problems.tie(asked, problem, by=seen_by(bruno), now=now)
    rule = Rule.objects.create(name=Bilingual("Une règle", "A rule"), trigger_on="opened", changed_at=now)
    return Stage(
        asked, settled, task, a_letter(), pulse.token, code, amina, template.pk, rule.pk, daughter.pk, a_checklist(),
        begun.pk, article.pk, problem.pk, opening_of(asked), firm_of(amina),
    )  # fmt: skip


def an_arrival(ticket: Ticket, service: Service, companion: Staff) -> None:
    """Make a request the arrival of somebody, today, with a person at their side."""
    now = clock.now()
    service.plans.update(journey="arrival")
    catalogue.forget()
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
