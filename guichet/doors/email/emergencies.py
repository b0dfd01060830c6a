"""The letter that tells an auditor that somebody opened, in an emergency, what is closed to them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from guichet.areas.notifications.queries.letters import Letter
from guichet.areas.people.queries import staff, viewer_of_staff
from guichet.areas.sight.queries.emergencies import emergency
from guichet.doors.email.apart import Reader, compose_apart
from guichet.ground import clock
from guichet.ground.outbox.models import Outgoing as Waiting
from guichet.ground.ui import wording

if TYPE_CHECKING:
    from guichet.areas.sight.models import Emergency


def compose_emergency(row: Waiting) -> bytes | None:
    """Write the message, or None when its reader is an auditor no more."""
    made, reader = emergency(row.refs["emergency"]), viewer_of_staff(staff(row.refs["staff"]))
    if made is None or not reader.may("sight.audit"):
        return None
    return compose_apart(row, Reader(reader.language, reader.name), lambda: write(made, reader.language))


def write(made: "Emergency", language: str) -> Letter:
    """Write the letter in the language of its reader: the number and nothing else of the request."""
    now, heading = clock.now(), _("A confidential request was opened in an emergency")
    said = {
        "who": made.staff.full_name, "number": made.ticket.number, "when": wording.when(made.opened_at, language, now),
        "until": wording.when(made.until, language, now),
    }  # fmt: skip
    told = _("The client was not told: a legal hold forbids it.") if made.is_withheld else _(
        "The client was told at once."
    )  # fmt: skip
    opened = _("%(who)s opened request %(number)s, which is closed to them, on %(when)s. It shuts on %(until)s.")
    return Letter(
        subject=made.ticket.number, heading=heading, paragraphs=[opened % said, told],
        after=[_("The reason that they gave is on your page, where you say what you found.")],
        button=(_("Read why"), settings.BASE_URL + reverse("office-emergencies")),
    )  # fmt: skip
