"""The files of the demonstration, as they are written."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parent.parent / "data"
FILES = ("scenario", "volumes", "words")

Steps = tuple[str | int, ...]


@cache
def load(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), loader)
    assert isinstance(data, dict)
    return data


def section(name: str) -> list[dict[str, Any]]:
    return list(load("scenario")[name])


def walk(node: Any, path: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Yield every node of the tree with the keys that lead to it."""
    yield path, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, (*path, index))


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield every text of one language, with where it stands."""
    for name in FILES:
        for path, node in walk(load(name)):
            if isinstance(node, str) and language in path:
                yield f"{name}: {' > '.join(map(str, path))}", node


def offices() -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in section("organisations") if row["kind"] == "office"}


def codes(name: str) -> set[str]:
    return {row["code"] for row in section(name)}
