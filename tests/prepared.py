"""Databases that hold every table and no row: made once for the code at hand, then copied.

Every test run, rig and measure starts with an empty installation, and migrating one takes seconds each time.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "prepared"
DATABASE = "guichet.sqlite3"


def sqlite(place: Path) -> Path:
    """Copy a migrated SQLite database to `place`."""
    place.parent.mkdir(parents=True, exist_ok=True)
    copy(once(DATABASE, _new_sqlite), place)
    return place


def once(name: str, make: Callable[[Path], None]) -> Path:
    """Return what `make` makes, made already for this code or made now; others wait meanwhile."""
    kept = FOLDER / _digest() / name
    with _alone():
        if not kept.exists():
            _forget_all_but(kept.parent)
            # Whoever is interrupted leaves nothing that looks finished.
            unfinished = kept.with_name(f"{name}-unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            with tempfile.TemporaryDirectory(prefix="guichet-prepared-") as folder:
                make(Path(folder) / name)
                copy(Path(folder) / name, unfinished)
            unfinished.rename(kept)
    return kept


def copy(source: Path, target: Path) -> None:
    """Copy a file or a folder with its owners and rights."""
    subprocess.run(["cp", "-a", "-T", source, target], check=True)


def migrate(**environ: str) -> None:
    """Migrate the database of an installation from nothing."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    mine |= {"GUICHET_SECRET_KEY": "only-for-tests-" + "0" * 32, "DJANGO_SETTINGS_MODULE": "guichet.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=mine | environ, check=True)


@contextmanager
def _alone() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _forget_all_but(folder: Path) -> None:
    for one in FOLDER.iterdir():
        if one.is_dir() and one != folder:
            shutil.rmtree(one)
    folder.mkdir(exist_ok=True)


def _digest() -> str:
    """Tell this code from other code: what a migration does may stand in any module."""
    told = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in sorted(ROOT.glob("guichet/**/*.py")):
        if "tests" not in path.parts:
            told.update(path.read_bytes())
    return told.hexdigest()[:16]


def _new_sqlite(place: Path) -> None:
    migrate(GUICHET_DATA_DIR=str(place.parent))
