"""From the rows of a scenario to rules, and to the dates of clients that some of them wait for."""

from collections.abc import Collection
from dataclasses import dataclass

from guichet.areas.automation.actions import RuleForm, TermForm
from guichet.areas.automation.rules.spec import (
    DATES,
    EVENTS,
    FACTS,
    FARTHEST,
    TERM,
    TERMS,
    Acts,
    Condition,
    NewRule,
    Prepared,
    Trigger,
    Work,
    faults_of,
)
from guichet.areas.people.actions import ClientForm
from guichet.doors.scenario.sheet import Sheet
from guichet.ground.bilingual import Bilingual

MODES = ("off", "trial", "active", "retired")
LEVELS = (0, 1, 2, 3)
WHY = {
    "before": "nobody knows that day beforehand: give 0 or more", "nothing": "it does nothing: say what is done",
    "prepare": "on a date of a client there is no request yet: say which one to prepare",
    "no_ticket": "on a date of a client there is no request yet: take the conditions out",
    "both": "impact and urgency go together", "age": "one whole number of days, from 1 to 999, between quotes",
    "empty": "name one value at least", "long": "at most 60 signs each", "most": "from 1 to 20 times",
    "review": "missing: the day on which it is read again",
}  # fmt: skip
WHERE = {"days": "when", "term": "when", "conditions": "if", "most": "most", "review_on": "review"}


@dataclass(frozen=True, slots=True)
class Codes:
    """What a rule may refer to."""

    services: Collection[str]
    organisations: Collection[str]
    staff: Collection[str]
    tags: Collection[str]


def rule_of(sheet: Sheet, known: Codes) -> RuleForm:
    """Read one rule; what is wrong goes to the sheet."""
    sheet.only("code", "name", "mode", "when", "if", "then", "keeper", "review", "most")
    before = len(sheet.faults)
    keeper = sheet.choice("keeper", known.staff)
    wanted = NewRule(
        name=sheet.both("name"), trigger=_trigger(sheet), acts=_acts(sheet, known),
        conditions=tuple(_condition(part, known) for part in sheet.parts("if", named="fact")),
        keeper=0, review_on=sheet.day("review", optional=True), most=sheet.number("most", default=3),
    )  # fmt: skip
    for fault in faults_of(wanted) if len(sheet.faults) == before else ():
        where = "if" if fault.field.startswith("value_") else WHERE.get(fault.field, "then")
        sheet.fault(where, WHY.get(fault.why, "not known here"))
    return RuleForm(code=sheet.text("code"), wanted=wanted, mode=sheet.choice("mode", MODES), keeper=keeper)


def _trigger(sheet: Sheet) -> Trigger:
    inner = sheet.inner("when")
    if inner is None:
        return Trigger(on="opened")
    inner.only("what", "days", "term")
    days = inner.row.get("days", 0)
    if isinstance(days, bool) or not isinstance(days, int) or abs(days) > FARTHEST:
        inner.fault("days", f"« {days} » is not a number of days; write for instance -180")
        days = 0
    on = inner.choice("what", (*EVENTS, *DATES, TERM))
    return Trigger(on=on, days=days, term=inner.choice("term", TERMS, optional=on != TERM))


def _condition(sheet: Sheet, known: Codes) -> Condition:
    sheet.only("fact", "values", "not")
    fact = sheet.choice("fact", tuple(FACTS))
    allowed = {"service": known.services, "tag": known.tags}.get(fact, FACTS.get(fact, ()))
    values = sheet.choices("values", allowed) if allowed else sheet.texts("values")
    return Condition(fact=fact, values=values, negated=sheet.flag("not", default=False))


def _acts(sheet: Sheet, known: Codes) -> Acts:
    inner = sheet.inner("then")
    if inner is None:
        return Acts(place=True)
    inner.only("tag", "impact", "urgency", "place", "task", "note", "prepare")
    return Acts(
        prepare=_prepared(inner, known), tag=inner.choice("tag", known.tags, optional=True),
        impact=_level(inner, "impact"), urgency=_level(inner, "urgency"), place=inner.flag("place", default=False),
        work=_work(inner, known), note=inner.both("note") if "note" in inner.row else Bilingual(),
    )  # fmt: skip


def _level(sheet: Sheet, key: str) -> int:
    value = sheet.row.get(key, 0)
    if value not in LEVELS:
        sheet.fault(key, f"« {value} » is not a level: 1, 2 or 3")
        return 0
    return int(value)


def _work(sheet: Sheet, known: Codes) -> Work | None:
    inner = sheet.inner("task") if "task" in sheet.row else None
    if inner is None:
        return None
    inner.only("unit", "title", "due")
    return Work(
        unit=inner.choice("unit", known.organisations), title=inner.both("title"), due=inner.target("due")
    )  # fmt: skip


def _prepared(sheet: Sheet, known: Codes) -> Prepared | None:
    inner = sheet.inner("prepare") if "prepare" in sheet.row else None
    if inner is None:
        return None
    inner.only("service", "title", "words")
    return Prepared(
        service=inner.choice("service", known.services), title=inner.both("title"), words=inner.both("words")
    )  # fmt: skip


def term_of(sheet: Sheet, clients: dict[str, ClientForm], organisations: Collection[str]) -> TermForm | None:
    """Read one date of a client, who is one of the same file."""
    sheet.only("code", "kind", "client", "organisation", "day")
    client, on = sheet.choice("client", clients), sheet.day("day")
    kind = sheet.choice("kind", TERMS)
    place = sheet.choice("organisation", organisations, optional=True)
    if not client or on is None:
        return None
    return TermForm(code=sheet.text("code"), kind=kind, client=clients[client], organisation=place, on=on)
