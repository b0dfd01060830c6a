"""Which questions show for what was answered so far, and what those answers are worth."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from guichet.areas.forms.rules.content import Condition, Content, Field, Section
from guichet.areas.forms.rules.sums import NotASum, total

Answers = dict[str, Any]


def holds(condition: Condition | None, known: Mapping[str, Any]) -> bool:
    """Tell whether a condition holds; what was not answered is, of everything, only different."""
    if condition is None:
        return True
    said = known.get(condition.field)
    if condition.op == "answered":
        return bool(said)
    if condition.op in ("more", "less"):
        return _compares(said, condition)
    given = said if isinstance(said, list) else [said]
    return any(one in condition.values for one in given) == (condition.op == "is")


def _compares(said: Any, condition: Condition) -> bool:
    try:
        given, bound = Decimal(str(said)), Decimal(condition.values[0])
        return given > bound if condition.op == "more" else given < bound
    except (InvalidOperation, IndexError):
        return False


def rows_of(section: Section, answers: Mapping[str, Any]) -> list[Answers]:
    """Return how a section was answered, once or several times; at least one row to fill."""
    if not section.repeats:
        return [dict(answers)]
    rows = answers.get(section.key)
    kept: list[Answers] = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    return kept[: section.most] or [{}]


def live(content: Content, answers: Mapping[str, Any]) -> Answers:
    """Keep the answers to the questions that show, and compute what is computed: what a form says in the end."""
    known: Answers = {}
    for section in content.sections:
        if not holds(section.when, known):
            continue
        if section.repeats:
            rows = [_row(section, one, known) for one in rows_of(section, answers)]
            known[section.key] = [one for one in rows if one]
            for asked in section.fields:
                known[f"sum {asked.key}"] = [one[asked.key] for one in known[section.key] if one.get(asked.key)]
        else:
            known |= _row(section, answers, known)
    return {key: value for key, value in known.items() if not key.startswith("sum ")}


def _row(section: Section, given: Mapping[str, Any], known: Answers) -> Answers:
    row: Answers = {}
    for asked in section.fields:
        around = known | row
        if holds(asked.when, around):
            value = computed(asked, around) if asked.computed else given.get(asked.key)
            row |= {asked.key: value} if value else {}
    return row


def computed(asked: Field, known: Mapping[str, Any]) -> str:
    """Return what an answer is computed to be; nothing while it cannot be."""
    try:
        return total(asked.computed, known)
    except NotASum:
        return ""


def around_of(content: Content, answers: Mapping[str, Any], row: Mapping[str, Any]) -> Answers:
    """Return what the questions of a row may look at: what the form says, and the row itself."""
    said = live(content, answers)
    sums: Answers = {}
    for section, asked in content.fields():
        if section.repeats:
            sums[f"sum {asked.key}"] = [one[asked.key] for one in said.get(section.key, []) if one.get(asked.key)]
    return said | sums | {key: value for key, value in row.items() if key not in said}


def fields_shown(content: Content, section: Section, answers: Mapping[str, Any], row: int = 0) -> list[Field]:
    """Return the questions of a section that show, for one of its rows."""
    known = around_of(content, answers, {})
    shown: list[Field] = []
    given = rows_of(section, answers)
    mine = given[row] if row < len(given) else {}
    for asked in section.fields:
        if holds(asked.when, known):
            shown.append(asked)
            if section.repeats and not asked.computed:
                known |= {asked.key: mine.get(asked.key)}
    return shown


def sections_shown(content: Content, answers: Mapping[str, Any]) -> list[Section]:
    """Return the sections that show."""
    said = live(content, answers)
    return [one for one in content.sections if holds(one.when, said)]
