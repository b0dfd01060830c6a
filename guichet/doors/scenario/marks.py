"""Reading YAML without losing on which line each thing stands."""

from pathlib import Path
from typing import Any

import yaml

from guichet.doors.scenario.faults import Fault, Unreadable


class Row(dict[str, Any]):
    """A mapping that knows its own line and the line of each key."""

    line: int = 1
    lines: dict[str, int]


class Rows(list[Any]):
    """A list that knows the line of each item."""

    lines: list[int]


def read(path: Path) -> Row:
    """Read a file whose top is a mapping; say where it is not YAML."""
    try:
        loader = yaml.CSafeLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
    except OSError as error:
        raise Unreadable([Fault(path.name, 1, "", f"it cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise Unreadable([Fault(path.name, 1, "", "it is not UTF-8 text")]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Unreadable([Fault(path.name, line, "", f"it is not YAML: {error.problem}")]) from error
    except yaml.YAMLError as error:
        raise Unreadable([Fault(path.name, 1, "", "it is not YAML: it holds characters that no text has")]) from error
    built = _build(loader, node) if node else None
    if not isinstance(built, Row):
        raise Unreadable([Fault(path.name, 1, "", "a scenario is a mapping: version, organisations, services…")])
    return built


def _build(loader: Any, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _row(loader, node)
    if isinstance(node, yaml.SequenceNode):
        rows = Rows(_build(loader, one) for one in node.value)
        rows.lines = [one.start_mark.line + 1 for one in node.value]
        return rows
    return loader.construct_object(node, deep=True)


def _row(loader: Any, node: yaml.MappingNode) -> Row:
    row = Row()
    row.line, row.lines = node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        row.lines[key] = key_node.start_mark.line + 1
        row[key] = _build(loader, value_node)
    return row
