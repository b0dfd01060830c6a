"""What changed between two versions of a service, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Read again by the staff whenever one of these changes (NIV-04): what is asked, of whom, by which way.
ASKED_OF_PEOPLE = ("sheet.requirements", "sheet.ways", "sheet.fee", "sheet.audience", "sheet.legal_basis")


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs: its path (`sheet.requirements.notice.why.fr`), what it was and what it is."""

    path: str
    was: Any
    now: Any


def changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Return the fields that differ, in the order of the sheet; rows of a list are matched by their key."""
    return list(_differ("", was, now))


def _differ(path: str, was: Any, now: Any) -> Iterator[Change]:
    was, now = _keyed(was), _keyed(now)
    if isinstance(was, Mapping) or isinstance(now, Mapping):
        left = was if isinstance(was, Mapping) else {}
        right = now if isinstance(now, Mapping) else {}
        for name in dict.fromkeys([*left, *right]):
            yield from _differ(f"{path}.{name}" if path else str(name), left.get(name), right.get(name))
    elif was != now and not (_is_empty(was) and _is_empty(now)):
        yield Change(path, was, now)


def _is_empty(value: Any) -> bool:
    """Tell whether nothing is said: no sum is not the sum of nothing."""
    return value is None or value is False or value in ("", [], {})


def _keyed(value: Any) -> Any:
    """Make of a list of rows a mapping by their keys, so that a row that moved did not change."""
    if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        return {str(one.get("key") or one.get("code")): one for one in value}
    return value


def must_be_read_again(found: list[Change]) -> bool:
    """Tell whether what changed is something that the staff tell people."""
    return any(one.path.startswith(ASKED_OF_PEOPLE) for one in found)
