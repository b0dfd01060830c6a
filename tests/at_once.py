"""Several at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(work: Callable[[str], T], *names: str) -> list[T]:
    """Do one work under several names in threads that begin together; return what each came to."""
    together = Barrier(len(names))

    def begin(name: str) -> T:
        with closing(connection):
            connection.ensure_connection()
            together.wait(10)
            return work(name)

    with ThreadPoolExecutor(len(names)) as pool:
        return list(pool.map(begin, names))
