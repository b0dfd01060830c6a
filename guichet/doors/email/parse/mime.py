"""The tree of parts, cut by offsets in one pass: no copy, no more parts, depth or headers than we accept."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from guichet.doors.email.parse.headers import MAX_HEADERS, Headers, base64_bytes, media_type, parameters, read_headers

MAX_PARTS = 500
MAX_DEPTH = 50

_BLANK_LINE = re.compile(rb"\r?\n\r?\n|\r\r")
_STARTS_BLANK = re.compile(rb"\r?\n")
_REST_OF_LINE = re.compile(rb"(--)?[ \t]*(\r\n|\n|\Z)")
_LOOKS_LIKE_HEADER = re.compile(rb"\s*(?:From |>From |[!-9;-~]{1,200}[ \t]*:)")


@dataclass(slots=True)
class Part:
    """One MIME part: its headers and where its body lies in the raw message."""

    headers: Headers
    content_type: str
    params: dict[str, str]
    start: int
    end: int
    children: list["Part"] = field(default_factory=list)

    def leaves(self) -> Iterator["Part"]:
        """Every part that holds content, in the order of the message."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(slots=True)
class Message:
    """A raw message cut into parts, and what was wrong with it."""

    raw: bytes
    root: Part
    defects: set[str]
    unparsed: bool

    def content(self, part: Part) -> bytes:
        """The bytes of a part, its transfer encoding undone."""
        body = self.raw[part.start : part.end]
        encoding = part.headers.first("content-transfer-encoding").split(";")[0].strip().lower()
        if encoding == "base64":
            return base64_bytes(body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(body)
        if encoding not in ("", "7bit", "8bit", "binary"):
            self.defects.add("encoding-unknown")
        return body


def read_message(raw: bytes) -> Message:
    """Cut a raw message into its parts, within the limits."""
    cutter = _Cutter(raw)
    root = cutter.part(0, len(raw), depth=0)
    return Message(raw, root, cutter.defects, cutter.unparsed)


class _Cutter:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.parts = 0
        self.header_bytes = 0
        self.unparsed = False
        self.defects: set[str] = set()

    def part(self, start: int, end: int, *, depth: int) -> Part:
        """Read one part and, when it is a multipart, those inside it."""
        self.parts += 1
        block, start = self._header_block(start, end)
        headers = read_headers(block, self.defects)
        if headers.overlong():
            self.defects.add("header-too-long")
        declared = headers.first("content-type")
        part = Part(headers, media_type(declared), parameters(declared), start, end)
        if part.content_type.startswith("multipart/"):
            self._open(part, depth)
        return part

    def _header_block(self, start: int, end: int) -> tuple[bytes, int]:
        if first := _STARTS_BLANK.match(self.raw, start, end):
            return b"", first.end()
        if not _LOOKS_LIKE_HEADER.match(self.raw, start, end):
            self.defects.add("headers-missing")
            return b"", start
        blank = _BLANK_LINE.search(self.raw, start, end)
        stop, body = (blank.start(), blank.end()) if blank else (end, end)
        room = MAX_HEADERS - self.header_bytes
        if stop - start > room:
            self._give_up("headers-too-long")
            stop = start + max(room, 0)
        self.header_bytes += stop - start
        return self.raw[start:stop], body

    def _open(self, part: Part, depth: int) -> None:
        boundary = part.params.get("boundary", "").encode("utf-8", "replace").rstrip()
        if not boundary:
            self.defects.add("boundary-missing")
            part.content_type = "text/plain"
        elif depth >= MAX_DEPTH:
            self._leave_closed(part, "too-deep")
        else:
            self._cut(part, boundary, depth)

    def _cut(self, part: Part, boundary: bytes, depth: int) -> None:
        for start, end in self._spans(part, boundary):
            if self.parts >= MAX_PARTS:
                rest = Part(Headers(), "application/octet-stream", {}, start, part.end)
                self._leave_closed(rest, "too-many-parts")
                part.children.append(rest)
                return
            part.children.append(self.part(start, end, depth=depth + 1))
        if not part.children:
            self.defects.add("boundary-missing")
            part.content_type = "text/plain"

    def _spans(self, part: Part, boundary: bytes) -> Iterator[tuple[int, int]]:
        """Where each part between two boundary lines starts and ends."""
        opened = -1
        for line_start, line_end, closing in self._boundary_lines(part, boundary):
            if opened >= 0:
                yield opened, max(opened, self._before_line_end(line_start))
            if closing:
                return
            opened = line_end
        if opened >= 0:
            self.defects.add("boundary-open")
            yield opened, part.end

    def _boundary_lines(self, part: Part, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
        # A boundary stands at the start of a line: the line end is searched too, except before the very first one.
        mark = b"\n--" + boundary
        at = self.raw.find(mark, max(part.start - 1, 0), part.end)
        while at >= 0:
            after = at + len(mark)
            if rest := _REST_OF_LINE.match(self.raw, after, part.end):
                yield at + 1, rest.end(), rest[1] is not None
            at = self.raw.find(mark, after, part.end)

    def _before_line_end(self, at: int) -> int:
        """The line end before a boundary belongs to the boundary, not to the part."""
        if self.raw[at - 2 : at] == b"\r\n":
            return at - 2
        return at - 1

    def _leave_closed(self, part: Part, defect: str) -> None:
        part.content_type = "application/octet-stream"
        part.params = {"name": "unparsed.bin"}
        self._give_up(defect)

    def _give_up(self, defect: str) -> None:
        self.defects.add(defect)
        self.unparsed = True
