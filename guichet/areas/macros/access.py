"""Who runs a template: whoever works on the ticket. Who writes one: for oneself, one's team, or everybody."""

from typing import Any

from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.areas.tickets.access import sees_ticket
from guichet.ground.access import permit

WRITERS = (*FRONT_LINE, "administrator")


def _may_keep(actor: Viewer, subject: Any) -> bool:
    """Tell whether somebody writes templates of this reach: a new one will have theirs."""
    if subject.scope == "mine":
        return actor.has(*FRONT_LINE) and getattr(subject, "owner_id", actor.staff) == actor.staff
    if subject.scope == "unit":
        return actor.has("manager") and getattr(subject, "unit_id", actor.unit) == actor.unit
    return actor.has("administrator")


permit("macros.keep", to=WRITERS, when=_may_keep)
permit("macros.run", to=FRONT_LINE, when=sees_ticket)
permit("macros.configure", to=("administrator",))
