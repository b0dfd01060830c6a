"""A plan from a BPMN 2.0 file. What has no place in a plan is reported, never dropped without a word."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, fromstring

from django.utils.translation import gettext as _

from guichet.areas.catalogue.rules.plans.bpmn.names import DIAGRAM, HALF, KIND_OF, MODEL, OURS, PASSED, plan_id
from guichet.areas.catalogue.rules.plans.raci import Raci
from guichet.areas.catalogue.rules.plans.steps import PlannedStep
from guichet.ground.bilingual import Bilingual

LARGEST = 1_000_000  # characters: a plan of a thousand steps is smaller
STRUCTURE = ("laneSet", "sequenceFlow")
INSIDE = ("incoming", "outgoing", "extensionElements", "timerEventDefinition")
DURATION = re.compile(r"P(?:(?P<d>\d{1,4})D)?(?:T(?:(?P<h>\d{1,4})H)?(?:(?P<min>\d{1,4})M)?)?")
UNTOLD_DELAY = "2 bd"


class BadFile(ValueError):
    """The file is not a BPMN process."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)

    def __str__(self) -> str:
        return {
            "xml": _("This is not an XML file."), "large": _("This file is too large for a plan."),
            "entities": _("This file declares entities of its own: it is refused, for safety."),
            "process": _("No process was found in this file."),
        }[self.why]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something of the file that a plan has no place for: what it is, and its id."""

    element: str
    name: str


@dataclass(frozen=True, slots=True)
class Read:
    """What was understood of a file, and what was not."""

    steps: tuple[PlannedStep, ...]
    foreign: tuple[Foreign, ...]
    journey: str = ""


@dataclass
class _File:
    """What is gathered on the way through a process."""

    language: str
    units: Mapping[str, str]
    lanes: dict[str, str] = field(default_factory=dict)
    flows: list[tuple[str, str]] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)  # the key of the step behind an id
    foreign: list[Foreign] = field(default_factory=list)

    def unit_of(self, lane: str) -> str:
        """Return the code of the unit that a lane is called by, by its code or a name; else what the lane is called."""
        return self.units.get(lane.strip().casefold(), lane)

    def report_more(self, nodes: Iterable[Element], *, beside: str) -> None:
        """Note what stands among the extensions of a modeller, and everything else of these."""
        for node in nodes:
            inside = list(node) if _split(node.tag) == (MODEL, "extensionElements") else [node]
            for one in inside:
                self.report(one, beside=beside)

    def report(self, node: Element, *, beside: str = "") -> None:
        """Note something that a plan has no place for."""
        space, name = _split(node.tag)
        shown = name if space == MODEL else f"{{{space}}}{name}"
        self.foreign.append(Foreign(shown, node.get("id", "") or beside))


def read(text: str, *, language: str = "fr", units: Mapping[str, str] | None = None) -> Read:
    """Read the first process of a file; labels that came from elsewhere are taken to be in one language.

    `units` gives the codes of the units by what a lane may be called: their code or a name, in small letters.
    """
    root = _parsed(text)
    processes = list(root.iter(f"{{{MODEL}}}process"))
    if not processes:
        raise BadFile("process")
    file = _File(language, units or {})
    known = {id(processes[0])}
    for node in root:
        if _split(node.tag) == (MODEL, "collaboration"):
            _beside(node, processes[0], file)
        elif id(node) not in known and _split(node.tag)[0] != DIAGRAM:
            file.report(node)
    steps = _steps(processes[0], file)
    before = _before(file)
    ordered = tuple(
        PlannedStep(**{**given, "after": tuple(before.get(name, ()))})  # type: ignore[arg-type]
        for name, given in steps.items()
    )
    return Read(ordered, tuple(file.foreign), processes[0].get(f"{{{OURS}}}journey", ""))


def _beside(collaboration: Element, process: Element, file: _File) -> None:
    """Note what works together with the process; the pool that it stands in is no more than its frame."""
    for node in collaboration:
        is_frame = _split(node.tag)[1] == "participant" and node.get("processRef") == process.get("id")
        if not is_frame:
            file.report_more([node], beside=collaboration.get("id", ""))


def _parsed(text: str) -> Element:
    if len(text) > LARGEST:
        raise BadFile("large")
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise BadFile("entities")  # none of them is ever expanded
    try:
        return fromstring(text)  # noqa: S314 -- small, and without a document type: nothing to expand
    except (ParseError, ValueError) as error:
        raise BadFile("xml") from error


def _split(tag: str) -> tuple[str, str]:
    space, _brace, name = tag.rpartition("}")
    return space.removeprefix("{"), name


def _steps(process: Element, file: _File) -> dict[str, dict[str, object]]:
    _gather(process, file)
    found: dict[str, dict[str, object]] = {}
    for node in process:
        space, name = _split(node.tag)
        if space == MODEL and name in KIND_OF:
            made = _step(node, name, file)
            file.keys[node.get("id", "")] = str(made["key"])
            found[node.get("id", "")] = made
        elif space != MODEL or name not in (*PASSED, *STRUCTURE) or name in HALF:
            file.report_more([node], beside=process.get("id", ""))
    return found


def _gather(process: Element, file: _File) -> None:
    for lane in process.iter(f"{{{MODEL}}}lane"):
        for inside in lane.findall(f"{{{MODEL}}}flowNodeRef"):
            file.lanes[(inside.text or "").strip()] = file.unit_of(lane.get("name", ""))
    for flow in process.findall(f"{{{MODEL}}}sequenceFlow"):
        file.flows.append((flow.get("sourceRef", ""), flow.get("targetRef", "")))
        file.report_more(flow, beside=flow.get("id", ""))


def _step(node: Element, element: str, file: _File) -> dict[str, object]:
    name = node.get("id", "")
    ours = node.find(f"{{{MODEL}}}extensionElements/{{{OURS}}}step")
    for inside in _unheard(node):
        file.report(inside, beside=name)
    if ours is None:
        label = node.get("name", "")
        return {
            "key": _key(name), "kind": str(KIND_OF[element]), "unit": file.lanes.get(name, ""),
            "title": Bilingual(fr=label) if file.language == "fr" else Bilingual(en=label), "due": _due(node),
            "runs": _called(node),
        }  # fmt: skip
    return {
        "key": ours.get("key", ""), "kind": ours.get("kind", ""), "unit": ours.get("unit", ""),
        "due": ours.get("due", ""), "mandatory": ours.get("mandatory") == "true",
        "by_client": ours.get("byClient") == "true", "fields": tuple(ours.get("fields", "").split()),
        "start_when": _texts(ours, "startWhen"), "skip_if": _texts(ours, "skipIf"),
        "title": _words(ours, "title"), "told": _words(ours, "told"),
        "runs": _called(node), "ends": tuple(ours.get("ends", "").split()),
        "effort": ours.get("effort", ""), "price": ours.get("price", ""),
        "raci": Raci(
            accountable=ours.get("accountable", ""), consulted=_texts(ours, "consulted"),
            informed=_texts(ours, "informed"),
        ),
    }  # fmt: skip


def _unheard(node: Element) -> Iterator[Element]:
    for inside in node:
        space, name = _split(inside.tag)
        if name == "extensionElements" and space == MODEL:
            yield from (one for one in inside if one.tag != f"{{{OURS}}}step")
        elif space != MODEL or name not in INSIDE:
            yield inside


def _texts(ours: Element, tag: str) -> tuple[str, ...]:
    return tuple(one.text or "" for one in ours.findall(f"{{{OURS}}}{tag}"))


def _words(ours: Element, tag: str) -> Bilingual:
    said = {one.get("lang", ""): one.text or "" for one in ours.findall(f"{{{OURS}}}{tag}")}
    return Bilingual(fr=said.get("fr", ""), en=said.get("en", ""))


def _called(node: Element) -> str:
    return node.get("calledElement", "").rpartition(":")[2].removeprefix(plan_id(""))


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-_")[:40]


def _due(node: Element) -> str:
    told = node.find(f".//{{{MODEL}}}timeDuration")
    found = DURATION.fullmatch((told.text or "").strip()) if told is not None else None
    parts = [f"{found[unit]} {unit}" for unit in ("d", "h", "min") if found[unit]] if found else []
    return parts[0] if len(parts) == 1 else UNTOLD_DELAY


def _before(file: _File) -> dict[str, list[str]]:
    """Return the keys that come right before each step, through whatever stands between them."""
    sources: dict[str, list[str]] = {}
    for source, target in file.flows:
        sources.setdefault(target, []).append(source)
    return {name: list(dict.fromkeys(_walk(name, sources, file.keys, set()))) for name in file.keys}


def _walk(name: str, sources: dict[str, list[str]], keys: dict[str, str], seen: set[str]) -> Iterable[str]:
    for source in sources.get(name, ()):
        if source in keys:
            yield keys[source]
        elif source not in seen:
            seen.add(source)
            yield from _walk(source, sources, keys, seen)
