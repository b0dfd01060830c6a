"""Documents to take away, as a page lists them: where each is, in which language, of what kind and how heavy."""

from collections.abc import Iterable
from typing import Any

from guichet.ground.ui.places import address


def rows_of(copies: Iterable[Any], route: str) -> list[dict[str, Any]]:
    """Return a line for each document; `route` is the address that hands them out at this door."""
    return [
        {
            "pk": one.pk, "title": one.title, "url": address(route, one.token, one.language), "kind": one.kind,
            "meaning": one.meaning, "size": one.file.size, "language": one.language, "is_only": one.is_only,
        }
        for one in copies
    ]  # fmt: skip
