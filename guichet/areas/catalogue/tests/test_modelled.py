"""What leaves for a modeller is BPMN 2.0 to the letter of its schema; what modellers write is understood and said."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from guichet.areas.catalogue.rules.plans import PlannedStep
from guichet.areas.catalogue.rules.plans.bpmn import Foreign, Read, read, write
from guichet.areas.catalogue.tests.test_bpmn import NAME, plans

HERE = Path(__file__).parent
SCHEMA = etree.XMLSchema(etree.parse(HERE / "omg" / "BPMN20.xsd"))
UNITS = {"client services": "CS", "service à la clientèle": "CS", "ressources humaines": "RH", "technologies": "TI"}


def modelled(name: str, language: str) -> Read:
    return read((HERE / "modelled" / f"{name}.bpmn").read_text(), language=language, units=UNITS)


def told(found: Read) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(one.key, one.kind, one.unit, one.after) for one in found.steps]


@pytest.mark.proves("PRC-01")
@given(plans(), st.sampled_from(["", "arrival"]))
def test_every_plan_leaves_as_the_schema_of_the_standard_wants_it(steps: tuple[PlannedStep, ...], journey: str) -> None:
    SCHEMA.assertValid(etree.fromstring(write("A07", NAME, steps, language="fr", journey=journey).encode()))


@pytest.mark.parametrize(("name", "language"), [("camunda", "en"), ("bpmn-io", "en"), ("signavio", "fr")])
def test_the_file_of_a_modeller_comes_back_equal_once_it_was_read(name: str, language: str) -> None:
    SCHEMA.assertValid(etree.parse(HERE / "modelled" / f"{name}.bpmn"))
    steps = modelled(name, language).steps
    text = write("A04", NAME, steps, language=language)
    SCHEMA.assertValid(etree.fromstring(text.encode()))
    assert read(text).steps == steps


def test_lanes_called_by_a_code_or_a_name_are_units_and_a_pool_is_only_a_frame() -> None:
    found = modelled("camunda", "en")
    assert told(found) == [
        ("activity_0check", "task", "CS", ()), ("activity_0contract", "task", "RH", ("activity_0check",)),
        ("activity_0account", "automatic", "TI", ("activity_0check",)),
        ("activity_0card", "plan", "TI", ("activity_0account",)),
        ("event_0week", "wait", "CS", ("activity_0contract", "activity_0card")),
        ("activity_0call", "task", "CS", ("event_0week",)),
    ]  # fmt: skip
    assert (found.steps[3].runs, found.steps[4].due, found.steps[0].title.en) == ("A19", "7 d", "Check the request")
    zeebe = "{http://camunda.org/schema/zeebe/1.0}"
    assert found.foreign == (
        Foreign(f"{zeebe}formDefinition", "Activity_0check"), Foreign(f"{zeebe}taskDefinition", "Activity_0account"),
    )  # fmt: skip


def test_what_a_gateway_decides_and_what_stands_beside_is_said() -> None:
    found = modelled("bpmn-io", "en")
    assert told(found) == [
        ("task_1hcentk", "task", "", ()), ("activity_approve", "task", "", ("task_1hcentk",)),
        ("activity_pay", "automatic", "", ("task_1hcentk", "activity_approve")),
        ("event_paid", "milestone", "", ("activity_pay",)),
    ]  # fmt: skip
    assert {one.element for one in found.foreign} == {
        "exclusiveGateway", "conditionExpression", "documentation", "textAnnotation"
    }  # fmt: skip


def test_the_other_pool_of_a_file_is_said_and_empty_extensions_are_not() -> None:
    found = modelled("signavio", "fr")
    [step] = found.steps
    assert (step.key, step.unit, step.title.fr) == (
        "sid-22222222-aaaa-4bbb-8ccc-ddddeeeeffff", "RH", "Rencontrer le personnel",
    )  # fmt: skip
    said = [one.element.rpartition("}")[2] for one in found.foreign]
    assert said == ["signavioDiagramMetaData", "participant", "documentation", "signavioMetaData"]
