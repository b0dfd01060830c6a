"""One run: so many kills over so many messages, from one seed."""

import time
from dataclasses import dataclass
from pathlib import Path

from guichet.areas.intake.models import InboundMail
from tests.rigs.crash.findings import Findings, count
from tests.rigs.crash.messages import feed, into_the_mailbox
from tests.rigs.crash.readers import LEASE, READERS, let_finish, work_for_ever
from tests.rigs.crash.sink import Sink
from tests.rigs.crash.stage import let_go_of_the_database, prepare
from tests.rigs.crash.victims import Victims

POINTS = (
    "after_file", "after_claim", "after_parse", "after_ticket", "before_commit", "after_commit", "before_smtp",
    "after_smtp",
)  # fmt: skip
WORKERS = 2
AT_A_POINT = 0.5  # the share of new victims that die at a named point
FROZEN = 0.05  # the share of blows that freeze instead of killing
COLD = 0.1  # the share of kills that may take somebody who has not begun
PATIENCE = 780.0  # seconds
BORED = 8.0  # seconds without enough progress after which somebody is struck all the same
HOT = 0.03  # seconds: how long after its last step a victim is struck, at most


@dataclass
class Rig:
    """One run on an empty database."""

    kills: int
    total: int
    seed: int
    reader: str
    points: tuple[str, ...]
    folder: Path

    def run(self) -> Findings:
        """Feed, kill, let the last ones finish, then count."""
        started = time.monotonic()
        sink = Sink(self.folder / "sink")
        victims = Victims(self.seed)
        try:
            prepare(sink.port)
            let_go_of_the_database()
            self._slaughter(victims, limit=started + PATIENCE)
            victims.end()
            under_fire = InboundMail.objects.exclude(state="stored").count()
            feed(self.total, self.acknowledged, into_the_mailbox)
            let_finish(READERS[self.reader])
        finally:
            victims.end()
            sink.stop()
        found = count(self.total, sink.message_ids())
        found.read_under_fire, found.frozen = under_fire, victims.frozen
        found.kills = found.mail_doubles_allowed = victims.kills
        found.seconds = round(time.monotonic() - started, 1)
        return found

    @property
    def acknowledged(self) -> Path:
        """Where the feeder writes how far it came."""
        return self.folder / "acknowledged"

    def _slaughter(self, victims: Victims, limit: float) -> None:
        """Strike whenever another share of the work is done, until enough have died."""
        chance = victims.random
        victims.start(lambda: feed(self.total, self.acknowledged, into_the_mailbox))
        for _ in range(WORKERS):
            victims.start(lambda: work_for_ever(READERS[self.reader]))
        # Each message makes two steps, stored and read; half of the new victims die by themselves besides.
        share = 2 * self.total / self.kills
        due, bored_at = share, time.monotonic() + BORED
        while victims.kills < self.kills and time.monotonic() < limit:
            time.sleep(0.002)
            victims.bury()
            victims.listen()
            if victims.progress < due and time.monotonic() < bored_at:
                continue
            due = victims.progress + chance.uniform(0.4, 1.6) * share
            bored_at = time.monotonic() + BORED
            time.sleep(chance.uniform(0, HOT))
            self._strike(victims)

    def _strike(self, victims: Victims) -> None:
        chance = victims.random
        awake = [pid for pid in victims.alive if not victims.alive[pid].asleep_until]
        at_work = [pid for pid in victims.at_work() if pid in awake]
        candidates = (chance.random() >= COLD and at_work) or awake
        if not candidates:
            return
        pid = chance.choice(candidates)
        if chance.random() < FROZEN:
            victims.freeze(pid, LEASE.total_seconds() * 1.25)
            return
        work = victims.kill(pid)
        victims.start(work, point=chance.choice(self.points) if chance.random() < AT_A_POINT else "")
