"""Telephone calls, told by the telephone system while they ring."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from guichet.areas.intake import actions as intake
from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.areas.people.queries import staff_by_email
from guichet.areas.people.rules import normal_phone
from guichet.doors.api.callers import BY_TOKEN
from guichet.doors.api.problems import bad_field, not_found
from guichet.doors.api.schemas import CallIn, CallOut
from guichet.doors.api.v1 import CREATED, DONE, answers
from guichet.doors.api.v1.reach import RING, caller_of, require_scope
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.people.models import Staff

router = Router(tags=["calls"])
RESPONSES = answers({CREATED: CallOut, DONE: CallOut}, 400, 401, 403, 404, 422)


@router.post("", response=RESPONSES, auth=BY_TOKEN, url_name="api-calls")
def tell(request: HttpRequest, call: CallIn) -> tuple[int, CallOut]:
    """Say that a call reaches an agent, whose desk shows it at once, or that it is over. Told twice is once."""
    viewer = caller_of(request)
    require_scope(viewer, RING)
    return _ended(call, viewer) if call.state == "ended" else _ringing(call, viewer)


def _ringing(call: CallIn, viewer: Viewer) -> tuple[int, CallOut]:
    said = intake.Ringing(reference=call.id, number=normal_phone(call.number), staff=_agent(call.agent))
    _call, is_new = intake.ring(said, by=viewer, now=clock.now())
    return (CREATED if is_new else DONE), CallOut(id=call.id, state="ended" if _call.ended_at else "ringing")


def _agent(address: str) -> "Staff":
    found = staff_by_email(address)
    if found is None or not found.active or not set(found.roles) & set(FRONT_LINE):
        raise bad_field("/agent", "unknown", _("Nobody of the window has this address."))
    return found


def _ended(call: CallIn, viewer: Viewer) -> tuple[int, CallOut]:
    if intake.hang_up(call.id, by=viewer, now=clock.now()) is None:
        raise not_found()
    return DONE, CallOut(id=call.id, state="ended")
