"""Rig R1: the real intake, killed again and again at random instants and at named points.

Run as a program of its own (`python -m tests.rigs.crash --kills 300 --messages 4000 --seed 7`), on the database that
the environment names; it prints what it found as JSON. Victims are forked, so that one life costs milliseconds; what
kills them is SIGKILL. At the end nothing may be lost, doubled or half recorded (INV1 to INV7 of the threats).
"""

import argparse
import contextlib
import json
import os
import random
import signal
import smtplib
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

POINTS = (
    "after_file", "after_claim", "after_parse", "after_ticket", "before_commit", "after_commit", "before_smtp",
    "after_smtp",
)  # fmt: skip
POISON_EVERY = 97
AGAIN_EVERY = 41  # the same bytes come twice
PAUSE = (0.02, 0.3)  # seconds between two kills, once there is somebody to kill
WARM = 0.9  # the share of kills that take somebody at work
PATIENCE = 420.0


@dataclass
class Findings:
    """What the rig counted. Every figure but the first six must be zero for the product to pass."""

    messages: int = 0
    kills: int = 0
    seconds: float = 0.0
    read_under_fire: int = 0
    tickets: int = 0
    quarantined: int = 0
    lost: int = 0
    doubled: int = 0
    half_recorded: int = 0
    journal_faults: int = 0
    file_faults: int = 0
    mails_without_intent: int = 0
    mails_lost: int = 0
    mails_doubled: int = 0
    mail_doubles_allowed: int = 0
    notes: list[str] = field(default_factory=list)


def message(number: int) -> bytes:
    """Return the message of a number: one in a while is poison, and some share a Message-ID."""
    if number % POISON_EVERY == POISON_EVERY - 1:
        return b"From: p@example.org\r\nSubject: marker-%06d\r\nX: %s\r\n\r\n" % (number, b"(" * 300_000)
    identifier = number - 1 if number % 29 == 28 else number
    return (
        f"From: Client {number % 211} <client{number % 211}@example.org>\r\nTo: guichet@example.org\r\n"
        f"Subject: marker-{number:06d}\r\nMessage-ID: <m{identifier}@example.org>\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\nBonjour, voici ma demande marker-{number:06d}.\r\n"
    ).encode()


class Victims:
    """Forked processes that do the real work until they are killed."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = random.Random(seed)
        self.folder = folder
        self.alive: dict[int, Callable[[], None]] = {}
        self.warmth: dict[int, int] = {}
        self.warm: set[int] = set()
        self.kills = 0
        self.sender_kills = 0

    def start(self, work: Callable[[], None], point: str = "") -> int:
        """Fork one; it dies at `point`, where one is given, the first time that it comes there."""
        listening, telling = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        pid = os.fork()
        if pid:
            os.close(telling)
            self.warmth[pid] = listening
            # Both sides make the group: whichever comes first, a kill right after the fork finds it.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.setpgid(pid, pid)
            self.alive[pid] = work
            return pid
        os.setpgid(0, 0)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _die_at(point, telling)
        try:
            work()
        except BaseException:  # noqa: BLE001 -- a fork never returns to its parent's code
            traceback.print_exc()
            os._exit(3)
        os._exit(0)

    def at_work(self) -> list[int]:
        """Return those that have begun to do something: a kill before that proves little."""
        for pid, listening in list(self.warmth.items()):
            with contextlib.suppress(BlockingIOError):
                if os.read(listening, 1):
                    self.warm.add(pid)
        return [pid for pid in self.alive if pid in self.warm]

    def forget(self, pid: int) -> Callable[[], None]:
        """Let go of one that is dead; return what it was doing."""
        os.close(self.warmth.pop(pid))
        self.warm.discard(pid)
        return self.alive.pop(pid)

    def kill(self, pid: int) -> None:
        """Kill one, with everything that it started."""
        os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.forget(pid)
        self.kills += 1


def _die_at(point: str, telling: int) -> None:
    from guichet.ground import crashpoints

    def reach(name: str) -> None:
        if name in {"after_commit", "after_file"}:
            with contextlib.suppress(BlockingIOError, BrokenPipeError):
                os.write(telling, b".")
        if name == point:
            os.killpg(0, signal.SIGKILL)

    crashpoints.reach = reach


def feed(total: int, acknowledged: Path) -> None:
    """Hand every message over, each until it is acknowledged; what was not is handed over again."""
    from guichet.doors.email.receive import store

    done = int(acknowledged.read_text() or 0) if acknowledged.exists() else 0
    for number in range(done, total):
        store(message(number), mailbox="guichet@example.org")
        if number % AGAIN_EVERY == 0:
            store(message(number), mailbox="guichet@example.org")
        draft = acknowledged.with_suffix(".new")
        draft.write_text(str(number + 1))
        os.replace(draft, acknowledged)


def work_for_ever(reader: Callable[[str], int]) -> None:
    """Read, react and send until killed."""
    from guichet.doors.email.sending import send_waiting
    from guichet.ground.journal.readers import react

    worker = f"victim:{os.getpid()}"
    while True:
        busy = reader(worker) + min(react(), 1)
        for _ in range(8):
            busy += send_waiting(worker=worker, batch=1)
        if not busy:
            time.sleep(0.02)


def honest(worker: str) -> int:
    """Read as the product does."""
    from guichet.doors.email.reading import read_waiting

    return read_waiting(worker=worker, batch=10)


def acknowledges_first(worker: str) -> int:
    """Read as a careless product would: finished first, admitted later. The rig must find what this loses."""
    from guichet.areas.intake.actions import mail as intake
    from guichet.areas.intake.models import InboundMail

    kept = intake._finish
    intake._finish = lambda *a: None
    original = intake.admit

    def admit(row, submission, **more):
        InboundMail.objects.filter(pk=row.pk).update(state="done", outcome="opened")
        return original(row, submission, **more)

    from guichet.areas import intake as area

    area.actions.admit = admit  # type: ignore[assignment]
    try:
        return honest(worker)
    finally:
        intake._finish, area.actions.admit = kept, original


def forgets_to_finish_together(worker: str) -> int:
    """Read as another careless product would: admitted, then finished in a second transaction."""
    from guichet.areas import intake as area
    from guichet.areas.intake.actions import mail as intake
    from guichet.areas.intake.models import InboundMail
    from guichet.ground import crashpoints

    kept, original = intake._finish, intake.admit
    intake._finish = lambda *a: None

    def admit(row, submission, **more):
        ticket = original(row, submission, **more)
        time.sleep(0.01)
        crashpoints.passing("after_commit")
        InboundMail.objects.filter(pk=row.pk).update(state="done", outcome="opened", ticket=ticket)
        return ticket

    area.actions.admit = admit  # type: ignore[assignment]
    try:
        return honest(worker)
    finally:
        intake._finish, area.actions.admit = kept, original


READERS = {"honest": honest, "ack-first": acknowledges_first, "two-transactions": forgets_to_finish_together}


@dataclass
class Rig:
    """One run: so many kills over so many messages, from one seed."""

    kills: int
    total: int
    seed: int
    reader: str
    folder: Path

    def run(self) -> Findings:
        """Feed, kill, let the last ones finish, then count."""
        started = time.monotonic()
        sink = Sink(self.folder / "sink")
        prepare(sink.port)
        let_go_of_the_database()
        victims = Victims(self.seed, self.folder)
        acknowledged = self.folder / "acknowledged"
        self._slaughter(victims, acknowledged, started)
        for pid in list(victims.alive):
            victims.kill(pid)
            victims.kills -= 1
        under_fire = how_many_were_read()
        let_go_of_the_database()
        self._let_finish(acknowledged)
        sink.stop()
        found = count(self.total, sink)
        found.read_under_fire = under_fire
        found.kills, found.seconds = victims.kills, round(time.monotonic() - started, 1)
        found.mail_doubles_allowed = victims.kills
        return found

    def _slaughter(self, victims: Victims, acknowledged: Path, started: float) -> None:
        chance = victims.random
        jobs: list[Callable[[], None]] = [
            lambda: feed(self.total, acknowledged),
            lambda: work_for_ever(READERS[self.reader]),
            lambda: work_for_ever(READERS[self.reader]),
        ]
        for job in jobs:
            victims.start(job)
        while victims.kills < self.kills and time.monotonic() - started < PATIENCE:
            time.sleep(chance.uniform(*PAUSE))
            self._bury(victims)
            pid = chance.choice((victims.at_work() if chance.random() < WARM else list(victims.alive)) or [0])
            if not pid:
                continue
            job = victims.alive[pid]
            victims.kill(pid)
            victims.start(job, point=chance.choice([*POINTS, "", "", "", ""]))

    def _bury(self, victims: Victims) -> None:
        """Replace those that died by themselves at a named point; a feeder that has finished is left out."""
        for pid in list(victims.alive):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended:
                continue
            job = victims.forget(pid)
            if os.WIFSIGNALED(status):
                victims.kills += 1
            if not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0):
                victims.start(job)

    def _let_finish(self, acknowledged: Path) -> None:
        from guichet.areas.intake.models import InboundMail
        from guichet.doors.email.sending import send_waiting
        from guichet.ground.journal.readers import react
        from guichet.ground.outbox.models import Outgoing

        feed(self.total, acknowledged)
        # Leases of the dead have not run out yet: what they held is free now.
        InboundMail.objects.update(lease_until=None)
        Outgoing.objects.update(lease_until=None)
        while READERS[self.reader]("last") or InboundMail.objects.filter(state="stored").exists():
            InboundMail.objects.update(lease_until=None)
        while react():
            pass
        Outgoing.objects.filter(state="pending").update(due_at="2020-01-01T00:00Z")
        while send_waiting(worker="last", batch=20):
            pass


class Sink:
    """A mail server that keeps what it is given, in a process of its own so that no kill reaches it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder, self.port = folder, _free_port()
        self.pid = os.fork()
        if not self.pid:
            self._serve()
        self._wait()

    def _serve(self) -> None:
        from guichet.doors.email.listener import Listener

        os.setpgid(0, 0)

        def keep(mail_from: str, recipients: object, raw: bytes) -> None:
            handle, name = tempfile.mkstemp(dir=self.folder)
            os.write(handle, raw)
            os.close(handle)
            os.replace(name, f"{name}.eml")

        Listener("127.0.0.1", self.port, accept=keep).start()
        signal.pause()
        os._exit(0)

    def _wait(self) -> None:
        for _ in range(100):
            try:
                with smtplib.SMTP("127.0.0.1", self.port, timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the sink does not answer")

    def stop(self) -> None:
        os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def message_ids(self) -> Counter[str]:
        """Count what was kept, by Message-ID."""
        found: Counter[str] = Counter()
        for path in self.folder.glob("*.eml"):
            head = path.read_bytes().partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
            lines = [line for line in head.split("\r\n") if line.lower().startswith("message-id:")]
            found[lines[0].partition(":")[2].strip()] += 1
        return found


def let_go_of_the_database() -> None:
    """Close every connection and pool: a fork must not share one with its parent."""
    from django.db import connections

    for connection in connections.all():
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def prepare(port: int) -> None:
    """Migrate, and lay the smallest house: a calendar, a window, one agent."""
    from django.conf import settings
    from django.core.management import call_command

    from guichet.areas.catalogue.models import Calendar
    from guichet.areas.catalogue.queries import house_calendar
    from guichet.areas.intake.queries import guess_language
    from guichet.areas.people.models import Organisation, Staff
    from guichet.ground import clock
    from guichet.ground.bilingual import Bilingual
    from tests.cast import HOURS

    settings.SMTP_OUT.update(host="127.0.0.1", port=port, starttls=False)
    call_command("migrate", verbosity=0)
    Calendar.objects.create(code="default", data={"tz": "America/Vancouver", "hours": HOURS, "holidays": "CA-BC"})
    # Loaded once here, so that no victim spends its short life on it.
    guess_language("Bonjour, bonjour")
    house_calendar().add(clock.now(), timedelta(days=20))
    name = Bilingual("Service à la clientèle", "Client Services")
    window = Organisation.objects.create(code="CS", kind="unit", name=name)
    Staff.objects.create(
        email="lea@example.org", given_name="Léa", family_name="Comeau", unit=window, roles=["agent"],
        languages=["fr", "en"],
    )  # fmt: skip


def how_many_were_read() -> int:
    """Count the messages that the victims finished."""
    from guichet.areas.intake.models import InboundMail

    return InboundMail.objects.exclude(state="stored").count()


def count(total: int, sink: Sink) -> Findings:
    """Compare what was handed over with what is there."""
    from guichet.areas.intake.models import InboundMail
    from guichet.areas.tickets.models import Message, Ticket
    from guichet.ground.journal.models import Entry
    from guichet.ground.journal.seals import verify
    from guichet.ground.outbox.models import Outgoing

    found = Findings(messages=total, tickets=Ticket.rows.count())
    found.quarantined = InboundMail.objects.filter(state="quarantined").count()
    titles = Counter(Ticket.rows.values_list("title", flat=True))
    for number in range(total):
        seen = titles[f"marker-{number:06d}"]
        poison = number % POISON_EVERY == POISON_EVERY - 1
        found.lost += not poison and seen == 0
        found.doubled += max(0, seen - 1)
    poisoned = range(POISON_EVERY - 1, total, POISON_EVERY)
    read_all_the_same = sum(titles[f"marker-{number:06d}"] for number in poisoned)
    found.lost += abs(len(poisoned) - found.quarantined - read_all_the_same)
    opened = Entry.objects.filter(kind="tickets.opened").count()
    acknowledged = Message.objects.filter(kind="acknowledgement").count()
    openings = Message.objects.filter(kind="opening").count()
    found.half_recorded = sum(abs(each - found.tickets) for each in (opened, openings, acknowledged))
    verdict = verify()
    found.journal_faults = int(not verdict.sound)
    found.notes += [verdict.fault] if verdict.fault else []
    found.file_faults = _file_faults()
    kept, meant = sink.message_ids(), set(Outgoing.objects.values_list("message_id", flat=True))
    found.mails_without_intent = sum(1 for one in kept if one not in meant)
    said_sent = Outgoing.objects.filter(state="sent").values_list("message_id", flat=True)
    found.mails_lost = sum(1 for one in said_sent if one not in kept)
    found.mails_lost += Outgoing.objects.exclude(state="sent").count()
    found.mails_doubled = sum(times - 1 for times in kept.values())
    return found


def _file_faults() -> int:
    from guichet.ground.files import store
    from guichet.ground.files.models import StoredFile

    faults = 0
    for row in StoredFile.objects.iterator():
        try:
            store.read(row)
        except (OSError, store.Damaged):
            faults += 1
    return faults


def main() -> int:
    """Run the rig and print its findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--messages", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--reader", choices=sorted(READERS), default="honest")
    given = parser.parse_args()
    import django

    django.setup()
    with tempfile.TemporaryDirectory(prefix="guichet-rig-") as folder:
        rig = Rig(given.kills, given.messages, given.seed, given.reader, Path(folder))
        print(json.dumps(asdict(rig.run())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
