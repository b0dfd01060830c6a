"""Length-prefixed frames between the window and the process that parses mail."""

import json
import struct
from typing import Protocol

from guichet.doors.email.parse import ParsedMail

READY = b"ready"
MAX_FRAME = 128 * 1024 * 1024
_LENGTH = struct.Struct(">I")


class Source(Protocol):
    """Where frames come from."""

    def read(self, length: int, /) -> bytes: ...


class Sink(Protocol):
    """Where frames go."""

    def write(self, data: bytes, /) -> object: ...

    def flush(self) -> None: ...


class BrokenFrame(Exception):
    """The other side closed the pipe or sent something that is not a frame."""


def write_frame(pipe: Sink, *chunks: bytes) -> None:
    """Send the chunks as one frame."""
    pipe.write(_LENGTH.pack(sum(len(chunk) for chunk in chunks)))
    for chunk in chunks:
        pipe.write(chunk)
    pipe.flush()


def read_frame(pipe: Source) -> bytes:
    """Receive one frame, whole."""
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    if length > MAX_FRAME:
        raise BrokenFrame(f"a frame of {length} bytes was announced")
    return _exactly(pipe, length)


def _exactly(pipe: Source, length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise BrokenFrame("the pipe ended before the frame")
    return data


def write_mail(pipe: Sink, mail: ParsedMail) -> None:
    """Send a parsed mail, its attachments' bytes in frames of their own."""
    write_frame(pipe, json.dumps({"mail": mail.to_json()}).encode())
    for payload in mail.payloads:
        write_frame(pipe, payload)


def write_refusal(pipe: Sink, reason: str) -> None:
    """Send the reason why a message could not be parsed."""
    write_frame(pipe, json.dumps({"reason": reason}).encode())


def read_answer(pipe: Source) -> ParsedMail | str:
    """Receive a parsed mail, or the reason why there is none."""
    try:
        answer = json.loads(read_frame(pipe))
        if "mail" not in answer:
            return str(answer["reason"])
        count = len(json.loads(answer["mail"])["attachments"])
        return ParsedMail.from_json(answer["mail"], [read_frame(pipe) for _ in range(count)])
    except (ValueError, LookupError, TypeError) as error:
        raise BrokenFrame(f"the answer cannot be read: {error}") from error
