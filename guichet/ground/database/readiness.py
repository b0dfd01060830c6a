"""Whether the database answers and has every table that this version expects."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

_applied: list[bool] = []  # once true in a process, true for its life: migrations are not taken back under it


def answers() -> bool:
    """Tell whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        connection.close()
        return False


def is_migrated() -> bool:
    """Tell whether every migration was applied."""
    if not _applied:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _applied.append(True)
    return True
