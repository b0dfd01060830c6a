"""From the rows of a scenario to what the areas take: every fault is found before anything is written."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guichet.areas.automation.actions import RuleForm, TermForm
from guichet.areas.catalogue.actions import CalendarForm, LifeEventForm, ServiceForm, StandardForm, TagForm
from guichet.areas.catalogue.rules import BadCalendar, Calendar
from guichet.areas.finding.actions import SynonymsForm
from guichet.areas.forms.actions import ElementForm, FormForm
from guichet.areas.forms.rules.content import Element
from guichet.areas.glossary.actions import TermForm as WordForm
from guichet.areas.guidance.rules import Path
from guichet.areas.knowledge.actions import PostForm
from guichet.areas.macros.actions import MacroForm
from guichet.areas.people.access import EVERY_STAFF
from guichet.areas.people.actions import ClientForm, OrganisationForm, Place, SiteForm, StaffForm
from guichet.areas.people.rules import CLIENT_KINDS, PARTNER_KINDS
from guichet.areas.sla.actions import LadderForm
from guichet.doors.scenario.articles import Declared, article_of, question_of, word_of
from guichet.doors.scenario.firms import Firm, firms_of
from guichet.doors.scenario.forms import element_of, form_of
from guichet.doors.scenario.marks import Row, Rows
from guichet.doors.scenario.offered import GROUPS, SCOPES, service_of
from guichet.doors.scenario.paths import Leads, path_of
from guichet.doors.scenario.plans import tell_nesting
from guichet.doors.scenario.rules import Codes, rule_of, term_of
from guichet.doors.scenario.sheet import Sheet
from guichet.doors.scenario.sites import hours_of, site_of
from guichet.doors.scenario.standards import ladder_of, standard_of
from guichet.doors.scenario.templates import Named, macro_of
from guichet.ground.bilingual import LANGUAGES

SECTIONS = (
    "version", "calendars", "organisations", "sites", "services", "life_events", "tags", "synonyms", "paths", "staff",
    "templates", "articles", "glossary", "clients", "mailboxes", "elements", "forms", "rules", "terms", "standards",
    "ladders", "questions",
)  # fmt: skip
KINDS = ("assembly", "unit", *sorted(PARTNER_KINDS | CLIENT_KINDS))
TAG = re.compile(r"[a-z0-9-]{1,30}")
PLACES = ("member", "office_staff", "caucus_staff", "citizen", "employee", "owner")


@dataclass(frozen=True, slots=True)
class Trust:
    """A declared delegation: who gives (an address or a telephone number, or a code), what, since when, until when."""

    delegate: ClientForm
    from_person: str
    from_organisation: str
    scopes: tuple[str, ...]
    since: date | None
    until: date | None


@dataclass
class Known:
    """The codes that a scenario may refer to: its own, and those that the installation already has."""

    organisations: set[str] = field(default_factory=set)
    calendars: set[str] = field(default_factory=set)
    sites: set[str] = field(default_factory=set)
    life_events: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)  # addresses and telephone numbers
    staff: set[str] = field(default_factory=set)  # addresses
    elements: dict[str, Element] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)  # addresses
    plans: dict[str, set[str]] = field(default_factory=dict)  # which plans each service’s plan runs


@dataclass
class Scenario:
    """Everything that a file declares, in the order in which it can be written."""

    calendars: list[CalendarForm] = field(default_factory=list)
    organisations: list[OrganisationForm] = field(default_factory=list)
    firms: list[Firm] = field(default_factory=list)
    sites: list[SiteForm] = field(default_factory=list)
    life_events: list[LifeEventForm] = field(default_factory=list)
    tags: list[TagForm] = field(default_factory=list)
    synonyms: list[SynonymsForm] = field(default_factory=list)
    services: list[ServiceForm] = field(default_factory=list)
    standards: list[StandardForm] = field(default_factory=list)
    ladders: list[LadderForm] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    staff: list[StaffForm] = field(default_factory=list)
    templates: list[MacroForm] = field(default_factory=list)
    elements: list[ElementForm] = field(default_factory=list)
    forms: list[FormForm] = field(default_factory=list)
    articles: list[Declared] = field(default_factory=list)
    questions: list[PostForm] = field(default_factory=list)  # that offices asked one another
    glossary: list[WordForm] = field(default_factory=list)
    clients: list[ClientForm] = field(default_factory=list)
    trusts: list[Trust] = field(default_factory=list)
    rules: list[RuleForm] = field(default_factory=list)
    terms: list[TermForm] = field(default_factory=list)


def scenario_of(top: Sheet, known: Known) -> Scenario:
    """Read a whole file; faults go to the sheet."""
    top.only(*SECTIONS)
    if top.row.get("version") != 1:
        top.fault("version", "only version 1 is understood")
    _gather(top, known)
    leads = Leads(known.services, known.life_events, known.articles)
    made = Scenario(
        calendars=[_calendar(sheet) for sheet in top.parts("calendars")],
        organisations=_in_order(top, [_organisation(sheet, known) for sheet in top.parts("organisations")]),
        sites=[site_of(sheet, known.organisations, known.calendars) for sheet in top.parts("sites")],
        life_events=[_life_event(sheet, index) for index, sheet in enumerate(top.parts("life_events"))],
        tags=[_tag(sheet) for sheet in top.parts("tags")],
        synonyms=[_synonyms(sheet) for sheet in top.parts("synonyms")],
        services=[service_of(sheet, known) for sheet in top.parts("services")],
        standards=[standard_of(sheet) for sheet in top.parts("standards")],
        ladders=[ladder_of(sheet, known.services) for sheet in top.parts("ladders", named="service")],
        paths=[path_of(sheet, leads) for sheet in top.parts("paths")],
        staff=[_staff(sheet, known) for sheet in top.parts("staff", named="email")],
        templates=_templates(top, known),
        glossary=[word_of(sheet) for sheet in top.parts("glossary")],
        elements=[element_of(sheet, known.organisations) for sheet in top.parts("elements")],
        articles=_articles(top, known),
        questions=[question_of(sheet, known.people) for sheet in top.parts("questions", named="person")],
    )
    tell_nesting(top, {one.code: one.plan for one in made.services}, known.plans)
    known.elements |= {one.entry.code: one.entry for one in made.elements}
    made.firms = firms_of(top, known.organisations)
    made.forms = [form_of(sheet, known.services, known.elements) for sheet in top.parts("forms", named="service")]
    for sheet in top.parts("clients", named="email"):
        client = _client(sheet, known)
        made.clients.append(client)
        made.trusts += [_trust(one, client, known) for one in sheet.parts("delegations", named="from_person")]
    _rules(top, known, made)
    for sheet in top.parts("mailboxes", named="address"):
        _address(sheet, "address")
        sheet.choice("language", LANGUAGES, optional=True)
    return made


def _templates(top: Sheet, known: Known) -> list[MacroForm]:
    named = Named(known.services, known.organisations, known.staff, known.tags)
    return [macro_of(sheet, named) for sheet in top.parts("templates")]


def _articles(top: Sheet, known: Known) -> list[Declared]:
    sheets = top.parts("articles", named="slug")
    return [article_of(sheet, known.services, known.organisations, known.staff) for sheet in sheets]


def _rules(top: Sheet, known: Known, made: Scenario) -> None:
    codes = Codes(known.services, known.organisations, known.staff, known.tags)
    made.rules = [rule_of(sheet, codes) for sheet in top.parts("rules")]
    clients = {key: one for one in made.clients for key in (one.email, one.phone) if key}
    made.terms = list(filter(None, (term_of(sheet, clients, known.organisations) for sheet in top.parts("terms"))))


def _gather(top: Sheet, known: Known) -> None:
    """Learn every code of the file first, so that a reference may look ahead; say which are given twice."""
    for section in ("organisations", "calendars", "life_events", "services"):
        getattr(known, section).update(_unique(top, section, "code"))
    known.sites |= set(_unique(top, "sites", "code"))
    _unique(top, "elements", "code")
    _unique(top, "forms", "service")
    known.tags |= set(_unique(top, "tags", "code"))
    _unique(top, "standards", "code")
    _unique(top, "rules", "code")
    _unique(top, "terms", "code")
    _unique(top, "synonyms", "code")
    _unique(top, "paths", "code")
    known.staff |= set(_unique(top, "staff", "email"))
    _unique(top, "templates", "code")
    known.articles |= set(_unique(top, "articles", "slug"))
    _unique(top, "glossary", "code")
    known.people |= set(_unique(top, "clients", "email"))
    known.people |= {str(sheet.row["phone"]) for sheet in top.parts("clients") if sheet.row.get("phone")}
    top.faults[:] = list(dict.fromkeys(top.faults))


def _unique(top: Sheet, section: str, key: str) -> list[str]:
    sheets = [sheet for sheet in top.parts(section, named=key) if sheet.row.get(key)]
    counted = Counter(str(sheet.row[key]) for sheet in sheets)
    for sheet in sheets:
        if counted[str(sheet.row[key])] > 1:
            sheet.fault(key, f"« {sheet.row[key]} » is given twice in {section}")
    return list(counted)


def _calendar(sheet: Sheet) -> CalendarForm:
    data = {key: _plain(value) for key, value in sheet.row.items() if key != "code"}
    code = sheet.text("code")
    try:
        Calendar.from_data(data, code)
    except BadCalendar as error:
        sheet.fault("", str(error))
    return CalendarForm(code=code, data=data)


def _plain(value: Any) -> Any:
    if isinstance(value, Row):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, Rows) else value


def _organisation(sheet: Sheet, known: Known) -> OrganisationForm:
    sheet.only(
        "code", "kind", "name", "jurisdiction", "parent", "caucus", "region", "rurality", "language", "place",
        "hourly_cents", "business_number", "accounts",
    )  # fmt: skip
    return OrganisationForm(
        code=sheet.text("code"), kind=sheet.choice("kind", KINDS), name=sheet.both("name"),
        jurisdiction=sheet.text("jurisdiction", optional=True), region=sheet.text("region", optional=True),
        parent=sheet.choice("parent", known.organisations, optional=True),
        caucus=sheet.choice("caucus", known.organisations, optional=True),
        rurality=sheet.choice("rurality", ("urban", "rural", "remote"), optional=True),
        language=sheet.choice("language", LANGUAGES), hourly_cents=sheet.cents("hourly_cents"),
    )  # fmt: skip


def _in_order(top: Sheet, forms: list[OrganisationForm]) -> list[OrganisationForm]:
    """Put every organisation after those it refers to."""
    own, waiting = {form.code for form in forms}, list(forms)
    placed: list[OrganisationForm] = []
    done: set[str] = set()
    while waiting:
        ready = [form for form in waiting if {form.parent, form.caucus} & own <= done]
        if not ready:
            top.fault("organisations", f"these stand above one another: {', '.join(form.code for form in waiting)}")
            return placed
        placed += ready
        done |= {form.code for form in ready}
        waiting = [form for form in waiting if form.code not in done]
    return placed


def _life_event(sheet: Sheet, position: int) -> LifeEventForm:
    sheet.only("code", "name", "summary", "icon")
    return LifeEventForm(
        code=sheet.text("code"), name=sheet.both("name"), summary=sheet.both("summary"),
        icon=sheet.text("icon", optional=True), position=position,
    )  # fmt: skip


def _synonyms(sheet: Sheet) -> SynonymsForm:
    sheet.only("code", *LANGUAGES)
    words = {language: list(sheet.texts(language)) for language in LANGUAGES}
    if sum(map(len, words.values())) < 2:
        sheet.fault("", "two words at least, such as {code: lease, fr: [bail, location], en: [lease]}")
    return SynonymsForm(code=sheet.text("code"), words=words)


def _tag(sheet: Sheet) -> TagForm:
    sheet.only("code", "name", "retired")
    if not TAG.fullmatch(code := sheet.text("code")):
        sheet.fault("code", "small letters, figures and hyphens, 30 at most")
    return TagForm(code=code, name=sheet.both("name"), retired=sheet.flag("retired", default=False))


def _staff(sheet: Sheet, known: Known) -> StaffForm:
    sheet.only("email", "given", "family", "unit", "roles", "languages", "services", "load_cap", "leads",
        "password", "site", "hours",
    )  # fmt: skip
    return StaffForm(
        email=_address(sheet, "email"), given_name=sheet.text("given"), family_name=sheet.text("family"),
        unit=sheet.choice("unit", known.organisations), roles=sheet.choices("roles", EVERY_STAFF),
        languages=sheet.choices("languages", LANGUAGES), load_cap=sheet.number("load_cap", default=40),
        leads=sheet.flag("leads", default=False),
        competences=sheet.choices("services", known.services | known.organisations),
        password=sheet.text("password", optional=True), site=sheet.choice("site", known.sites, optional=True),
        hours=hours_of(sheet),
    )  # fmt: skip


def _client(sheet: Sheet, known: Known) -> ClientForm:
    sheet.only("email", "phone", "address", "given", "family", "language", "group", "memberships", "delegations")
    if not sheet.row.get("email") and not sheet.row.get("phone") and not sheet.row.get("memberships"):
        sheet.fault("email", "give an address, a telephone number or a place: nothing else tells two people apart")
    return ClientForm(
        email=_address(sheet, "email", optional=True), phone=sheet.text("phone", optional=True),
        address=sheet.text("address", optional=True), given_name=sheet.text("given"), family_name=sheet.text("family"),
        language=sheet.choice("language", LANGUAGES), group=sheet.choice("group", GROUPS),
        places=tuple(_place(part, known) for part in sheet.parts("memberships", named="organisation")),
    )  # fmt: skip


def _place(sheet: Sheet, known: Known) -> Place:
    sheet.only("organisation", "role", "since")
    return Place(
        organisation=sheet.choice("organisation", known.organisations), role=sheet.choice("role", PLACES),
        since=sheet.day("since") or date.min,
    )  # fmt: skip


def _trust(sheet: Sheet, client: ClientForm, known: Known) -> Trust:
    sheet.only("from_person", "from_organisation", "scopes", "since", "until")
    if ("from_person" in sheet.row) == ("from_organisation" in sheet.row):
        sheet.fault("from_person", "a person or an organisation gives a delegation: name one of the two")
    return Trust(
        client, sheet.choice("from_person", known.people, optional=True),
        sheet.choice("from_organisation", known.organisations, optional=True), sheet.choices("scopes", SCOPES),
        sheet.day("since", optional=True), sheet.day("until", optional=True),
    )  # fmt: skip


def _address(sheet: Sheet, key: str, *, optional: bool = False) -> str:
    value = sheet.text(key, optional=optional)
    local, _, domain = value.partition("@")
    if value and (not local or "." not in domain or any(sign.isspace() for sign in value)):
        sheet.fault(key, f"« {value} » is not an address; write for instance first.last@example.org")
    return value
