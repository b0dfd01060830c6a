"""Finding acronyms that nobody explains, and showing in a text what its words mean."""

import re
from collections.abc import Collection, Iterator, Mapping
from html import escape

# Two capitals at least, and the figures after them; not inside an address, a code such as A04, or a number.
_ACRONYM = re.compile(r"(?<![\w./@-])([A-ZÀ-ÖØ-Þ]{2,}[0-9]*)(?![\w@/-]|\.\w)")
_ADDRESS = re.compile(r"\]\([^)\s]+\)|https?://\S+|\S+@\S+")
# `Treasury Board (TB)`, `TB (Treasury Board)`: the text says itself what they are.
_AFTER = re.compile(r"\w[^()\n]{3,}\(([A-ZÀ-ÖØ-Þ]{2,}[0-9]*)\)")
_BEFORE = re.compile(r"\b([A-ZÀ-ÖØ-Þ]{2,}[0-9]*) \([^()]{5,}\)")
_TAG = re.compile(r"""(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)""")
_LEFT_ALONE = ("a", "h2", "h3")


def unexplained(text: str, known: Collection[str]) -> list[str]:
    """Return the acronyms that a text uses, and that neither it nor the glossary explains, in their order."""
    plain = _ADDRESS.sub(" ", text)
    said = {*known, *_AFTER.findall(plain), *_BEFORE.findall(plain)}
    return [one for one in dict.fromkeys(_ACRONYM.findall(plain)) if one not in said]


def used_in(text: str, names: Mapping[int, str]) -> list[int]:
    """Return which of these words a text uses, in the order in which it does."""
    places = {key: found.start() for key, name in names.items() if (found := _word(name).search(text))}
    return sorted(places, key=lambda key: places[key])


def marked(html: str, names: Mapping[int, str]) -> str:
    """Return a page's text where the first use of each word opens what it means: clean HTML in, clean HTML out."""
    waiting = {key: _word(escape(name)) for key, name in names.items()}
    return "".join(_pieces(html, waiting))


def _pieces(html: str, waiting: dict[int, re.Pattern[str]]) -> Iterator[str]:
    inside = 0
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            inside += _opens(piece)
            yield piece
        else:
            yield piece if inside else _marked(piece, waiting)


def _opens(tag: str) -> int:
    name = re.split(r"[\s>]", tag.lstrip("</"))[0]
    return 0 if name not in _LEFT_ALONE else -1 if tag.startswith("</") else 1


def _marked(text: str, waiting: dict[int, re.Pattern[str]]) -> str:
    spans: list[tuple[int, int, int]] = []
    for key, pattern in waiting.items():
        found = pattern.search(text)
        if found and not any(start < found.end() and found.start() < end for start, end, _key in spans):
            spans.append((found.start(), found.end(), key))
    for start, end, key in sorted(spans, reverse=True):
        del waiting[key]
        opener = f'<button type="button" class="term" popovertarget="term-{key}">{text[start:end]}</button>'
        text = text[:start] + opener + text[end:]
    return text


def _word(name: str) -> re.Pattern[str]:
    """Return what finds a word, in the plural too; the case of an acronym counts."""
    flags = re.NOFLAG if name.isupper() else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(name)}(?:s|x|es)?(?!\w)", flags)
