"""A few plain questions make the right list, and no other."""

from dataclasses import replace

import pytest

from guichet.areas.guidance import rules
from guichet.areas.guidance.tests.paths import a_path, item, question


def keys(answers: dict[str, str]) -> list[str]:
    return [one.key for one in rules.checklist(a_path(), rules.kept(a_path(), answers))]


@pytest.mark.proves("CAT-04")
def test_the_answers_make_the_list_in_its_order() -> None:
    assert keys({"premises": "some", "lease": "open", "staff": "yes"}) == ["begin", "read", "insure", "hire"]
    assert keys({"premises": "none", "staff": "no"}) == ["begin"]


@pytest.mark.proves("CAT-04")
def test_a_question_is_asked_only_where_it_has_a_meaning() -> None:
    path = a_path()
    assert [one.key for one in rules.asked(path, {"premises": "none"})] == ["premises", "staff"]
    assert [one.key for one in rules.asked(path, {"premises": "some"})] == ["premises", "lease", "staff"]
    following = rules.next_question(path, {"premises": "none"})
    assert following is not None
    assert following.key == "staff"


def test_an_answer_that_nobody_offered_counts_for_nothing() -> None:
    assert rules.kept(a_path(), {"premises": "castle", "staff": "yes", "x": "y"}) == {"staff": "yes"}


def test_an_answer_to_a_question_that_is_no_longer_asked_is_dropped() -> None:
    assert rules.kept(a_path(), {"premises": "none", "lease": "open", "staff": "no"}) == {
        "premises": "none", "staff": "no",
    }  # fmt: skip


@pytest.mark.proves("CAT-04")
def test_every_way_asks_two_to_five_questions() -> None:
    assert rules.faults(a_path()) == []
    short = replace(a_path(), questions=(question("premises", "some", "none"),), items=(item("begin"),))
    assert [where for where, _why in rules.faults(short)] == ["questions"]


@pytest.mark.proves("CAT-04")
def test_what_no_answer_leads_to_is_named() -> None:
    path = a_path()
    lost = item("lost", premises=("none",), lease=("open",))
    wrong = item("wrong", weather=("fine",))
    odd = item("odd", staff=("maybe",))
    assert rules.faults(replace(path, items=(*path.items, lost))) == [
        ("items[lost].when", "no way through the questions leads here")
    ]
    found = rules.faults(replace(path, items=(*path.items, wrong, odd)))
    assert [where for where, _why in found] == ["items[wrong].when", "items[odd].when"]


def test_a_condition_never_looks_ahead() -> None:
    ahead = question("premises", "some", "none", when={"staff": ("yes",)})
    path = replace(a_path(), questions=(ahead, *a_path().questions[1:]))
    assert ("questions[premises].when", "« staff » is not a question asked before") in rules.faults(path)


def test_a_path_survives_being_kept() -> None:
    assert rules.from_data(rules.to_data(a_path())) == a_path()
