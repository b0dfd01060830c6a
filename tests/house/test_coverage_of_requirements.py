"""The table of proofs reads lists as people write them."""

from tests.coverage_of_requirements import ids_in, report

REQUIREMENTS = "| id | what |\n|---|---|\n| BIL-01● | one ticket |\n| BIL-02 | never tasks |\n| A04 | a service |\n"
THREATS = "| E01★ | forged sender |\n| E02 | old token |\nE03 in a sentence\n"


def test_ids_open_the_rows_of_a_list() -> None:
    assert ids_in(REQUIREMENTS) == ["BIL-01", "BIL-02"]
    assert ids_in(THREATS) == ["E01", "E02"]


def test_each_id_is_told_with_its_proofs_and_the_count_ends_the_report() -> None:
    told = list(report(["BIL-01", "BIL-02"], {"BIL-02": ["a.py::test_b[fr]", "a.py::test_b[en]"], "X01": ["c.py::d"]}))

    assert told == ["BIL-01   —", "BIL-02   a.py::test_b", "ids that no list defines: X01", "1 of 2 proven"]
