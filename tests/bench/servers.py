"""Starting what is measured, on ports of its own, and stopping it whatever happens."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from guichet.children import Launch, start, stop_group
from tests.bench.load import WrongAnswer
from tests.bench.processes import memory_mib, tree

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS, STOP_SECONDS = 120.0, 12.0


class DidNotStart(RuntimeError):
    """The server never answered."""


def free_ports(count: int) -> list[int]:
    """Return ports that nobody uses."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def postmaster() -> tuple[int, ...]:
    """Return the process of the database server, when there is one."""
    pid = os.environ.get("GUICHET_BENCH_POSTMASTER", "")
    return (int(pid),) if pid else ()


@contextmanager
def pages(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve pages and the API as `guichet serve` does; give the port and the process."""
    port = free_ports(1)[0]
    environ = {**os.environ, "GUICHET_PORT": str(port)}
    with _running([sys.executable, "-m", "tests.bench.site"], environ, folder / "pages.log") as child:
        _await_page(port, child, folder / "pages.log")
        try:
            yield port, child.pid
        except WrongAnswer as error:
            raise WrongAnswer(f"{error}\n{_end_of(folder / 'pages.log')}") from error


def whole_stack(folder: Path, seconds: float) -> dict[str, float]:
    """Start the whole desk on an empty installation: time to its first page, and memory once it is idle."""
    port, live, smtp = free_ports(3)
    ports = {"GUICHET_PORT": port, "GUICHET_LIVE_PORT": live, "GUICHET_SMTP_IN_PORT": smtp}
    environ = {**os.environ, **{name: str(value) for name, value in ports.items()}}
    command = [sys.executable, "-m", "guichet.cli", "serve", "--prepared"]
    begun = time.perf_counter()
    with _running(command, environ, folder / "stack.log") as child:
        _await_page(port, child, folder / "stack.log")
        cold = time.perf_counter() - begun
        for _ in range(6):
            _page_is_there(port)
        time.sleep(max(2.0, seconds))
        roots = (child.pid, *postmaster())
        return {
            "cold_start_s": round(cold, 2), "idle_mib": round(memory_mib(*roots), 1),
            "idle_database_mib": round(memory_mib(*postmaster()), 1), "processes": len(tree(*roots)),
        }  # fmt: skip


@contextmanager
def _running(command: list[str], environ: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        child = start(Launch(command=command, environ=environ, output=output.fileno(), folder=ROOT))
        try:
            yield child
        finally:
            _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> None:
    family = tree(child.pid)
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        for pid in family:
            _kill(pid)
    stop_group(child, signal.SIGKILL)
    child.wait()


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _await_page(port: int, child: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + READY_SECONDS
    while not _page_is_there(port):
        if child.poll() is not None or time.monotonic() > limit:
            raise DidNotStart(_end_of(log))
        time.sleep(0.01)


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]


def _page_is_there(port: int) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request("GET", "/", headers={"Accept-Language": "fr"})
        return link.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
