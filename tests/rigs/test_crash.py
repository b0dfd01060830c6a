"""R1: killed at any instant, the intake loses nothing, doubles nothing, and leaves nothing half done."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.figures import engine, keep
from tests.postgres import Server

LONG = bool(os.environ.get("GUICHET_RIG_LONG"))


@pytest.fixture
def crash(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """Run the rig in a process of its own, on a database of its own that keeps its promises."""

    def run(*arguments: str) -> dict[str, Any]:
        environ = {**os.environ, "GUICHET_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "guichet.settings"}
        if engine() == "postgresql":
            server: Server = request.getfixturevalue("durable_postgresql")
            environ["GUICHET_DATABASE_URL"] = server.url
        command = [sys.executable, "-m", "tests.rigs.crash", *arguments]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=900, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return dict(json.loads(done.stdout))

    return run


@pytest.mark.rig
@pytest.mark.proves("I01", "I03", "I11", "O06", "D01", "P01")
def test_nothing_is_lost_doubled_or_half_recorded_however_often_it_is_killed(crash):
    kills, messages = (300, 4000) if LONG else (60, 700)

    found = crash("--kills", str(kills), "--messages", str(messages), "--seed", "7")

    keep("crash", **{name: value for name, value in found.items() if name != "notes"})
    assert found["kills"] >= kills
    assert found["notes"] == []
    assert found["read_under_fire"] > 0  # kills that hit nobody at work would prove nothing
    must_be_zero = [
        "lost", "doubled", "half_recorded", "journal_faults", "file_faults", "mails_without_intent", "mails_lost",
    ]  # fmt: skip
    assert {name: found[name] for name in must_be_zero} == dict.fromkeys(must_be_zero, 0)
    assert found["mails_doubled"] <= found["mail_doubles_allowed"]


@pytest.mark.rig
@pytest.mark.parametrize(("reader", "fault"), [("ack-first", "lost"), ("two-transactions", "doubled")])
def test_the_rig_finds_what_a_careless_intake_would_do(crash, reader, fault):
    """A rig that no product can fail proves nothing: these two must."""
    found = crash("--kills", "60", "--messages", "400", "--seed", "7", "--reader", reader)

    assert found[fault] > 0
