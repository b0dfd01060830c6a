"""`guichet worker`: mail in, mail out, reactions, deferred work and time, in one process."""

import argparse
import os
import socket
import threading
from collections.abc import Sequence

import structlog
from django.db import close_old_connections

from guichet.ground.journal.api import through
from guichet.ground.loops import LOOPS, Loop
from guichet.ground.stopping import block_signals, wait_to_be_stopped

log = structlog.get_logger()
AFTER_A_FAULT = 2.0  # seconds


def main(argv: Sequence[str]) -> int:
    """Run every loop until stopped, or once through with `--once`."""
    parser = argparse.ArgumentParser(prog="guichet worker", description=__doc__)
    parser.add_argument("--once", action="store_true", help="do everything that waits, then stop")
    parser.add_argument("--only", action="append", choices=sorted(LOOPS), help="run these loops only")
    given = parser.parse_args(argv)
    loops = [loop for loop in LOOPS.values() if not given.only or loop.name in given.only]
    if given.once:
        drain(loops)
        return 0
    block_signals()
    stop = threading.Event()
    threads = [
        threading.Thread(target=run, args=(loop, stop), name=f"{loop.name}-{place}")
        for loop in loops
        for place in range(loop.threads)
    ]
    for thread in threads:
        thread.start()
    wait_to_be_stopped()
    stop.set()
    for thread in threads:
        thread.join()
    return 0


def name() -> str:
    """Return how this thread signs what it claims."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.current_thread().name}"


def run(loop: Loop, stop: threading.Event) -> None:
    """Take turns until stopped; a fault is logged, rested on, and tried again."""
    while not stop.is_set():
        try:
            with through("time"):
                busy = loop.turn(name())
        except Exception:
            log.warning("a loop failed", loop=loop.name, exc_info=True)
            close_old_connections()
            stop.wait(AFTER_A_FAULT)
            continue
        if not busy:
            close_old_connections()
            stop.wait(loop.idle)


def drain(loops: Sequence[Loop]) -> None:
    """Take turns of every loop until none has anything left to do."""
    with through("time"):
        while sum(loop.turn(name()) for loop in loops if loop.name != "tick"):
            pass
        for loop in loops:
            if loop.name == "tick":
                loop.turn(name())
