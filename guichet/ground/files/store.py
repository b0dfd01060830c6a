"""Writing and reading stored files."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from guichet.ground.database.inserted import insert_unless_there
from guichet.ground.files.models import StoredFile


class Damaged(RuntimeError):
    """The bytes on disk are not the bytes that were stored."""


def path_of(sha256: str) -> Path:
    """Return where the bytes of a hash lie."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256


def put(content: bytes) -> str:
    """Make the bytes durable on disk and return their hash; nothing names them yet.

    Called before the transaction that will, it lets nobody who writes wait for the disk.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if path.exists():
        os.utime(path)  # young again: no sweep takes it before a row names it
    else:
        _write(path, content)
    return sha256


def keep(content: bytes, *, now: datetime) -> StoredFile:
    """Make the bytes durable on disk, then name them in the caller's transaction."""
    sha256 = put(content)
    # The same bytes may be named by somebody else at this moment: the unique key decides, and no savepoint is needed.
    row = StoredFile(sha256=sha256, size=len(content), stored_at=now)
    return row if insert_unless_there(row) else StoredFile.objects.get(sha256=sha256)


def release(stored: StoredFile) -> bool:
    """Let go of a file that nothing names any more: its row now, its bytes at the next sweep; tell whether it went."""
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return False
    return True


def read(stored: StoredFile) -> bytes:
    """Return the bytes, after checking that they are still the same."""
    content = path_of(stored.sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise Damaged(stored.sha256)
    return content


def _write(path: Path, content: bytes) -> None:
    _make_folder(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    # A file whose folder was not synced can vanish at power cut, though its own bytes were.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_orphans(*, older_than: datetime) -> int:
    """Delete files that no row names, left by crashes before an instant; return how many."""
    gone = 0
    for path in Path(settings.FILES_DIR).glob("*/*"):
        old = path.stat().st_mtime < older_than.timestamp()
        if old and not StoredFile.objects.filter(sha256=path.name).exists():
            path.unlink()
            gone += 1
    return gone


def audit_files() -> list[str]:
    """Return the hashes of the files that are missing or damaged."""
    found = []
    for row in StoredFile.objects.order_by("pk").iterator():
        try:
            read(row)
        except (OSError, Damaged):
            found.append(row.sha256)
    return found
