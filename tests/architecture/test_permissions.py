"""Every action has a permission row, and every row is asked for somewhere."""

import ast
from importlib import import_module

import pytest

from guichet.ground.access import PERMISSIONS
from guichet.ground.actions import ACTIONS
from tests.architecture import sources


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
def test_every_public_function_that_takes_an_actor_is_an_action() -> None:
    bare = [
        f"{sources.shown(path)}:{node.lineno} {node.name}"
        for path in sources.modules()
        if "areas" in path.parts and ({"actions", "actions.py"} & set(path.parts))
        for node in sources.tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and takes_actor(node)
        if not any("action" in ast.unparse(one) for one in node.decorator_list)
    ]
    assert bare == []


def takes_actor(node: ast.FunctionDef) -> bool:
    return any(argument.arg == "by" for argument in node.args.kwonlyargs)


def names_asked_for() -> set[str]:
    """Collect the permissions that queries, pages and the interface ask about by name."""
    return {
        str(node.args[0].value)
        for path in sources.modules()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("may", "require") and node.args and isinstance(node.args[0], ast.Constant)
    }
