"""The throw-away PostgreSQL is real, answers here only, and leaves nothing behind."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.postgres import NoPostgreSQL, Server, binaries, running

pytestmark = [pytest.mark.either_engine]
try:
    binaries()
except NoPostgreSQL as error:
    pytestmark.append(pytest.mark.skip(reason=str(error)))


def one(server: Server, question: str) -> str:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(question).fetchone()
    assert row
    return str(row[0])


def test_a_durable_server_syncs_every_commit(durable_postgresql: Server) -> None:
    assert one(durable_postgresql, "SHOW fsync") == "on"
    assert one(durable_postgresql, "SHOW server_encoding") == "UTF8"
    assert one(durable_postgresql, "SHOW listen_addresses") == "127.0.0.1"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that the server, which runs as somebody else, can walk to; pytest's own are closed to them."""
    with tempfile.TemporaryDirectory(prefix="guichet-kept-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_folder_is_kept_from_one_start_to_the_next_and_a_temporary_one_is_not(open_folder: Path) -> None:
    with running(open_folder / "kept") as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE visit (n int)")
    with running(open_folder / "kept") as server:
        assert one(server, "SELECT count(*) FROM visit") == "0"
    with running() as server:
        place = server.folder
        assert place.exists()
    assert not place.exists()


def test_a_command_gets_the_address_and_gives_its_exit_code() -> None:
    program = "import os, psycopg; psycopg.connect(os.environ['GUICHET_DATABASE_URL']); raise SystemExit(7)"

    done = subprocess.run(
        [sys.executable, "-m", "tests.postgres", "--", sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        env=dict(os.environ),
        check=False,
    )

    assert done.returncode == 7
