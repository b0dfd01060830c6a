"""Places in a text that take a value of the ticket. No logic in them, and what they are given is never read again."""

import re
import unicodedata
from collections.abc import Mapping

# What each is called between braces, in French and in English.
NAMES = {
    "person": ("personne", "person"), "office": ("bureau", "office"), "number": ("numéro", "number"),
    "title": ("objet", "subject"), "service": ("service", "service"), "promise": ("promesse", "promise"),
    "owner": ("responsable", "owner"), "me": ("moi", "me"), "link": ("lien", "link"),
    "blank": ("préciser", "specify"),  # never has a value: whoever sends writes it
}  # fmt: skip
_MARK = re.compile(r"\{([^\W\d_]{1,20})\}")


def _folded(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


_CODES = {_folded(name): code for code, names in NAMES.items() for name in names}


def in_words(code: str, language: str) -> str:
    """Write a placeholder as one types it."""
    return f"{{{NAMES[code][language.startswith('en')]}}}"


def filled(text: str, values: Mapping[str, str], *, empty: str | None = None) -> str:
    """Put values in their places, once; a place without a value stays as it is, or becomes `empty`."""

    def value(mark: re.Match[str]) -> str:
        code = _CODES.get(_folded(mark[1]))
        if code is None:
            return mark[0]
        return values.get(code) or (mark[0] if empty is None else empty)

    return _MARK.sub(value, text)


def unfilled(text: str) -> list[str]:
    """Return the places of a text that have no value yet, as they are written."""
    return list(dict.fromkeys(mark[0] for mark in _MARK.finditer(text) if _folded(mark[1]) in _CODES))


def unknown(text: str) -> list[str]:
    """Return what looks like a placeholder and is none: a typing slip."""
    return list(dict.fromkeys(mark[0] for mark in _MARK.finditer(text) if _folded(mark[1]) not in _CODES))
