"""What differs between SQLite and PostgreSQL, behind one set of names."""

from types import ModuleType

from django.db import connection


def engine() -> ModuleType:
    """Return the module of the engine in use."""
    if connection.vendor == "postgresql":
        from guichet.ground.database import postgresql

        return postgresql
    from guichet.ground.database import sqlite

    return sqlite
