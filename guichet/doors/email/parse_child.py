"""The process that parses mail: limited in memory and in time, it knows no database, no setting and no secret."""

import os
import resource
import sys
from typing import IO

from guichet.doors.email.frames import READY, BrokenFrame, read_frame, write_frame, write_mail, write_refusal
from guichet.doors.email.parse import ParsedMail, parse

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 5
FILES = 32
WARM_UP = b"From: warm@example.org\nContent-Type: text/html\n\n<p>Bonjour</p>"


def main() -> None:
    """Answer one frame with one mail until the pipe closes."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    parse(WARM_UP)
    _limit()
    write_frame(answers, READY)
    while True:
        try:
            raw = read_frame(requests)
        except BrokenFrame:
            return
        _renew_cpu_time()
        _answer(answers, _attempt(raw))


def _attempt(raw: bytes) -> ParsedMail | str:
    try:
        return parse(raw)
    except MemoryError:
        return "memory"
    # Whatever a hostile message makes the parser raise, the message is kept aside and the next one is read.
    except Exception as error:  # noqa: BLE001
        return f"error: {type(error).__name__}"


def _answer(answers: IO[bytes], outcome: ParsedMail | str) -> None:
    if isinstance(outcome, str):
        write_refusal(answers, outcome)
    else:
        write_mail(answers, outcome)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _renew_cpu_time() -> None:
    """Allow five more seconds of processor: the kernel ends the process when they are used up."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = usage.ru_utime + usage.ru_stime
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + CPU_SECONDS, resource.RLIM_INFINITY))


if __name__ == "__main__":
    os.umask(0o077)
    main()
