"""Killed at any instant, the tick loses nothing that falls due and repeats none of it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import prepared
from tests.figures import engine, keep
from tests.postgres import Server

LONG = bool(os.environ.get("GUICHET_RIG_LONG"))


@pytest.fixture
def ticking(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """Run the rig in a process of its own, on a database of its own that keeps its promises."""

    def run(*arguments: str) -> dict[str, Any]:
        environ = {**os.environ, "GUICHET_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "guichet.settings"}
        if engine() == "postgresql":
            server: Server = request.getfixturevalue("durable_postgresql")
            environ["GUICHET_DATABASE_URL"] = server.new_database()
        else:
            prepared.sqlite(tmp_path / prepared.DATABASE)
        command = [sys.executable, "-m", "tests.rigs.tick", *arguments]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return dict(json.loads(done.stdout.splitlines()[-1]))

    return run


@pytest.mark.rig
@pytest.mark.proves("BIL-05")
def test_what_falls_due_is_told_once_however_often_the_tellers_are_killed(ticking):
    kills, promises = (200, 1500) if LONG else (16, 90)

    found = ticking("--kills", str(kills), "--promises", str(promises))

    honest = found["honest"]
    keep("tick", **honest)
    assert honest.pop("kills") >= kills
    assert honest == dict.fromkeys(("lost", "repeated", "half_told", "journal_faults", "derived_otherwise"), 0)
    # A rig that no product can fail proves nothing: one that claims before it tells must.
    assert found["claiming-first"]["lost"] > 0
