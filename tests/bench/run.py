"""One run: one engine, one size. Started by `python -m tests.bench`, in an installation of its own, made already."""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import django

from tests.bench import servers


def main(argv: Sequence[str]) -> int:
    """Measure, and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run")
    parser.add_argument("--tickets", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--mails", type=int, required=True)
    parser.add_argument("--articles", type=int, required=True)
    parser.add_argument("--output", type=Path, required=True)
    given = parser.parse_args(argv)
    # Asked to stop, it stops the servers that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    folder = Path(os.environ["GUICHET_DATA_DIR"])
    found: dict[str, object] = {"load_before": _load()}
    django.setup()
    found |= _measured(given, folder)
    given.output.write_text(json.dumps({**found, "load_after": _load()}), encoding="utf-8")
    return 0


def _measured(given: argparse.Namespace, folder: Path) -> dict[str, object]:
    # These need Django, which has only just been set up.
    from guichet.ground import clock
    from tests.bench import finding, house, measures, past, ticking, yardstick

    now = clock.now()
    staged = house.furnish(now)
    _say("the whole stack, at rest")
    found: dict[str, object] = {"stack": servers.whole_stack(folder, given.seconds)}
    _say(f"filling it with {given.tickets} tickets")
    begun = clock.now()
    past.fill(staged, given.tickets, now)
    yard = yardstick.lay_out(folder, given.seconds / 4)
    bench = measures.Bench(staged, folder, now, given.seconds, given.mails, yard)
    found["fill_s"] = round((clock.now() - begun).total_seconds(), 1)
    parts: dict[str, Callable[[measures.Bench], measures.Figures]] = {
        "pages and creations": measures.over_http, "search": measures.searches, "dashboard": measures.dashboards,
        "mail": measures.mail, "the floor": measures.floors,
        "finding at the portal": partial(finding.portal, articles=given.articles), "the tick": ticking.ticks,
    }  # fmt: skip
    for name, measure in parts.items():
        _say(name)
        part = measure(bench)
        _say(json.dumps(part))
        found |= part
    return found


def _load() -> float:
    return round(os.getloadavg()[0], 2)


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
