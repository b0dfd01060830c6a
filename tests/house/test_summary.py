"""The last lines of scripts/test never make a run that did not take place look good."""

import json
from pathlib import Path

import pytest

from tests.summary import lines

LIBRARY = "SQLite is a library: it falls with its process, as the crash rig shows"


def a_run(
    folder: Path, engine: str, *, tests: int = 10, failures: int = 0, skipped: int = 1, why: str = LIBRARY
) -> None:
    (folder / "tests").mkdir(exist_ok=True)
    suite = f'<testsuite tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}" time="61.2">'
    left_out = f'<testcase><skipped type="pytest.skip" message="{why}">a.py:1: {why}</skipped></testcase>' * skipped
    (folder / "tests" / f"{engine}.xml").write_text(f"<testsuites>{suite}{left_out}</testsuite></testsuites>")


def test_two_good_runs_are_good(tmp_path: Path) -> None:
    a_run(tmp_path, "sqlite")
    a_run(tmp_path, "postgresql")

    said, is_good = lines(["sqlite", "postgresql"], tmp_path)

    assert is_good
    assert "sqlite: 10 tests, 9 passed, 0 failed, 1 skipped, in 61 s" in said


def test_one_failure_on_one_engine_fails_the_whole(tmp_path: Path) -> None:
    a_run(tmp_path, "sqlite")
    a_run(tmp_path, "postgresql", failures=1)

    assert not lines(["sqlite", "postgresql"], tmp_path)[1]


def test_a_run_of_which_every_test_was_skipped_proves_nothing(tmp_path: Path) -> None:
    a_run(tmp_path, "sqlite", tests=3, skipped=3)

    assert not lines(["sqlite"], tmp_path)[1]


@pytest.mark.parametrize(("ci", "is_good"), [("", True), ("true", False)])
def test_without_postgresql_a_laptop_passes_and_says_so_and_the_judge_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str, is_good: bool
) -> None:
    monkeypatch.setenv("CI", ci)
    a_run(tmp_path, "sqlite")

    said, verdict = lines(["sqlite", "postgresql"], tmp_path)

    assert "postgresql: DID NOT RUN" in said
    assert verdict is is_good


@pytest.mark.parametrize("missing", ["chromium is not installed", "dovecot-imapd is not installed", "any other reason"])
@pytest.mark.parametrize(("ci", "is_good"), [("", True), ("true", False)])
def test_tests_left_out_for_want_of_a_tool_are_told_and_fail_where_it_is_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str, is_good: bool, missing: str
) -> None:
    monkeypatch.setenv("CI", ci)
    a_run(tmp_path, "sqlite", skipped=3, why=missing)

    said, verdict = lines(["sqlite"], tmp_path)

    assert f"sqlite: NOT SHOWN (3 left out): {missing}" in said
    assert verdict is is_good


def test_what_has_nothing_to_show_on_an_engine_may_be_left_out_where_it_is_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    a_run(tmp_path, "sqlite")

    said, verdict = lines(["sqlite"], tmp_path)

    assert verdict
    assert not any("NOT SHOWN" in line for line in said)


def test_a_missing_sqlite_run_always_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "")

    assert not lines(["sqlite"], tmp_path)[1]


def test_the_figures_of_the_rigs_are_told(tmp_path: Path) -> None:
    a_run(tmp_path, "sqlite")
    (tmp_path / "rigs").mkdir()
    figures = {"rig": "crash", "engine": "sqlite", "kills": 40, "lost": 0}
    (tmp_path / "rigs" / "crash-sqlite.json").write_text(json.dumps(figures))

    assert "rig crash on sqlite: kills 40, lost 0" in lines(["sqlite"], tmp_path)[0]
