"""Measure the budgets. It prints ratios and asserts nothing: a budget that is missed is no failure of the run."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guichet.children import Launch, start, stop_group
from tests import prepared
from tests.bench.report import write
from tests.bench.servers import ROOT
from tests.postgres import NoPostgreSQL, running

ENGINES = ("sqlite", "postgresql")
SIZES, QUICK_SIZES = "10000,100000", "2000"
MAILS, QUICK_MAILS = 300, 60
ARTICLES, QUICK_ARTICLES = 50_000, 2_000
LONGEST_RUN = 1_200  # seconds
STOPPED = 128 + signal.SIGTERM


@dataclass(frozen=True, slots=True)
class Plan:
    """One run to make."""

    engine: str
    tickets: int
    seconds: float
    mails: int
    articles: int


def main(argv: Sequence[str]) -> int:
    """Make every run that was asked for, and write what they found."""
    # Asked to stop, it leaves by the same way as ever: servers ended, folders gone.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    runs = [found for plan in _plans(argv) if (found := _run(plan))]
    if runs:
        write(runs, print)
    return 0 if runs else 1


def _plans(argv: Sequence[str]) -> list[Plan]:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--tickets", help=f"sizes, separated by commas ({SIZES})")
    parser.add_argument("--engine", choices=ENGINES, help="one engine only (both)")
    parser.add_argument("--seconds", type=float, help="length of each measure (4)")
    parser.add_argument("--articles", type=int, help=f"and a tenth as many services ({ARTICLES})")
    parser.add_argument("--quick", action="store_true", help="SQLite, 2,000 tickets, half a minute in all")
    given = parser.parse_args(argv)
    sizes = given.tickets or (QUICK_SIZES if given.quick else SIZES)
    engines = [given.engine] if given.engine else ["sqlite"] if given.quick else list(ENGINES)
    seconds = given.seconds or (0.8 if given.quick else 4.0)
    mails = QUICK_MAILS if given.quick else MAILS
    articles = given.articles or (QUICK_ARTICLES if given.quick else ARTICLES)
    return [Plan(engine, int(size), seconds, mails, articles) for engine in engines for size in sizes.split(",")]


def _run(plan: Plan) -> dict[str, Any] | None:
    print(f"bench: {plan.engine}, {plan.tickets} tickets", file=sys.stderr, flush=True)
    try:
        with _installation(plan) as environ:
            found = _measured(plan, environ)
    except NoPostgreSQL as error:
        print(f"bench: {error}", file=sys.stderr)
        return None
    what = {"engine": plan.engine, "tickets": plan.tickets, "seconds": plan.seconds, "cpus": os.cpu_count()}
    return {**what, **found}


@contextmanager
def _installation(plan: Plan) -> Iterator[dict[str, str]]:
    """Make an installation in a folder of its own, with its database; both are gone at the end."""
    folder = tempfile.mkdtemp(prefix="guichet-bench-")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    environ |= {"GUICHET_DATA_DIR": folder, "GUICHET_SECRET_KEY": "only-for-measures-" + "0" * 32}
    environ |= {"DJANGO_SETTINGS_MODULE": "guichet.settings"}
    try:
        if plan.engine == "sqlite":
            prepared.sqlite(Path(folder) / prepared.DATABASE)
            yield environ
            return
        with running(durable=True) as server:
            pid = (server.folder / "data" / "postmaster.pid").read_text().split()[0]
            yield {**environ, "GUICHET_DATABASE_URL": server.url, "GUICHET_BENCH_POSTMASTER": pid}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured(plan: Plan, environ: dict[str, str]) -> dict[str, Any]:
    prepare = [sys.executable, "-m", "guichet.cli", "prepare", "--quiet"]
    subprocess.run(prepare, env=environ, cwd=ROOT, check=True)
    output = Path(environ["GUICHET_DATA_DIR"]) / "figures.json"
    command = [sys.executable, "-m", "tests.bench.run", "--tickets", str(plan.tickets), "--mails", str(plan.mails)]
    command += ["--articles", str(plan.articles), "--seconds", str(plan.seconds), "--output", str(output)]
    child = start(Launch(command=command, environ=environ, folder=ROOT))
    try:
        code = child.wait(LONGEST_RUN)
    finally:
        stop_group(child, signal.SIGTERM)
        child.wait()
    if code:
        raise SystemExit(f"bench: the run on {plan.engine} failed ({code})")
    found: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
