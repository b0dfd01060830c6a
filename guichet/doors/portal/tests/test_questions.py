"""Real questions, in other words than the titles, find the right service among the first three."""

from pathlib import Path

import pytest
import yaml

from guichet.areas.finding import queries as finding
from guichet.doors.scenario.load import load_file
from tests.cast import NOON, TODAY

DEMONSTRATION = Path(__file__).parents[2] / "demo/data/scenario.yaml"
QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
FIRST, ENOUGH, FEWEST = 3, 0.85, 60


@pytest.fixture
def the_catalogue(db: None) -> None:
    """Offer the services of the demonstration."""
    load_file(DEMONSTRATION, now=NOON)
    finding.forget()


def missed(language: str) -> list[str]:
    """Return the questions that do not find their service, each with what it found instead."""
    found = [
        (one, [offer.code for offer in finding.services_for(one["ask"], language=language, on=TODAY).services])
        for one in QUESTIONS[language]
    ]
    return [
        f"{one['ask']}: {one['finds']} is not among {codes[:5]}"
        for one, codes in found
        if one["finds"] not in codes[:FIRST]
    ]


@pytest.mark.proves("CAT-03")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_questions_in_other_words_find_the_right_service_in_the_first_three(the_catalogue: None, language: str) -> None:
    wrong = missed(language)

    assert len(QUESTIONS[language]) >= FEWEST
    assert len(wrong) <= (1 - ENOUGH) * len(QUESTIONS[language]), "\n".join(wrong)


@pytest.mark.proves("CAT-03")
def test_a_broken_lease_is_found_however_it_is_written(the_catalogue: None) -> None:
    for words in ("bail brise", "bail brisé", "baux brisés", "bial brisé", "bail bri"):
        found = finding.services_for(words, language="fr", on=TODAY).services
        assert found and found[0].code == "A11", words
