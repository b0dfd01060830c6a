"""R1: killed at any instant, the intake loses nothing, doubles nothing, and leaves nothing half done."""

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
from tests.rigs.crash.findings import MUST_BE_ZERO

LONG = bool(os.environ.get("GUICHET_RIG_LONG"))


@pytest.fixture
def crash(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """Run the rig in a process of its own, on a database of its own that keeps its promises."""

    def run(*arguments: str) -> dict[str, Any]:
        environ = {**os.environ, "GUICHET_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "guichet.settings"}
        if engine() == "postgresql":
            server: Server = request.getfixturevalue("durable_postgresql")
            environ["GUICHET_DATABASE_URL"] = server.new_database()
        else:
            prepared.sqlite(tmp_path / prepared.DATABASE)
        command = [sys.executable, "-m", "tests.rigs.crash", *arguments]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=900, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return dict(json.loads(done.stdout.splitlines()[-1]))  # the log stands before it

    return run


@pytest.mark.rig
@pytest.mark.proves("I01", "I03", "I11", "O06", "D01", "P01")
def test_nothing_is_lost_doubled_or_half_recorded_however_often_it_is_killed(crash):
    kills, messages = (300, 4000) if LONG else (60, 700)

    found = crash("--kills", str(kills), "--messages", str(messages), "--seed", "7")

    keep("crash", **{name: value for name, value in found.items() if name != "notes"})
    assert found["kills"] >= kills
    assert found["read_under_fire"] > messages / 2  # kills that hit nobody at work would prove nothing
    assert found["notes"] == []
    assert {name: found[name] for name in MUST_BE_ZERO} == dict.fromkeys(MUST_BE_ZERO, 0)
    assert found["mails_doubled"] <= found["mail_doubles_allowed"]


@pytest.mark.rig
@pytest.mark.parametrize(
    ("reader", "point", "fault"),
    [("ack-first", "after_ticket", "lost"), ("two-transactions", "between_two_transactions", "doubled")],
)
def test_the_rig_finds_what_a_careless_intake_would_do(crash, reader, point, fault):
    """A rig that no product can fail proves nothing: these two must."""
    found = crash("--kills", "12", "--messages", "60", "--seed", "7", "--reader", reader, "--points", point)

    assert found[fault] > 0
