"""`guichet rebuild`: derive a projection again from the first entry."""

import argparse
import sys
import time
from collections.abc import Sequence

from guichet.ground.journal.readers import PROJECTIONS


def main(argv: Sequence[str]) -> int:
    """Rebuild one projection, or all; interrupted, it changes nothing."""
    parser = argparse.ArgumentParser(prog="guichet rebuild", description=__doc__)
    parser.add_argument("projection", nargs="?", choices=sorted(PROJECTIONS), help="which one; all when not given")
    given = parser.parse_args(argv)
    for name in [given.projection] if given.projection else sorted(PROJECTIONS):
        started = time.monotonic()
        entries = PROJECTIONS[name].rebuild()
        seconds = max(time.monotonic() - started, 1e-6)
        print(f"{name}: {entries} entries, {entries / seconds:.0f} a second", file=sys.stderr)
    return 0
