"""Header blocks, read with limits before any header is understood."""

import binascii
import email.message
import email.utils
import re
from dataclasses import dataclass, field
from email.errors import MessageError

from guichet.doors.email.parse.words import PARSER_FAULTS, decode

MAX_HEADERS = 256 * 1024
MAX_STRUCTURED = 8 * 1024
OWN_NAMESPACE = "x-guichet-"

_HEADER = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\s]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_CONTENT_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,100}")


@dataclass(slots=True)
class Headers:
    """The headers of one part in their order, names in lower case, values as one unfolded line."""

    pairs: list[tuple[str, str]] = field(default_factory=list)

    def every(self, name: str) -> list[str]:
        """All values of a header, the topmost first, each within the limit of structured headers."""
        return [value[:MAX_STRUCTURED] for key, value in self.pairs if key == name]

    def first(self, name: str) -> str:
        """The topmost value of a header, or nothing."""
        return next((value[:MAX_STRUCTURED] for key, value in self.pairs if key == name), "")

    def has(self, *names: str) -> bool:
        """Tell whether any of these headers is present."""
        return any(key in names for key, _ in self.pairs)

    def overlong(self) -> bool:
        """Tell whether a header passes the limit of structured headers."""
        return any(len(value) > MAX_STRUCTURED for _, value in self.pairs)


def read_headers(block: bytes, defects: set[str]) -> Headers:
    """Cut a header block into names and values, leaving out what only we may write."""
    found: list[tuple[str, list[bytes]]] = []
    for line in block.splitlines():
        if line[:1] in (b" ", b"\t") and found:
            found[-1][1].append(line)
        elif match := _HEADER.match(line):
            found.append((match[1].decode("ascii").lower(), [line[match.end() :]]))
        elif line.strip() and not line.startswith((b"From ", b">From ")):
            defects.add("header-broken")
    return Headers([(name, _unfolded(parts)) for name, parts in found if not _is_ours(name, defects)])


def _is_ours(name: str, defects: set[str]) -> bool:
    if name.startswith(OWN_NAMESPACE):
        defects.add("own-namespace")
        return True
    return False


def _unfolded(parts: list[bytes]) -> str:
    value = b"".join(parts).strip(b" \t")
    return decode(value, "utf-8")[0]


def decoded(value: str) -> str:
    """Read the encoded words of RFC 2047 in an unstructured value, whatever their charset is."""
    # Two words side by side may share one character: their bytes are joined before they are decoded.
    joined = _BETWEEN_WORDS.sub(r"\1", value)
    pieces: list[str] = []
    pending: list[tuple[str, bytes]] = []
    at = 0
    for match in _ENCODED_WORD.finditer(joined):
        if match.start() > at:
            pieces += [_flush(pending), joined[at : match.start()]]
        charset = match[1].split("*")[0].lower()
        if pending and pending[-1][0] != charset:
            pieces.append(_flush(pending))
        pending.append((charset, _word(match[2].lower(), match[3])))
        at = match.end()
    return "".join([*pieces, _flush(pending), joined[at:]])


def _flush(pending: list[tuple[str, bytes]]) -> str:
    if not pending:
        return ""
    text, _ = decode(b"".join(raw for _, raw in pending), pending[0][0])
    pending.clear()
    return text


def _word(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    return base64_bytes(raw) if encoding == "b" else binascii.a2b_qp(raw, header=True)


def base64_bytes(raw: bytes) -> bytes:
    """Decode base64 as far as it can be, a broken end being dropped."""
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        clean = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
        return binascii.a2b_base64(clean[: len(clean) // 4 * 4] + _last_quantum(clean))


def _last_quantum(clean: bytes) -> bytes:
    rest = clean[len(clean) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def parameters(value: str) -> dict[str, str]:
    """The parameters of a Content-Type or Content-Disposition, RFC 2231 and RFC 2047 decoded."""
    holder = email.message.Message()
    try:
        holder["Content-Type"] = re.sub(r"[\r\n]+", " ", value)
        pairs = holder.get_params(failobj=[], header="content-type", unquote=True)
        return {name.lower(): decoded(email.utils.collapse_rfc2231_value(each)) for name, each in pairs[1:]}
    except (*PARSER_FAULTS, MessageError):
        return {}


def media_type(value: str) -> str:
    """The type in lower case; text/plain when none is declared, octet-stream when it cannot be read."""
    declared = value.split(";", 1)[0].strip().lower()
    if not declared:
        return "text/plain"
    return declared if _CONTENT_TYPE.fullmatch(declared) else "application/octet-stream"
