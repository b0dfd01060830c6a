"""Who may move a promise, and who keeps which list under a name."""

from typing import Any

from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.areas.tickets.access import sees_ticket
from guichet.ground.access import permit


def _keeps(actor: Viewer, view: Any) -> bool:
    return bool(view.owner_id == actor.staff)


permit("sla.move_promise", to=FRONT_LINE, when=sees_ticket)
permit("sla.complete_file sla.pause_maximum sla.resume_maximum sla.extend_maximum", to=FRONT_LINE, when=sees_ticket)
permit("sla.alert sla.fall_silent", to=("system",))
permit("sla.configure", to=("administrator",))
permit("sla.write_ladder", to=("manager", "administrator"))
permit("sla.keep_view", to=FRONT_LINE)
permit("sla.drop_view", to=FRONT_LINE, when=_keeps)
