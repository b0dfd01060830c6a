"""Opening a confidential request in an emergency (N5): with a reason, for a while, told at once to those concerned."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from guichet.areas.people.access import Viewer
from guichet.areas.people.actions import enter
from guichet.areas.people.models import Staff
from guichet.areas.people.queries import staff, staff_with_role
from guichet.areas.sight.facts import EmergencyOpened, EmergencyRefused, EmergencyReviewed, EmergencyShut
from guichet.areas.sight.models import Emergency, LegalHold, Notice
from guichet.areas.sight.queries.emergencies import going_on, tries_of
from guichet.areas.sight.rules import is_reason
from guichet.areas.tickets.access import asks_it_themselves, in_conflict
from guichet.areas.tickets.actions import announce
from guichet.areas.tickets.actions.locking import lock
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import SYSTEM
from guichet.ground.actions import action
from guichet.ground.journal.api import record
from guichet.ground.references import parse_number
from guichet.ground.ui import wording

MOST_AN_HOUR = 5


class NoReason(ValueError):
    """Why is said in words."""

    def __str__(self) -> str:
        return _("Say in a sentence why this cannot wait for somebody who may read the request.")


class NobodyToTell(ValueError):
    """Nothing is opened in an emergency where nobody would hear of it."""

    def __str__(self) -> str:
        return _("Nobody here is an auditor: nothing is opened in an emergency when there is nobody to be told.")


class TooManyTries(ValueError):
    """Numbers are not to be tried one after the other."""

    def __str__(self) -> str:
        words = _("You asked for %(n)s requests within an hour. Speak to whoever leads the window.")
        return words % {"n": MOST_AN_HOUR}


@action("sight.break_glass")
def break_glass(number: str, *, by: Viewer, now: datetime, reason: str, lasts: timedelta) -> Ticket | None:
    """Open a confidential request to somebody to whom it is closed, for a while.

    Nothing comes of a number that is nowhere, nor of one that is never for them: both are alike, and are recorded.
    """
    if not is_reason(reason):
        raise NoReason
    if not staff_with_role("auditor"):
        raise NobodyToTell
    if tries_of(by.ref, since=now - timedelta(hours=1)) >= MOST_AN_HOUR:
        raise TooManyTries
    ticket = Ticket.rows.select_related("compartment__organisation__caucus", "requester").filter(
        number=parse_number(number) or ""
    ).first()  # fmt: skip
    if ticket and Ticket.objects.visible_to(by).filter(pk=ticket.pk).exists():
        return ticket
    them = staff(by.staff or 0)
    if ticket is None or not _may(them, ticket):
        said = EmergencyRefused(tried="conflict" if ticket else "nowhere")
        record(said, stream=f"emergency:{by.ref}", by=by, at=now)
        return None
    return _open(lock(ticket), them, by=by, now=now, reason=reason, until=now + lasts)


def _may(them: Staff, ticket: Ticket) -> bool:
    return not in_conflict(them, ticket.compartment) and not asks_it_themselves(them, ticket.requester)


def _open(ticket: Ticket, them: Staff, *, by: Viewer, now: datetime, reason: str, until: datetime) -> Ticket:
    held = LegalHold.objects.filter(ticket=ticket, lifted_at=None).exists()
    made = Emergency.objects.create(
        ticket=ticket, staff=them, reason=reason.strip(), opened_at=now, until=until,
        notice=Notice.WITHHELD if held else Notice.TOLD,
    )  # fmt: skip
    enter(them, by=by, now=now, ticket=ticket.pk, until=until)
    opened = EmergencyOpened(ticket=ticket.pk, emergency=made.pk, until=until.isoformat())
    record(opened, stream=ticket.stream, by=by, at=now)
    if not held:
        tell_client(made, now=now)
    return ticket


def tell_client(made: Emergency, *, now: datetime) -> None:
    """Tell the client, in plain words and without a name, that their request was opened."""
    language = made.ticket.language
    with override(language):
        words = _(
            "On %(when)s, somebody of our office to whom your confidential request is closed opened it in an "
            "emergency. It is closed to them again from %(until)s. Why they did is written down, and the auditor "
            "of the institution was told at once. If you have a question, simply reply to this message."
        ) % {
            "when": wording.when(made.opened_at, language, now), "until": wording.when(made.until, language, now),
        }  # fmt: skip
    announce(made.ticket, by=SYSTEM, now=now, body=words, details={"about": "emergency"})


@action("sight.break_glass")
def shut(ticket: Ticket, *, by: Viewer, now: datetime) -> None:
    """Shut a request again before its time is over."""
    held = lock(ticket)
    made = going_on(held, by, now=now)
    if made is None:
        return
    Emergency.objects.filter(pk=made.pk).update(until=now)
    enter(made.staff, by=by, now=now, ticket=held.pk, until=now)
    record(EmergencyShut(ticket=held.pk, emergency=made.pk), stream=held.stream, by=by, at=now)


@action("sight.review")
def review(made: Emergency, *, by: Viewer, now: datetime, justified: bool) -> None:
    """Note what the auditor found of an emergency; the first word stays."""
    fresh = Emergency.objects.filter(pk=made.pk, reviewed_at=None)
    if fresh.update(reviewer=by.staff, reviewed_at=now, justified=justified):
        said = EmergencyReviewed(emergency=made.pk, justified=justified)
        record(said, stream=f"audit:{by.ref}", by=by, at=now)
