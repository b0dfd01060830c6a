"""What the sheet of a service says beyond its name: what is needed and why, by which ways, what it costs, what for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from guichet.ground.bilingual import LANGUAGES, Bilingual

SOURCES = ("client", "known", "partner")  # who gives it: the client, what the house knows already, somebody else
EVIDENCE = ("document", "photo", "number", "statement", "identity")
CHANNELS = ("phone", "web", "email", "counter", "mail", "visit")


def pair_of(data: Any) -> Bilingual:
    """Read a text in both languages."""
    return Bilingual(fr=data.get("fr", ""), en=data.get("en", "")) if isinstance(data, Mapping) else Bilingual()


def _pair(text: Bilingual) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Something that a service needs, and why: nothing is asked without its reason (CAT-05)."""

    key: str
    label: Bilingual
    why: Bilingual = Bilingual()
    legal_basis: Bilingual = Bilingual()
    condition: Bilingual = Bilingual()  # when it is needed; nothing: always
    source: str = "client"
    evidence: str = "statement"

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_data` wrote."""
        texts = {name: pair_of(data.get(name)) for name in ("label", "why", "legal_basis", "condition")}
        return cls(key=data["key"], source=data["source"], evidence=data["evidence"], **texts)

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A channel by which a service can be asked for, with what makes it work best there."""

    code: str
    note: Bilingual = Bilingual()
    calendar: str = ""  # its hours; nothing: those of the service
    best: bool = False

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_data` wrote."""
        return cls(code=data["code"], note=pair_of(data["note"]), calendar=data["calendar"], best=data["best"])

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}


PAIRS = ("audience", "outcome", "indicator", "fee", "need", "legal_basis", "recourse", "next")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSheet:
    """The sheet of a service. Everything may still be missing; the gate says what must be there to be published."""

    audience: Bilingual = Bilingual()  # for whom, in a sentence
    outcome: Bilingual = Bilingual()  # what is different for the client at the end
    indicator: Bilingual = Bilingual()  # how one knows that it is
    fee: Bilingual = Bilingual()  # what it costs, in words
    cents: int | None = None  # what it costs, where that is one sum; 0 is free
    need: Bilingual = Bilingual()  # what shows that people need it
    legal_basis: Bilingual = Bilingual()
    recourse: Bilingual = Bilingual()  # what may be done about a refusal
    next: Bilingual = Bilingual()  # what happens next, one step a line
    synonyms: dict[str, list[str]] = field(default_factory=dict)
    related: tuple[str, ...] = ()  # codes of services
    requirements: tuple[Requirement, ...] = ()
    ways: tuple[Way, ...] = ()

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_data` wrote; what is not there yet is empty."""
        synonyms = data.get("synonyms") or {}
        return cls(
            **{name: pair_of(data.get(name)) for name in PAIRS}, cents=data.get("cents"),
            synonyms={language: list(synonyms.get(language, [])) for language in LANGUAGES},
            related=tuple(data.get("related", ())),
            requirements=tuple(map(Requirement.from_data, data.get("requirements", ()))),
            ways=tuple(map(Way.from_data, data.get("ways", ()))),
        )  # fmt: skip

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        data = {one.name: _plain(getattr(self, one.name)) for one in fields(self)}
        data["synonyms"] = {language: list(self.synonyms.get(language, [])) for language in LANGUAGES}
        return data

    @property
    def best(self) -> Way | None:
        """Return the way marked as the best one."""
        return next((way for way in self.ways if way.best), None)


def _plain(value: Any) -> Any:
    if isinstance(value, Bilingual):
        return _pair(value)
    if isinstance(value, tuple):
        return [one.to_data() if hasattr(one, "to_data") else one for one in value]
    return value
