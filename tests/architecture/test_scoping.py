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
# Modules of other areas that work for the house, whoever looks, and what keeps readers from what they read.
FOR_THE_HOUSE = {
    "areas/automation/actions/doing.py": "a rule does what its owner, who sees everything, had it do",
    "areas/automation/queries/due.py": "a rule looks for what is due; only its actions follow",
    "areas/automation/queries/traits.py": "a rule is tried and fired; nothing confidential comes in",
    "areas/intake/actions/mail.py": "a letter that came back is put with what it was about",
    "areas/intake/queries.py": "a letter finds its request by what its sender was given",
    "areas/macros/actions/running.py": "locks the request that whoever runs the template was shown",
    "areas/metrics/queries/units.py": "counts; the requests that are listed are those the reader sees",
    "areas/problems/actions/proposing.py": "looks for what comes back; nothing confidential comes in",
    "areas/problems/actions/tying.py": "locks the request that is tied; nothing confidential is",
    "areas/problems/actions/working.py": "locks the request that is loosened, of a problem that the lead sees",
    "areas/problems/queries/reach.py": "counts whom a letter would reach; nothing confidential comes in",
    "areas/sight/actions/emergencies.py": "opens by its number what is closed, and says nothing otherwise",
    "areas/sight/actions/holds.py": "the auditor names a request by its number, and reads nothing of it",
    "areas/sight/queries/can.py": "says who sees a request, to whoever sees it",
    "areas/surveys/actions.py": "locks the request that the question is about",
    "areas/surveys/readers.py": "asks the question when a request ends",
    "areas/triage/actions/suggesting.py": "locks the request that a suggestion is about",
    "areas/triage/queries/examples.py": "learns from what was decided; nothing confidential comes in",
    "areas/triage/queries/loads.py": "counts how much somebody has in charge",
    "areas/triage/queries/reckoning.py": "compares; look-alikes are shown to those who see them",
    "areas/triage/queries/waiting.py": "counts how much somebody has in charge",
}


def scoped_models() -> dict[str, type[Model]]:
    return {
        model.__name__: model
        for model in apps.get_models()
        if any(isinstance(manager, GuardedManager) for manager in model._meta.managers)
    }


def uses(path: Path) -> Iterator[ast.Attribute]:
    """Find `Model.objects`, `Model.rows` and the back doors to them."""
    for node in ast.walk(sources.tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node


def house_work(path: Path) -> str:
    return path.relative_to(sources.PACKAGE).as_posix()


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
    assert {"Ticket", "Task"} <= scoped.keys()
    bare = [
        (path, f"{sources.shown(path)}:{node.lineno} {ast.unparse(node)}")
        for path in sources.modules()
        for node in uses(path)
        if node.attr == "rows" and (model := scoped.get(ast.unparse(node.value))) and not is_inside(path, model)
    ]
    assert [place for path, place in bare if house_work(path) not in FOR_THE_HOUSE] == []
    assert FOR_THE_HOUSE.keys() == {house_work(path) for path, _place in bare}


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
