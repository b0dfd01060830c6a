"""What is installed is pinned, hashed, and comes from wherever the installer is configured to look."""

import re
import tomllib

import pytest

from tests.architecture import sources

LOCK = (sources.ROOT / "requirements.lock").read_text(encoding="utf-8")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==\S+", re.MULTILINE)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted() -> set[str]:
    project = tomllib.loads((sources.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    lines += [line for extra in project["project"]["optional-dependencies"].values() for line in extra]
    return {normal(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]) for line in lines}


def test_the_lock_holds_no_address() -> None:
    assert re.findall(r"(?:https?|git|file|ssh)[+:]\S*", LOCK) == []


def test_every_pin_has_a_hash() -> None:
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", LOCK)
    assert [block.partition(" ")[0] for block in blocks if "==" in block and "--hash=sha256:" not in block] == []


def test_everything_the_project_asks_for_is_locked() -> None:
    assert wanted() - {normal(name) for name in PIN.findall(LOCK)} == set()


@pytest.mark.parametrize("name", ["package-lock.json", "uv.lock", "poetry.lock"])
def test_no_other_lock_is_kept(name: str) -> None:
    ignored = (sources.ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert name in ignored or not (sources.ROOT / name).exists()
