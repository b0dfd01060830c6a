"""A real PostgreSQL server for tests: made in a folder, on 127.0.0.1 only, gone at the end.

`python -m tests.postgres [--data FOLDER] [--durable] -- COMMAND…` runs a command with GUICHET_DATABASE_URL set to it.
`--servers N` runs several, for tests that run beside one another: in one server, the transaction that one test holds
open keeps the journals of all others waiting. See tests/environment.py.
"""

import argparse
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from guichet.children import Launch, start, tie_to
from tests import prepared

OLDEST = 15
USER = "guichet"
START_SECONDS = 30
RELAXED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SETTINGS = (
    "max_connections=80", "shared_buffers=64MB", "timezone=UTC", "log_min_messages=warning",
    "recovery_init_sync_method=syncfs",  # file by file, a restart after a crash takes a minute on some disks
)  # fmt: skip


class NoPostgreSQL(Exception):
    """There is no usable PostgreSQL on this machine, and why."""


@dataclass(frozen=True)
class Server:
    """A running server, its folder and its address."""

    folder: Path
    port: int
    password: str

    @property
    def url(self) -> str:
        return self.url_of(USER)

    def url_of(self, database: str) -> str:
        return f"postgres://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def up(self, *, durable: bool, ending: signal.Signals = signal.SIGINT) -> Iterator[None]:
        """Run for the length of a `with`; SIGQUIT ends it as a crash would."""
        with _started(self, _unprivileged(), durable=durable, ending=ending):
            yield

    def new_database(self) -> str:
        """Create one more database and return its address."""
        name = f"{USER}_{secrets.token_hex(4)}"
        _create_database(self, name)
        return self.url_of(name)


def binaries() -> Path:
    """Find the folder of the newest PostgreSQL that is new enough."""
    found = shutil.which("postgres")
    folders = [Path(found).resolve().parent] if found else []
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    usable = {_version(folder): folder for folder in folders if (folder / "initdb").exists()}
    newest = max(usable, default=0)
    if newest < OLDEST:
        raise NoPostgreSQL(f"PostgreSQL {OLDEST} or newer is not installed (apt-get install postgresql).")
    return usable[newest]


@contextmanager
def running(folder: Path | None = None, *, durable: bool = False) -> Iterator[Server]:
    """Run a server for the length of a `with`: in a folder that is kept, or in one that is thrown away."""
    # What is thrown away is not tidied up first.
    ending = signal.SIGQUIT if folder is None else signal.SIGINT
    with made(folder) as server, server.up(durable=durable, ending=ending):
        _create_database(server, USER)
        yield server


@contextmanager
def made(folder: Path | None = None) -> Iterator[Server]:
    """Make a server that does not run yet: empty, in a folder that is kept, or migrated, in one that is thrown away."""
    owner = _unprivileged()
    place = folder or Path(tempfile.mkdtemp(prefix="guichet-pg-"))
    place.mkdir(parents=True, exist_ok=True)
    if owner:
        os.chown(place, owner.pw_uid, owner.pw_gid)
    try:
        if folder is None:
            prepared.copy(prepared.once("cluster", _new_cluster), place)
        yield Server(place, _free_port(), _made(place, owner))
    finally:
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


def _version(folder: Path) -> int:
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"(\d+)", said)
    return int(number.group(1)) if number else 0


def _unprivileged() -> pwd.struct_passwd | None:
    """Return whom to run the server as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgreSQL("PostgreSQL refuses to run as root, and there is no account postgres or nobody.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _made(place: Path, owner: pwd.struct_passwd | None) -> str:
    """Create the cluster if the folder has none yet; return its password."""
    secret = place / "password"
    if (place / "data" / "PG_VERSION").exists():
        return secret.read_text()
    secret.write_text(secrets.token_hex(16))
    secret.chmod(0o600)
    if owner:
        os.chown(secret, owner.pw_uid, owner.pw_gid)
    command: list[str | Path] = [
        *(binaries() / "initdb", "-D", place / "data", "-U", USER, "--pwfile", secret, "--no-sync"),
        *("--auth-host=scram-sha-256", "--auth-local=trust", "--encoding=UTF8", "--locale=C.UTF-8"),
    ]
    _run(command, owner)
    return secret.read_text()


def _new_cluster(place: Path) -> None:
    """Make a cluster whose every new database is a migrated one: they are copies of `template1`."""
    owner = _unprivileged()
    place.parent.chmod(0o711)  # the server, which may run as somebody else, has to get there
    place.mkdir()
    if owner:
        os.chown(place, owner.pw_uid, owner.pw_gid)
    server = Server(place, _free_port(), _made(place, owner))
    with server.up(durable=False):
        prepared.migrate(GUICHET_DATABASE_URL=server.url_of("template1"))


def _run(command: Sequence[str | Path], owner: pwd.struct_passwd | None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
    )
    if done.returncode:
        raise NoPostgreSQL(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


@contextmanager
def _started(
    server: Server, owner: pwd.struct_passwd | None, *, durable: bool, ending: signal.Signals
) -> Iterator[None]:
    settings: tuple[str, ...] = (
        f"port={server.port}",
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={server.folder}",
    )
    settings += SETTINGS if durable else SETTINGS + RELAXED
    command = [str(binaries() / "postgres"), "-D", str(server.folder / "data")]
    for line in settings:
        command += ["-c", line]
    with (server.folder / "log").open("ab") as log:
        child = start(
            Launch(
                command=command,
                uid=owner.pw_uid if owner else None,
                gid=owner.pw_gid if owner else None,
                death_signal=signal.SIGQUIT,
                output=log.fileno(),
                folder=Path("/"),
            )
        )
    try:
        _wait_until_ready(server, child)
        yield
    finally:
        child.send_signal(ending)
        child.wait(timeout=START_SECONDS)


def _wait_until_ready(server: Server, child: subprocess.Popen[bytes]) -> None:
    asked = [str(binaries() / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(server.port)]
    limit = time.monotonic() + START_SECONDS
    while subprocess.run(asked, check=False).returncode:
        if child.poll() is not None or time.monotonic() > limit:
            raise NoPostgreSQL(f"PostgreSQL did not start: {(server.folder / 'log').read_text()[-800:]}")
        time.sleep(0.05)


def _create_database(server: Server, name: str) -> None:
    command = [str(binaries() / "createdb"), "-h", "127.0.0.1", "-p", str(server.port), "-U", USER, name]
    environ = {**os.environ, "PGPASSWORD": server.password}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode and "already exists" not in done.stderr:
        raise NoPostgreSQL(f"createdb failed: {done.stderr.strip()}")


def main(argv: Sequence[str]) -> int:
    """Run a command beside a server and return its exit code; 69 when there is no PostgreSQL."""
    parser = argparse.ArgumentParser(prog="python -m tests.postgres", description=__doc__)
    parser.add_argument("--data", type=Path, help="keep the server's data in this folder")
    parser.add_argument("--durable", action="store_true", help="keep what was committed through a power cut")
    parser.add_argument("--servers", type=int, default=1, help="how many; all of them in GUICHET_TEST_DATABASE_URLS")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args(argv)
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    try:
        with ExitStack() as servers:
            place = options.data.resolve() if options.data else None
            first = servers.enter_context(running(place, durable=options.durable))
            others = [servers.enter_context(running(durable=options.durable)) for _ in range(1, options.servers)]
            return _beside([first, *others], command)
    except NoPostgreSQL as error:
        print(error, file=sys.stderr)
        return os.EX_UNAVAILABLE


def _beside(servers: Sequence[Server], command: Sequence[str]) -> int:
    urls = [server.url for server in servers]
    environ = {**os.environ, "GUICHET_DATABASE_URL": urls[0], "GUICHET_TEST_DATABASE_URLS": " ".join(urls)}
    with subprocess.Popen(command, env=environ, preexec_fn=tie_to(os.getpid(), signal.SIGTERM)) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                # The terminal has told the command too: let it end its own way.
                continue


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
