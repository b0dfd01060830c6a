"""The source tree as the architecture tests read it: files, syntax trees, what belongs where."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "guichet"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*, with_tests: bool = False, with_migrations: bool = False) -> list[Path]:
    """List the modules of the product."""
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if (with_tests or "tests" not in path.parts) and (with_migrations or "migrations" not in path.parts)
    ]


def modules_of_tests() -> list[Path]:
    inside = [path for path in PACKAGE.rglob("*.py") if "tests" in path.parts]
    return sorted([*inside, *(ROOT / "tests").rglob("*.py"), ROOT / "conftest.py"])


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def strings(path: Path) -> set[str]:
    """Collect the text constants of a module, its docstrings aside."""
    nodes = ast.walk(tree(path))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def templates() -> dict[str, Path]:
    """Map the name of each template to its file."""
    found = {}
    for folder in PACKAGE.rglob("templates"):
        found.update({str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()})
    return found


def order_of_areas() -> list[str]:
    """Return the areas from top to bottom, as the import contracts have them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one.get("containers") == ["guichet.areas"])
    return [layer.strip("()") for layer in layers]
