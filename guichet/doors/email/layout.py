"""Laying a letter out as its reader prefers."""

import re
from collections.abc import Collection

LARGER = 1.5
_SIZE = re.compile(r"(\d+)px/(\d+)px")  # of letters, of lines


def laid_out(html: str, formats: Collection[str]) -> str:
    """Return the page of a letter in larger letters, or no page at all for who prefers words alone."""
    if "text" in formats:
        return ""
    return _SIZE.sub(_larger, html) if "large" in formats else html


def _larger(found: re.Match[str]) -> str:
    letters, lines = (round(int(size) * LARGER) for size in found.groups())
    return f"{letters}px/{lines}px"
