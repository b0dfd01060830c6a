"""What an article says, from the little Markdown that people write to what others read; and when it is too old."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import unified_diff
from html import escape

import nh3

from guichet.ground.bilingual import LANGUAGES, Bilingual

TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a"}
SCHEMES = {"https", "mailto", "tel"}
_BLANK = re.compile(r"\n\s*\n")
_BULLET, _NUMBER = re.compile(r"[-*] +"), re.compile(r"\d+[.)] +")
_HEADING = re.compile(r"(#{1,3}) +")
_STRONG, _EM = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"(?<!\*)\*([^*\s][^*]*)\*(?!\*)")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_OF_DOCUMENT = re.compile(r"/documents/([A-Za-z0-9_-]{1,32})/(fr|en)/")
_OF_ARTICLE = re.compile(r"/articles/([a-z0-9-]{1,60})/?")


def html_of(text: str) -> str:
    """Return a text as a page shows it: headings, lists, emphasis and links, and nothing else whatever was written."""
    made = "".join(_block(block.strip("\n")) for block in _BLANK.split(text.replace("\r\n", "\n")) if block.strip())
    return nh3.clean(made, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener")


def _block(block: str) -> str:
    lines = [line.strip() for line in block.splitlines()]
    if heading := _HEADING.match(lines[0]):
        level = "h3" if len(heading[1]) == 3 else "h2"
        rest = "\n".join(lines[1:])
        return f"<{level}>{_inline(lines[0][heading.end() :])}</{level}>" + (_block(rest) if rest.strip() else "")
    for tag, mark in (("ul", _BULLET), ("ol", _NUMBER)):
        if mark.match(lines[0]):
            return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in _items(lines, mark))}</{tag}>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _items(lines: list[str], mark: re.Pattern[str]) -> Iterator[str]:
    """Yield the items of a list; a line without a mark goes on with the item before it."""
    item = ""
    for line in lines:
        if found := mark.match(line):
            if item:
                yield item
            item = line[found.end() :]
        else:
            item = f"{item} {line}"
    yield item


def _inline(text: str) -> str:
    safe = _LINK.sub(r'<a href="\2">\1</a>', escape(text))
    return _EM.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", safe))


def plain_of(text: str, *, base: str = "") -> str:
    """Return a text as a letter says it; an address of ours becomes a whole one."""

    def link(found: re.Match[str]) -> str:
        return f"{found[1]} ({base}{found[2]})" if found[2].startswith("/") else f"{found[1]} ({found[2]})"

    lines = (_HEADING.sub("", line, count=1) for line in text.replace("\r\n", "\n").splitlines())
    return _EM.sub(r"\1", _STRONG.sub(r"\1", _LINK.sub(link, "\n".join(lines)))).strip()


def words_of(text: str) -> str:
    """Return the words of a text alone, without its marks and without where its links lead."""
    return plain_of(_LINK.sub(r"\1", text))


def named_in(text: str) -> set[str]:
    """Return the articles whose address a text holds."""
    return set(_OF_ARTICLE.findall(text))


def documents_in(text: str) -> list[tuple[str, str]]:
    """Return the documents whose address a text holds, each once: its token and its language."""
    return list(dict.fromkeys(_OF_DOCUMENT.findall(text)))


def is_stale(review_on: date | None, on: date) -> bool:
    """Tell whether somebody should have read an article again by now."""
    return review_on is not None and review_on < on


def merged(present: Bilingual, wanted: Bilingual, base: Bilingual) -> Bilingual:
    """Return the present text with what a change really changed: language by language."""
    changed = (lang for lang in LANGUAGES if getattr(wanted, lang) != getattr(base, lang))
    return replace(present, **{lang: getattr(wanted, lang) for lang in changed})


def merged_list(present: list[int], wanted: list[int], base: list[int]) -> list[int]:
    """Return the present list with what a change really added or took out."""
    kept = [one for one in present if one in wanted or one not in base]
    return kept + [one for one in wanted if one not in base and one not in kept]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comparison: `+` is new, `-` is gone, a space is as it was."""

    sign: str
    text: str


def compared(before: str, after: str) -> list[Line]:
    """Return what changed between two texts, line by line, with two lines around."""
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    return [Line(line[0], line[1:]) for line in lines if line[:3] not in {"---", "+++"} and line[:2] != "@@"]
