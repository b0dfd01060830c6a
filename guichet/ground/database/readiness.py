"""Whether the database answers and has every table that this version expects."""

from pathlib import Path

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

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
    if not _applied and not unapplied():
        _applied.append(True)
    return bool(_applied)


def unapplied() -> set[tuple[str, str]]:
    """Return the migrations of this version that the database has not had: their application and their name."""
    return written_migrations() - set(MigrationRecorder(connection).applied_migrations())


def written_migrations() -> set[tuple[str, str]]:
    """Return every migration of this version, by a look at the folders: to load them takes Django a second."""
    folders = {app.label: Path(app.path) / "migrations" for app in apps.get_app_configs()}
    return {(label, path.stem) for label, folder in folders.items() for path in folder.glob("[!_]*.py")}
