"""What keeps an entry out of the dictionary, and at which field that is said."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from guichet.areas.forms.rules.content import CHOSEN, Element
from guichet.ground.bilingual import LANGUAGES, Bilingual

CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
MOST_MONTHS = 1200
Slip = tuple[str, str]  # the field, and what is wrong with it


def slips_of(entry: Element, why: Bilingual, kept_months: int | None) -> list[Slip]:
    """Return what is missing or wrong: an entry is there in both languages, with its reason, or not at all."""
    return [*_code(entry), *_both("name", entry.name), *_both("why", why), *_choices(entry), *_kept(kept_months)]


def _code(entry: Element) -> Iterator[Slip]:
    if not CODE.fullmatch(entry.code):
        yield "code", _("Small letters, figures and hyphens, 40 at most, a letter first.")


def _both(name: str, text: Bilingual) -> Iterator[Slip]:
    for language in LANGUAGES:
        if not getattr(text, language).strip():
            yield f"{name}_{language}", _("Write it in both languages.")


def _choices(entry: Element) -> Iterator[Slip]:
    if entry.kind not in CHOSEN:
        if entry.choices:
            yield "choices", _("Only a choice offers answers.")
        return
    codes = [one.code for one in entry.choices]
    if len(codes) < 2:
        yield "choices", _("A choice offers two answers or more.")
    if len(set(codes)) < len(codes):
        yield "choices", _("Two answers have the same name.")
    if not all(one.name.is_complete and CODE.fullmatch(one.code.replace("_", "-")) for one in entry.choices):
        yield "choices", _("Each answer has a name in small letters, and its words in both languages.")


def _kept(months: int | None) -> Iterator[Slip]:
    if months is not None and not 1 <= months <= MOST_MONTHS:
        yield "kept_months", _("A number of months from 1 to %(most)s, or nothing.") % {"most": MOST_MONTHS}
