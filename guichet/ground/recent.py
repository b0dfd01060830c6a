"""What a process keeps for some seconds: made once, shared as it is by whoever asks, and only looked at."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
_kept: dict[str, tuple[float, Any]] = {}


def made(key: str, seconds: float, make: Callable[[], T]) -> T:
    """Return what was made under a name, made again when it is older than so many seconds."""
    now = time.monotonic()
    found = _kept.get(key)
    if found and now - found[0] < seconds:
        return found[1]  # type: ignore[no-any-return]
    value = make()
    _kept[key] = (now, value)
    return value


def forget(start: str = "") -> None:
    """Make anew what has a name that begins so, when it is next asked for: after a change, and between tests."""
    for key in [key for key in _kept if key.startswith(start)]:
        _kept.pop(key, None)
