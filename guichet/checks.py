"""`guichet check`: whether this installation is fit to run, one line per question."""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from guichet.ground.config import EXPECTED, Config, variable

OLDEST_POSTGRESQL = 150000
FULL = 2
# The WAL-reset fault can lose committed writes when two connections write; these are the versions without it.
FIRST_SOUND_SQLITE = (3, 51, 3)
SOUND_BRANCHES = {(3, 44): 6, (3, 50): 7}


@dataclass(frozen=True)
class Finding:
    """The answer to one question."""

    subject: str
    is_good: bool
    words: str

    def __str__(self) -> str:
        return f"{'ok   ' if self.is_good else 'WRONG'}  {self.subject}: {self.words}"


def main(argv: Sequence[str]) -> int:
    """Print every finding and return 1 when one of them is wrong."""
    options = _parser().parse_args(argv)
    if options.env_example:
        print(env_example(), end="")
        return 0
    findings = list(_findings(Config.from_env(os.environ), deploy=options.deploy))
    print(*findings, sep="\n")
    return 0 if all(finding.is_good for finding in findings) else 1


def env_example() -> str:
    """Return the text of `.env.example`: every setting, what it is for, what it is when unset."""
    lines = ["# Settings of Guichet. Each may be given as a file instead: GUICHET_X_FILE=/run/secrets/x", ""]
    for entry in fields(Config):
        expected = EXPECTED[entry.metadata["read"]]
        lines += [f"# {entry.metadata['doc']} ({expected})", f"#{variable(entry.name)}={_shown(entry.default)}", ""]
    return "\n".join(lines)


def is_wal_sound(version: tuple[int, int, int]) -> bool:
    """Say whether several connections may write in WAL mode with this SQLite."""
    return version >= FIRST_SOUND_SQLITE or version[2] >= SOUND_BRANCHES.get(version[:2], 1000)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guichet check", description=__doc__)
    parser.add_argument("--deploy", action="store_true", help="also ask what only a public address needs")
    parser.add_argument("--env-example", action="store_true", help="print .env.example and stop")
    return parser


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _findings(config: Config, *, deploy: bool) -> Iterator[Finding]:
    yield _folder(config.data_dir)
    yield _framework(deploy=deploy)
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield Finding("database", False, str(error).strip())
        return
    yield from DATABASES[connection.vendor]()
    yield _migrations()


def _folder(folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"written")
            os.fsync(file.fileno())
    except OSError as error:
        return Finding("data folder", False, f"{folder} cannot be written ({error.strerror})")
    return Finding("data folder", True, str(folder))


def _framework(*, deploy: bool) -> Finding:
    try:
        call_command("check", deploy=deploy, fail_level="WARNING" if deploy else "ERROR", stdout=StringIO())
    except SystemCheckError as error:
        return Finding("settings", False, str(error).strip())
    return Finding("settings", True, "no objection")


def _answer(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def _sqlite() -> Iterator[Finding]:
    text = _answer("SELECT sqlite_version()")
    major, minor, patch = (int(part) for part in text.split(".")[:3])
    in_wal = _answer("PRAGMA journal_mode").lower() == "wal"
    sound = is_wal_sound((major, minor, patch)) or not in_wal
    yield Finding("SQLite", sound, text if sound else f"{text} can lose writes in WAL mode; install pysqlite3 0.6.1")
    durable = int(_answer("PRAGMA synchronous")) >= FULL
    yield Finding("durability", durable, "synchronous=FULL" if durable else "synchronous must be FULL")
    keyed = _answer("PRAGMA foreign_keys") == "1"
    yield Finding("foreign keys", keyed, "enforced" if keyed else "not enforced")


def _postgresql() -> Iterator[Finding]:
    number = int(_answer("SHOW server_version_num"))
    version = _answer("SHOW server_version")
    yield Finding("PostgreSQL", number >= OLDEST_POSTGRESQL, f"{version} (15 or newer is needed)")
    for name, wanted in (("fsync", "on"), ("synchronous_commit", "on"), ("server_encoding", "UTF8")):
        value = _answer(f"SHOW {name}")
        yield Finding(name, value == wanted, value if value == wanted else f"{value}, must be {wanted}")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding("migrations", not waiting, f"{len(waiting)} to apply: guichet prepare" if waiting else "applied")


DATABASES: dict[str, Callable[[], Iterator[Finding]]] = {"sqlite": _sqlite, "postgresql": _postgresql}
