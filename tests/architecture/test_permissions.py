"""Every action has a permission row, and every row is asked for somewhere."""

import ast
import inspect
import re
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import pytest

from guichet.ground.access import PERMISSIONS
from guichet.ground.actions import ACTIONS
from tests.architecture import sources

INNER = re.compile(r"guichet\.areas\.\w+\.actions\.")
QUOTED = re.compile(r"""["']([a-z_]+\.[a-z_]+)["']""")


@pytest.fixture(scope="module", autouse=True)
def every_declaration() -> None:
    """Load every module that declares an action or a permission."""
    for path in sources.modules():
        if {"actions", "actions.py", "access.py"} & set(path.parts) and "areas" in path.parts:
            relative = path.relative_to(sources.ROOT).with_suffix("")
            import_module(".".join(relative.parts).removesuffix(".__init__"))


@pytest.mark.proves("A05")
def test_every_action_has_a_permission_row() -> None:
    assert sorted(set(ACTIONS) - set(PERMISSIONS)) == []


def test_every_permission_row_is_asked_for() -> None:
    asked = set(ACTIONS) | names_asked_for()
    assert sorted(set(PERMISSIONS) - asked) == []


@pytest.mark.proves("A05")
def test_every_verb_that_an_area_offers_is_an_action() -> None:
    declared = set().union(*ACTIONS.values())
    bare = [
        f"{verb.__module__}.{name}"
        for package in packages_of_actions()
        for name, verb in inspect.getmembers(package, inspect.isfunction)
        if not name.startswith("_") and verb.__module__.startswith(package.__name__)
        if "by" in inspect.signature(verb).parameters and f"{verb.__module__}.{verb.__qualname__}" not in declared
    ]
    assert bare == []


def test_doors_call_the_verbs_that_an_area_offers_and_not_its_inner_modules() -> None:
    reaching = [
        f"{sources.shown(path)}:{node.lineno} {node.module}"
        for path in sources.modules()
        if "doors" in path.parts
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.ImportFrom) and INNER.match(node.module or "")
    ]
    assert reaching == []


def packages_of_actions() -> list[ModuleType]:
    return [
        import_module(f"guichet.areas.{area}.actions")
        for area in sources.order_of_areas()
        if find_spec(f"guichet.areas.{area}.actions")
    ]


def names_asked_for() -> set[str]:
    """Collect the permissions that queries, pages and the interface ask about by name."""
    code = [sources.strings(path) for path in sources.modules() if path.name != "access.py"]
    pages = [set(QUOTED.findall(path.read_text(encoding="utf-8"))) for path in sources.templates().values()]
    return set().union(*code, *pages)
