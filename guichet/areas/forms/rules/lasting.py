"""How long an answer is kept once its matter is over, and what goes when that time has run."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from guichet.areas.forms.rules.content import Content


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_of(kept: Mapping[str, int], *, ended_on: date, on: date) -> set[str]:
    """Return the elements whose time has run: `kept` says for how many months after the end each is kept."""
    return {code for code, months in kept.items() if months_after(ended_on, months) <= on}


def keys_of(content: Content, elements: Collection[str]) -> set[str]:
    """Return the questions that ask for some elements."""
    return {asked.key for _section, asked in content.fields() if asked.element in elements}


def held_of(
    content: Content, said: Mapping[str, Any], left: Iterable[Mapping[str, Any]], due: Collection[str]
) -> set[str]:
    """Return which of some elements answers still hold something of."""
    keys = _keys_in(content, said)
    held = {asked.element for _section, asked in content.fields() if asked.key in keys and asked.element in due}
    return held | {one["element"] for one in left if one.get("element") in due}


def _keys_in(content: Content, said: Mapping[str, Any]) -> set[str]:
    rows = (said.get(one.key) or [] for one in content.sections if one.repeats)
    times = [time for found in rows if isinstance(found, list) for time in found]
    return {key for row in (said, *times) if isinstance(row, Mapping) for key, value in row.items() if value}


def rid(content: Content, said: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    """Return answers without those to some questions, in sections that repeat too."""
    repeating = {one.key for one in content.sections if one.repeats}
    return {
        key: [_without(row, keys) for row in value] if key in repeating and isinstance(value, list) else value
        for key, value in said.items()
        if key not in keys
    }


def _without(row: Any, keys: Collection[str]) -> Any:
    return {key: value for key, value in row.items() if key not in keys} if isinstance(row, Mapping) else row
