"""What the law forbids to tell a client for now: set and lifted by the auditor, and always recorded."""

from datetime import datetime

from django.utils.translation import gettext as _

from guichet.areas.people.access import Viewer
from guichet.areas.sight.actions.emergencies import tell_client
from guichet.areas.sight.facts import HoldLifted, HoldSet
from guichet.areas.sight.models import Emergency, LegalHold, Notice
from guichet.areas.sight.rules import is_reason
from guichet.areas.tickets.actions.locking import lock
from guichet.areas.tickets.models import Ticket
from guichet.ground.actions import action
from guichet.ground.journal.api import record
from guichet.ground.references import parse_number


class CannotHold(ValueError):
    """A hold is of a request that is there, for a reason."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return {
            "nowhere": _("No request has this number."),
            "reason": _("Say in a sentence by which law or order, and until what."),
            "held": _("There is a legal hold on this request already."),
        }[self.why]


@action("sight.hold")
def set_hold(number: str, *, by: Viewer, now: datetime, reason: str) -> LegalHold:
    """Forbid, from now on, to tell the client of a request that it was opened in an emergency."""
    if not is_reason(reason):
        raise CannotHold("reason")
    ticket = Ticket.rows.filter(number=parse_number(number) or "").first()
    if ticket is None:
        raise CannotHold("nowhere")
    held = lock(ticket)
    if LegalHold.objects.filter(ticket=held, lifted_at=None).exists():
        raise CannotHold("held")
    made = LegalHold.objects.create(ticket=held, reason=reason.strip(), staff_id=by.staff or 0, set_at=now)
    record(HoldSet(hold=made.pk), stream=f"hold:{made.pk}", by=by, at=now)
    return made


@action("sight.hold")
def lift_hold(hold: LegalHold, *, by: Viewer, now: datetime) -> None:
    """Lift a hold: the client is told now what they could not be told before."""
    held = lock(hold.ticket)
    if not LegalHold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_by=by.staff, lifted_at=now):
        return
    record(HoldLifted(hold=hold.pk), stream=f"hold:{hold.pk}", by=by, at=now)
    withheld = Emergency.objects.filter(ticket=held, notice=Notice.WITHHELD).order_by("pk")
    for made in withheld.select_related("ticket"):
        tell_client(made, now=now)
    withheld.update(notice=Notice.TOLD)
