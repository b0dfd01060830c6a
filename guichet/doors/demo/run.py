"""`guichet demo`: fill an empty installation with a fictional institution and eighteen months of its life."""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as wall
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.people import queries as people
from guichet.doors.demo.making import SMALL, WHOLE, Heard, Order, make, start_of
from guichet.doors.demo.material import SCENARIO, read
from guichet.ground import clock
from guichet.ground.database import empty
from guichet.ground.journal.api import through

END_OF_A_PAST_DAY = wall(15, 30)
WIDTH = 28


def main(argv: Sequence[str]) -> int:
    """Make the demonstration that the arguments ask for, or refuse to touch what is somebody's."""
    parser = argparse.ArgumentParser(prog="guichet demo", description=__doc__)
    parser.add_argument("--seed", type=int, default=46, help="the same seed gives the same demonstration")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="the day it ends on (today)")
    parser.add_argument("--months", type=float, default=18.0, help="how long it lasts")
    parser.add_argument("--small", action="store_true", help="a tenth of the requests: for a quick look")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    parser.add_argument("--if-empty", action="store_true", help="leave an installation that has a life of its own")
    parser.add_argument("--hints", action="store_true", help="only say where to sign in and where the mail is")
    wanted = parser.parse_args(argv)
    if wanted.hints:
        print(f"be anybody: {settings.BASE_URL}/demo/", f"read the mail: {settings.BASE_URL}/demo/mail/", sep="\n")
        return 0
    marker = Marker(Path(settings.CONFIG.data_dir) / "demo.json")
    if people.organisation_codes() and not marker.is_there():
        print("guichet demo: this installation is not empty, and not a demonstration: left as it is.", file=sys.stderr)
        return 0 if wanted.if_empty else 1
    if marker.is_complete():
        print("guichet demo: the demonstration is already here.", file=sys.stderr)
        return 0
    fraction = SMALL if wanted.small else WHOLE
    fill(Wanted(wanted.seed, wanted.as_of, wanted.months, fraction), marker, Silence() if wanted.quiet else Bar())
    return 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asked for."""

    seed: int
    as_of: date | None
    months: float
    fraction: float


@dataclass(frozen=True, slots=True)
class Marker:
    """The file that says that this installation is a demonstration, and whether it is whole."""

    path: Path

    def is_there(self) -> bool:
        """Tell whether a demonstration was begun here."""
        return self.path.exists()

    def is_complete(self) -> bool:
        """Tell whether it was finished."""
        return self.is_there() and bool(json.loads(self.path.read_text())["complete"])

    def write(self, **said: Any) -> None:
        """Say how far it is."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".new")
        draft.write_text(json.dumps(said))
        draft.replace(self.path)


def fill(wanted: Wanted, marker: Marker, hear: Heard) -> int:
    """Make the demonstration from nothing; stopped half-way, it leaves nothing. Return how many tickets it has."""
    if marker.is_there():  # a run that was killed
        empty()
    marker.write(complete=False)
    gc.freeze()
    gc.set_threshold(100_000)  # so many rows come and go that looking for cycles is a tenth of the time
    try:
        count, end = _fill(wanted, hear)
    except BaseException:
        empty()
        catalogue.forget()
        marker.path.unlink()
        raise
    marker.write(complete=True, seed=wanted.seed, end=end.isoformat(), tickets=count)
    return count


def _fill(wanted: Wanted, hear: Heard) -> tuple[int, datetime]:
    material = read(wanted.as_of or clock.now().date())
    end = clock.now()
    if wanted.as_of:
        zone = ZoneInfo(material.scenario["calendars"][0]["tz"])
        end = datetime.combine(wanted.as_of, END_OF_A_PAST_DAY, zone)
    order = Order(end=end, seed=wanted.seed, months=wanted.months, fraction=wanted.fraction)
    first = datetime.combine(start_of(order), wall(), UTC)
    load_institution(first)
    return make(order, material, hear), end


def load_institution(first: datetime) -> None:
    """Load the fictional institution, as it stood on the first day."""
    # Doors do not know each other: this command starts another one's work by name, as the command line does.
    load_file: Callable[..., list[str]] = import_module("guichet.doors.scenario.load").load_file
    with clock.at(first), through("scenario"):
        load_file(SCENARIO, now=first)


class Silence:
    """Hears of progress and says nothing."""

    def __call__(self, done: int, total: int, tickets: int) -> None:
        return


@dataclass
class Bar:
    """Shows how far the work is, on one line of the terminal."""

    started: float = field(default_factory=time.monotonic)
    shown: float = 0.0

    def __call__(self, done: int, total: int, tickets: int) -> None:
        elapsed = time.monotonic() - self.started
        if elapsed - self.shown < 0.2 and done < total:
            return
        self.shown = elapsed
        left = elapsed / done * (total - done)
        bar = "█" * round(WIDTH * done / total)
        line = f"\r{bar:░<{WIDTH}} {done / total:4.0%}  {tickets} tickets  {left:3.0f} s left "
        print(line, end="\n" if done == total else "", file=sys.stderr, flush=True)
