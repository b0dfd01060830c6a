"""What shows, what is an answer, what is computed, and what may be published."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from guichet.areas.forms.rules.content import Condition, Content, Section, content_of
from guichet.areas.forms.rules.gate import faults_of
from guichet.areas.forms.rules.reading import fault_of, faults_in, tidied
from guichet.areas.forms.rules.showing import fields_shown, live, sections_shown
from guichet.areas.forms.rules.sums import NotASum, names_in, total
from guichet.areas.forms.tests.examples import CONTENT, COSTS, ELEMENTS, FIRST, LAST, a_field, an_element, both
from guichet.ground.bilingual import Bilingual


def with_field(**changes: Any) -> Content:
    first = replace(FIRST, fields=(replace(FIRST.fields[0], **changes), *FIRST.fields[1:]))
    return Content((first, COSTS, LAST), ELEMENTS)


def said_of(content: Content) -> str:
    with translation.override("en"):
        return " | ".join(map(str, faults_of(content)))


@pytest.mark.proves("CAT-05")
@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        (Bilingual("", "Because"), "first · reason: the reason (“Why we ask”) is missing in French"),
        (Bilingual("Parce que", " "), "first · reason: the reason (“Why we ask”) is missing in English"),
    ],
)
def test_a_question_without_its_reason_in_both_languages_cannot_be_published(why: Bilingual, sentence: str) -> None:
    assert said_of(with_field(why=why)) == sentence


@pytest.mark.proves("CAT-05")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (Content(), "A form asks at least one question."),
        (with_field(when=Condition("nobody", "is", ("x",))), "depends on “nobody”, which is not asked before it"),
        (with_field(when=Condition("which", "is", ("x",))), "depends on “which”, which is not asked before it"),
        (with_field(element="unheard"), "“unheard” is not in the dictionary"),
        (with_field(key="told"), "told: this name is used twice"),
        (with_field(key="Reason!"), "small letters"),
        (with_field(help=Bilingual("Aide", "")), "the help is missing in English"),
        (with_field(element="amount", computed="1 +"), "“1 +” is not a sum"),
        (with_field(element="amount", computed="paid * 2"), "names “paid”, which is not a number asked before it"),
        (with_field(computed="1 + 1"), "only a number or an amount is computed"),
        (Content((replace(COSTS, most=99),), ELEMENTS), "it may repeat 20 times at most"),
        (Content((Section(key="a", title=both("A")), FIRST), ELEMENTS), "a section asks at least one question"),
        (
            Content((replace(COSTS, fields=(a_field("p", "document"),)),), ELEMENTS),
            "a file cannot be asked in a section that repeats",
        ),
    ],
)  # fmt: skip
def test_what_keeps_a_form_from_being_published_is_said_with_its_place(content: Content, sentence: str) -> None:
    assert sentence in said_of(content)


def test_a_form_with_everything_in_it_may_be_published() -> None:
    assert faults_of(CONTENT) == []
    name = {"fr": "a", "en": "b"}
    elements = {code: {"code": code, "name": name, "kind": one.kind} for code, one in ELEMENTS.items()}
    assert content_of(CONTENT.data(), elements).sections == CONTENT.sections


def test_a_question_shows_only_when_its_condition_holds() -> None:
    def keys(answers: dict[str, Any]) -> list[str]:
        return [one.key for one in fields_shown(CONTENT, FIRST, answers)]

    assert keys({}) == ["reason", "told"]
    assert keys({"reason": "other"}) == ["reason", "which", "told"]
    said = live(CONTENT, {"reason": "move", "which": "hidden now", "told": "Yes"})
    assert said == {"reason": "move", "told": "Yes", "costs": [], "total": "0.00"}


def test_a_section_shows_only_when_its_condition_holds() -> None:
    content = Content((FIRST, replace(COSTS, when=Condition("reason", "is_not", ("move",))), LAST), ELEMENTS)
    assert [one.key for one in sections_shown(content, {"reason": "move"})] == ["first", "last"]
    assert [one.key for one in sections_shown(content, {"reason": "other"})] == ["first", "costs", "last"]


def test_sums_are_computed_to_the_cent_and_wait_for_their_answers() -> None:
    answers = {"costs": [{"paid": "10.10"}, {"paid": "0.2"}, {"paid": ""}]}
    assert live(CONTENT, answers)["total"] == "20.60"
    assert total("hours * rate", {"hours": "35", "rate": "30.5"}) == "1067.50"
    assert total("hours * rate", {"hours": "35"}) == total("a / b", {"a": "1", "b": "0"}) == ""
    assert names_in("hours * rate + sum(paid)") == {"hours", "rate", "paid"}


@pytest.mark.parametrize(
    "text", ["", "__import__('os')", "a ** 9", "a.b", "sum(1)", "sum(a, b)", "[1]", "a if b else c", "x" * 300, "'a'"]
)
def test_nothing_but_a_sum_is_a_sum(text: str) -> None:
    with pytest.raises(NotASum):
        names_in(text)


@pytest.mark.proves("CAT-05")
@pytest.mark.parametrize(
    ("kind", "typed", "kept", "fault"),
    [
        ("number", "1 234,5", "1234.5", ""),
        ("number", "many", "many", "in figures"),
        ("number", "-1", "-1", "less than zero"),
        ("number", "NaN", "NaN", "in figures"),
        ("amount", "12,50 $", "12.50", ""),
        ("amount", "12.505", "12.505", "to the cent"),
        ("amount", "1e300", "1e300", "in figures"),
        ("date", "2026-02-30", "2026-02-30", "year-month-day"),
        ("date", "2026-03-03", "2026-03-03", ""),
        ("email", "amina", "amina", "not complete"),
        ("phone", "12", "12", "too short"),
        ("postal", "v8v1x4", "V8V 1X4", ""),
        ("postal", "90210", "90210", "A1A 1A1"),
        ("yes_no", "perhaps", "perhaps", "of the list"),
        ("yes_no", "", "", "Choose one"),
        ("file", "", [], "Add the document"),
        ("text", "x" * 301, "x" * 301, "too long"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_answer_is_said_and_what_was_typed_stays(
    kind: str, typed: str, kept: Any, fault: str
) -> None:
    element = an_element("one", kind)
    said = tidied(element, [typed])
    assert said == kept
    with translation.override("en"):
        told = fault_of(a_field("one", "one"), element, said)
    assert fault in told and bool(told) == bool(fault)


def test_faults_are_told_by_row_and_question() -> None:
    faults = faults_in(CONTENT, COSTS, {"costs": [{"paid": "5"}, {"paid": "x"}, {}]})
    assert set(faults) == {(1, "paid"), (2, "paid")}
