"""Where pages are: a door that an installation leaves out has no address, and nothing leads to it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse

Places = Sequence[tuple[str, tuple[str, ...]]]  # the name of a page, the roles that have it


def address(name: str, *args: str) -> str:
    """Return the address of a page, or nothing where an installation leaves its door out."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def links(
    places: Places, has: Callable[..., bool], *, words: Mapping[str, str], here: str, counts: Mapping[str, int] = {}
) -> list[dict[str, Any]]:
    """Return the links to the places that somebody has, as a bar shows them; `here` is the page being read."""
    open_to = [(name, address(name)) for name, roles in places if has(*roles)]
    return [
        {"url": url, "label": words[name], "current": name == here, "count": counts.get(name, 0)}
        for name, url in open_to
        if url
    ]
