"""What changed from one version of a form to the next, question by question."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from guichet.areas.forms.rules.content import Condition, Content
from guichet.ground.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where, what it was, what it is; nothing before what is new, nothing after what is gone."""

    place: str
    before: str
    after: str


def changes(before: Content, after: Content) -> list[Change]:
    """Return the differences, in the order of the form as it is now, then what is gone."""
    was, now = dict(_lines(before)), dict(_lines(after))
    found = [Change(place, was.get(place, ""), text) for place, text in now.items() if was.get(place, "") != text]
    return found + [Change(place, text, "") for place, text in was.items() if place not in now and text]


def _lines(content: Content) -> Iterator[tuple[str, str]]:
    for section in content.sections:
        yield from _parts(section.key, section, ("title", "intro", "when", "most"))
        for asked in section.fields:
            names = ("element", "label", "help", "why", "required", "when", "computed")
            yield from _parts(f"{section.key} · {asked.key}", asked, names)


def _parts(place: str, thing: Any, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        value = getattr(thing, name)
        if isinstance(value, Bilingual):
            yield f"{place} · {name} (fr)", value.fr
            yield f"{place} · {name} (en)", value.en
        elif isinstance(value, Condition):
            yield f"{place} · {name}", f"{value.field} {value.op} {', '.join(value.values)}".strip()
        else:
            yield f"{place} · {name}", "" if value is None else str(value)
