"""`guichet serve`: every process of the desk, started together, restarted when one dies, stopped together."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import BinaryIO

from guichet.children import Launch, start, stop_group
from guichet.ground.config import Config

STOP_SECONDS = 8.0
READY_SECONDS = 60.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A process that has run this long is healthy: its next death starts again from the shortest pause.
HEALTHY_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.5
UNAVAILABLE = 1


def python(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


def components(config: Config) -> dict[str, list[str]]:
    """Return the processes of this installation, by the name that precedes their lines."""
    found = {
        "pages": _pages(config),
        "live": _live(config),
        "worker": python("guichet.cli", "worker"),
        "mail": python("guichet.cli", "listen"),
    }
    if config.demo:
        found["catcher"] = python("guichet.cli", "catch")
    return found


def _pages(config: Config) -> list[str]:
    workers = ("--workers", str(config.web_workers), "--threads", str(config.web_threads))
    return [*_gunicorn(config, config.port), "-k", "gthread", *workers, "--preload", "guichet.wsgi:application"]


def _live(config: Config) -> list[str]:
    return [*_gunicorn(config, config.live_port), "-k", "asgi", "--workers", "1", "guichet.asgi:application"]


def _gunicorn(config: Config, port: int) -> list[str]:
    trusted = ",".join(config.trusted_proxies) or "127.0.0.1"
    settings = ("--graceful-timeout", "5", "--timeout", "60", "--log-level", "warning", "--no-control-socket")
    return [*python("gunicorn"), "--bind", f"{config.host}:{port}", "--forwarded-allow-ips", trusted, *settings]


@dataclass
class Component:
    """One supervised process and the history of its deaths."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    child: subprocess.Popen[bytes] | None = None
    pause: float = SHORTEST_PAUSE
    started_at: float = 0.0
    next_start_at: float = 0.0

    def launch(self) -> None:
        self.child = start(Launch(command=self.command, environ=self.environ, output=subprocess.PIPE))
        self.started_at = time.monotonic()
        assert self.child.stdout is not None
        threading.Thread(target=copy_lines, args=(self.name, self.child.stdout), daemon=True).start()

    def look(self) -> None:
        """Start the process when its time has come; after a death, choose that time."""
        if self.child is not None and self.child.poll() is not None:
            self._mourn(self.child.returncode)
        if self.child is None and time.monotonic() >= self.next_start_at:
            self.launch()

    def _mourn(self, code: int) -> None:
        stop_group(self._running(), signal.SIGKILL)
        if time.monotonic() - self.started_at > HEALTHY_SECONDS:
            self.pause = SHORTEST_PAUSE
        say("serve", f"{self.name} ended ({code}); starting it again in {self.pause:g} s")
        self.next_start_at = time.monotonic() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self.child = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self.child is None:
            raise LookupError(self.name)
        return self.child

    def ask_to_stop(self) -> None:
        if self.child is not None and self.child.poll() is None:
            self.child.terminate()

    def stop(self, deadline: float) -> None:
        """Wait for the process until the deadline, then end it and all that it started."""
        if self.child is None:
            return
        try:
            self.child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say("serve", f"{self.name} does not stop: killing it")
        stop_group(self.child, signal.SIGKILL)
        self.child.wait()


@dataclass
class Supervisor:
    """Keeps the components alive until it is told to stop."""

    parts: list[Component]
    stopping: threading.Event = field(default_factory=threading.Event)

    def listen_for_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def run(self) -> None:
        """Watch until a signal comes, then stop everything."""
        try:
            while not self.stopping.is_set():
                for part in self.parts:
                    part.look()
                self.stopping.wait(LOOK_EVERY_SECONDS)
        finally:
            self.stop()

    def stop(self) -> None:
        say("serve", "stopping")
        for part in self.parts:
            part.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for part in self.parts:
            part.stop(deadline)


def say(name: str, line: str) -> None:
    print(f"{name:>8} | {line}", flush=True)


def copy_lines(name: str, source: BinaryIO) -> None:
    """Print what a process says, each line under its name."""
    with source:
        for line in source:
            say(name, line.decode("utf-8", "replace").rstrip())


def announce(config: Config, environ: Mapping[str, str], stopping: threading.Event) -> None:
    """Say where the desk is once it answers and, in the demonstration, how to sign in."""
    if not _answers(config.host, config.port, stopping):
        return
    say("serve", f"ready: {config.base_url}")
    if config.demo:
        hints = subprocess.run(python("guichet.cli", "demo", "--hints"), env=environ, capture_output=True, check=False)
        for line in hints.stdout.decode("utf-8", "replace").splitlines():
            say("demo", line)


def _answers(host: str, port: int, stopping: threading.Event) -> bool:
    limit = time.monotonic() + READY_SECONDS
    while not stopping.wait(0.1) and time.monotonic() < limit:
        try:
            with socket.create_connection((host, port), timeout=1):
                return True
        except OSError:
            continue
    return False


def main(argv: Sequence[str]) -> int:
    """Prepare the installation, then serve it until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="guichet serve", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="serve the demonstration, its mail kept by a catcher")
    parser.add_argument("--prepared", action="store_true", help="`guichet prepare` has just been run: start at once")
    options = parser.parse_args(argv)
    environ = {**os.environ, **({"GUICHET_DEMO": "true"} if options.demo else {}), "PYTHONUNBUFFERED": "1"}
    config = Config.from_env(environ)
    busy = [port for port in (config.port, config.live_port) if _is_taken(config.host, port)]
    if busy:
        say("serve", f"port {busy[0]} is taken on {config.host}: choose others (GUICHET_PORT, GUICHET_LIVE_PORT)")
        return UNAVAILABLE
    if not options.prepared and not _is_prepared(environ):
        say("serve", "the installation could not be prepared; nothing was started")
        return UNAVAILABLE
    return _serve(config, environ)


def _is_prepared(environ: Mapping[str, str]) -> bool:
    return subprocess.run(python("guichet.cli", "prepare", "--quiet"), env=environ, check=False).returncode == 0


def _serve(config: Config, environ: Mapping[str, str]) -> int:
    parts = [Component(name, command, environ) for name, command in components(config).items()]
    supervisor = Supervisor(parts)
    supervisor.listen_for_signals()
    threading.Thread(target=announce, args=(config, environ, supervisor.stopping), daemon=True).start()
    supervisor.run()
    return 0


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
