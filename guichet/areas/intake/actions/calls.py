"""What a telephone system tells of a call: it reaches somebody, it is over."""

from dataclasses import dataclass
from datetime import datetime

from guichet.areas.intake.facts import HungUp, Rang
from guichet.areas.intake.models import Call
from guichet.areas.people.models import Staff
from guichet.areas.tickets.models import Contact
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """A call, by what the telephone system calls it: from which number (nothing when it is withheld), for whom."""

    reference: str
    number: str
    staff: Staff


@action("intake.ring")
def ring(said: Ringing, *, by: Actor, now: datetime) -> tuple[Call, bool]:
    """Say that a call reaches somebody; True when it was not known. Told again, it may reach somebody else."""
    call, is_new = Call.objects.select_for_update().get_or_create(
        client=by.ref, reference=said.reference,
        defaults={"staff": said.staff, "number": said.number, "rang_at": now},
    )  # fmt: skip
    if call.ended_at or (not is_new and call.staff_id == said.staff.pk):
        return call, is_new
    if not is_new:
        _tell(call, HungUp(call=call.pk, staff=call.staff_id), by=by, now=now)
        call.staff = said.staff
        call.save(update_fields=["staff"])
    _tell(call, Rang(call=call.pk, staff=call.staff_id), by=by, now=now)
    return call, is_new


@action("intake.ring")
def hang_up(reference: str, *, by: Actor, now: datetime) -> Call | None:
    """Say that a call is over: the contact that it became lasted as long; None when nobody told of it."""
    call = Call.objects.select_for_update().filter(client=by.ref, reference=reference).first()
    if call is None or call.ended_at:
        return call
    call.ended_at = now
    call.save(update_fields=["ended_at"])
    _measure(call)
    _tell(call, HungUp(call=call.pk, staff=call.staff_id), by=by, now=now)
    return call


@action("intake.pick_up")
def pick_up(call: Call, contact: Contact, *, by: Actor) -> None:
    """Keep which contact a call became."""
    call.contact = contact
    call.save(update_fields=["contact"])
    _measure(call)


def _measure(call: Call) -> None:
    if call.contact_id and call.ended_at:
        Contact.objects.filter(pk=call.contact_id).update(duration=int((call.ended_at - call.rang_at).total_seconds()))


def _tell(call: Call, said: Rang | HungUp, *, by: Actor, now: datetime) -> None:
    record(said, stream=f"call:{call.pk}", by=by, at=now)
