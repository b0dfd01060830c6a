"""The words of the pages of services: states, fields, and how a field is laid out in both languages."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.areas.catalogue.rules.sheet import CHANNELS
from guichet.areas.people.queries import names_of_staff
from guichet.doors.office.sheetform import (
    EVIDENCE_WORDS,
    MOST_NEEDS,
    NEED_PAIRS,
    PAIRS,
    SOURCE_WORDS,
    WAY_WORDS,
    SheetForm,
)
from guichet.doors.office.writing import lang
from guichet.ground.bilingual import LANGUAGES
from guichet.ground.ui import wording

Text = str | LazyText
BLANK_NEEDS = 2  # rows left free for what is needed besides

STATES: dict[str, Text] = {
    "draft": gettext_lazy("Draft, seen by nobody outside"), "review": gettext_lazy("Being reviewed"),
    "published": gettext_lazy("Published: people can ask for it"),
    "retired": gettext_lazy("Retired: nobody can ask for it any more"),
}  # fmt: skip
MOVES: dict[str, Text] = {
    "draft": gettext_lazy("Back to draft"), "review": gettext_lazy("Hand over for review"),
    "published": gettext_lazy("Publish this service"), "retired": gettext_lazy("Retire this service"),
}  # fmt: skip
FIELDS: dict[str, Text] = {
    "state": gettext_lazy("State"), "nature": gettext_lazy("Nature"), "tier": gettext_lazy("Tier"),
    "owner": gettext_lazy("Owning unit"), "responsible": gettext_lazy("Who keeps it right"),
    "first_response": gettext_lazy("First answer promised"), "completion": gettext_lazy("Completion promised"),
    "review_on": gettext_lazy("To be read again on"), "calendar": gettext_lazy("Calendar"),
    "scope": gettext_lazy("Delegation that covers it"), "confidential": gettext_lazy("Confidential"),
    "certified": gettext_lazy("Asks for a certificate"), "client_groups": gettext_lazy("Client groups"),
    "keywords": gettext_lazy("Keywords"), "life_events": gettext_lazy("Moments of life"), "plan": gettext_lazy("Plan"),
    "cents": gettext_lazy("Sum"), "related": gettext_lazy("Related services"), "source": gettext_lazy("Source"),
    "evidence": gettext_lazy("What will do"), "note": gettext_lazy("Note"), "best": gettext_lazy("Best way"),
    "key": gettext_lazy("Key"), "code": gettext_lazy("Code"), "requirements": gettext_lazy("What is needed"),
    "ways": gettext_lazy("Ways to ask"), "due": gettext_lazy("Due"), "title": gettext_lazy("Title"),
    "unit": gettext_lazy("Unit"), "mandatory": gettext_lazy("Needed before the answer"),
    "after": gettext_lazy("After"), "fields": gettext_lazy("Fields"),
}  # fmt: skip
PLAIN_WORDS: dict[str, Text] = {
    "cents": gettext_lazy("Sum, in dollars, where it is one"),
    "related": gettext_lazy("Related services: their codes, with commas"),
    "effective_on": gettext_lazy("It takes effect on (nothing: now)"),
}  # fmt: skip
LANGUAGE_WORDS: dict[str, Text] = {"fr": gettext_lazy("in French"), "en": gettext_lazy("in English")}


@dataclass(frozen=True, slots=True)
class Box:
    """One field in one language."""

    name: str
    label: str
    lang: str
    value: str
    errors: list[str]
    rows: int


@dataclass(frozen=True, slots=True)
class Plain:
    """A field that has no language."""

    name: str
    label: Text
    kind: str
    value: str
    errors: list[str]


@dataclass(frozen=True, slots=True)
class Need:
    """A row of what is needed."""

    number: int
    boxes: list[Box]
    key: str
    source: str
    evidence: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class WayRow:
    """A channel, offered or not."""

    code: str
    words: Text
    ticked: bool
    best: bool
    boxes: list[Box]


def boxes(form: SheetForm, name: str, words: Text, rows: int) -> list[Box]:
    """Return a field once for each language."""
    return [
        Box(
            f"{name}_{lang}", f"{words}, {LANGUAGE_WORDS[lang]}", lang, form.get(f"{name}_{lang}"),
            form.errors.get(f"{name}_{lang}", []), rows,
        )
        for lang in LANGUAGES
    ]  # fmt: skip


def _plain(form: SheetForm, name: str, kind: str = "text") -> Plain:
    words: Text = PLAIN_WORDS.get(name) or FIELDS[name]
    return Plain(name, words, kind, form.get(name), form.errors.get(name, []))


def parts_of(form: SheetForm) -> dict[str, Any]:
    """Return the fields of the page, in their order."""
    filled = sum(1 for number in range(MOST_NEEDS) if f"req{number}_key" in form.said)
    needs = [
        Need(
            number,
            [box for name, words in NEED_PAIRS.items() for box in boxes(form, f"req{number}_{name}", words, 1)],
            form.get(f"req{number}_key"), form.get(f"req{number}_source") or "client",
            form.get(f"req{number}_evidence") or "statement", number >= filled,
        )
        for number in range(min(filled + BLANK_NEEDS, MOST_NEEDS))
    ]  # fmt: skip
    ways = [
        WayRow(
            code, WAY_WORDS[code], bool(form.get(f"way_{code}")), form.get("best") == code,
            boxes(form, f"way_{code}_note", _("Note"), 1),
        )
        for code in CHANNELS
    ]  # fmt: skip
    return {
        "pairs": [box for name, (words, rows) in PAIRS.items() for box in boxes(form, name, words, rows)],
        "needs": needs, "ways": ways, "ways_errors": form.errors.get("ways", []),
        "sources": list(SOURCE_WORDS.items()), "evidence": list(EVIDENCE_WORDS.items()),
        "promised": [_plain(form, name) for name in ("first_response", "completion", "cents", "related")],
        "responsible": _plain(form, "responsible"), "review": _plain(form, "review_on", "date"),
        "effect": _plain(form, "effective_on", "date"), "reread": bool(form.get("reread")),
        "wrong": sum(map(len, form.errors.values())),
    }  # fmt: skip


def field_words(path: str) -> str:
    """Say in words which field a path leads to: `sheet.requirements.notice.why.fr`."""
    known = FIELDS | {name: words for name, (words, _rows) in PAIRS.items()} | NEED_PAIRS | LANGUAGE_WORDS | WAY_WORDS
    parts = [part for part in path.split(".") if part != "sheet"]
    # A line that is wholly new or gone is one of the list's, by its key.
    return ": ".join(str(known.get(part, part)) for part in parts)


def shown_value(path: str, value: Any) -> str:
    """Write a value of a version."""
    last = path.rpartition(".")[2]
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if last == "cents":
        return wording.decimal(value / 100, lang(), 2)
    if last == "responsible":
        return names_of_staff([value]).get(value, "—")
    words: dict[str, dict[str, Text]] = {"state": STATES, "source": SOURCE_WORDS, "evidence": EVIDENCE_WORDS}
    return str(words.get(last, {}).get(value, value))
