"""Small modules, small functions, names that say something."""

import re
from pathlib import Path

from tests.architecture import sources

LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 150
MOST_SCRIPT = 1_500  # lines of our own JavaScript, all pages together
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service", "services"}
# Names in capitals and these few are what a library calls us by.
EMPTY_VERBS = re.compile(r"^_*(handle|process|do)_(?![A-Z])")
ASKED_BY_LIBRARIES = {"handle_exception", "process_exception"}


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {sources.shown(path): _written_lines(path.read_text()) for path in _every_module()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        f"{sources.shown(path)}:{node.lineno} {node.name}"
        for path in _every_module()
        for node in sources.functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_template_is_longer_than_150_lines() -> None:
    lengths = {name: _written_lines(path.read_text()) for name, path in sources.templates().items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_TEMPLATE} == {}


def test_all_the_scripts_together_are_no_longer_than_1500_lines() -> None:
    ours = [path for path in sources.PACKAGE.rglob("*.js") if "vendor" not in path.parts]
    assert 0 < sum(_written_lines(path.read_text()) for path in ours) <= MOST_SCRIPT


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [sources.shown(path) for path in sources.modules() if path.stem in EMPTY_NAMES] == []


def test_no_function_has_a_name_that_says_nothing() -> None:
    vague = [
        f"{sources.shown(path)}:{node.lineno} {node.name}"
        for path in sources.modules()
        for node in sources.functions(path)
        if EMPTY_VERBS.match(node.name) and node.name not in ASKED_BY_LIBRARIES
    ]
    assert vague == []


def _every_module() -> list[Path]:
    return sources.modules() + sources.modules_of_tests()


def _written_lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip())
