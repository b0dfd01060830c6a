"""The standards of a scenario (what is promised, to whom, how it is counted), and who is told how near they are."""

import re
from collections.abc import Collection

from guichet.areas.catalogue.actions import StandardForm
from guichet.areas.catalogue.rules import BadCalendar
from guichet.areas.catalogue.rules.periods import Period
from guichet.areas.catalogue.rules.standards import CHANNELS, MEASURES, SILENCES, Measure, StandardKind, StandardTerms
from guichet.areas.sla.actions import LadderForm
from guichet.areas.sla.rules.ladder import TICKET, TOLD, Rung, faults_of_ladder
from guichet.doors.scenario.sheet import Sheet
from guichet.ground.bilingual import Bilingual

CODE = re.compile(r"[a-z0-9-]{1,40}")
# What the area says of a field, for whoever keeps the file.
FAULTS = {
    "missing": "both languages are needed", "half": "write it in both languages, or in none",
    "choose": "choose one of the list", "unknown": "not known", "step": "its service has no step with this key",
    "measure": "this kind is not measured this way: timeliness takes first, update, completion, task, maximum, "
    "declared; accuracy settled, declared; access one_door, declared",
    "tasks_only": "only what is measured by task has one", "internal": "a public standard names no unit: public: false",
    "share": "a whole number from 1 to 100", "needed": "a maximum, and news, are so long: 30 d",
    "clock_only": "only first, update, completion and maximum have one, with a limit",
    "maximum_only": "only a maximum has one", "law": "say where a maximum is written, in both languages",
    "target": "not a delay such as 4 h, 5 bd or 30 d",
}  # fmt: skip


def standard_of(sheet: Sheet) -> StandardForm:
    sheet.only(
        "code", "kind", "measure", "statement", "service", "priority", "channel", "step", "unit", "share", "limit",
        "calendar", "exceptions", "suspended", "public", "law", "silence", "extension", "valid_from", "retired",
    )  # fmt: skip
    if (code := sheet.text("code")) and not CODE.fullmatch(code):
        sheet.fault("code", "small letters, figures and hyphens, 40 at most")
    terms = StandardTerms(
        kind=sheet.choice("kind", [*StandardKind]), measure=sheet.choice("measure", _measures(sheet)),
        statement=sheet.both("statement"), service=sheet.text("service", optional=True),
        priority=sheet.number("priority", default=1) if "priority" in sheet.row else None,
        channel=sheet.choice("channel", CHANNELS, optional=True), step=sheet.text("step", optional=True),
        unit=sheet.text("unit", optional=True), share=sheet.number("share", default=90),
        limit=sheet.target("limit", optional=True), calendar=sheet.text("calendar", optional=True),
        exceptions=_maybe(sheet, "exceptions"), suspended=_periods(sheet), public=sheet.flag("public", default=True),
        law=_maybe(sheet, "law"), silence=sheet.choice("silence", SILENCES, optional=True),
        extension=sheet.target("extension", optional=True), retired=sheet.flag("retired", default=False),
    )  # fmt: skip
    return StandardForm(code=code, terms=terms, valid_from=sheet.day("valid_from", optional=True))


def _measures(sheet: Sheet) -> list[str]:
    kind = str(sheet.row.get("kind"))
    return [*MEASURES[StandardKind(kind)]] if kind in set(StandardKind) else [*Measure]


def _maybe(sheet: Sheet, key: str) -> Bilingual:
    return sheet.both(key) if key in sheet.row else Bilingual()


def _periods(sheet: Sheet) -> tuple[Period, ...]:
    found = []
    for part in sheet.parts("suspended", named="from"):
        try:
            found.append(Period.from_data("suspended", dict(part.row)))
        except BadCalendar as error:
            part.fault("", str(error))
    return tuple(sorted(found))


LADDER_FAULTS = {
    "many": "one rung at least, six at most", "share": "each rung is at 1 to 400 hundredths",
    "order": "the rungs rise, each higher than the one before", "to": "each rung tells somebody of the list",
}  # fmt: skip


def ladder_of(sheet: Sheet, services: Collection[str]) -> LadderForm:
    sheet.only("what", "service", "rungs")
    what = sheet.choice("what", [*TOLD])
    parts = list(sheet.parts("rungs", named="at"))
    for part in parts:
        part.only("at", "to")
    known = TOLD.get(what, TOLD[TICKET])
    rungs = tuple(Rung(part.number("at", default=1), part.choices("to", known)) for part in parts)
    for why in faults_of_ladder(what or TICKET, rungs):
        sheet.fault("rungs", LADDER_FAULTS[why])
    return LadderForm(what=what, rungs=rungs, service=sheet.choice("service", services, optional=True))
