"""Guided paths of a scenario: the questions and the things they lead to."""

from collections.abc import Collection
from dataclasses import dataclass

from guichet.areas.guidance.rules import Calculator, Choice, Item, Path, Question, faults
from guichet.doors.scenario.offered import GROUPS
from guichet.doors.scenario.sheet import Sheet
from guichet.ground.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Leads:
    """The codes that a path may lead to."""

    services: Collection[str]
    life_events: Collection[str]
    articles: Collection[str] = ()


def path_of(sheet: Sheet, known: Leads) -> Path:
    """Read one guided path, or a guide; what would stop it from being shown is a fault at its place."""
    sheet.only("code", "name", "summary", "life_event", "client_groups", "service", "questions", "items")
    path = Path(
        code=sheet.text("code"), name=sheet.both("name"), summary=sheet.both("summary"),
        event=sheet.choice("life_event", known.life_events, optional=True),
        questions=tuple(_question(part) for part in sheet.parts("questions", named="key")),
        items=tuple(_item(part, known) for part in sheet.parts("items", named="key")),
        groups=sheet.choices("client_groups", GROUPS),
        service=sheet.choice("service", known.services, optional=True),
    )  # fmt: skip
    for where, why in faults(path):
        sheet.fault(where, why)
    return path


def _question(sheet: Sheet) -> Question:
    sheet.only("key", "text", "help", "choices", "when")
    choices = tuple(Choice(part.text("code"), part.both("label")) for part in sheet.parts("choices"))
    return Question(sheet.text("key"), sheet.both("text"), _maybe(sheet, "help"), choices, _when(sheet))


def _item(sheet: Sheet, known: Leads) -> Item:
    sheet.only("key", "title", "why", "moment", "bring", "service", "article", "calculator", "when")
    return Item(
        key=sheet.text("key"), title=sheet.both("title"), why=sheet.both("why"), moment=sheet.both("moment"),
        bring=tuple(Bilingual(part.text("fr"), part.text("en")) for part in sheet.parts("bring", named="fr")),
        service=sheet.choice("service", known.services, optional=True), when=_when(sheet),
        article=sheet.choice("article", known.articles, optional=True), calculator=_calculator(sheet),
    )  # fmt: skip


def _calculator(sheet: Sheet) -> Calculator | None:
    inner = sheet.inner("calculator") if "calculator" in sheet.row else None
    if inner is None:
        return None
    inner.only("inputs", "formula", "result")
    inputs = tuple(Choice(part.text("code"), part.both("label")) for part in inner.parts("inputs"))
    return Calculator(inputs, inner.text("formula"), inner.both("result"))


def _maybe(sheet: Sheet, key: str) -> Bilingual:
    return sheet.both(key) if key in sheet.row else Bilingual()


def _when(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    inner = sheet.inner("when") if "when" in sheet.row else None
    return {key: inner.texts(key) for key in inner.row} if inner else {}
