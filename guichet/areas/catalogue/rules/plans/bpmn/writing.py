"""A plan as a BPMN 2.0 file, with its drawing."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from guichet.areas.catalogue.rules.plans.bpmn.layout import spots_of
from guichet.areas.catalogue.rules.plans.bpmn.names import (
    BOUNDS,
    DIAGRAM,
    ELEMENT_OF,
    LINES,
    MODEL,
    OURS,
    plan_id,
    step_id,
)
from guichet.areas.catalogue.rules.plans.steps import Kind, PlannedStep
from guichet.areas.catalogue.rules.targets import BadTarget, Target
from guichet.ground.bilingual import LANGUAGES, Bilingual

SIZES = {
    "userTask": (120, 80), "serviceTask": (120, 80), "callActivity": (120, 80), "parallelGateway": (50, 50),
}  # fmt: skip
EVENT = (36, 36)
COLUMN, LINE, LEFT, TOP = 240, 120, 200, 80
START, END = "start", "end"
for prefix, space in {"bpmn": MODEL, "bpmndi": DIAGRAM, "dc": BOUNDS, "di": LINES, "guichet": OURS}.items():
    register_namespace(prefix, space)

Place = tuple[float, float, int, int]


def write(code: str, name: Bilingual, steps: Sequence[PlannedStep], *, language: str, journey: str = "") -> str:
    """Return a plan as the text of a BPMN 2.0 file; its labels are in one language, its contents in both."""
    root = Element(_model("definitions"), {"id": "definitions", "targetNamespace": OURS, "exporter": "Guichet"})
    process = SubElement(
        root, _model("process"), {"id": plan_id(code), "name": name.in_language(language), "isExecutable": "false"}
    )
    if journey:
        process.set(f"{{{OURS}}}journey", journey)
    _lanes(process, steps)
    SubElement(process, _model("startEvent"), {"id": START})
    for step in steps:
        if len(step.after) > 1:
            SubElement(process, _model("parallelGateway"), {"id": _join(step)})
        _step(process, step, language)
    SubElement(process, _model("endEvent"), {"id": END})
    flows = _flows(steps)
    for place, (source, target) in enumerate(flows):
        SubElement(process, _model("sequenceFlow"), {"id": f"flow_{place}", "sourceRef": source, "targetRef": target})
    _drawing(root, code, steps, flows)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _model(name: str) -> str:
    return f"{{{MODEL}}}{name}"


def _join(step: PlannedStep) -> str:
    return f"join_{step.key}"


def _lanes(process: Element, steps: Sequence[PlannedStep]) -> None:
    lanes = SubElement(process, _model("laneSet"), {"id": "lanes"})
    for unit in dict.fromkeys(step.unit for step in steps):
        lane = SubElement(lanes, _model("lane"), {"id": f"lane_{unit}", "name": unit})
        for step in steps:
            if step.unit == unit:
                SubElement(lane, _model("flowNodeRef")).text = step_id(step.key)


def _step(process: Element, step: PlannedStep, language: str) -> None:
    node = SubElement(
        process, _model(ELEMENT_OF[Kind(step.kind)]),
        {"id": step_id(step.key), "name": step.title.in_language(language)},
    )  # fmt: skip
    if step.runs:
        node.set("calledElement", plan_id(step.runs))
    known = SubElement(
        SubElement(node, _model("extensionElements")), f"{{{OURS}}}step",
        {
            "key": step.key, "kind": step.kind, "unit": step.unit, "due": step.due,
            "mandatory": _said(step.mandatory), "byClient": _said(step.by_client), "fields": " ".join(step.fields),
        },
    )  # fmt: skip
    _parts(known, step)
    for tag, words in (("title", step.title), ("told", step.told)):
        for lang in LANGUAGES:
            if text := getattr(words, lang):
                SubElement(known, f"{{{OURS}}}{tag}", {"lang": lang}).text = text
    if step.kind == Kind.WAIT:
        timer = SubElement(node, _model("timerEventDefinition"))
        SubElement(timer, _model("timeDuration")).text = _duration(step.due)


def _parts(known: Element, step: PlannedStep) -> None:
    for name in ("effort", "price"):
        if text := getattr(step, name):
            known.set(name, text)
    if step.ends:
        known.set("ends", " ".join(step.ends))
    if step.raci.accountable:
        known.set("accountable", step.raci.accountable)
    for tag, texts in (
        ("startWhen", step.start_when), ("skipIf", step.skip_if), ("consulted", step.raci.consulted),
        ("informed", step.raci.informed),
    ):  # fmt: skip
        for text in texts:
            SubElement(known, f"{{{OURS}}}{tag}").text = text


def _said(flag: bool) -> str:
    return "true" if flag else "false"


def _duration(due: str) -> str:
    try:
        target = Target.parse(due)
    except BadTarget:
        return "P0D"
    return {"min": "PT{}M", "h": "PT{}H", "bd": "P{}D", "d": "P{}D"}[target.unit].format(target.amount)


def _flows(steps: Sequence[PlannedStep]) -> list[tuple[str, str]]:
    flows: list[tuple[str, str]] = []
    followed = {key for step in steps for key in step.after}
    for step in steps:
        target = step_id(step.key)
        if len(step.after) > 1:
            flows += [(step_id(key), _join(step)) for key in step.after]
            flows.append((_join(step), target))
        else:
            flows.append((step_id(step.after[0]) if step.after else START, target))
    return flows + [(step_id(step.key), END) for step in steps if step.key not in followed]


def _drawing(root: Element, code: str, steps: Sequence[PlannedStep], flows: list[tuple[str, str]]) -> None:
    places = _places(steps)
    diagram = SubElement(root, f"{{{DIAGRAM}}}BPMNDiagram", {"id": "diagram"})
    plane = SubElement(diagram, f"{{{DIAGRAM}}}BPMNPlane", {"id": "plane", "bpmnElement": plan_id(code)})
    for name, (left, top, width, height) in places.items():
        shape = SubElement(plane, f"{{{DIAGRAM}}}BPMNShape", {"id": f"shape_{name}", "bpmnElement": name})
        bounds = {"x": left, "y": top, "width": width, "height": height}
        SubElement(shape, f"{{{BOUNDS}}}Bounds", {key: f"{value:g}" for key, value in bounds.items()})
    for place, (source, target) in enumerate(flows):
        edge = SubElement(plane, f"{{{DIAGRAM}}}BPMNEdge", {"id": f"edge_{place}", "bpmnElement": f"flow_{place}"})
        one, other = places[source], places[target]
        for x, y in ((one[0] + one[2], one[1] + one[3] / 2), (other[0], other[1] + other[3] / 2)):
            SubElement(edge, f"{{{LINES}}}waypoint", {"x": f"{x:g}", "y": f"{y:g}"})


def _places(steps: Sequence[PlannedStep]) -> dict[str, Place]:
    spots = spots_of(steps)
    last = max((spot.column for spot in spots.values()), default=0)
    places = {START: _around(LEFT - 90, TOP + 40, EVENT), END: _around(LEFT + (last + 1) * COLUMN, TOP + 40, EVENT)}
    for step in steps:
        spot = spots[step.key]
        x, y = LEFT + spot.column * COLUMN + 60, TOP + spot.line * LINE + 40
        places[step_id(step.key)] = _around(x, y, SIZES.get(ELEMENT_OF[Kind(step.kind)], EVENT))
        if len(step.after) > 1:
            places[_join(step)] = _around(x - 110, y, SIZES["parallelGateway"])
    return places


def _around(x: float, y: float, size: tuple[int, int]) -> Place:
    return x - size[0] / 2, y - size[1] / 2, *size
