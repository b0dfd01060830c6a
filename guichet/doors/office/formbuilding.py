"""From the builder's page to a form, and back: everything is typed in one page, and every button is one change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from guichet.areas.forms.rules.content import MOST_REPEATS, OPERATORS, Condition, Content, Field, Section
from guichet.ground.bilingual import Bilingual

LONGEST = 1000
MOST = 40  # sections of a form, questions of a section
T = TypeVar("T")
Said = Mapping[str, str]


def written(said: Said, elements: Mapping[str, Any]) -> Content:
    """Read a whole form as it was typed, finished or not."""
    sections = tuple(_section(said, f"s{index}") for index in range(_count(said, "sections")))
    return Content(sections, elements)


def _count(said: Said, name: str) -> int:
    text = said.get(name, "")
    return min(int(text), MOST) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _text(said: Said, name: str) -> str:
    return said.get(name, "").replace("\x00", "").strip()[:LONGEST]


def _both(said: Said, name: str) -> Bilingual:
    return Bilingual(_text(said, f"{name}_fr"), _text(said, f"{name}_en"))


def _section(said: Said, at: str) -> Section:
    fields = tuple(_field(said, f"{at}-f{index}") for index in range(_count(said, f"{at}-fields")))
    return Section(
        key=_text(said, f"{at}-key"), title=_both(said, f"{at}-title"), intro=_both(said, f"{at}-intro"),
        when=_when(said, at), most=min(_count(said, f"{at}-most") or 1, MOST_REPEATS), fields=fields,
    )  # fmt: skip


def _field(said: Said, at: str) -> Field:
    return Field(
        key=_text(said, f"{at}-key"), element=_text(said, f"{at}-element"), label=_both(said, f"{at}-label"),
        help=_both(said, f"{at}-help"), why=_both(said, f"{at}-why"), required=f"{at}-required" in said,
        when=_when(said, at), computed=_text(said, f"{at}-computed"),
    )  # fmt: skip


def _when(said: Said, at: str) -> Condition | None:
    field, op = _text(said, f"{at}-when"), said.get(f"{at}-op", "is")
    values = tuple(one.strip() for one in _text(said, f"{at}-values").split(",") if one.strip())
    return Condition(field, op if op in OPERATORS else "is", values) if field else None


def changed(content: Content, act: str) -> Content:
    """Make the one change that a button asks for: `section`, `add 0`, `up 0 1`, `down 0`, `drop 0 1`."""
    verb, *places = act.split()
    at = [int(one) for one in places if one.isascii() and one.isdigit() and len(one) < 4]
    sections = content.sections
    if verb == "section":
        return replace(content, sections=(*sections, Section(key=_free("page", [one.key for one in sections]))))
    if not at or at[0] >= len(sections):
        return content
    if len(at) == 1 and verb != "add":
        return replace(content, sections=_moved(sections, verb, at[0]))
    section = sections[at[0]]
    fields = _moved(section.fields, verb, at[1]) if len(at) > 1 else (*section.fields, _new(content))
    held = [replace(one, fields=fields) if index == at[0] else one for index, one in enumerate(sections)]
    return replace(content, sections=tuple(held))


def _new(content: Content) -> Field:
    first = next(iter(content.elements), "")
    return Field(key=_free("question", [one.key for _section, one in content.fields()]), element=first)


def _free(stem: str, taken: Sequence[str]) -> str:
    return next(name for number in range(1, MOST * MOST) if (name := f"{stem}_{number}") not in taken)


def _moved(rows: tuple[T, ...], verb: str, at: int) -> tuple[T, ...]:
    held = list(rows)
    if at >= len(held):
        return rows
    one = held.pop(at)
    if verb == "drop":
        return tuple(held)
    held.insert(max(at - 1, 0) if verb == "up" else at + 1, one)
    return tuple(held)
