"""What a template may say: places take a value once, slips are named, and both languages are there to publish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.areas.macros.rules.placeholders import filled, in_words, unfilled, unknown
from guichet.areas.macros.rules.steps import NewMacro, Steps, Work, faults_of, may_appear
from guichet.ground.bilingual import Bilingual

WORDS = Bilingual("Bonjour {personne}", "Hello {person}")
NAME = Bilingual("Bien reçu", "Got it")


def faults(**more: object) -> set[tuple[str, str]]:
    wanted = NewMacro(**{"scope": "mine", "name": NAME, "words": WORDS, "publish": True} | more)  # type: ignore[arg-type]
    return {(one.field, one.why) for one in faults_of(wanted)}


def test_a_placeholder_is_written_in_either_language_with_or_without_accents() -> None:
    values = {"person": "Amina", "number": "G-2026-000000-0"}
    assert filled("{personne} {Person} {numéro} {numero}", values) == "Amina Amina G-2026-000000-0 G-2026-000000-0"
    assert in_words("number", "fr") == "{numéro}"
    assert in_words("number", "en") == "{number}"


def test_a_place_without_a_value_stays_and_is_named() -> None:
    said = filled("Au {bureau}, {office}", {"office": ""})
    assert said == "Au {bureau}, {office}"
    assert unfilled(said) == ["{bureau}", "{office}"]
    assert filled("Au {bureau}", {}, empty="—") == "Au —"


@pytest.mark.proves("O11")
@given(st.text(max_size=60))
def test_what_a_client_is_called_is_never_read_as_a_template(name: str) -> None:
    assert filled("{person}", {"person": name, "owner": "SECRET"}) == (name or "{person}")


@pytest.mark.proves("O11")
@pytest.mark.parametrize("text", ["{{ person }}", "{% now %}", "${7*7}", "{person.__class__}", "{0}", "{person!r}"])
def test_there_is_no_logic_in_a_template(text: str) -> None:
    assert filled(text, {"person": "Amina"}) == text


def test_a_place_that_its_sender_fills_by_hand_never_has_a_value() -> None:
    assert unfilled(filled("{préciser} {specify}", {"person": "Amina"})) == ["{préciser}", "{specify}"]


def test_a_typing_slip_is_named() -> None:
    assert unknown("{personne} {prenom} {bureeau}") == ["{prenom}", "{bureeau}"]
    assert ("words_fr", "unknown") in faults(words=Bilingual("{prenom}", "x"), steps=Steps(sends="reply"))


@pytest.mark.proves("EQU-01")
def test_nothing_is_published_in_one_language_only() -> None:
    only_french = Bilingual("Bonjour")
    assert faults(words=only_french, steps=Steps(sends="reply")) == {("words_en", "missing")}
    assert faults(name=Bilingual("Reçu"), steps=Steps(plan=True)) == {("name_en", "missing")}
    assert faults(steps=Steps(note=Bilingual(en="Note"))) == {("note_fr", "missing")}
    work = Work(title=Bilingual("Câble"), unit="TI", instructions=Bilingual("Vite"))
    assert faults(steps=Steps(work=work)) == {("title_en", "missing"), ("instructions_en", "missing")}
    assert faults(words=only_french, steps=Steps(sends="reply"), publish=False) == set()


def test_a_template_does_something_and_what_it_does_can_be_done() -> None:
    assert faults() == {("sends", "nothing")}
    assert faults(steps=Steps(sends="answer")) == {("code", "code")}
    assert faults(steps=Steps(sends="answer", code="done", plan=True)) == {("sends", "waits")}
    asked = Work(title=NAME, unit="TI")
    assert faults(steps=Steps(sends="answer", code="done", work=asked)) == {("sends", "waits")}


def test_steps_are_written_down_and_read_back() -> None:
    work = Work(title=NAME, unit="TI", instructions=WORDS, mandatory=False, shown=("description", "office"))
    steps = Steps(service="A04", impact=3, owner="me", plan=True, work=work, note=NAME, sends="answer", code="done")
    assert Steps.of(steps.data()) == steps
    assert Steps().data() == {}
    assert Steps.of({}).is_nothing


def test_a_template_appears_where_every_condition_holds() -> None:
    traits = {"service": "A04", "state": "taken", "language": "fr", "channel": "email", "tier": "lead"}
    assert may_appear({}, traits)
    assert may_appear({"service": ["A04", "A05"], "language": ["fr"]}, traits)
    assert not may_appear({"service": ["A04"], "language": ["en"]}, traits)
    assert may_appear({"service": []}, traits)
