"""How often somebody may try: wrong codes wait, floods of requests wait."""

import hashlib
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

WAIT = 15 * 60  # seconds
HOUR = 60 * 60
WRONG_CODES = 5  # from one network, on one number
WRONG_CODES_OF_NETWORK = 20  # on any numbers: an office shares an address
WRONG_CODES_ON_NUMBER = 60  # from everywhere: guessing 40 bits stays hopeless, and the client is seldom locked out
REQUESTS_OF_NETWORK = 30  # an hour
REQUESTS_FOR_ADDRESS = 6  # an hour
DELEGATIONS_OF_PERSON = 20  # an hour


def network_of(request: HttpRequest) -> str:
    """Return the network a request comes from: an IPv4 address, or the /64 that one household gets in IPv6."""
    text = request.META.get("REMOTE_ADDR", "")
    if text in getattr(settings, "TRUSTED_PROXIES", ()):
        text = request.headers.get("X-Forwarded-For", text).rpartition(",")[2].strip()
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    return str(ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)


def _key(*parts: str) -> str:
    # Hashed: a cache key has a length and an alphabet, and keeps no address in clear.
    return "portal:" + hashlib.sha256("|".join(parts).encode()).hexdigest()


def _code_keys(number: str, network: str) -> dict[str, int]:
    return {
        _key("code", number, network): WRONG_CODES,
        _key("code", network): WRONG_CODES_OF_NETWORK,
        _key("code", number): WRONG_CODES_ON_NUMBER,
    }


def is_locked(number: str, network: str) -> bool:
    """Tell whether codes for this number, from this network, must wait."""
    limits = _code_keys(number, network)
    counts = caches["limits"].get_many(list(limits))
    return any(counts.get(key, 0) >= most for key, most in limits.items())


def note_wrong_code(number: str, network: str) -> None:
    """Count one more wrong code; the wait starts again from it."""
    for key in _code_keys(number, network):
        caches["limits"].set(key, caches["limits"].get(key, 0) + 1, WAIT)


def forgive(number: str, network: str) -> None:
    """Forget the wrong tries of somebody who then gave the right code."""
    caches["limits"].delete(_key("code", number, network))


def too_many(kind: str, who: str, most: int) -> bool:
    """Count one more of something somebody does, and tell whether it is too many within the hour."""
    if not who:
        return False
    key = _key(kind, who.casefold())
    count = caches["limits"].get(key, 0) + 1
    caches["limits"].set(key, count, HOUR)
    return bool(count > most)
