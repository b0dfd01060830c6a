"""Addresses in words, and what an answer says of one."""

import re
from dataclasses import dataclass

LONGEST = 1000  # characters: nobody writes a longer address, and it must fit an index
LISTED = ("dead", "moved", "waiting", "all")
_MARKED = re.compile(r"\]\(([^)\s]+)\)")
_BARE = re.compile(r"https?://[^\s<>()\[\]\"«»“”]+")
_END = ".,;:!?…’'"
# The page is there: it asks who one is, or how one came, or not to be asked so often.
_GUARDED = frozenset({401, 403, 405, 406, 407, 429, 451})
_GONE_FOR_GOOD = frozenset({301, 308})
NOWHERE, REFUSED, UNREACHABLE, CIRCLE = "nowhere", "refused", "unreachable", "circle"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What looking at an address told: it leads somewhere, or why not; nothing at all when nobody could look."""

    good: bool | None
    why: str = ""
    moved_to: str = ""


def addresses_in(text: str) -> list[str]:
    """Return the addresses of pages that a text holds, each once, in its order: ours begin with a slash."""
    marked = [found for found in _MARKED.findall(text) if found.startswith(("/", "http://", "https://"))]
    bare = [found.rstrip(_END) for found in _BARE.findall(_MARKED.sub(" ", text))]
    return [one for one in dict.fromkeys([*marked, *bare]) if len(one) <= LONGEST]


def is_outside(url: str) -> bool:
    """Tell whether an address leads to somebody else's pages."""
    return not url.startswith("/") or url.startswith("//")


def judged(status: int) -> Verdict:
    """Return what the status of an answer says of an address."""
    if 200 <= status < 400 or status in _GUARDED:
        return Verdict(good=True)
    return Verdict(good=False, why=str(status))


def has_moved(status: int) -> bool:
    """Tell whether an answer says that the page is elsewhere from now on."""
    return status in _GONE_FOR_GOOD
