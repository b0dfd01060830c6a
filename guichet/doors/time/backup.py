"""`guichet backup` and `guichet restore`: a copy made while the desk runs, and a copy that proves itself."""

import argparse
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from guichet.ground import clock
from guichet.ground.database import engine
from guichet.ground.files.store import audit_files
from guichet.ground.journal.seals import head, verify
from guichet.ground.outbox.api import hold

MANIFEST = "manifest.json"


def backup(argv: Sequence[str]) -> int:
    """Copy the database, the files and the secret key into a new folder, with the hash of each."""
    parser = argparse.ArgumentParser(prog="guichet backup", description=backup.__doc__)
    parser.add_argument("--to", type=Path, required=True, help="a folder that does not exist yet")
    target: Path = parser.parse_args(argv).to
    if target.exists():
        print(f"guichet backup: {target} is already there", file=sys.stderr)
        return 1
    draft = target.with_name(f".{target.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    # The database first: every file that it names is then already on disk, and files are never changed.
    engine().copy_to(draft / "database")
    _copy_files(Path(settings.FILES_DIR), draft / "files")
    key = settings.CONFIG.data_dir / "secret.key"
    if key.exists():
        shutil.copy2(key, draft / "secret.key")
    _write_manifest(draft)
    os.replace(draft, target)
    print(f"guichet backup: {target}")
    return 0


def _copy_files(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    if source.exists():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".incoming-*"))


def _write_manifest(folder: Path) -> None:
    newest = head()
    files = {str(path.relative_to(folder)): _digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    content = {
        "made_at": clock.now().isoformat(), "head": newest.digest if newest else "",
        "engine": "postgresql" if settings.CONFIG.is_postgresql else "sqlite", "files": files,
    }  # fmt: skip
    (folder / MANIFEST).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(argv: Sequence[str]) -> int:
    """Bring a copy back into an empty installation, its outgoing mail held, and verify it."""
    parser = argparse.ArgumentParser(prog="guichet restore", description=restore.__doc__)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="a folder that `backup` made")
    parser.add_argument("--verify", action="store_true", help="verify the journal and every file after it")
    given = parser.parse_args(argv)
    source: Path = given.source
    if fault := _unfit(source):
        print(f"guichet restore: {fault}", file=sys.stderr)
        return 1
    manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    _copy_files(source / "files", Path(settings.FILES_DIR))
    key = settings.CONFIG.data_dir / "secret.key"
    if (source / "secret.key").exists() and not os.environ.get("GUICHET_SECRET_KEY"):
        shutil.copy2(source / "secret.key", key)
    engine().copy_from(source / "database")
    call_command("migrate", interactive=False, verbosity=0)
    # A restored copy does not send the past again: somebody releases the outbox after a look at it.
    hold(reason="restored copy", now=clock.now())
    engine().renew_epoch("journal_entry")
    return _verified(manifest["head"]) if given.verify else 0


def _unfit(source: Path) -> str:
    if not (source / MANIFEST).exists():
        return f"{source} is not a copy that `guichet backup` made"
    manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    if (manifest["engine"] == "postgresql") != settings.CONFIG.is_postgresql:
        return f"the copy is of {manifest['engine']}, this installation is not"
    for name, digest in manifest["files"].items():
        path = source / name
        if not path.exists() or _digest(path) != digest:
            return f"{name} is missing or damaged in the copy"
    if not engine().is_empty():
        return "this installation is not empty"
    return ""


def _verified(expected: str) -> int:
    verdict = verify(expected_head=expected)
    damaged = audit_files()
    print(verdict.fault or f"sound: {verdict.entries} entries, {verdict.seals} seals")
    for name in damaged:
        print(f"damaged or missing: {name}")
    return 0 if verdict.sound and not damaged else 1
