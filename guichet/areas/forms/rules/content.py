"""What a form asks: sections of questions, each with its reason, over the elements of a dictionary."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from guichet.ground.bilingual import Bilingual


class Kind(StrEnum):
    """What an answer is."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    YES_NO = "yes_no"
    ONE = "one"
    SEVERAL = "several"
    EMAIL = "email"
    PHONE = "phone"
    POSTAL = "postal"
    FILE = "file"


CHOSEN = (Kind.ONE, Kind.SEVERAL)
COUNTED = (Kind.NUMBER, Kind.AMOUNT)
SENSITIVITIES = ("public", "internal", "protected_a", "protected_b")
SOURCES = ("name", "email", "phone", "office", "language", "before")  # before: what one answered the last time
OPERATORS = ("is", "is_not", "more", "less", "answered")
MOST_REPEATS = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that a question offers."""

    code: str
    name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An entry of the dictionary: what the answer is, how secret, and where it may already be known."""

    code: str
    name: Bilingual
    kind: str
    choices: tuple[Choice, ...] = ()
    sensitivity: str = "internal"
    source: str = ""

    @staticmethod
    def of(data: Mapping[str, Any]) -> "Element":
        """Read an element from its data."""
        choices = tuple(Choice(one["code"], Bilingual(**one["name"])) for one in data.get("choices", ()))
        return Element(**{**data, "name": Bilingual(**data["name"]), "choices": choices})


@dataclass(frozen=True, slots=True)
class Condition:
    """When something shows: another answer, how it is compared, with what."""

    field: str
    op: str = "is"
    values: tuple[str, ...] = ()

    @staticmethod
    def of(data: Mapping[str, Any] | None) -> "Condition | None":
        """Read a condition from its data, or none."""
        return Condition(data["field"], data["op"], tuple(data["values"])) if data else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question: in both languages, with its help and its reason."""

    key: str
    element: str
    label: Bilingual = field(default_factory=Bilingual)
    help: Bilingual = field(default_factory=Bilingual)
    why: Bilingual = field(default_factory=Bilingual)
    required: bool = True
    when: Condition | None = None
    computed: str = ""  # an expression over other answers: nobody is asked

    @staticmethod
    def of(data: Mapping[str, Any]) -> "Field":
        """Read a question from its data."""
        texts = {name: Bilingual(**data[name]) for name in ("label", "help", "why")}
        return Field(**{**data, **texts, "when": Condition.of(data["when"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One page of questions; one that repeats is answered several times over."""

    key: str
    title: Bilingual = field(default_factory=Bilingual)
    intro: Bilingual = field(default_factory=Bilingual)
    when: Condition | None = None
    most: int = 1  # times it may be answered
    fields: tuple[Field, ...] = ()

    @property
    def repeats(self) -> bool:
        """Tell whether it is answered several times over."""
        return self.most > 1

    @staticmethod
    def of(data: Mapping[str, Any]) -> "Section":
        """Read a section from its data."""
        texts = {name: Bilingual(**data[name]) for name in ("title", "intro")}
        fields = tuple(Field.of(one) for one in data["fields"])
        return Section(**{**data, **texts, "when": Condition.of(data["when"]), "fields": fields})


@dataclass(frozen=True, slots=True)
class Content:
    """All that a version of a form asks, with the elements as they stood."""

    sections: tuple[Section, ...] = ()
    elements: Mapping[str, Element] = field(default_factory=dict)

    def data(self) -> list[dict[str, Any]]:
        """Return the sections as data."""
        return [asdict(section) for section in self.sections]

    def element(self, asked: Field) -> Element:
        """Return what an answer is; an element that is gone is read as text."""
        return self.elements.get(asked.element) or Element(code=asked.element, name=asked.label, kind=Kind.TEXT)

    def fields(self) -> Iterator[tuple[Section, Field]]:
        """Yield every question with its section."""
        for section in self.sections:
            for one in section.fields:
                yield section, one


def content_of(sections: list[Any], elements: Mapping[str, Any]) -> Content:
    """Read a form from its data."""
    known = {code: Element.of(one) for code, one in elements.items()}
    return Content(tuple(Section.of(one) for one in sections), known)
