"""`guichet links`: where the links of published pages lead, at once; the night does it by itself."""

import argparse
import os
import time
from collections.abc import Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.timezone import localtime

from guichet.areas.upkeep import actions, queries
from guichet.areas.upkeep.rules import Verdict, is_night, is_outside
from guichet.areas.upkeep.rules.links import NOWHERE
from guichet.doors.time.inside import leads_somewhere
from guichet.doors.time.outside import asked
from guichet.ground import clock
from guichet.ground.access import SYSTEM

AT_ONCE = 5  # addresses in one turn: a worker that is stopped does not wait for hundreds
PAUSE = 1.0  # seconds between two questions to one host


def main(argv: Sequence[str]) -> int:
    """Look at every link, and say which lead nowhere."""
    parser = argparse.ArgumentParser(prog="guichet links", description=__doc__)
    parser.parse_args(argv)
    before = queries.last_round()
    if before and before.ended_at is None and before.lease_until and before.lease_until > clock.now():
        print("guichet links: a worker is looking at them now")
        return os.EX_TEMPFAIL
    row = actions.begin(by=SYSTEM, now=clock.now())
    while looked(row):
        pass
    found = queries.counts()
    for url, why, places in queries.dead():
        print(f"{url} ({why}): {', '.join(places)}")
    print(f"guichet links: {found.all} links, {found.dead} lead nowhere, {found.waiting} not checked")
    return 1 if found.dead else 0


def turn(worker: str) -> int:
    """Go on with the round of the night, or begin it; return at how many links somebody looked."""
    row, local = queries.last_round(), localtime(clock.now())
    if row is None or is_night(row.began_at, local):
        if not is_night(row.began_at if row else None, local):
            return 0
        row = actions.begin(by=SYSTEM, now=clock.now())
    return looked(row) if row.ended_at is None else 0


def looked(row: Any) -> int:
    """Look at a few links, one after the other; at the end of the round, those who keep them are told."""
    if not actions.hold(row, by=SYSTEM, now=clock.now()):
        return 0
    rows = list(queries.waiting(row.began_at)[:AT_ONCE])
    hosts = [urlsplit(one.url).netloc for one in rows]
    for link, host, before in zip(rows, hosts, chain([""], hosts), strict=False):
        if host and host == before and settings.LINKS_OUTSIDE:
            time.sleep(PAUSE)
        actions.note(link, look(link.url), by=SYSTEM, now=clock.now())
    if not rows:
        actions.tell_of_dead(by=SYSTEM, now=clock.now())
    actions.end(row, by=SYSTEM, now=clock.now(), is_over=not rows)
    return len(rows)


def look(url: str) -> Verdict:
    """Tell where one address leads; nothing of other sites, where the installation does not look at them."""
    if not is_outside(url):
        good = leads_somewhere(url)
        return Verdict(good=good, why="" if good else NOWHERE)
    return asked(url) if settings.LINKS_OUTSIDE else Verdict(good=None)
