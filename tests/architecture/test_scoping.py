"""What only some may see is read through `visible_to(viewer)`, and nowhere around it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from guichet.ground.access import GuardedManager
from tests.architecture import sources

# Where an area may read its own scoped tables bare.
INSIDE = {"actions", "queries", "readers", "models", "access"}


def scoped_models() -> dict[str, type[Model]]:
    return {
        model.__name__: model for model in apps.get_models() if isinstance(model._meta.default_manager, GuardedManager)
    }


def uses(path: Path) -> Iterator[ast.Attribute]:
    """Find `Model.objects`, `Model.rows` and the back doors to them."""
    for node in ast.walk(sources.tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node


def is_inside(path: Path, model: type[Model]) -> bool:
    parts = path.relative_to(sources.PACKAGE).parts
    area = model.__module__.split(".")[2]
    return parts[:2] == ("areas", area) and Path(parts[2]).stem in INSIDE


def is_way_around(node: ast.Attribute) -> bool:
    if node.attr in ("raw", "extra"):
        return isinstance(node.value, ast.Attribute) and node.value.attr in ("objects", "rows")
    return node.attr in ("_base_manager", "_default_manager") and isinstance(node.value, ast.Name)


@pytest.mark.proves("A19")
def test_scoped_tables_are_read_bare_only_inside_their_area() -> None:
    scoped = scoped_models()
    leaks = [
        f"{sources.shown(path)}:{node.lineno} {ast.unparse(node)}"
        for path in sources.modules()
        for node in uses(path)
        if node.attr == "rows" and (model := scoped.get(ast.unparse(node.value))) and not is_inside(path, model)
    ]
    assert leaks == []


@pytest.mark.proves("A19")
def test_nobody_goes_around_the_guarded_manager() -> None:
    around = [
        f"{sources.shown(path)}:{node.lineno} {ast.unparse(node)}"
        for path in sources.modules()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Attribute) and is_way_around(node)
        if "ground" not in path.parts
    ]
    assert around == []


@pytest.mark.proves("A19")
def test_doors_never_touch_a_table() -> None:
    touching = [
        f"{sources.shown(path)}:{node.lineno} {ast.unparse(node)}"
        for path in sources.modules()
        if "doors" in path.parts
        for node in uses(path)
        if node.attr in ("objects", "rows") and ast.unparse(node.value)[:1].isupper()
    ]
    assert touching == []
