"""On SQLite, those who write take turns: nobody starves behind the others, and nobody who dies holds them up."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from guichet.ground.database.fair import base
from guichet.ground.database.fair.base import DatabaseWrapper

pytestmark = pytest.mark.django_db
PRAGMAS = "PRAGMA journal_mode=WAL;"


def connection(folder: Path, *, timeout: float = 5) -> DatabaseWrapper:
    options = {"transaction_mode": "IMMEDIATE", "timeout": timeout, "init_command": PRAGMAS}
    known: dict[str, Any] = {
        "ENGINE": "guichet.ground.database.fair", "NAME": str(folder / "turns.sqlite3"), "OPTIONS": options,
        "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False,
        "TIME_ZONE": None, "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "TEST": {},
    }  # fmt: skip
    return DatabaseWrapper(known, "turns")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    first = connection(tmp_path)
    run(first, "CREATE TABLE counted (n integer)")
    run(first, "INSERT INTO counted VALUES (0)")
    yield first
    first.close()


def run(at: DatabaseWrapper, sql: str) -> list[Any]:
    with at.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if sql.startswith("SELECT") else []


def is_free(folder: Path) -> bool:
    with (folder / "turns.sqlite3-turn").open("rb") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def write_often(folder: Path, times: int) -> None:
    mine = connection(folder)
    try:
        for _ in range(times):
            mine.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            run(mine, "UPDATE counted SET n = n + 1")
            mine.commit()
            mine.set_autocommit(True)
            run(mine, "UPDATE counted SET n = n + 1")
    finally:
        mine.close()


def test_nothing_that_several_write_at_once_is_lost(tmp_path: Path, database: DatabaseWrapper) -> None:
    writers = [threading.Thread(target=write_often, args=(tmp_path, 25)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert run(database, "SELECT n FROM counted") == [(4 * 25 * 2,)]


@pytest.mark.parametrize("ending", ["commit", "rollback", "close"])
def test_a_turn_lasts_as_long_as_what_is_written(tmp_path: Path, database: DatabaseWrapper, ending: str) -> None:
    assert is_free(tmp_path)
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    run(database, "UPDATE counted SET n = 1")
    assert not is_free(tmp_path)
    getattr(database, ending)()
    assert is_free(tmp_path)


def test_reading_takes_no_turn(tmp_path: Path, database: DatabaseWrapper) -> None:
    with (tmp_path / "turns.sqlite3-turn").open("rb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        began = time.monotonic()
        assert run(database, "SELECT n FROM counted") == [(0,)]
        assert time.monotonic() - began < 4  # it would have waited for five


def test_one_thread_of_a_process_asks_while_the_others_sleep(
    tmp_path: Path, database: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[int] = set()
    ask = base._locked

    def heard(turn: int) -> bool:
        asked.add(threading.get_ident())
        return ask(turn)

    monkeypatch.setattr(base, "_locked", heard)
    writers = [threading.Thread(target=write_often, args=(tmp_path, 1)) for _ in range(4)]
    with (tmp_path / "turns.sqlite3-turn").open("rb") as other_process:
        fcntl.flock(other_process, fcntl.LOCK_EX)
        for writer in writers:
            writer.start()
        time.sleep(0.3)
        assert len(asked) == 1
    for writer in writers:
        writer.join()
    assert run(database, "SELECT n FROM counted") == [(8,)]


def test_a_copy_of_a_process_does_not_wait_for_what_it_was_copied_with(
    tmp_path: Path, database: DatabaseWrapper
) -> None:
    with base._first[str(tmp_path / "turns.sqlite3")]:  # another thread is asking just now
        child = os.fork()
        if child == 0:
            began = time.monotonic()
            run(connection(tmp_path), "UPDATE counted SET n = 5")
            os._exit(int(time.monotonic() - began > 4))  # it would have waited for five
    assert os.waitpid(child, 0)[1] == 0
    assert run(database, "SELECT n FROM counted") == [(5,)]


def test_whoever_dies_holds_nobody_up(tmp_path: Path, database: DatabaseWrapper) -> None:
    child = os.fork()
    if child == 0:
        other = connection(tmp_path)
        other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        os._exit(9)
    os.waitpid(child, 0)
    assert is_free(tmp_path)
    run(database, "UPDATE counted SET n = 7")
    assert run(database, "SELECT n FROM counted") == [(7,)]


def test_whoever_waits_in_vain_is_told_by_the_database_and_can_write_later(
    tmp_path: Path, database: DatabaseWrapper
) -> None:
    hasty = connection(tmp_path, timeout=0.05)
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with pytest.raises(OperationalError, match="locked"):
        run(hasty, "UPDATE counted SET n = 2")
    database.rollback()
    run(hasty, "UPDATE counted SET n = 3")
    assert run(hasty, "SELECT n FROM counted") == [(3,)]
    hasty.close()
