"""A rig: several workers tell of what falls due, and are killed again and again; each thing is told once.

Run as a program of its own (`python -m tests.rigs.tick --kills 20 --promises 120`), on the database that the
environment names; it prints what it found as JSON.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.rigs.crash.victims import Victims

NOW = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=90)
POINTS = ("after_claim", "after_entries", "before_commit")
WORKERS, AT_ONCE, PATIENCE = 2, 3, 60.0  # workers, promises at a time, seconds


@dataclass
class Found:
    """What was told, beside what was to be told."""

    kills: int
    lost: int
    repeated: int
    half_told: int
    journal_faults: int
    derived_otherwise: int


def _promise(promises: int) -> set[int]:
    from guichet.areas.people.models import Person, Staff
    from tests.cast import a_ticket
    from tests.rigs.crash.stage import let_go_of_the_database

    owner = Staff.objects.get()
    asker = Person.objects.create(given_name="Amina", family_name="Roy", language="fr", created_at=NOW)
    made = {a_ticket(asker, owner=owner, at=NOW).pk for _number in range(promises)}
    let_go_of_the_database()
    return made


def _carefully() -> int:
    from guichet.areas.sla import actions as sla
    from guichet.ground.access import SYSTEM

    return sla.alert(by=SYSTEM, now=LATER, most=AT_ONCE)


def _claiming_first() -> int:
    """Tell as a careless product would: what is claimed is written down before it is told."""
    from guichet.areas.sla.models import Notice, Promise
    from guichet.ground.crashpoints import passing

    due = list(Promise.objects.filter(alert_at__lte=LATER)[:AT_ONCE])
    Promise.objects.filter(pk__in=[one.pk for one in due]).update(alert_at=None)
    passing("after_claim")
    for one in due:
        assert one.owner_id and one.next_due_at
        Notice.objects.create(ticket_id=one.pk, staff_id=one.owner_id, share=100, due_at=one.next_due_at, at=LATER)
    return len(due)


TELLERS: dict[str, Callable[[], int]] = {"honest": _carefully, "claiming-first": _claiming_first}


def _kill(victims: "Victims", tell: Callable[[], int], kills: int) -> None:
    """Let workers tell until all is told, but kill so many of them meanwhile, half of them at a named point."""

    def work() -> None:
        while tell():
            pass

    limit = time.monotonic() + PATIENCE
    while victims.kills < kills and time.monotonic() < limit:
        while len(victims.alive) < WORKERS:
            point = victims.random.choice(POINTS) if victims.random.random() < 0.5 else ""
            victims.start(work, point=point)
        time.sleep(victims.random.uniform(0.005, 0.06))
        victims.bury()
        if victims.alive and victims.random.random() < 0.5:
            victims.kill(victims.random.choice(list(victims.alive)))
    victims.end()


def _found(kills: int, promised: set[int]) -> Found:
    from guichet.areas.sla.models import Notice, Promise
    from guichet.areas.sla.readers import clocks
    from guichet.ground.journal.models import Entry
    from guichet.ground.journal.seals import verify

    told = list(Entry.objects.filter(kind="sla.alerted").values_list("data__ticket", flat=True))
    noticed = set(Notice.objects.values_list("ticket", flat=True))
    kept = list(Promise.objects.order_by("pk").values())
    clocks.rebuild()
    derived = zip(kept, Promise.objects.order_by("pk").values(), strict=True)
    return Found(
        kills=kills, lost=len(promised - noticed), repeated=len(told) - len(set(told)),
        half_told=len(noticed ^ set(told)), journal_faults=int(not verify().sound),
        derived_otherwise=sum(one != two for one, two in derived),
    )  # fmt: skip


def _run(teller: str, promises: int, kills: int) -> Found:
    """Promise, kill, let the last one finish, count."""
    from tests.rigs.crash.victims import Victims

    promised, victims, tell = _promise(promises), Victims(seed=7), TELLERS[teller]
    _kill(victims, tell, kills)
    while tell():
        pass
    return _found(victims.kills, promised)


def main() -> int:
    """Let the product tell, then a careless one that the rig must catch; print what was found of each."""
    parser = argparse.ArgumentParser(prog="python -m tests.rigs.tick")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--promises", type=int, default=1500)
    given = parser.parse_args()
    django.setup()
    from tests.rigs.crash.stage import prepare

    prepare(port=1)
    found = {"honest": _run("honest", given.promises, given.kills), "claiming-first": _run("claiming-first", 30, 6)}
    print(json.dumps({name: asdict(one) for name, one in found.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
