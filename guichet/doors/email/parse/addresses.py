"""Who wrote, to whom: an address counts only when two independent readings agree on it."""

import re
from email.policy import default

from guichet.doors.email.parse.headers import MAX_STRUCTURED, Headers, decoded
from guichet.doors.email.parse.words import PARSER_FAULTS, single_line

MAX_ADDRESSES = 200
MAX_REPEATED = 5
MAX_REFERENCES = 50

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDR_SPEC = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@({_LABEL}(?:\.{_LABEL})*)")
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_COMMENT = r"\((?:[^()\\]|\\.)*\)"
# A phrase holds no @ and no angle outside quotes, so that only one address can be read in a mailbox.
_NAMED = re.compile(rf'[ \t]*((?:{_QUOTED}|[^"<>@,;:()\\\[\]])*)<([^<>"\s]+)>[ \t]*(?:{_COMMENT})?[ \t]*')
_BARE = re.compile(rf"[ \t]*([^<>()\"\s,;:]+)[ \t]*({_COMMENT})?[ \t]*")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
_MESSAGE_ID = re.compile(r"<([!-;=?-~]{1,500})>")
_BARE_ID = re.compile(r"[!-;=?-~]{1,500}@[!-;=?-~]{1,200}")
# A quote left open runs to the end: trying it again from every quote would take time without end.
_LISTED = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?$)|[^",]+|,')


def sender(headers: Headers, defects: set[str]) -> tuple[str, str]:
    """The address and the name of who wrote; no address when `From` can be read in two ways (E05)."""
    values = headers.every("from")
    value = values[0] if values else ""
    address, name = _strict(value)
    cut_off = "headers-too-long" in defects or len(value) >= MAX_STRUCTURED
    if len(values) == 1 and address and not cut_off and _second_reading(value) == address:
        return address, name
    defects.add("from-ambiguous" if values else "from-missing")
    return "", name


def single_address(value: str) -> str:
    """The one address of a header such as Reply-To, or nothing."""
    return _strict(value)[0]


def addresses(values: list[str]) -> tuple[str, ...]:
    """Every address that can be read without doubt in these headers, in their order, each once."""
    found = (_strict(item)[0] for value in values[:MAX_REPEATED] for item in _items(value))
    return tuple(dict.fromkeys(address for address in found if address))[:MAX_ADDRESSES]


def message_ids(value: str) -> tuple[str, ...]:
    """The message identifiers of a header, angles included, the last ones when they are many."""
    found = [f"<{name}>" for name in _MESSAGE_ID.findall(value)]
    if not found and _BARE_ID.fullmatch(value.strip()):
        found = [f"<{value.strip()}>"]
    return tuple(dict.fromkeys(found))[-MAX_REFERENCES:]


def _strict(value: str) -> tuple[str, str]:
    """Our own reading: one mailbox, plain ASCII address, nothing hidden; else no address."""
    if _CONTROL.search(value):
        return "", ""
    if named := _NAMED.fullmatch(value):
        return _addr_spec(named[2]), _display_name(named[1])
    if bare := _BARE.fullmatch(value):
        return _addr_spec(bare[1]), _display_name((bare[2] or "")[1:-1])
    return "", ""


def _addr_spec(text: str) -> str:
    match = _ADDR_SPEC.fullmatch(text)
    if not match or "=?" in text or len(match[1]) > 64 or len(text) > 254:
        return ""
    return f"{match[1]}@{match[2].lower()}"


def _display_name(phrase: str) -> str:
    phrase = phrase.strip()
    unquoted = re.sub(r"\\(.)", r"\1", phrase[1:-1]) if re.fullmatch(_QUOTED, phrase) else phrase
    return single_line(decoded(unquoted), 200)


def _second_reading(value: str) -> str:
    """The standard library's reading, asked as a second opinion."""
    try:
        header = default.header_factory("From", value)
        groups = header.groups
        if len(groups) != 1 or groups[0].display_name is not None or len(groups[0].addresses) != 1:
            return ""
        address = groups[0].addresses[0]
        return f"{address.username}@{address.domain.lower()}"
    except PARSER_FAULTS:
        return ""


def _items(value: str) -> list[str]:
    """Cut an address list at the commas that stand outside quotes."""
    items = [""]
    for piece in _LISTED.findall(value):
        if piece == ",":
            items.append("")
        else:
            items[-1] += piece
    return items[: MAX_ADDRESSES * 2]
