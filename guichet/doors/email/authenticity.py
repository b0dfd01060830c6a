"""Whether our own mail server vouches for the sender (RFC 8601), forged reports left out."""

import re

from guichet.doors.email.parse.shape import ParsedMail

_DMARC = re.compile(r"(?:^|;)\s*dmarc\s*=\s*([a-z]+)\b([^;]*)", re.IGNORECASE)
_HEADER_FROM = re.compile(r"\bheader\.from\s*=\s*\"?([A-Za-z0-9.-]+)", re.IGNORECASE)


def is_vouched_for(mail: ParsedMail, server: str) -> bool:
    """Tell whether `server`, and only it, reported that DMARC passes for the address in From."""
    ours = [value for value in mail.authentication if _reporter(value) == server.lower()]
    # Ours is always the topmost: a second report in our name, or one above, was written by someone else.
    if len(ours) != 1 or mail.authentication[0] != ours[0] or not mail.from_address:
        return False
    results = _DMARC.findall(ours[0])
    return len(results) == 1 and results[0][0].lower() == "pass" and _is_about(results[0][1], mail.from_address)


def _reporter(value: str) -> str:
    return value.split(";", 1)[0].strip().split(" ")[0].lower()


def _is_about(properties: str, address: str) -> bool:
    domains = [domain.lower() for domain in _HEADER_FROM.findall(properties)]
    return domains == [address.rpartition("@")[2]]
