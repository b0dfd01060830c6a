"""What a template does to a ticket, as it is written down."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from guichet.areas.macros.rules.placeholders import unknown
from guichet.ground.bilingual import LANGUAGES, Bilingual

ME = "me"
SENDS = ("reply", "question", "answer")
SCOPES = ("mine", "unit", "all")
CONDITIONS = ("service", "state", "language", "channel", "tier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A task to give to a unit."""

    title: Bilingual
    unit: str  # its code
    due: str = "2 bd"
    instructions: Bilingual = Bilingual()
    mandatory: bool = True
    shown: tuple[str, ...] = ("description",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What is done, in this order; nothing is what an empty field does."""

    service: str = ""  # its code
    impact: int = 0
    urgency: int = 0
    owner: str = ""  # ME, or the id of somebody
    plan: bool = False
    work: Work | None = None
    tag: str = ""  # its code
    note: Bilingual = Bilingual()
    aside: str = ""  # for how long it is set aside, where it is in charge of whoever uses the template
    sends: str = ""  # how the words leave: see SENDS
    code: str = ""  # how the ticket ends, with an answer

    @property
    def is_nothing(self) -> bool:
        """Tell whether it changes nothing and says nothing."""
        return self == Steps()

    def data(self) -> dict[str, Any]:
        """Return what a row holds of it."""
        known = {name: value for name, value in asdict(self).items() if getattr(self, name) != getattr(NOTHING, name)}
        if self.work:
            known["work"]["shown"] = list(self.work.shown)
        return known

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Steps":
        """Read what a row holds."""
        known = dict(data) | {"note": Bilingual(**data.get("note", {}))}
        if data.get("work"):
            work = dict(data["work"])
            pairs = {name: Bilingual(**work[name]) for name in ("title", "instructions")}
            known["work"] = Work(**work | pairs | {"shown": tuple(work["shown"])})
        return cls(**known)


NOTHING = Steps()
Conditions = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMacro:
    """A template as somebody wrote it."""

    scope: str
    name: Bilingual
    words: Bilingual = Bilingual()
    steps: Steps = NOTHING
    conditions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    keeper: int | None = None
    review_on: date | None = None
    publish: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field; `said` is the part of the text that is."""

    field: str
    why: str  # missing, unknown, nothing, code, waits, over
    said: str = ""


def may_appear(conditions: Conditions, traits: Mapping[str, str]) -> bool:
    """Tell whether a template is for a ticket with these traits: every condition that names values, names its own."""
    return all(not wanted or traits.get(name, "") in wanted for name, wanted in conditions.items())


def faults_of(wanted: NewMacro) -> list[Fault]:
    """Return everything that is wrong with a template; both languages are asked for when it is to be published."""
    steps = wanted.steps
    pairs = _pairs(wanted)
    found = [
        Fault(f"{name}_{lang}", "unknown", mark)
        for name, pair in pairs.items() for lang in LANGUAGES for mark in unknown(getattr(pair, lang))
    ]  # fmt: skip
    if not (wanted.name.fr.strip() or wanted.name.en.strip()):
        found.append(Fault("name_fr", "missing"))
    elif wanted.publish:
        found += [
            Fault(f"{name}_{lang}", "missing")
            for name, pair in pairs.items() for lang in LANGUAGES if not getattr(pair, lang).strip()
        ]  # fmt: skip
    if wanted.publish and steps.is_nothing:
        found.append(Fault("sends", "nothing"))
    if steps.sends == "answer" and not steps.code:
        found.append(Fault("code", "code"))
    if steps.sends == "answer" and (steps.plan or (steps.work and steps.work.mandatory)):
        found.append(Fault("sends", "waits"))
    if steps.sends == "answer" and steps.aside:
        found.append(Fault("aside", "over"))
    return found


def _pairs(wanted: NewMacro) -> dict[str, Bilingual]:
    """Return the texts that a template needs in both languages, by name of field."""
    steps, pairs = wanted.steps, {"name": wanted.name}
    if steps.sends:
        pairs["words"] = wanted.words
    if steps.note.fr or steps.note.en:
        pairs["note"] = steps.note
    if steps.work:
        pairs["title"] = steps.work.title
        if steps.work.instructions.fr or steps.work.instructions.en:
            pairs["instructions"] = steps.work.instructions
    return pairs
