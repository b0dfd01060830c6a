"""`guichet audit`: is the journal as it was written?"""

import argparse
from collections.abc import Sequence

from guichet.ground.journal.seals import head, verify


def main(argv: Sequence[str]) -> int:
    """Verify every chain and seal (1 names the first bad row), or print the newest seal to keep elsewhere."""
    parser = argparse.ArgumentParser(prog="guichet audit", description=__doc__)
    parser.add_argument("what", choices=["verify", "head"])
    parser.add_argument("--head", default="", help="the digest of a seal that was kept elsewhere")
    given = parser.parse_args(argv)
    if given.what == "head":
        newest = head()
        print(f"{newest.digest} {newest.at.isoformat()}" if newest else "no seal yet")
        return 0
    verdict = verify(expected_head=given.head)
    print(verdict.fault or f"sound: {verdict.entries} entries, {verdict.seals} seals")
    return 0 if verdict.sound else 1
