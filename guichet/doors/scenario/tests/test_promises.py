"""Standards and ladders by file: loaded once, a change is a version, what means nothing is said."""

import pytest

from guichet.doors.scenario.load import load_file, main
from guichet.doors.scenario.tests.conftest import SMALL, Out, Write, lines_of
from tests.cast import NOON

STANDARDS = """\
standards:
  - code: calls
    kind: timeliness
    measure: completion
    service: A11
    channel: phone
    limit: 2 bd
    statement: {fr: Au téléphone., en: By telephone.}
    suspended: [{from: 2026-07-01, until: 2026-07-31, fr: Été, en: Summer}]
  - code: legal
    kind: timeliness
    measure: task
    service: A11
    step: legal
    unit: CS
    public: false
    share: 85
    statement: {fr: Lire le bail., en: Reading the lease.}
"""


@pytest.mark.proves("MES-02")
def test_standards_are_loaded_once_and_a_change_is_a_version(written: Write) -> None:
    path = written(SMALL + STANDARDS)
    assert {"+ standard calls", "+ standard legal"} <= set(load_file(path, now=NOON))
    assert load_file(path, now=NOON) == []
    path = written(SMALL + STANDARDS.replace("2 bd", "3 bd"))
    assert load_file(path, now=NOON) == ["~ standard calls: version 2: limit"]


LADDERS = """\
ladders:
  - {what: ticket, rungs: [{at: 75, to: [owner]}, {at: 100, to: [owner_lead, manager]}]}
  - {what: task, service: A11, rungs: [{at: 90, to: [worker]}, {at: 150, to: [unit_lead]}]}
"""


@pytest.mark.proves("TRI-04")
def test_ladders_are_loaded_once_and_what_means_nothing_is_said(written: Write, capsys: Out) -> None:
    path = written(SMALL + LADDERS)
    assert {"+ ladder ticket", "+ ladder task A11"} <= set(load_file(path, now=NOON))
    assert load_file(path, now=NOON) == []
    changed = written(SMALL + LADDERS.replace("at: 90", "at: 80"))
    assert load_file(changed, now=NOON) == ["~ ladder task A11: version 2: 80 % → worker; 150 % → unit_lead"]
    assert main([str(written(SMALL + LADDERS.replace("at: 90", "at: 190")))]) == 1
    assert any("the rungs rise" in line for line in lines_of(capsys))


@pytest.mark.parametrize(
    ("was", "wrong", "said"),
    [
        ("step: legal", "step: nowhere", "standards[legal].step: its service has no step with this key"),
        ("public: false", "public: true", "standards[legal].unit: a public standard names no unit"),
        ("measure: task", "measure: settled", "standards[legal].measure: « settled » is not known"),
        ("limit: 2 bd", "limit: soon", "standards[calls].limit: « soon » is not a duration"),
        ("until: 2026-07-31", "until: 2026-06-01", "standards[calls].suspended"),
    ],
)
def test_a_standard_that_means_nothing_is_said(written: Write, capsys: Out, was: str, wrong: str, said: str) -> None:
    assert main([str(written(SMALL + STANDARDS.replace(was, wrong)))]) == 1
    assert any(said in line for line in lines_of(capsys))
