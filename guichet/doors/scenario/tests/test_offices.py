"""What offices read and ask, by file: loaded once, and what means nothing is said."""

import pytest

from guichet.doors.scenario.load import load_file, main
from guichet.doors.scenario.tests.conftest import SMALL, Out, Write, lines_of
from tests.cast import NOON

ASKED = """\
articles:
  - slug: bridge
    title: {fr: Le pont est fermé, en: The bridge is closed}
    body: {fr: Lundi., en: On Monday.}
    audience: office
    notice: true
    owner: CS
    published: true
questions:
  - person: amina@example.org
    language: fr
    words: Des chaises
    answers: [{person: amina@example.org, language: fr, words: Moi.}]
"""


@pytest.mark.proves("CLI-06")
def test_notices_and_questions_of_offices_are_loaded_once(written: Write) -> None:
    path = written(SMALL + ASKED)
    assert {"+ article bridge", "+ question amina@example.org"} <= set(load_file(path, now=NOON))
    assert load_file(path, now=NOON) == []


@pytest.mark.parametrize(
    ("was", "wrong", "said"),
    [
        ("audience: office", "audience: client", "articles[bridge].notice: only what is for an office is a notice"),
        ("person: amina@", "person: nobody@", "questions[nobody@example.org].person"),
        ("person: amina@example.org", "person: 250-555-0110", "only people of an office or a caucus ask and answer"),
    ],
)
def test_what_means_nothing_for_offices_is_said(written: Write, capsys: Out, was: str, wrong: str, said: str) -> None:
    assert main([str(written(SMALL + ASKED.replace(was, wrong)))]) == 1
    assert any(said in line for line in lines_of(capsys))
