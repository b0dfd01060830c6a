"""From what somebody typed to an answer, and what is wrong with it, in a sentence."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from guichet.areas.forms.rules.content import Content, Element, Field, Kind, Section
from guichet.areas.forms.rules.showing import fields_shown, rows_of
from guichet.areas.people.rules import normal_phone

LONGEST = {Kind.LONG: 5000}
LONGEST_LINE = 300
LARGEST = Decimal("1e12")
POSTAL = re.compile(r"([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]) ?(\d[ABCEGHJ-NPRSTV-Z]\d)", re.IGNORECASE)


def tidied(element: Element, given: list[str]) -> Any:
    """Return what was typed as the answer that it is; what is not one stays as it was typed."""
    texts = [one.strip().replace("\x00", "") for one in given]
    if element.kind in (Kind.SEVERAL, Kind.FILE):
        return [one for one in texts if one]
    said = texts[0] if texts else ""
    if element.kind in (Kind.NUMBER, Kind.AMOUNT):
        return plain_number(said)
    if element.kind == Kind.POSTAL and (found := POSTAL.fullmatch(said)):
        return f"{found[1]} {found[2]}".upper()
    return said.replace("\r\n", "\n")


def plain_number(said: str) -> str:
    """Return a number however people write it, as figures and a point; what is none stays as it was typed."""
    bare = re.sub(r"[\s\u00a0\u202f$]", "", said).replace(",", ".")
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return said
    return f"{number:f}" if number.is_finite() and abs(number) < LARGEST else said


def fault_of(asked: Field, element: Element, said: Any) -> str:
    """Say what is wrong with an answer; nothing when nothing is."""
    if not said:
        return _missing(element) if asked.required and not asked.computed else ""
    return _CHECKS.get(Kind(element.kind), _wrong_length)(element, said)


def _missing(element: Element) -> str:
    if element.kind in (Kind.ONE, Kind.YES_NO):
        return _("Choose one of the answers.")
    if element.kind == Kind.SEVERAL:
        return _("Choose at least one of the answers.")
    if element.kind == Kind.FILE:
        return _("Add the document that is asked for here.")
    return _("Answer this question: we cannot go on without it.")


def _wrong_length(element: Element, said: Any) -> str:
    most = LONGEST.get(Kind(element.kind), LONGEST_LINE)
    if len(str(said)) > most:
        return _("That is too long: %(most)s characters at most. Attach the rest as a file.") % {"most": most}
    return ""


def _wrong_number(element: Element, said: Any) -> str:
    try:
        number = Decimal(str(said))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > LARGEST:
        return _("Write a number in figures, such as 12 or 12.5.")
    return _("This number cannot be less than zero.") if number < 0 else ""


def _wrong_amount(element: Element, said: Any) -> str:
    if _wrong_number(element, said):
        return _("Write an amount in figures, such as 125.50.")
    exponent = Decimal(str(said)).as_tuple().exponent
    cents = isinstance(exponent, int) and exponent >= -2
    return "" if cents else _("Write an amount to the cent, such as 125.50.")


def _wrong_date(element: Element, said: Any) -> str:
    try:
        date.fromisoformat(str(said))
    except ValueError:
        return _("Write the date as year-month-day, such as 2026-11-30.")
    return ""


def _wrong_choice(element: Element, said: Any) -> str:
    known = {"yes", "no"} if element.kind == Kind.YES_NO else {one.code for one in element.choices}
    given = said if isinstance(said, list) else [said]
    return "" if set(given) <= known else _("Choose among the answers of the list.")


def _wrong_email(element: Element, said: Any) -> str:
    try:
        validate_email(str(said))
    except ValidationError:
        return _("This address is not complete. An email address looks like name@example.org.")
    return ""


def _wrong_phone(element: Element, said: Any) -> str:
    short = len(normal_phone(str(said))) < 7
    return _("This number is too short. Include the area code.") if short else _wrong_length(element, said)


def _wrong_postal(element: Element, said: Any) -> str:
    return "" if POSTAL.fullmatch(str(said)) else _("A postal code looks like A1A 1A1.")


def _nothing_wrong(element: Element, said: Any) -> str:
    return ""


_CHECKS: dict[Kind, Callable[[Element, Any], str]] = {
    Kind.NUMBER: _wrong_number, Kind.AMOUNT: _wrong_amount, Kind.DATE: _wrong_date, Kind.YES_NO: _wrong_choice,
    Kind.ONE: _wrong_choice, Kind.SEVERAL: _wrong_choice, Kind.EMAIL: _wrong_email, Kind.PHONE: _wrong_phone,
    Kind.POSTAL: _wrong_postal, Kind.FILE: _nothing_wrong,
}  # fmt: skip


def faults_in(content: Content, section: Section, answers: Mapping[str, Any]) -> dict[tuple[int, str], str]:
    """Return what is wrong in a section: by row and question."""
    found: dict[tuple[int, str], str] = {}
    for row, given in enumerate(rows_of(section, answers)):
        for asked in fields_shown(content, section, answers, row):
            if fault := fault_of(asked, content.element(asked), given.get(asked.key)):
                found[row, asked.key] = fault
    return found


def given_on(
    content: Content, section: Section, answers: Mapping[str, Any], typed: Callable[[str], list[str]]
) -> dict[str, Any]:
    """Return what a page was told, of the questions that stood on it; documents come another way."""
    rows: list[dict[str, Any]] = []
    for index, given in enumerate(rows_of(section, answers)):
        row = dict(given) if section.repeats else {}
        for asked in fields_shown(content, section, answers, index):
            element = content.element(asked)
            if not asked.computed and element.kind != Kind.FILE:
                row[asked.key] = tidied(element, typed(name_of(section, asked, index)))
        rows.append(row)
    return {section.key: rows} if section.repeats else rows[0]


def name_of(section: Section, asked: Field, row: int) -> str:
    """Return what the control of a question is called on the page."""
    return f"{asked.key}.{row}" if section.repeats else asked.key
