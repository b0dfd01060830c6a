"""What a spreadsheet opens runs nothing."""

import csv
import io

import pytest

from guichet.ground.spreadsheets import MARK, defused, exact, lines


@pytest.mark.proves("CAT-01")
@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=-5"])
def test_a_cell_that_would_run_becomes_a_text(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "words", "-12", "+1.5", "12", "Prix : 3", "—"])
def test_words_and_numbers_stay_as_they_are(cell: str) -> None:
    assert defused(cell) == cell


def test_a_table_comes_back_from_its_lines() -> None:
    rows = [["a", "b"], ["é, « x »", 'say "hi"\n'], ["", "=1"]]
    text = "".join(exact(rows))
    assert text.startswith(MARK)
    assert list(csv.reader(io.StringIO(text.removeprefix(MARK), newline=""))) == rows
    assert "".join(lines([[None, 3]])) == f"{MARK},3\r\n"
