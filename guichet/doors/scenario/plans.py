"""From the rows of a scenario to the plan of a service; what could not be published is a fault here too."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import override

from guichet.areas.catalogue.rules import BadTarget
from guichet.areas.catalogue.rules.dated import Dated
from guichet.areas.catalogue.rules.plans import (
    BY_ITSELF,
    ENDS,
    House,
    Kind,
    PlanFault,
    PlannedStep,
    Raci,
    faults_of,
    nesting_faults,
    words_of,
)
from guichet.areas.catalogue.rules.plans.nesting import Links
from guichet.doors.scenario.sheet import Sheet
from guichet.ground.bilingual import Bilingual

AT_ONCE = "15 min"  # nobody waits for what is done by itself
TOLD_BEFORE = ("words", "due", "unit", "kind")  # reading the row has already said so
WHERE = {
    "missing": "after", "condition": "start_when", "told": "told", "key": "key", "party": "informed",
    "accountable": "accountable", "ends": "ends", "no_day": "due", "effort": "effort",
    "price": "price",
}  # fmt: skip


def plan_of(sheet: Sheet, house: House, *, tier: str, journey: str) -> tuple[PlannedStep, ...]:
    """Read the plan of a service; what is wrong goes to the sheet, on the line of its step."""
    parts = [(part, _step(part, house.units)) for part in sheet.parts("plan", named="key")]
    steps = [step for _, step in parts]
    with override("en"):
        for fault in faults_of(steps, tier=tier, units=house.units, people=house.people, journey=journey):
            _tell(sheet, {step.key: part for part, step in parts}, fault)
    return tuple(steps)


def tell_nesting(top: Sheet, plans: Mapping[str, Sequence[PlannedStep]], already: Links) -> None:
    """Tell of plans that run themselves, run too deep, or run what has no plan, once every service is read."""
    links = {**already} | {
        code: {one.runs for one in steps if one.kind == Kind.PLAN} for code, steps in plans.items() if steps
    }  # fmt: skip
    with override("en"):
        for service in top.parts("services"):
            code = str(service.row.get("code", ""))
            parts = {str(part.row.get("key", "")): part for part in service.parts("plan", named="key")}
            for fault in nesting_faults(code, plans.get(code, ()), links):
                parts[fault.step].fault("runs", words_of(fault))


def _tell(sheet: Sheet, parts: dict[str, Sheet], fault: PlanFault) -> None:
    if fault.why in TOLD_BEFORE:
        return
    if fault.why == "cycle" or fault.step not in parts:
        sheet.fault("plan", words_of(fault))
    else:
        parts[fault.step].fault(WHERE.get(fault.why, ""), words_of(fault))


def _due(sheet: Sheet, *, optional: bool) -> str:
    """Read a delay, counted from when the step begins or from the day that the plan turns on."""
    text = sheet.row.get("due")
    try:
        return str(Dated.parse(text))
    except BadTarget:
        return sheet.target("due", optional=optional)


def _step(sheet: Sheet, organisations: Collection[str]) -> PlannedStep:
    sheet.only(
        "key", "title", "unit", "due", "mandatory", "after", "fields", "kind", "by_client", "start_when", "skip_if",
        "told", "runs", "ends", "effort", "price", "accountable", "consulted", "informed",
    )  # fmt: skip
    kind = sheet.choice("kind", tuple(Kind), optional=True) or Kind.TASK
    if kind != Kind.PLAN and "runs" in sheet.row:
        sheet.fault("runs", "only a step of the kind plan runs one")
    return PlannedStep(
        key=sheet.text("key"), title=sheet.both("title"), unit=sheet.choice("unit", organisations),
        due=_due(sheet, optional=kind in BY_ITSELF) or AT_ONCE, kind=str(kind),
        mandatory=sheet.flag("mandatory", default=True), after=sheet.texts("after"), fields=sheet.texts("fields"),
        by_client=sheet.flag("by_client", default=False), start_when=sheet.texts("start_when"),
        skip_if=sheet.texts("skip_if"), told=sheet.both("told") if "told" in sheet.row else Bilingual(),
        ends=sheet.choices("ends", ENDS), runs=sheet.text("runs", optional=kind != Kind.PLAN),
        effort=sheet.text("effort", optional=True), price=sheet.text("price", optional=True),
        raci=Raci(
            accountable=sheet.text("accountable", optional=True), consulted=sheet.texts("consulted"),
            informed=sheet.texts("informed"),
        ),
    )  # fmt: skip
