"""The services of a scenario: what they are, what their sheet says, how they are delivered."""

from typing import TYPE_CHECKING

from guichet.areas.catalogue.actions import ServiceForm
from guichet.areas.catalogue.rules.plans import JOURNEYS, House
from guichet.areas.catalogue.rules.sheet import CHANNELS, EVIDENCE, SOURCES, Requirement, ServiceSheet, Way
from guichet.doors.scenario.plans import plan_of
from guichet.doors.scenario.sheet import Sheet
from guichet.ground.bilingual import LANGUAGES, Bilingual

if TYPE_CHECKING:
    from guichet.doors.scenario.reading import Known

GROUPS = ("member", "office_staff", "caucus_staff", "citizen", "business", "intermediary")
SCOPES = ("finance", "hr", "lease", "it", "security", "documents", "all")
STATES = ("draft", "review", "published", "retired")


def service_of(sheet: Sheet, known: "Known") -> ServiceForm:
    sheet.only(
        "code", "name", "summary", "tier", "nature", "owner", "calendar", "scope", "first_response", "completion",
        "confidential", "certified", "client_groups", "keywords", "life_events", "plan", "state", "sheet",
        "responsible", "review_on", "formerly", "journey",
    )  # fmt: skip
    tier = sheet.choice("tier", ("lead", "participant", "support"))
    journey = sheet.choice("journey", JOURNEYS, optional=True)
    return ServiceForm(
        code=sheet.text("code"), name=sheet.both("name"), summary=sheet.both("summary"),
        tier=tier,
        nature=sheet.choice("nature", ("service", "resource", "advice")),
        owner=sheet.choice("owner", known.organisations), calendar=sheet.choice("calendar", known.calendars),
        scope=sheet.choice("scope", SCOPES), first_response=sheet.target("first_response"),
        completion=sheet.target("completion", optional=True), confidential=sheet.flag("confidential", default=False),
        certified=sheet.flag("certified", default=False),
        client_groups=sheet.choices("client_groups", GROUPS), keywords=_keywords(sheet),
        life_events=sheet.choices("life_events", known.life_events),
        plan=plan_of(sheet, House(frozenset(known.organisations), frozenset(known.staff)), tier=tier, journey=journey),
        journey=journey,
        state=sheet.choice("state", STATES, optional=True), sheet=_told(sheet, known),
        responsible=sheet.choice("responsible", known.staff, optional=True),
        review_on=sheet.day("review_on", optional=True), formerly=sheet.texts("formerly"),
    )  # fmt: skip


def _told(sheet: Sheet, known: "Known") -> ServiceSheet | None:
    if "sheet" not in sheet.row or (inner := sheet.inner("sheet")) is None:
        return None
    inner.only(
        "audience", "outcome", "indicator", "fee", "cents", "need", "legal_basis", "recourse", "next", "synonyms",
        "related", "requirements", "channels",
    )  # fmt: skip
    return ServiceSheet(
        audience=_maybe(inner, "audience"), outcome=inner.both("outcome"), indicator=_maybe(inner, "indicator"),
        fee=inner.both("fee"), cents=inner.cents("cents"), need=_maybe(inner, "need"),
        legal_basis=_maybe(inner, "legal_basis"), recourse=_maybe(inner, "recourse"),
        next=_maybe(inner, "next"), synonyms=_synonyms(inner),
        related=inner.choices("related", known.services), requirements=_requirements(inner),
        ways=_ways(inner, known),
    )  # fmt: skip


def _maybe(sheet: Sheet, key: str) -> Bilingual:
    return sheet.both(key) if key in sheet.row else Bilingual()


def _synonyms(sheet: Sheet) -> dict[str, list[str]]:
    inner = sheet.inner("synonyms") if "synonyms" in sheet.row else None
    return {language: list(inner.texts(language)) for language in LANGUAGES} if inner else {}


def _requirements(sheet: Sheet) -> tuple[Requirement, ...]:
    found: list[Requirement] = []
    for part in sheet.parts("requirements", named="key"):
        part.only("key", "label", "why", "legal_basis", "condition", "source", "evidence")
        one = Requirement(
            key=part.text("key"), label=part.both("label"), why=part.both("why"),
            legal_basis=_maybe(part, "legal_basis"), condition=_maybe(part, "condition"),
            source=part.choice("source", SOURCES, optional=True) or "client",
            evidence=part.choice("evidence", EVIDENCE, optional=True) or "statement",
        )  # fmt: skip
        if one.key in {other.key for other in found}:
            part.fault("key", f"« {one.key} » is given twice in this sheet")
        found.append(one)
    return tuple(found)


def _ways(sheet: Sheet, known: "Known") -> tuple[Way, ...]:
    found: list[Way] = []
    for part in sheet.parts("channels"):
        part.only("code", "note", "calendar", "best")
        one = Way(
            code=part.choice("code", CHANNELS),
            note=_maybe(part, "note"),
            calendar=part.choice("calendar", known.calendars, optional=True),
            best=part.flag("best", default=False),
        )
        if one.best and any(other.best for other in found):
            part.fault("best", "another channel is the best one already: mark one only")
        found.append(one)
    return tuple(found)


def _keywords(sheet: Sheet) -> dict[str, list[str]]:
    inner = sheet.inner("keywords")
    if inner is None:
        return {}
    found = {language: list(inner.texts(language)) for language in LANGUAGES}
    for language in [one for one, words in found.items() if not words]:
        inner.fault(language, "missing")
    return found
