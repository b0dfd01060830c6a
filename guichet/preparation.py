"""What a new or newer version needs before it serves: tables, caches, collected files."""

import argparse
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from guichet.ground.database.readiness import unapplied


def main(argv: Sequence[str]) -> int:
    """Bring the database and the static files to this version; running it twice changes nothing."""
    parser = argparse.ArgumentParser(prog="guichet prepare", description=__doc__)
    parser.add_argument("--quiet", action="store_true", help="say nothing when all goes well")
    verbosity = 0 if parser.parse_args(argv).quiet else 1
    Path(settings.CONFIG.data_dir).mkdir(parents=True, exist_ok=True)
    # Django looks at everything again for seconds to find that nothing is to be done: these two looks come first.
    if unapplied():
        call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=verbosity)
    collect()
    return 0


def collect() -> None:
    """Collect the static files, unless those that were collected came from the same ones."""
    mark, sum_now = Path(settings.STATIC_ROOT).with_suffix(".sum"), static_sum()
    is_there = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists() and mark.exists()
    if is_there and mark.read_text(encoding="utf-8") == sum_now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    draft = mark.with_suffix(".draft")
    draft.write_text(sum_now, encoding="utf-8")
    os.replace(draft, mark)


def static_sum() -> str:
    """Return what tells the static files of this version from those of any other, and how they are stored."""
    found = hashlib.sha256(repr((settings.STORAGES["staticfiles"], settings.STATIC_URL)).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            with storage.open(path) as source:
                found.update(path.encode() + b"\0" + hashlib.sha256(source.read()).digest())
    return found.hexdigest()
