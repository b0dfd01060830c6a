"""`guichet check`: what makes an installation unfit is said, by name."""

import os
from pathlib import Path

import pytest

from guichet import checks


@pytest.mark.parametrize(
    ("version", "is_sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
@pytest.mark.proves("D01")
def test_a_sqlite_that_can_lose_writes_in_wal_mode_is_known(version: tuple[int, int, int], is_sound: bool) -> None:
    assert checks.is_wal_sound(version) is is_sound


@pytest.mark.django_db
def test_the_database_of_the_tests_is_migrated() -> None:
    assert checks._migrations().is_good


def test_a_data_folder_that_cannot_be_written_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    finding = checks._folder(tmp_path / "file" / "var")

    assert not finding.is_good
    assert "cannot be written" in finding.words


def test_a_data_folder_that_can_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    assert checks._folder(tmp_path).is_good
    assert os.listdir(tmp_path) == []
