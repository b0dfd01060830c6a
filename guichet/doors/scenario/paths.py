"""Guided paths of a scenario: the questions and the things they lead to."""

from collections.abc import Collection

from guichet.areas.guidance.rules import Choice, Item, Path, Question, faults
from guichet.doors.scenario.offered import GROUPS
from guichet.doors.scenario.sheet import Sheet
from guichet.ground.bilingual import Bilingual


def path_of(sheet: Sheet, services: Collection[str], life_events: Collection[str]) -> Path:
    """Read one guided path; what would stop it from being shown is a fault at its place."""
    sheet.only("code", "name", "summary", "life_event", "client_groups", "questions", "items")
    path = Path(
        code=sheet.text("code"), name=sheet.both("name"), summary=sheet.both("summary"),
        event=sheet.choice("life_event", life_events, optional=True),
        questions=tuple(_question(part) for part in sheet.parts("questions", named="key")),
        items=tuple(_item(part, services) for part in sheet.parts("items", named="key")),
        groups=sheet.choices("client_groups", GROUPS),
    )  # fmt: skip
    for where, why in faults(path):
        sheet.fault(where, why)
    return path


def _question(sheet: Sheet) -> Question:
    sheet.only("key", "text", "help", "choices", "when")
    choices = tuple(Choice(part.text("code"), part.both("label")) for part in sheet.parts("choices"))
    return Question(sheet.text("key"), sheet.both("text"), _maybe(sheet, "help"), choices, _when(sheet))


def _item(sheet: Sheet, services: Collection[str]) -> Item:
    sheet.only("key", "title", "why", "moment", "bring", "service", "when")
    return Item(
        key=sheet.text("key"), title=sheet.both("title"), why=sheet.both("why"), moment=sheet.both("moment"),
        bring=tuple(Bilingual(part.text("fr"), part.text("en")) for part in sheet.parts("bring", named="fr")),
        service=sheet.choice("service", services, optional=True), when=_when(sheet),
    )  # fmt: skip


def _maybe(sheet: Sheet, key: str) -> Bilingual:
    return sheet.both(key) if key in sheet.row else Bilingual()


def _when(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    inner = sheet.inner("when") if "when" in sheet.row else None
    return {key: inner.texts(key) for key in inner.row} if inner else {}
