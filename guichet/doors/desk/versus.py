"""What two people wrote in the same place: both values, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from guichet.doors.desk.labels import DECISIONS, RESULTS, word

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Task


@dataclass(frozen=True, slots=True)
class Versus:
    """One field: what it is called, what it holds now, and what was typed against it."""

    label: str
    now: str
    mine: str


def of_task(task: "Task", verb: str, typed: Mapping[str, str]) -> list[Versus]:
    """Return the fields of a task's form that somebody else filled otherwise meanwhile."""
    outcomes = RESULTS | DECISIONS
    held = {
        "finish": [
            (_("Result"), word(outcomes, task.result_code), word(outcomes, typed.get("code", ""))),
            (_("Words for the answer"), task.result_text, typed.get("result", "")),
        ],
        "block": [(_("What stops it"), task.block_reason, typed.get("reason", ""))],
        "return": [(_("Why, and what is missing"), task.return_reason, typed.get("reason", ""))],
        "resend": [(_("What the unit needs besides"), task.instructions, typed.get("instructions", ""))],
    }  # fmt: skip
    fields = [Versus(label, now.strip(), mine.strip()) for label, now, mine in held.get(verb, [])]
    return [one for one in fields if one.now != one.mine] if any(one.now for one in fields) else []
