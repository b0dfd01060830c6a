"""`guichet plan`: out to a modeller, and back as the next version."""

from pathlib import Path

import pytest

from guichet.areas.catalogue.models import PlanTemplate, Service
from guichet.areas.catalogue.queries.plans import newest_plan, steps_in
from guichet.doors.exchange.plan import main
from tests.cast import *  # noqa: F403

pytestmark = pytest.mark.django_db


@pytest.fixture
def exported(hiring: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The plan of hiring, in a file."""
    assert main(["export", "A04"]) == 0
    file = tmp_path / "plan.bpmn"
    file.write_text(capsys.readouterr().out)
    return file


def given(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def test_a_plan_goes_out_and_a_changed_one_comes_back_as_the_next_version(
    exported: Path, hiring: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    given(exported, 'unit="RH"', 'unit="CS"')  # Client Services takes part: it needs a step
    assert main(["import", str(exported), "--service", "A04", "--dry-run"]) == 0
    assert "~ contract unit" in capsys.readouterr().out
    assert PlanTemplate.objects.count() == 1, "a dry run changes nothing"
    assert main(["import", str(exported), "--service", "A04"]) == 0
    newest = newest_plan(hiring)
    assert newest and newest.version == 2
    assert steps_in(newest)[0].unit == "CS"
    assert main(["import", str(exported), "--service", "A04"]) == 0
    assert PlanTemplate.objects.count() == 2, "nothing changed, so nothing is made"


@pytest.mark.proves("NIV-03")
@pytest.mark.parametrize(
    ("language", "said"), [("en", "has no step in its plan"), ("fr", "aucune étape dans son plan")]
)
def test_a_plan_that_must_not_be_published_is_refused_with_the_reason(
    exported: Path, language: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(exported), "--service", "A04", "--lang", language]) == 1
    assert said in capsys.readouterr().err
    assert PlanTemplate.objects.count() == 1


def test_what_has_no_place_is_said_and_left_out_only_when_asked(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given(exported, 'unit="RH"', 'unit="CS"')
    given(exported, "</bpmn:process>", '<bpmn:subProcess id="deep" /></bpmn:process>')
    asked = ["import", str(exported), "--service", "A04"]
    assert main(asked) == 1
    assert "subProcess deep" in capsys.readouterr().err
    assert main([*asked, "--without-foreign"]) == 0
    assert "subProcess deep" in capsys.readouterr().out


def test_what_is_not_there_is_said(hiring: Service, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "XX"]) == 1
    assert "XX" in capsys.readouterr().err
    assert main(["import", "nowhere.bpmn", "--service", "A04"]) == 1
