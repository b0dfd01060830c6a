"""`guichet serve`: processes are restarted when they die and never outlive the supervisor."""

import os
import re
import secrets
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import psycopg
import pytest

from guichet.forks import Fork, fork
from guichet.ground.config import Config
from guichet.parts import Component
from guichet.supervisor import Supervisor, components
from tests import prepared
from tests.bench.processes import tree
from tests.bench.servers import free_ports

PATIENCE = 20.0
SLEEPER = [sys.executable, "-c", "import time; print('awake', flush=True); time.sleep(600)"]


def eventually(is_so: Callable[[], object], seconds: float = PATIENCE) -> bool:
    limit = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


def is_alive(pid: int) -> bool:
    """Say whether a process runs; a zombie that nobody has reaped yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def config(**variables: str) -> Config:
    return Config.from_env(
        {"GUICHET_SECRET_KEY": "s" * 40, **{f"GUICHET_{k.upper()}": v for k, v in variables.items()}}
    )


def test_a_plain_desk_has_pages_live_updates_a_worker_and_a_mail_door() -> None:
    assert set(components(config())) == {"pages", "live", "worker", "mail"}


def test_the_demonstration_adds_a_mail_catcher() -> None:
    assert "catcher" in components(config(demo="true"))


def test_pages_and_live_updates_listen_where_the_settings_say() -> None:
    found = components(config(host="127.0.0.9", port="9000", live_port="9001"))

    assert "127.0.0.9:9000" in found["pages"]
    assert "127.0.0.9:9001" in found["live"]


def test_a_process_that_dies_is_started_again_after_a_growing_pause() -> None:
    part = Component("dies", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)
    pauses = []
    for _ in range(3):
        part.next_start_at = 0.0
        part.look()
        assert part.child is not None
        part.child.wait()
        part.look()
        pauses.append(part.pause)

    assert pauses == [1.0, 2.0, 4.0]
    assert part.child is None


def test_the_supervisor_restarts_a_killed_process_and_stops_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    part = Component("sleeper", SLEEPER, os.environ)
    supervisor = Supervisor([part])
    part.look()
    assert part.child is not None
    first = part.child.pid
    os.kill(first, signal.SIGKILL)
    threading.Timer(1.5, supervisor.stopping.set).start()

    supervisor.run()

    assert part.child is not None
    assert part.child.pid != first
    assert not is_alive(part.child.pid)
    assert "sleeper ended (-9)" in capsys.readouterr().out


def test_a_process_that_will_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guichet.supervisor.STOP_SECONDS", 0.3)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    part = Component("deaf", [sys.executable, "-c", deaf], os.environ)
    part.look()
    assert part.child is not None
    time.sleep(0.5)

    Supervisor([part]).stop()

    assert not is_alive(part.child.pid)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the signal at a parent's death is Linux's")
def test_children_die_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    program = textwrap.dedent(
        f"""
        import os, time
        from pathlib import Path
        from guichet.children import Launch, start
        child = start(Launch(command={SLEEPER!r}))
        Path({str(tmp_path / "draft")!r}).write_text(str(child.pid))
        os.rename({str(tmp_path / "draft")!r}, {str(tmp_path / "pid")!r})
        time.sleep(600)
        """
    )
    with subprocess.Popen([sys.executable, "-c", program]) as parent:
        assert eventually((tmp_path / "pid").exists)
        child = int((tmp_path / "pid").read_text())
        assert is_alive(child)

        parent.kill()

    assert eventually(lambda: not is_alive(child))


def sleep() -> int:
    time.sleep(600)
    return 0


def run_in_a_copy(work: Callable[[], int]) -> tuple[int, str]:
    """Fork, as the supervisor does, and return how the copy ended and what it said."""
    child = fork(Fork(run=work))
    code = child.wait(PATIENCE)
    assert child.stdout is not None
    with child.stdout as said:
        return code, said.read().decode()


def test_a_copy_says_what_it_says_through_the_pipe_and_ends_as_its_work_ends() -> None:
    def work() -> int:
        print("there")
        return 3

    assert run_in_a_copy(work) == (3, "there\n")


def test_a_copy_whose_work_fails_says_why() -> None:
    code, said = run_in_a_copy(lambda: 1 // 0)

    assert code == 1
    assert "ZeroDivisionError" in said


def test_a_copy_stops_when_it_is_asked_to() -> None:
    child = fork(Fork(run=sleep, piped=False))
    assert is_alive(child.pid)

    child.terminate()

    assert child.wait(PATIENCE) == -signal.SIGTERM


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the signal at a parent's death is Linux's")
def test_copies_die_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    program = textwrap.dedent(
        f"""
        import os, time
        from pathlib import Path
        from guichet.forks import Fork, fork
        child = fork(Fork(run=lambda: time.sleep(600) or 0))
        Path({str(tmp_path / "draft")!r}).write_text(str(child.pid))
        os.rename({str(tmp_path / "draft")!r}, {str(tmp_path / "pid")!r})
        time.sleep(600)
        """
    )
    with subprocess.Popen([sys.executable, "-c", program]) as parent:
        assert eventually((tmp_path / "pid").exists)
        child = int((tmp_path / "pid").read_text())
        assert is_alive(child)

        parent.kill()

    assert eventually(lambda: not is_alive(child))


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def count(url: str, rows: str) -> int:
    """Count rows in the database of a desk that runs, from outside."""
    place = urlsplit(url)
    opened: Any = psycopg.connect(url) if place.scheme == "postgres" else sqlite3.connect(place.path)
    with closing(opened) as connection:
        return int(connection.execute(f"SELECT COUNT(*) FROM {rows}").fetchone()[0])


def an_empty_database(folder: Path) -> str:
    """Make a migrated database on the engine of this run; return its address."""
    server = os.environ.get("GUICHET_DATABASE_URL")
    if not server:
        return f"sqlite://{prepared.sqlite(folder / 'guichet.sqlite3')}"
    name = f"desk_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{server.rpartition('/')[0]}/{name}"


@pytest.fixture
def desk(tmp_path: Path) -> dict[str, str]:
    """What an installation of its own is told."""
    names = ("GUICHET_PORT", "GUICHET_LIVE_PORT", "GUICHET_SMTP_IN_PORT")
    told = dict(zip(names, map(str, free_ports(3)), strict=True))
    return told | {"GUICHET_DATA_DIR": str(tmp_path), "GUICHET_DATABASE_URL": an_empty_database(tmp_path)}


@contextmanager
def served(desk: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """Serve a desk; yield once it is ready."""
    command = [sys.executable, "-m", "guichet.cli", "serve"]
    with subprocess.Popen(command, env={**os.environ, **desk}, stdout=subprocess.PIPE, text=True) as supervisor:
        try:
            assert any("ready: " in line for line in lines_of(supervisor))
            yield supervisor
        finally:
            supervisor.kill()


def lines_of(supervisor: "subprocess.Popen[str]") -> IO[str]:
    assert supervisor.stdout is not None
    return supervisor.stdout


def send_mails(port: int, number: int) -> None:
    """Hand messages to the mail door, as soon as it is open; each is acknowledged."""
    assert eventually(lambda: can_connect(port))
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as server:
        for place in range(number):
            server.sendmail("a@example.org", ["guichet@example.org"], f"Subject: Carte {place}\n\nBonjour {place}\n")


def can_connect(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.proves("I01", "D01")
def test_a_desk_restarts_what_is_killed_and_killed_itself_leaves_nothing_to_repair(desk: dict[str, str]) -> None:
    port, mails, done = int(desk["GUICHET_PORT"]), 20, "intake_inboundmail WHERE state = 'done'"
    with served(desk) as supervisor:
        home = read(f"http://127.0.0.1:{port}/")
        style = re.search(r"/static/[^\"]+\.css", home)
        assert style
        assert "@layer" in read(f"http://127.0.0.1:{port}{style[0]}")
        family = set(tree(supervisor.pid))
        os.kill(min(family - {supervisor.pid}), signal.SIGKILL)
        assert any("starting it again" in line for line in lines_of(supervisor))
        assert eventually(lambda: len(tree(supervisor.pid)) >= len(family))
        send_mails(int(desk["GUICHET_SMTP_IN_PORT"]), mails)
        assert eventually(lambda: count(desk["GUICHET_DATABASE_URL"], done))
        family |= set(tree(supervisor.pid))
        supervisor.kill()
        assert eventually(lambda: not any(map(is_alive, family)))

    with served(desk) as supervisor:
        assert eventually(lambda: count(desk["GUICHET_DATABASE_URL"], done) == mails)
        assert count(desk["GUICHET_DATABASE_URL"], "tickets_ticket") == mails
        family = set(tree(supervisor.pid))
        supervisor.send_signal(signal.SIGINT)
        assert supervisor.wait(PATIENCE) == 0
    assert not any(map(is_alive, family))


def test_what_is_copied_has_no_connection_open_and_one_thread() -> None:
    code = textwrap.dedent(
        """
        import os, threading
        os.environ["GUICHET_DEBUG"] = "true"  # no file has been collected
        os.environ["DJANGO_SETTINGS_MODULE"] = "guichet.settings"
        from guichet.loading import load, warm
        load()
        warm()
        from django.db import connections
        raise SystemExit(threading.active_count() > 1 or any(one.connection for one in connections.all()))
        """
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
