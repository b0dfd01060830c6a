"""One cell: how the form tidies it, and what is wrong with it."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.areas.inventory.rules.columns import NO_DATA, NOT_APPLICABLE, Column, Edition, Fault, Kind

WHOLE = re.compile(r"-?[0-9]{1,18}")
YEAR = re.compile(r"(20[0-9]{2})-(20[0-9]{2})")


def tidied(column: Column, value: str, edition: Edition) -> str:
    """Return a cell as the form of today keeps it; what an earlier year published stays as it was published."""
    if edition is Edition.EARLIER:
        return value
    bare = value.strip()
    if column.kind in (Kind.COUNT, Kind.VOLUME):
        return str(int(bare)) if WHOLE.fullmatch(bare) else bare.upper()
    if column.kind is Kind.FRACTION:
        exact = decimal_of(bare)
        return bare if exact is None else f"{exact.normalize():f}"
    if column.kind in (Kind.CODES, Kind.WORDS):
        parts = parts_of(bare)
        known = [one for one in column.codes if one in parts]
        return ",".join([*known, *(one for one in parts if one not in known)])
    return bare


def parts_of(value: str) -> list[str]:
    """Return the choices that a cell holds, each once."""
    return list(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))


def faults_of(column: Column, value: str) -> list[Fault]:
    """Return what is wrong with one cell."""
    if not value.strip():
        return [_empty(column)] if column.required else []
    if "\0" in value:
        right = _("The same text without this character")
        return [Fault(column.name, "character", _("This cell holds a character that is no text."), right)]
    found = CHECKS[column.kind](column, value)
    if column.longest and len(value) > column.longest:
        found = [*found, _too_long(column, value)]
    return found


def _empty(column: Column) -> Fault:
    right = _("One of: %(codes)s") % {"codes": ", ".join(column.codes)} if column.codes else RIGHT[column.kind]
    return Fault(column.name, "required", _("This cell may not be empty."), right)


def _too_long(column: Column, value: str) -> Fault:
    words = _("This text has %(length)d characters; it may have %(longest)d.")
    right = _("A text of %(longest)d characters at most")
    numbers = {"length": len(value), "longest": column.longest}
    return Fault(column.name, "longest", words % numbers, right % numbers)


def _text(column: Column, value: str) -> list[Fault]:
    return []


def _id(column: Column, value: str) -> list[Fault]:
    if "," not in value:
        return []
    right = value.replace(",", "")
    return [Fault(column.name, "comma", _("A comma is not allowed in this number."), right)]


def _year(column: Column, value: str) -> list[Fault]:
    found = YEAR.fullmatch(value)
    if found and int(found[2]) == int(found[1]) + 1:
        return []
    return [Fault(column.name, "year", _("“%(value)s” is not a fiscal year.") % {"value": value}, RIGHT[Kind.YEAR])]


def _codes(column: Column, value: str) -> list[Fault]:
    chosen = parts_of(value) if column.kind is Kind.CODES else [value]
    wrong = [one for one in chosen if one not in column.codes]
    if not wrong:
        return []
    words = _("“%(value)s” is not among the choices.") % {"value": ", ".join(wrong)}
    near = {code.casefold(): code for code in column.codes}
    meant = [near.get(one.casefold(), "") for one in chosen]
    listed = ", ".join(column.codes)
    right = ",".join(meant) if all(meant) else _("One of: %(codes)s") % {"codes": listed}
    if column.kind is Kind.CODES and not all(meant):
        right = _("One or more of: %(codes)s") % {"codes": listed}
    return [Fault(column.name, "choice", words, right)]


def _count(column: Column, value: str) -> list[Fault]:
    if value in (NOT_APPLICABLE, NO_DATA):
        return []
    if not WHOLE.fullmatch(value):
        words = _("“%(value)s” is neither a whole number, nor NA, nor ND.") % {"value": value}
        return [Fault(column.name, "count", words, _unspaced(value) or RIGHT[Kind.COUNT])]
    return _negative(column, value)


def _volume(column: Column, value: str) -> list[Fault]:
    if not WHOLE.fullmatch(value):
        words = _("“%(value)s” is not a whole number.") % {"value": value}
        return [Fault(column.name, "whole", words, _unspaced(value) or RIGHT[Kind.VOLUME])]
    return _negative(column, value)


def _unspaced(value: str) -> str:
    """Return a number without the signs that group its digits, or nothing."""
    bare = re.sub(r"[\s,’'\u202f\u00a0]", "", value)
    return bare if WHOLE.fullmatch(bare) and re.search(r"[0-9][\s,’'\u202f\u00a0][0-9]{3}", value) else ""


def _negative(column: Column, value: str) -> list[Fault]:
    if not value.startswith("-"):
        return []
    return [Fault(column.name, "negative", _("This number may not be negative."), _("0 or more"))]


def decimal_of(value: str) -> Decimal | None:
    """Return a number written in digits, or None."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _fraction(column: Column, value: str) -> list[Fault]:
    number = decimal_of(value)
    if number is not None and 0 <= number <= 1:
        return []
    bare = decimal_of(value.rstrip(" %\u00a0").replace(",", "."))
    right = f"{bare / 100:f}" if bare is not None and 1 < bare <= 100 else RIGHT[Kind.FRACTION]
    words = _("“%(value)s” is not one number between 0 and 1.") % {"value": value}
    return [Fault(column.name, "fraction", words, right)]


def _percentage(column: Column, value: str) -> list[Fault]:
    number = decimal_of(value)
    if value == NO_DATA or (number is not None and 0 <= number <= 100):
        return []
    words = _("“%(value)s” is neither a percentage from 0 to 100, nor ND.") % {"value": value}
    return [Fault(column.name, "percentage", words, RIGHT[Kind.PERCENTAGE])]


CHECKS: dict[Kind, Callable[[Column, str], list[Fault]]] = {
    Kind.TEXT: _text, Kind.WORDS: _text, Kind.COMPUTED: _text, Kind.ID: _id, Kind.YEAR: _year, Kind.CODE: _codes,
    Kind.CODES: _codes, Kind.COUNT: _count, Kind.VOLUME: _volume, Kind.FRACTION: _fraction,
    Kind.PERCENTAGE: _percentage,
}  # fmt: skip
RIGHT = {
    Kind.TEXT: gettext_lazy("A text"),
    Kind.WORDS: gettext_lazy("One or more codes, separated by commas"),
    Kind.COMPUTED: gettext_lazy("Nothing: it is computed"),
    Kind.ID: gettext_lazy("A number without a comma"),
    Kind.YEAR: gettext_lazy("Two years that follow, such as 2025-2026"),
    Kind.CODE: gettext_lazy("One of the choices"),
    Kind.CODES: gettext_lazy("One or more of the choices"),
    Kind.COUNT: gettext_lazy("A whole number, NA (does not apply) or ND (not known)"),
    Kind.VOLUME: gettext_lazy("A whole number, 0 or more"),
    Kind.FRACTION: gettext_lazy("A fraction, such as 0.8 for 80 percent"),
    Kind.PERCENTAGE: gettext_lazy("A percentage, such as 80, or ND (not known)"),
}
