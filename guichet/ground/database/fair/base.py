"""SQLite's own waiting sleeps in ever longer steps, so that of several writers the late ones starve; ours take turns.

Whoever begins to write first takes a lock on a file beside the database, and asks for it again four times in each
millisecond: one thread of a process at a time, while the others sleep. The lock ends with its process. Whoever waits
in vain goes on without it: SQLite itself then decides (docs/decisions/0006).
"""

import fcntl
import os
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

PAUSE = 0.00025  # seconds between two tries
READS = ("SELECT", "(SELECT", "WITH", "PRAGMA", "EXPLAIN", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")

# By file: what the thread of this process holds that asks for the turn or has it. A copy of the process starts afresh.
_first: dict[str, threading.Lock] = {}
os.register_at_fork(after_in_child=_first.clear)


class _Turn:
    """The turn to write to a file, or what is left of it when others did not pass it in time."""

    def __init__(self, name: str, patience: float) -> None:
        until = time.monotonic() + patience
        self._ours = _first.setdefault(name, threading.Lock())
        self._is_first = self._ours.acquire(timeout=patience)
        self._file = os.open(f"{name}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while self._is_first and not _locked(self._file) and time.monotonic() < until:
            time.sleep(PAUSE)

    def end(self) -> None:
        """Let the others write: first the other processes, which may have waited longer."""
        os.close(self._file)
        if self._is_first:
            self._ours.release()


class _Cursor(base.SQLiteCursorWrapper):
    """A cursor that remembers how a statement reads once its marks are SQLite's own."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """Write the marks of a statement as SQLite reads them."""
        return _marked(query) if param_names is None else super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=1024)
def _marked(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its turn before it writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: _Turn | None = None
        self.execute_wrappers.append(self._alone)

    def create_cursor(self, name: str | None = None) -> Any:
        """Open a cursor."""
        return self.connection.cursor(factory=_Cursor)

    def _alone(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Take a turn for a statement that writes by itself."""
        if self._turn is not None or self.in_atomic_block or sql.startswith(READS):
            return execute(sql, params, many, context)
        self._take_turn()
        try:
            return execute(sql, params, many, context)
        finally:
            self._pass_turn()

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._pass_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._pass_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._pass_turn()

    def close(self) -> None:
        """Close, and let the others write."""
        try:
            super().close()
        finally:
            self._pass_turn()

    def _take_turn(self) -> None:
        if self.is_in_memory_db():
            return
        self._turn = _Turn(str(self.settings_dict["NAME"]), float(self.settings_dict["OPTIONS"].get("timeout", 5)))

    def _pass_turn(self) -> None:
        if self._turn is not None:
            turn, self._turn = self._turn, None
            turn.end()


def _locked(turn: int) -> bool:
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
