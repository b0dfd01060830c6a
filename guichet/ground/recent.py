"""What a process keeps for some seconds, or as things stand: made once, shared by whoever asks, only looked at."""

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
_kept: dict[str, tuple[float, Any]] = {}
_standing: dict[str, tuple[Hashable, Any]] = {}


def made(key: str, seconds: float, make: Callable[[], T]) -> T:
    """Return what was made under a name, made again when it is older than so many seconds."""
    now = time.monotonic()
    found = _kept.get(key)
    if found and now - found[0] < seconds:
        return found[1]  # type: ignore[no-any-return]
    value = make()
    _kept[key] = (now, value)
    return value


def standing(key: str, state: Hashable, make: Callable[[], T]) -> T:
    """Return what was made under a name, however long ago, made again when things are in another state."""
    found = _standing.get(key)
    if found and found[0] == state:
        return found[1]  # type: ignore[no-any-return]
    value = make()
    _standing[key] = (state, value)
    return value


def stands(key: str, state: Hashable) -> bool:
    """Tell whether something is kept under a name, made in this state."""
    return key in _standing and _standing[key][0] == state


def forget(start: str = "") -> None:
    """Make anew what has a name that begins so, when it is next asked for: after a change, and between tests."""
    for kept in (_kept, _standing):
        for key in [key for key in kept if key.startswith(start)]:
            kept.pop(key, None)
