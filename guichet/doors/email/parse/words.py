"""Bytes into storable text: no NUL, no lone surrogate, no control character, whatever the sender declared."""

import codecs
import re

PARSER_FAULTS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError)

# Not character sets of mail, or slow on purpose-built input.
REFUSED_CODECS = frozenset({"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape"})
WIDER = {"iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949"}

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|\r|\x85")
_BIDI_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_UNSAFE_IN_NAMES = re.compile(r'[/\\:*?"<>|]')


def storable(text: str) -> str:
    """Keep only what both databases can store and give back unchanged."""
    text = _LINE_ENDS.sub("\n", text)
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def single_line(text: str, limit: int) -> str:
    """Storable text on one line, without direction overrides, cut to `limit` characters."""
    # A first cut keeps a megabyte of subject from being cleaned for nothing.
    short = _BIDI_OVERRIDES.sub("", storable(text[: limit * 20]))
    return _SPACES.sub(" ", short).strip()[:limit].strip()


def file_name(text: str, limit: int = 200) -> str:
    """A name safe to show and to send, its extension kept when the name is cut."""
    name = _UNSAFE_IN_NAMES.sub("_", single_line(text, limit * 4)).lstrip(". ")
    if len(name) <= limit:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:limit]
    return f"{stem[: limit - len(extension) - 1]}.{extension}"


def decode(raw: bytes, charset: str) -> tuple[str, bool]:
    """Text of `raw` by the declared charset, then UTF-8, then Windows-1252; says whether the first one was right."""
    for rank, name in enumerate((_codec(charset), "utf-8", "cp1252")):
        if name:
            try:
                return raw.decode(name), rank == 0
            except PARSER_FAULTS:
                continue
    return raw.decode("cp1252", "replace"), False


def _codec(charset: str) -> str:
    """The Python name of a declared charset, or nothing when it is unknown or refused."""
    try:
        found = codecs.lookup(charset.strip().strip("\"'")[:40] or "us-ascii")
    except PARSER_FAULTS:
        return ""
    if found.name in REFUSED_CODECS or not getattr(found, "_is_text_encoding", True):
        return ""
    return WIDER.get(found.name, found.name)
