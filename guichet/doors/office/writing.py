"""Figures in words: how each kind of number is written, and where it leads."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet.areas.metrics.queries import Figure
from guichet.areas.metrics.rules import Kind, Known
from guichet.areas.metrics.rules.quarters import Quarter
from guichet.doors.office.address import Wanted
from guichet.ground.ui import wording


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and where they lead, if anywhere."""

    text: str
    url: str = ""


def lang() -> str:
    """Return the language of the page."""
    return wording.language(get_language())


def number(value: float) -> str:
    """Write a number."""
    return wording.decimal(value, lang())


def quarter_name(written: str) -> str:
    """Write the name of a quarter."""
    one = Quarter.of(written)
    return _("Q%(quarter)s %(year)s") % {"quarter": one.number, "year": one.year} if one else written


def list_url(wanted: Wanted, code: str) -> str:
    """Return the address of the list of a set."""
    return reverse("office-list", args=[code]) + wanted.query()


def hours(length: timedelta) -> str:
    """Write business time in hours: a business day is not twenty-four of them."""
    count = length / timedelta(hours=1)
    return f"{wording.decimal(round(count, 1 if count < 10 else 0), lang())}{wording.NBSP}h"


def ratio_of(value: float) -> str:
    """Write how many times one is the other, to the hundredth."""
    text = f"{value:.2f}"
    return text.replace(".", ",") if lang() == "fr" else text


def value_of(figure: Figure) -> str:
    """Write the value of a figure: a count, a rate, a score, two delays, or why there is none."""
    if figure.hidden:
        return _("withheld")
    if figure.delays:
        half, most = figure.delays.business
        return f"{hours(half)} · {hours(most)}"
    if figure.known != Known.VALUE:
        return _("no data") if figure.known == Known.NO_DATA else _("not applicable")
    if figure.value is None:
        return number(0)
    if figure.definition.kind == Kind.RATE:
        return wording.percent(figure.value, lang())
    return number(round(figure.value))
