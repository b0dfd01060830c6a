"""Run the rig and print its findings as JSON."""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import django


def main() -> int:
    """Read what is asked for, run, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.rigs.crash")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--messages", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--reader", default="honest", help="honest, or a careless one that the rig must catch")
    parser.add_argument("--points", default="", help="die at these points only, separated by commas")
    given = parser.parse_args()
    django.setup()
    from tests.rigs.crash.rig import POINTS, Rig

    points = tuple(filter(None, given.points.split(","))) or POINTS
    with tempfile.TemporaryDirectory(prefix="guichet-rig-") as folder:
        rig = Rig(given.kills, given.messages, given.seed, given.reader, points, Path(folder))
        print(json.dumps(asdict(rig.run())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
