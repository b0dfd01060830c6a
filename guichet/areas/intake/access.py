"""Who may hand something in, and who looks after what could not be read."""

from typing import Any

from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.ground.access import permit


def _is_theirs(actor: Viewer, call: Any) -> bool:
    return bool(call.staff_id == actor.staff)


permit("intake.receive", to=("anonymous", "client", "bearer", "integration", *FRONT_LINE))
permit("intake.ring", to=("integration",))
permit("intake.pick_up", to=FRONT_LINE, when=_is_theirs)
permit("intake.store", to=("system",))
permit("intake.quarantine", to=("administrator", "manager"))
