"""How often somebody may call: counted in each process, shared through the limits cache a handful at a time."""

import hashlib
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from threading import Lock

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from guichet.doors.api.problems import Problem
from guichet.ground import clock

WINDOW = 60  # seconds
CALLS_OF_TOKEN = 600
CALLS_OF_NETWORK = 600
WRONG_CREDENTIALS_OF_NETWORK = 20
WRONG_CODES_ON_NUMBER = 5
WAIT = 15 * 60
HANDFUL = 25  # calls counted here before the other processes hear of them: each time is a durable write
MOST_KEPT = 5_000


@dataclass(slots=True)
class _Count:
    window: int
    shared: int = 0
    here: int = 0


_counts: dict[str, _Count] = {}
_lock = Lock()


def spend(kind: str, who: str, most: int) -> None:
    """Count one call of somebody, and refuse it when it is one too many within the minute."""
    window = int(clock.now().timestamp()) // WINDOW
    key = key_of(kind, who)
    with _lock:
        count = _count_of(key, window)
        count.here += 1
        due = count.here >= HANDFUL
        handful, count.here = (count.here, 0) if due else (0, count.here)
    if due:
        count.shared = _share(f"{key}:{window}", handful, WINDOW * 2)
    if count.shared + count.here > most:
        raise too_many(WINDOW)


def _count_of(key: str, window: int) -> _Count:
    if len(_counts) > MOST_KEPT:
        _counts.clear()
    count = _counts.get(key)
    if count is None or count.window != window:
        count = _counts[key] = _Count(window)
    return count


def _share(key: str, more: int, kept: int) -> int:
    cache = caches["limits"]
    total = int(cache.get(key, 0)) + more
    cache.set(key, total, kept)
    return total


def forget() -> None:
    """Drop what this process counted: between tests."""
    _counts.clear()


def refuse_after(kind: str, who: str, most: int) -> None:
    """Refuse somebody who gave something wrong too often."""
    if int(caches["limits"].get(key_of(kind, who), 0)) >= most:
        raise too_many(WAIT)


def note_wrong(kind: str, who: str) -> None:
    """Count one more wrong try; the wait starts again from it."""
    _share(key_of(kind, who), 1, WAIT)


def too_many(seconds: int) -> Problem:
    """Return the answer for whoever calls too often."""
    return Problem(429, "too-many").with_header("Retry-After", str(seconds))


def key_of(kind: str, who: str) -> str:
    """Return a cache key: hashed, for it keeps no address in clear."""
    return "api:" + hashlib.sha256(f"{kind}|{who}".encode()).hexdigest()


def network_of(request: HttpRequest) -> str:
    """Return the network a call comes from: an IPv4 address, or the /64 that one household gets in IPv6."""
    text = request.META.get("REMOTE_ADDR", "")
    if text in getattr(settings, "TRUSTED_PROXIES", ()):
        text = request.headers.get("X-Forwarded-For", text).rpartition(",")[2].strip()
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    return str(ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)
