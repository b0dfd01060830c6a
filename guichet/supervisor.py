"""`guichet serve`: every process of the desk, started together, restarted when one dies, stopped together.

The desk is loaded once, here; each process is a copy of this one, which does nothing but watch them.
"""

import argparse
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from types import FrameType

from guichet.forks import SHORTEST_LOOK, STOPS, Fork, fork
from guichet.ground.config import Config
from guichet.loading import load, warm
from guichet.parts import Child, Component, say

STOP_SECONDS = 8.0
LOOK_EVERY_SECONDS = 0.25
UNAVAILABLE = 1
GUNICORN = "gunicorn"


def components(config: Config) -> dict[str, list[str]]:
    """Return what the processes of this installation are told, by the name that precedes their lines."""
    found = {"pages": _pages(config), "live": _live(config), "worker": ["worker"], "mail": ["listen"]}
    return found | ({"catcher": ["catch"]} if config.demo else {})


def _pages(config: Config) -> list[str]:
    workers = ("--workers", str(config.web_workers), "--threads", str(config.web_threads))
    return [*_gunicorn(config, config.port), "-k", "gthread", *workers, "--preload", "guichet.wsgi:application"]


def _live(config: Config) -> list[str]:
    return [
        *_gunicorn(config, config.live_port),
        "-k",
        "asgi",
        "--workers",
        "1",
        "--preload",
        "guichet.asgi:application",
    ]


def _gunicorn(config: Config, port: int) -> list[str]:
    trusted = ",".join(config.trusted_proxies) or "127.0.0.1"
    settings = ("--graceful-timeout", "5", "--timeout", "60", "--log-level", "warning", "--no-control-socket")
    return [GUNICORN, "--bind", f"{config.host}:{port}", "--forwarded-allow-ips", trusted, *settings]


def forked(part: "Component") -> Child:
    """Start a component as a copy of this process."""
    return fork(Fork(run=partial(obey, part.command), name=part.name))


@dataclass
class Supervisor:
    """Keeps the components alive until it is told to stop; it has one thread, as copies are made of it."""

    parts: list[Component]
    first: Callable[["Supervisor"], bool] = lambda _supervisor: True  # tried until it says that it is done
    guests: list[Component] = field(default_factory=list)  # whose lines are printed, and who are not started again
    stopping: threading.Event = field(default_factory=threading.Event)

    def listen_for_signals(self) -> None:
        for number in STOPS:
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def run(self) -> None:
        """Watch until a signal comes, then stop everything."""
        done = False
        try:
            while not self.stopping.is_set():
                for part in self.parts:
                    part.look()
                done = done or self.first(self)
                self._copy_lines(LOOK_EVERY_SECONDS if done else SHORTEST_LOOK)
        finally:
            self.stop()

    def stop(self) -> None:
        say("serve", "stopping")
        everyone = [*self.parts, *self.guests]
        for part in everyone:
            part.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        while not all(part.is_over() for part in everyone) and time.monotonic() < deadline:
            self._copy_lines(SHORTEST_LOOK)
        for part in everyone:
            part.end()

    def _copy_lines(self, patience: float) -> None:
        pipes = {pipe: part for part in (*self.parts, *self.guests) if (pipe := part.pipe())}
        for pipe in select.select(list(pipes), [], [], patience)[0]:
            pipes[pipe].copy_lines()


def announce(config: Config, supervisor: Supervisor) -> bool:
    """Say where the desk is as soon as it answers and, in the demonstration, how to sign in."""
    if not _answers(config.host, config.port):
        return False
    say("serve", f"ready: {config.base_url}")
    if config.demo:
        hints = Component("demo", ["demo", "--hints"], os.environ, forked)
        hints.launch()
        supervisor.guests.append(hints)
    return True


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def obey(command: Sequence[str]) -> int:
    """Be the process that a command describes."""
    if command[0] == GUNICORN:
        sys.argv = list(command)
        import_module("gunicorn.app.wsgiapp").run()
        return 0
    return int(import_module("guichet.cli").main(list(command)))


def main(argv: Sequence[str]) -> int:
    """Prepare the installation, then serve it until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="guichet serve", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="serve the demonstration, filled if it is not yet")
    parser.add_argument("--prepared", action="store_true", help="all is prepared and filled: start at once")
    options = parser.parse_args(argv)
    if options.demo:
        os.environ["GUICHET_DEMO"] = "true"
    config = Config.from_env(os.environ)
    busy = [port for port in (config.port, config.live_port) if _is_taken(config.host, port)]
    if busy:
        say("serve", f"port {busy[0]} is taken on {config.host}: choose others (GUICHET_PORT, GUICHET_LIVE_PORT)")
        return UNAVAILABLE
    load()
    if not options.prepared and not _prepare(config):
        return UNAVAILABLE
    warm()
    return _serve(config)


def _prepare(config: Config) -> bool:
    """Make the installation ready and, for a demonstration, fill it when it is empty."""
    for command in [["prepare", "--quiet"], *([["demo", "--if-empty"]] if config.demo else [])]:
        if fork(Fork(run=partial(obey, command), piped=False)).wait():
            say("serve", f"guichet {command[0]} failed; nothing was started")
            return False
    return True


def _serve(config: Config) -> int:
    parts = [Component(name, command, os.environ, forked) for name, command in components(config).items()]
    supervisor = Supervisor(parts, partial(announce, config))
    supervisor.listen_for_signals()
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
