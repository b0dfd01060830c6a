"""A full disk and a fallen database lose nothing, double nothing, and are outlived without anybody's help."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.figures import engine, keep
from tests.postgres import Server
from tests.rigs.crash.findings import MUST_BE_ZERO

HOW_LONG = (
    ("--messages", "800", "--times", "20")
    if os.environ.get("GUICHET_RIG_LONG")
    else ("--messages", "100", "--times", "3")
)


def found_by(*arguments: str, **environ: str) -> dict[str, Any]:
    """Run the rig in a process of its own."""
    command = [sys.executable, "-m", "tests.rigs.faults", *arguments, *HOW_LONG]
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "guichet.settings", **environ}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=600, check=False)
    if "NoSmallDisk" in done.stderr:
        pytest.skip("Only root may mount the small disk of this rig.")
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def harm_in(name: str, found: dict[str, Any]) -> dict[str, Any]:
    """Keep the figures of a rig; return what should not have happened, of what was found."""
    keep(name, **{key: value for key, value in found.items() if key != "notes"})
    harm = {one: found[one] for one in ("notes", *MUST_BE_ZERO) if found[one]}
    harm |= {} if found["read_under_fire"] > 0 else {"read_under_fire": found["read_under_fire"]}
    return harm | ({} if found["mails_doubled"] <= found["mail_doubles_allowed"] else {"mails": found["mails_doubled"]})


@pytest.mark.rig
@pytest.mark.proves("I12", "I01", "O06")
def test_a_disk_that_fills_up_again_and_again_loses_nothing(request):
    environ = {}
    if engine() == "postgresql":
        server: Server = request.getfixturevalue("durable_postgresql")
        environ["GUICHET_DATABASE_URL"] = server.new_database()

    assert harm_in("full disk", found_by("disk", **environ)) == {}


@pytest.mark.rig
@pytest.mark.skipif(
    engine() == "sqlite", reason="SQLite is a library: it falls with its process, as the crash rig shows"
)
@pytest.mark.proves("D01", "I01", "O06")
def test_a_database_that_falls_again_and_again_loses_nothing():
    assert harm_in("fallen database", found_by("database")) == {}
