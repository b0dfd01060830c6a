"""What a rule may say: closed lists of what sets it off, of what it looks at, and of what it does."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from guichet.areas.tickets import facts as tickets
from guichet.areas.tickets.rules import OPEN_STATES, Channel
from guichet.ground.bilingual import LANGUAGES, Bilingual
from guichet.ground.journal.facts import Fact

# What happens to a ticket: the name that a rule gives it, and the fact of the journal that says so.
EVENTS: dict[str, type[Fact]] = {
    "opened": tickets.Opened, "sorted": tickets.Sorted, "assigned": tickets.Assigned,
    "client_wrote": tickets.ClientWrote, "tagged": tickets.Tagged, "task_done": tickets.TaskDone,
    "task_returned": tickets.TaskReturned, "undelivered": tickets.Undelivered, "resolved": tickets.Resolved,
    "reopened": tickets.Reopened, "closed": tickets.Closed,
}  # fmt: skip
EVENT_OF = {fact.kind: name for name, fact in EVENTS.items()}
DATES = ("received", "promised", "waiting", "answered")  # of a ticket
TERM = "term"  # a date in the life of a client: the end of a lease, of a contract, of a mandate
TERMS = ("lease_end", "contract_end", "mandate_end", "warranty_end", "card_expiry")
# The kind of matters that a delegation must name for whoever holds it to see such a date; of the others, all of them.
SCOPE_OF_TERM = {"lease_end": "lease", "warranty_end": "it", "card_expiry": "security"}
FARTHEST = 730  # days before or after a date

FACTS: dict[str, tuple[str, ...]] = {
    "service": (), "channel": tuple(Channel), "language": LANGUAGES, "tag": (),
    "group": ("member", "office_staff", "caucus_staff", "citizen", "business", "intermediary"),
    "state": tuple(str(one) for one in OPEN_STATES), "impact": ("1", "2", "3"), "urgency": ("1", "2", "3"),
    "owner": ("yes", "no"), "party": ("yes", "no"), "age": (), "words": (),
}  # fmt: skip
OLDEST, LONGEST = 999, 60  # days; signs of one expression
TYPED = ("age", "words")  # written, not chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What sets a rule off: something that happens, or so many days before (below 0) or after a date."""

    on: str  # of EVENTS, of DATES, or TERM
    days: int = 0
    term: str = ""

    @property
    def is_event(self) -> bool:
        """Tell whether it waits for something to happen."""
        return self.on in EVENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must be so: one of these values, or, the other way round, none of them."""

    fact: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A task to give to a unit."""

    unit: str  # its code
    title: Bilingual
    due: str = "2 bd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A request to prepare for the client."""

    service: str  # its code
    title: Bilingual
    words: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """What is done, in this order; an empty field does nothing. With a request prepared, the rest is done to it."""

    prepare: Prepared | None = None
    tag: str = ""
    impact: int = 0
    urgency: int = 0
    place: bool = False
    work: Work | None = None
    note: Bilingual = Bilingual()
    template: int = 0  # proposed to whoever is in charge

    def data(self) -> dict[str, Any]:
        """Return what a row holds of it."""
        return {name: value for name, value in asdict(self).items() if getattr(self, name) != getattr(NOTHING, name)}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Acts":
        """Read what a row holds."""
        known = dict(data)
        if "note" in known:
            known["note"] = Bilingual(**known["note"])
        if "work" in known:
            known["work"] = Work(**known["work"] | {"title": Bilingual(**known["work"]["title"])})
        if "prepare" in known:
            pairs = {name: Bilingual(**known["prepare"][name]) for name in ("title", "words")}
            known["prepare"] = Prepared(**known["prepare"] | pairs)
        return cls(**known)

    def codes(self) -> list[str]:
        """Name what it does, as a log keeps it."""
        said = {
            f"prepare:{self.prepare.service}" if self.prepare else "": self.prepare, f"tag:{self.tag}": self.tag,
            f"levels:{self.impact}/{self.urgency}": self.impact or self.urgency, "place": self.place,
            f"task:{self.work.unit}" if self.work else "": self.work, "note": self.note != Bilingual(),
            f"propose:{self.template}": self.template,
        }  # fmt: skip
        return [code for code, is_done in said.items() if is_done]


NOTHING = Acts()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """A rule as somebody wrote it."""

    name: Bilingual
    trigger: Trigger
    acts: Acts
    conditions: tuple[Condition, ...] = ()
    keeper: int | None = None
    review_on: date | None = None
    most: int = 3  # firings on one ticket


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field of a rule."""

    field: str
    why: str


def faults_of(wanted: NewRule) -> list[Fault]:
    """List what is wrong with a rule as it is written, before anything is looked up."""
    return [*_names(wanted), *_trigger(wanted), *_conditions(wanted), *_acts(wanted.acts)]


def _names(wanted: NewRule) -> list[Fault]:
    found = _missing("name", wanted.name)
    if wanted.keeper is None:
        found.append(Fault("keeper", "keeper"))
    if wanted.review_on is None:
        found.append(Fault("review_on", "review"))
    if not 1 <= wanted.most <= 20:
        found.append(Fault("most", "most"))
    return found


def _missing(name: str, pair: Bilingual) -> list[Fault]:
    return [Fault(f"{name}_{lang}", "missing") for lang in LANGUAGES if not getattr(pair, lang).strip()]


def _trigger(wanted: NewRule) -> list[Fault]:
    trigger = wanted.trigger
    if trigger.on not in (*EVENTS, *DATES, TERM):
        return [Fault("on", "unknown")]
    found = []
    if abs(trigger.days) > FARTHEST:
        found.append(Fault("days", "far"))
    if trigger.days < 0 and trigger.on in {"received", "waiting", "answered"}:
        found.append(Fault("days", "before"))
    if trigger.on == TERM and trigger.term not in TERMS:
        found.append(Fault("term", "unknown"))
    if trigger.on == TERM and wanted.acts.prepare is None:
        found.append(Fault("service", "prepare"))
    return found


def _conditions(wanted: NewRule) -> list[Fault]:
    if wanted.trigger.on == TERM and wanted.conditions:
        return [Fault("conditions", "no_ticket")]
    return [fault for place, one in enumerate(wanted.conditions) for fault in _condition(f"value_{place}", one)]


def _condition(field: str, one: Condition) -> list[Fault]:
    if one.fact not in FACTS:
        return [Fault(field, "unknown")]
    if not one.values:
        return [Fault(field, "empty")]
    if one.fact == "age" and not (one.values[0].isdecimal() and 0 < int(one.values[0]) <= OLDEST):
        return [Fault(field, "age")]
    if one.fact == "words" and any(len(words) > LONGEST for words in one.values):
        return [Fault(field, "long")]
    known = FACTS[one.fact]
    return [Fault(field, "unknown")] if known and not set(one.values) <= set(known) else []


def _acts(acts: Acts) -> list[Fault]:
    found = [Fault("tag", "nothing")] if acts == NOTHING else []
    if bool(acts.impact) != bool(acts.urgency):
        found.append(Fault("urgency" if acts.impact else "impact", "both"))
    if acts.work:
        found += _missing("title", acts.work.title)
    if acts.note != Bilingual():
        found += _missing("note", acts.note)
    if acts.prepare:
        found += [*_missing("subject", acts.prepare.title), *_missing("words", acts.prepare.words)]
    return found
