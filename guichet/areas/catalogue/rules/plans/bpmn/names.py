"""The names that a BPMN file is made of, and how far each is understood here."""

from guichet.areas.catalogue.rules.plans.steps import Kind

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
LINES = "http://www.omg.org/spec/DD/20100524/DI"
OURS = "urn:guichet:plan:1"  # what BPMN has no word for

ELEMENT_OF = {
    Kind.TASK: "userTask", Kind.DECISION: "userTask", Kind.AUTOMATIC: "serviceTask",
    Kind.WAIT: "intermediateCatchEvent", Kind.MILESTONE: "intermediateThrowEvent",
    Kind.PLAN: "callActivity",
}  # fmt: skip
KIND_OF = {
    "userTask": Kind.TASK, "task": Kind.TASK, "manualTask": Kind.TASK, "receiveTask": Kind.TASK,
    "serviceTask": Kind.AUTOMATIC, "sendTask": Kind.AUTOMATIC, "scriptTask": Kind.AUTOMATIC,
    "businessRuleTask": Kind.AUTOMATIC,
    "intermediateCatchEvent": Kind.WAIT, "intermediateThrowEvent": Kind.MILESTONE,
    "callActivity": Kind.PLAN,
}  # fmt: skip
# A gateway is passed through: all that comes before it comes before what follows it.
PASSED = ("startEvent", "endEvent", "parallelGateway", "exclusiveGateway", "inclusiveGateway")
# Of these, only the order is kept: what decides at them is said apart.
HALF = ("exclusiveGateway", "inclusiveGateway")


def plan_id(code: str) -> str:
    """Return the id of the plan of a service in a file."""
    return f"plan_{code}"


def step_id(key: str) -> str:
    """Return the id of a step in the file: XML wants a letter first."""
    return f"step_{key}"
