"""From the rows of a scenario to templates: what each says, does, and for which requests."""

from collections.abc import Collection
from dataclasses import dataclass

from guichet.areas.macros.actions import MacroForm
from guichet.areas.macros.rules.steps import CONDITIONS, SENDS, NewMacro, Steps, Work, faults_of
from guichet.areas.tickets.rules import Channel, ResolutionCode, State
from guichet.doors.scenario.sheet import Sheet
from guichet.ground.bilingual import LANGUAGES, Bilingual

LEVELS = (1, 2, 3)
WHY = {
    "unknown": "« {said} » is not a placeholder", "nothing": "it does nothing: give sends, or something to do",
    "code": "say how the request ends", "waits": "it cannot resolve and give work that the answer waits for",
    "missing": "missing", "over": "what is resolved is not set aside",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """The codes that a template may name."""

    services: Collection[str]
    organisations: Collection[str]
    people: Collection[str]
    tags: Collection[str]


def macro_of(sheet: Sheet, known: Named) -> MacroForm:
    """Read one template; what is wrong goes to the sheet."""
    sheet.only(
        "code", "name", "unit", "words", "sends", "resolution", "when", "service", "impact", "urgency", "take", "plan",
        "task", "tag", "note", "aside", "keeper", "review",
    )  # fmt: skip
    before = len(sheet.faults)
    steps = Steps(
        service=sheet.choice("service", known.services, optional=True), impact=_level(sheet, "impact"),
        urgency=_level(sheet, "urgency"), owner="me" if sheet.flag("take", default=False) else "",
        plan=sheet.flag("plan", default=False), work=_work(sheet, known.organisations),
        tag=sheet.choice("tag", known.tags, optional=True), note=_pair(sheet, "note"),
        aside=sheet.target("aside", optional=True),
        sends=sheet.choice("sends", SENDS, optional=True),
        code=sheet.choice("resolution", tuple(ResolutionCode), optional=True),
    )  # fmt: skip
    wanted = NewMacro(
        scope="all", name=sheet.both("name"), words=_pair(sheet, "words"), steps=steps,
        conditions=_conditions(sheet, known.services), review_on=sheet.day("review", optional=True), publish=True,
    )  # fmt: skip
    for fault in faults_of(wanted) if len(sheet.faults) == before else ():
        sheet.fault(fault.field, WHY[fault.why].format(said=fault.said))
    return MacroForm(
        code=sheet.text("code"), unit=sheet.choice("unit", known.organisations, optional=True), wanted=wanted,
        keeper=sheet.choice("keeper", known.people, optional=True),
    )  # fmt: skip


def _level(sheet: Sheet, key: str) -> int:
    value = sheet.row.get(key, 0)
    if value not in (0, *LEVELS):
        sheet.fault(key, f"« {value} » is not a level: 1, 2 or 3")
        return 0
    return int(value)


def _pair(sheet: Sheet, key: str) -> Bilingual:
    return sheet.both(key) if key in sheet.row else Bilingual()


def _work(sheet: Sheet, organisations: Collection[str]) -> Work | None:
    if "task" not in sheet.row:
        return None
    inner = sheet.inner("task")
    if inner is None:
        return None
    inner.only("title", "unit", "due", "instructions", "mandatory", "fields")
    return Work(
        title=inner.both("title"), unit=inner.choice("unit", organisations), due=inner.target("due"),
        instructions=_pair(inner, "instructions"), mandatory=inner.flag("mandatory", default=True),
        shown=inner.texts("fields") or ("description",),
    )  # fmt: skip


def _conditions(sheet: Sheet, services: Collection[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if "when" not in sheet.row:
        return ()
    inner = sheet.inner("when")
    if inner is None:
        return ()
    inner.only(*CONDITIONS)
    known = {
        "service": services, "state": tuple(State), "language": LANGUAGES, "channel": tuple(Channel),
        "tier": ("lead", "participant", "support"),
    }  # fmt: skip
    return tuple((name, inner.choices(name, known[name])) for name in CONDITIONS if name in inner.row)
