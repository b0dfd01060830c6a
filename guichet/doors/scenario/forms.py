"""From the rows of a scenario to the dictionary and the forms: what is asked, in both languages, and why."""

from collections.abc import Collection

from guichet.areas.forms.actions import ElementForm, FormForm
from guichet.areas.forms.rules.content import (
    CHOSEN,
    OPERATORS,
    SENSITIVITIES,
    SOURCES,
    Choice,
    Condition,
    Content,
    Element,
    Field,
    Kind,
    Section,
)
from guichet.areas.forms.rules.gate import faults_of
from guichet.doors.scenario.marks import Row
from guichet.doors.scenario.sheet import Sheet
from guichet.ground.bilingual import Bilingual


def element_of(sheet: Sheet, organisations: Collection[str]) -> ElementForm:
    """Read one entry of the dictionary."""
    sheet.only("code", "name", "kind", "choices", "sensitivity", "source", "custodian", "why", "kept_months")
    kind = sheet.choice("kind", tuple(Kind))
    choices = tuple(_choice(part) for part in sheet.parts("choices"))
    if kind in CHOSEN and not choices:
        sheet.fault("choices", "missing: a choice offers answers")
    entry = Element(
        code=sheet.text("code"), name=sheet.both("name"), kind=kind, choices=choices,
        sensitivity=sheet.choice("sensitivity", SENSITIVITIES, optional=True) or "internal",
        source=sheet.choice("source", SOURCES, optional=True),
    )  # fmt: skip
    why = sheet.both("why") if sheet.inner("why") else Bilingual()
    return ElementForm(
        entry=entry, custodian=sheet.choice("custodian", organisations, optional=True), why=why,
        kept_months=sheet.number("kept_months", default=0) or None,
    )  # fmt: skip


def _choice(sheet: Sheet) -> Choice:
    sheet.only("code", "name")
    return Choice(sheet.text("code"), sheet.both("name"))


def form_of(sheet: Sheet, services: Collection[str], elements: dict[str, Element]) -> FormForm:
    """Read what one service asks; what could not be published is a fault."""
    sheet.only("service", "sections")
    before = len(sheet.faults)
    sections = tuple(_section(part, elements) for part in sheet.parts("sections", named="key"))
    content = Content(sections, elements)
    for fault in faults_of(content) if len(sheet.faults) == before else ():
        sheet.fault("sections", str(fault))
    return FormForm(service=sheet.choice("service", services), content=content)


def _section(sheet: Sheet, elements: Collection[str]) -> Section:
    sheet.only("key", "title", "intro", "when", "most", "fields")
    fields = tuple(_field(one, elements) for one in sheet.parts("fields", named="key"))
    return Section(
        key=sheet.text("key"), title=sheet.both("title"), intro=_pair(sheet, "intro"), when=_when(sheet),
        most=sheet.number("most", default=1), fields=fields,
    )  # fmt: skip


def _field(sheet: Sheet, elements: Collection[str]) -> Field:
    sheet.only("key", "element", "label", "help", "why", "required", "when", "computed")
    return Field(
        key=sheet.text("key"), element=sheet.choice("element", elements), label=sheet.both("label"),
        help=_pair(sheet, "help"), why=sheet.both("why"), required=sheet.flag("required", default=True),
        when=_when(sheet), computed=sheet.text("computed", optional=True),
    )  # fmt: skip


def _pair(sheet: Sheet, key: str) -> Bilingual:
    return sheet.both(key) if key in sheet.row else Bilingual()


def _when(sheet: Sheet) -> Condition | None:
    if not isinstance(sheet.row.get("when"), Row):
        return None
    inner = sheet.inner("when")
    assert inner is not None
    inner.only("field", "op", "values")
    return Condition(inner.text("field"), inner.choice("op", OPERATORS, optional=True) or "is", inner.texts("values"))
