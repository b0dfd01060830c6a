"""Run one rig and print what it found as JSON."""

import argparse
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

import django

from tests import prepared
from tests.postgres import Server, made
from tests.rigs.faults.small_disk import small_disk


def main() -> int:
    """Read what is asked for, run, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.rigs.faults")
    parser.add_argument("fault", choices=sorted(FAULTS))
    parser.add_argument("--messages", type=int, default=200)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.settings")
    with tempfile.TemporaryDirectory(prefix="guichet-rig-") as folder, FAULTS[given.fault](Path(folder)) as strike:
        django.setup()
        from tests.rigs.faults.rig import FaultRig

        found = FaultRig(given.messages, given.times, Path(folder), strike).run()
    print(json.dumps(asdict(found)))
    return 0


@contextmanager
def full_disk(folder: Path) -> Iterator[Callable[[], None]]:
    """Put the installation on a disk of its own, which a strike fills and frees."""
    with small_disk(folder / "disk") as disk:
        os.environ["GUICHET_DATA_DIR"] = str(disk.folder)
        if "GUICHET_DATABASE_URL" not in os.environ:
            prepared.sqlite(disk.folder / prepared.DATABASE)
        yield disk.fill_for_a_while


@contextmanager
def fallen_database(folder: Path) -> Iterator[Callable[[], None]]:
    """Put the installation on a PostgreSQL of its own, which a strike ends as a crash would and starts again."""
    os.environ["GUICHET_DATA_DIR"] = str(folder)
    with made() as server, ExitStack() as running:
        running.enter_context(crashing(server))
        os.environ["GUICHET_DATABASE_URL"] = server.new_database()

        def strike() -> None:
            running.close()
            running.enter_context(crashing(server))

        yield strike


@contextmanager
def crashing(server: Server) -> Iterator[None]:
    """Run a server that keeps what was committed, and that ends without tidying up."""
    with server.up(durable=True, ending=signal.SIGQUIT):
        yield


FAULTS = {"disk": full_disk, "database": fallen_database}

if __name__ == "__main__":
    sys.exit(main())
