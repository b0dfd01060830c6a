"""A plan goes out as BPMN 2.0 and comes back equal; what a plan has no place for is said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.areas.catalogue.rules.plans import Kind, PlannedStep, Raci
from guichet.areas.catalogue.rules.plans.bpmn import BadFile, Foreign, read, write
from guichet.ground.bilingual import Bilingual

NAME = Bilingual("Frais", "Claims")
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
TAIL = "</process></definitions>"

words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30)
bilingual = st.builds(Bilingual, words, words)


some = st.lists(st.sampled_from(["CS", "FIN", "lea@example.org"]), unique=True).map(tuple)
parts = st.builds(Raci, accountable=st.sampled_from(["", "CS", "lea@example.org"]), consulted=some, informed=some)


@st.composite
def plans(draw: Any) -> tuple[PlannedStep, ...]:
    """Draw plans without a circle: a step waits only for earlier ones."""
    keys = draw(st.lists(st.from_regex(r"[a-z0-9][a-z0-9_-]{0,8}", fullmatch=True), unique=True, max_size=8))
    return tuple(
        PlannedStep(
            key=key, title=draw(bilingual), unit=draw(st.sampled_from(["CS", "FIN", "VPC"])),
            due=draw(st.sampled_from(["15 min", "4 h", "5 bd", "30 d", "D", "D-10 bd"])), mandatory=draw(st.booleans()),
            after=tuple(draw(st.lists(st.sampled_from(keys[:place]), unique=True))) if place else (),
            fields=tuple(draw(st.lists(st.sampled_from(["title", "office", "answer.total"]), unique=True))),
            kind=(kind := draw(st.sampled_from([str(kind) for kind in Kind]))), by_client=draw(st.booleans()),
            start_when=("channel = web, email",) if draw(st.booleans()) else (), told=draw(bilingual),
            skip_if=("result:check = no", "impact != 1") if draw(st.booleans()) else (),
            effort=draw(st.sampled_from(["", "45 min"])), price=draw(st.sampled_from(["", "12.50"])),
            raci=draw(parts), runs="A04" if kind == Kind.PLAN else "",
            ends=draw(st.sampled_from([(), ("places",), ("given", "received")])),
        )
        for place, key in enumerate(keys)
    )  # fmt: skip


@pytest.mark.proves("PRC-01")
@given(plans(), st.sampled_from(["fr", "en"]), st.sampled_from(["", "arrival", "departure"]))
def test_a_plan_comes_back_equal(steps: tuple[PlannedStep, ...], language: str, journey: str) -> None:
    found = read(write("A07", NAME, steps, language=language, journey=journey))
    assert (found.steps, found.journey) == (steps, journey)
    assert found.foreign == ()


@given(plans())
def test_everything_is_drawn(steps: tuple[PlannedStep, ...]) -> None:
    text = write("A07", NAME, steps, language="fr")
    assert text.count("<bpmndi:BPMNEdge ") == text.count("<bpmn:sequenceFlow ")
    joins = text.count("<bpmn:parallelGateway ")
    assert text.count("<bpmndi:BPMNShape ") == len(steps) + joins + 2


def test_the_file_of_another_modeller_is_read_and_what_it_has_more_is_said() -> None:
    text = f"""{HEAD}<laneSet id="l"><lane id="x" name="FIN"><flowNodeRef>Pay_it</flowNodeRef></lane></laneSet>
      <startEvent id="s"/><userTask id="Check_it" name="Check"/><exclusiveGateway id="g"/>
      <serviceTask id="Pay_it" name="Pay"/><boundaryEvent id="late"/>
      <intermediateCatchEvent id="w"><timerEventDefinition><timeDuration>P7D</timeDuration></timerEventDefinition>
      </intermediateCatchEvent><sequenceFlow id="a" sourceRef="s" targetRef="Check_it"/>
      <sequenceFlow id="b" sourceRef="Check_it" targetRef="g"/><sequenceFlow id="c" sourceRef="g" targetRef="Pay_it">
      <conditionExpression>ok</conditionExpression></sequenceFlow>
      <sequenceFlow id="d" sourceRef="Pay_it" targetRef="w"/>{TAIL}"""
    found = read(text, language="en")
    told = [(one.key, one.kind, one.unit, one.after, one.title.en) for one in found.steps]
    assert told == [
        ("check_it", "task", "", (), "Check"), ("pay_it", "automatic", "FIN", ("check_it",), "Pay"),
        ("w", "wait", "", ("pay_it",), ""),
    ]  # fmt: skip
    assert found.steps[2].due == "7 d"
    assert set(found.foreign) == {
        Foreign("conditionExpression", "c"), Foreign("exclusiveGateway", "g"), Foreign("boundaryEvent", "late"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not xml", "xml"), ("<a/>", "process"), ("x" * 1_000_001, "large"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
    ],
)  # fmt: skip
def test_what_is_no_process_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(BadFile) as refused:
        read(text)
    assert refused.value.why == why
    assert str(refused.value)


def test_a_loop_of_gateways_does_not_hang() -> None:
    text = f"""{HEAD}<task id="a"/><parallelGateway id="g"/><parallelGateway id="h"/>
      <sequenceFlow id="1" sourceRef="g" targetRef="h"/><sequenceFlow id="2" sourceRef="h" targetRef="g"/>
      <sequenceFlow id="3" sourceRef="h" targetRef="a"/>{TAIL}"""
    assert read(text).steps[0].after == ()
