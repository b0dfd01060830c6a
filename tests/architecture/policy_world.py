"""A small world in which every address can be asked for by each role: one's own, somebody else's, nothing at all."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guichet.areas.automation.models import Rule
from guichet.areas.catalogue.models import Service, ServiceVersion
from guichet.areas.catalogue.queries import content_of
from guichet.areas.catalogue.tests.standing import a_site, a_standard
from guichet.areas.finding.models import UnmetNeed
from guichet.areas.forms import actions as forms
from guichet.areas.forms.queries.published import published
from guichet.areas.forms.tests.examples import publish
from guichet.areas.glossary.models import Term
from guichet.areas.guidance import actions as guidance
from guichet.areas.guidance.tests.paths import a_guide_kept, a_path
from guichet.areas.intake.models import Call, InboundMail, Receipt
from guichet.areas.knowledge.tests.articles import a_document, a_question, an_article, an_article_for_offices
from guichet.areas.macros.models import Macro
from guichet.areas.metrics.models import ParityAudit
from guichet.areas.people import actions as people
from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.models import Delegation, Organisation, Person, Staff, User
from guichet.areas.people.tests.firms import BAKERY, firm_of
from guichet.areas.problems.models import Problem
from guichet.areas.sight.models import Emergency, LegalHold
from guichet.areas.sla.models import SavedView
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Attachment, Introduction, Message, Task, Ticket
from guichet.areas.tickets.queries.parties import own_code
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from guichet.ground.files import store
from guichet.ground.references import access_code, luhn_digit, random_token
from tests.cast import NOON, TODAY, a_staff, a_ticket, seen_by

ROLES = (
    "anonymous", "bearer", "observer", "client", "rival", "integration", "agent", "expert", "manager", "administrator",
    "auditor",
)  # fmt: skip
OURS = ("portal-", "desk-", "office-", "api-", "demo-", "ui-", "home", "set-language")
NEVER = {
    "number": f"G-2026-000000-{luhn_digit('2026000000')}",
    "pk": 999_999,
    "token": "zzzzzzzzzzzzzzzz",
    "kept": "zzzzzzzzzzzz",
    "slug": "nowhere",
    "firm": "NEVER-00",
}
BACKEND = "guichet.doors.portal.accounts.Backend"


@dataclass
class Route:
    """One address of the house: its name and the parameters it takes."""

    name: str
    parameters: tuple[str, ...]

    @property
    def has_subject(self) -> bool:
        """Tell whether it names a thing that may be somebody else's, or may not exist."""
        return bool(set(self.parameters) & set(NEVER))


def routes() -> dict[str, Route]:
    """Walk every address that is ours; those of libraries have tests of their own."""
    found: dict[str, Route] = {}
    for pattern in _patterns(get_resolver()):
        name = pattern.name or f"nameless {pattern.pattern}"
        if name.startswith(OURS) or _is_nameless(pattern):
            found[name] = Route(name, tuple(pattern.pattern.regex.groupindex))
    return found


def _is_nameless(pattern: URLPattern) -> bool:
    return pattern.name is None and pattern.callback.__module__.startswith("guichet.")


def _patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for one in resolver.url_patterns:
        found += _patterns(one) if isinstance(one, URLResolver) else [one]
    return found


@dataclass
class World:
    """What exists, and who looks."""

    ticket: Ticket
    task: Task
    things: dict[str, Any]
    callers: dict[str, Client] = field(default_factory=dict)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)  # what an address must be sent to mean something

    def address(self, route: Route, *, never: bool = False) -> str:
        """Return the address of our own thing, or of one that never was."""
        chosen = {name: self._thing(route.name, name) for name in route.parameters}
        if never:
            chosen |= {name: value for name, value in NEVER.items() if name in chosen}
        return reverse(route.name, kwargs=chosen)

    def _thing(self, route: str, parameter: str) -> Any:
        special, general = self.things.get(f"{route} {parameter}"), self.things.get(parameter)
        found = general if special is None else special
        assert found is not None, f"say in policy_world.py what {parameter} is for {route}"
        return found


def world(house: dict[str, Organisation], amina: Person, etienne: Person, hiring: Service) -> World:
    """Make one of everything, and everybody's browser."""
    bruno = a_staff(house, "CS", "Bruno", "Tremblay", "agent")
    publish(hiring)
    hiring.plans.update(journey="arrival")
    ticket = a_ticket(amina, owner=bruno, title="Une imprimante", service=hiring)
    wanted = tickets.NewTask(title=Bilingual("Câble", "Cable"), unit=house["TI"])
    task = tickets.add_task(ticket, by=seen_by(bruno), now=NOON, task=wanted)
    Ticket.rows.filter(pk=ticket.pk).update(tier="support")
    Introduction.objects.create(ticket=ticket, task=task, at=NOON, call_at=NOON)
    made = World(Ticket.rows.get(pk=ticket.pk), task, _things(ticket, task, amina, etienne))
    staff = {"agent": bruno, "expert": a_staff(house, "TI", "Ines", "Costa", "expert")}
    for role, given in (("manager", "Chloe"), ("administrator", "Dario"), ("auditor", "Odile")):
        staff[role] = a_staff(house, "CS", given, "Roy", role)
    said = tickets.reply(ticket, by=seen_by(bruno), now=clock.now(), body="Bonjour")
    made.sent = {"desk-unsending": {"message": str(said.pk)}, "desk-fields": {"field": "impact"}}
    made.sent |= {"office-needs-decision": {"state": "aside"}, "api-search": {"q": "contrat"}}
    made.sent |= {"office-emergency-review": {"justified": "yes"}}
    made.sent |= {"desk-firm-number": {"number": BAKERY}, "desk-firm-accounts": {"code": "WC0001", "partner": "CAT"}}
    made.sent |= {"desk-problem-removal": {"number": ticket.number}}
    made.callers = {"anonymous": Client(), "bearer": _bearer(ticket), "integration": _integration(ticket)}
    made.callers["observer"] = _observer(ticket, by=bruno)
    made.callers |= {"client": _signed_in(amina), "rival": _signed_in(etienne)}
    made.callers |= {role: _signed_in(one) for role, one in staff.items()}
    return made


def _things(ticket: Ticket, task: Task, amina: Person, etienne: Person) -> dict[str, Any]:
    message = Message.objects.get(ticket=ticket, kind="opening")
    kept = store.keep(b"words", now=NOON)
    file = Attachment.objects.create(
        message=message, file=kept, token=random_token(), name="a.txt", content_type="text/plain", size=5
    )
    pulse = Pulse.objects.create(
        ticket=ticket, person=amina, token=random_token(), asked_at=NOON, expires_at=NOON + timedelta(days=9000)
    )
    mail = InboundMail.objects.create(mailbox="x", sha256="0" * 64, file=kept, received_at=NOON, state="quarantined")
    given = Delegation.objects.create(grantor_person=amina, delegate=etienne, scopes=["nothing"], starts_on=TODAY)
    code = access_code(ticket.number, ticket.code_version, settings.ACCESS_KEY)
    return {
        **{f"portal-{page} pk": _draft(amina) for page in ("check", "fill", "help", "kept", "sharing")},
        "key": "first", "nth": 1,
        "number": ticket.number, "code": "A04", "view": "open", "kind": "reply", "rest": "nothing", "pk": task.pk,
        "firm": firm_of(amina), "account": "RT0001",
        "path": "opening", "kept": _checklist(), "slug": an_article().slug,
        "portal-link code": code, "desk-tasks view": "unit", "desk-file token": file.token,
        "portal-file token": file.token, "portal-pulse token": pulse.token, "portal-revoke pk": given.pk,
        "desk-person-merging pk": amina.pk, "desk-person-unmerging pk": amina.pk,
        "desk-call pk": _call(),
        "office-parity-decoding quarter": _audit(),
        "office-emergency-review pk": _emergency(ticket), "office-hold-lifting pk": _hold(ticket),
        "office-service-version pk": _version(), "office-service-drop pk": _version(None),
        "desk-told-by pk": amina.pk,
        "desk-person pk": amina.pk, "desk-points pk": amina.pk, "desk-language pk": amina.pk, "desk-raw pk": mail.pk,
        "office-needs-decision pk": _need(),
        "office-calendar code": "default", "office-element code": "email", "office-guide code": a_guide_kept(),
        "office-site code": a_site(),
        "source": "CS", "target": task.unit.code,
        **{f"office-standard{what} code": a_standard() for what in ("", "-figure")},
        "desk-replays pk": mail.pk, "office-list code": "received", "desk-view-removal pk": _kept_view(),
        "portal-team-article slug": an_article_for_offices().slug,
        **{f"{page} pk": a_question(amina).pk for page in ("portal-team-question", "office-team-post")},
        "name": "assignment", **_written(), "office-word pk": _word(), "desk-person-seen pk": amina.pk,
        **{f"desk-problem{verb} pk": _problem() for verb in ("", "-announcement", "-aside", "-closing", "-removal")},
        **{f"office-rule{verb} pk": _rule() for verb in ("", "-log", "-mode", "-trial")},
        **{f"desk-template{verb} pk": _template() for verb in ("", "-comeback", "-on", "-retirement", "-use")},
    }  # fmt: skip


def _audit() -> str:
    made = ParityAudit.objects.create(
        quarter="2025-q1", at=NOON, staff=Staff.objects.latest("pk"), verdict="unknown", tests={}, groups=[]
    )
    return made.quarter


def _emergency(ticket: Ticket) -> int:
    """Somebody who has left opened what is closed to them."""
    gone = Staff.objects.create(email="gone@example.org", unit=Organisation.objects.get(code="CS"), active=False)
    return Emergency.objects.create(
        ticket=ticket, staff=gone, reason="…", opened_at=NOON, until=NOON, notice="withheld"
    ).pk  # fmt: skip


def _hold(ticket: Ticket) -> int:
    return LegalHold.objects.create(ticket=ticket, reason="…", staff=Staff.objects.latest("pk"), set_at=NOON).pk


def _version(number: int | None = 1) -> int:
    """Chloé wrote a service; without a number, for a day to come."""
    service = Service.objects.get(code="A04")
    return ServiceVersion.objects.create(
        service=service, number=number, at=NOON, effective_on=TODAY, content=content_of(service)
    ).pk


def _written() -> dict[str, Any]:
    """Somebody wrote an article with a document, and proposed other words for it."""
    article = an_article("two")
    waiting = article.versions.create(number=None, base=1, title=article.title, body=article.title, at=NOON)
    paper = a_document(article)
    pages = (
        "office-article",
        "office-article-state",
        "office-article-documents",
        "office-article-document-removal",
        "office-article-versions",
        "office-article-version",
    )
    return {
        **{f"{page} pk": article.pk for page in (*pages, "desk-article-on", "desk-article")},
        "office-article-version nth": waiting.pk, "office-article-document-removal nth": paper.pk, "language": "fr",
        **{f"{door}-document token": paper.token for door in ("portal", "desk")},
    }  # fmt: skip


def _word() -> int:
    return Term.objects.create(code="lease", name=Bilingual("bail", "lease"), definition=Bilingual("Un", "A")).pk


def _checklist() -> str:
    """Somebody kept the list that a few answers made."""
    guidance.configure_path(a_path(), position=0, by=SYSTEM)
    return guidance.keep("opening", {"premises": "none", "staff": "no"}, by=ANONYMOUS, now=NOON).code


def _need() -> int:
    return UnmetNeed.objects.create(
        words="licorne", language="fr", channel="portal", first_at=NOON, last_at=NOON
    ).pk  # fmt: skip


def _call() -> int:
    """The telephone rings for Bruno."""
    bruno = Staff.objects.get(given_name="Bruno")
    return Call.objects.create(client="integration:0", reference="1", staff=bruno, rang_at=NOON).pk


def _kept_view() -> int:
    """Bruno keeps a list, for himself."""
    row = SavedView.objects.create(owner=Staff.objects.get(given_name="Bruno"), view="open", name=Bilingual("À moi"))
    return row.pk


def _problem() -> int:
    """Somebody said that something is broken."""
    return Problem.objects.create(
        kind="incident", state="open", service=Service.objects.get(code="A04"), starts_at=NOON,
        title=Bilingual("Une panne", "An outage"), workaround=Bilingual("Patience.", "Patience."),
    ).pk  # fmt: skip


def _rule() -> int:
    """Somebody wrote a rule."""
    return Rule.objects.create(name=Bilingual("Une règle", "A rule"), trigger_on="opened", changed_at=NOON).pk


def _template() -> int:
    """There is a template for everybody."""
    row = Macro.rows.create(
        name=Bilingual("Reçu", "Got it"), steps={"sends": "reply"}, state="published", changed_at=NOON
    )
    return row.pk


def _draft(amina: Person) -> int:
    """Amina has begun a form."""
    version = published("A04")
    assert version is not None
    return forms.start(version, by=seen_by(amina), now=NOON, person=amina, language="fr").pk


def _signed_in(who: Person | Staff) -> Client:
    if who.user is None:
        who.user = User.objects.create_user(f"person{who.pk}@example.org")
        who.save(update_fields=["user"])
    browser = Client()
    browser.force_login(who.user, backend=BACKEND)
    return browser


def _bearer(ticket: Ticket) -> Client:
    code = access_code(ticket.number, ticket.code_version, settings.ACCESS_KEY)
    return _opened(ticket, code)


def _opened(ticket: Ticket, code: str) -> Client:
    browser = Client(headers={"X-Ticket-Code": code})
    browser.post(reverse("portal-follow"), {"number": ticket.number, "code": code})
    return browser


def _observer(ticket: Ticket, *, by: Staff) -> Client:
    """Somebody whom Bruno let read the request, with a code of their own."""
    new = people.NewPerson(given_name="Samira", family_name="Haddad", email="samira@example.org")
    person = people.register(new, by=SYSTEM, now=NOON)
    wishes = tickets.Wishes(level="all", language="en", channel="email")
    part = tickets.add_party(ticket, by=seen_by(by), now=NOON, person=person, role="observer", wishes=wishes)
    return _opened(ticket, own_code(part, ticket.number))


def _integration(ticket: Ticket) -> Client:
    wanted = people.NewIntegration(name="Portail", scopes=("tickets.open", "tickets.follow"))
    row, token = people.issue_token(wanted, by=SYSTEM, now=NOON)
    Receipt.objects.create(client=f"integration:{row.pk}", key="k", digest="0", ticket=ticket, at=NOON)
    return Client(headers={"Authorization": f"Bearer {token}"})


Ask = Callable[[Client, str, dict[str, str]], Any]


def ask_get(browser: Client, address: str, sent: dict[str, str]) -> Any:
    """Read an address."""
    return browser.get(address)


def ask_post(browser: Client, address: str, sent: dict[str, str]) -> Any:
    """Send next to nothing to an address: what is wrong with it is said to those who may enter only."""
    if address.startswith("/api/"):
        return browser.post(
            address, {"body": "x"}, "application/json", headers={"Idempotency-Key": os.urandom(8).hex()}
        )
    return browser.post(address, sent)


METHODS: dict[str, Ask] = {"GET": ask_get, "POST": ask_post}


def verdict(response: Any) -> str:
    """Say in one word what an answer means for whoever asked."""
    status = response.status_code
    if status in (301, 302, 303):
        places = {settings.LOGIN_URL: "login", "portal-follow": "code"}
        asked = [word for name, word in places.items() if response["Location"].startswith(reverse(name))]
        return asked[0] if asked else "ok"
    if status == 204:
        return "nothing"
    # A form that was let in and found wanting is a door that was open.
    return "ok" if status < 400 or status in (400, 409, 413, 422) else str(status)
