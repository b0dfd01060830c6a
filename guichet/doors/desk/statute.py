"""What the law leaves for a decision, as the page of a request shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from guichet.areas.sla.queries.law import maximum_of
from guichet.doors.desk import labels
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

REASONS: labels.Words = {
    "document": _("A document is missing"), "third_party": _("Somebody else has to answer"),
    "court": _("A court has to decide"), "other": _("Another reason that the law knows"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """The legal maximum of a request, as its page shows it."""

    law: Bilingual
    complete_at: datetime | None
    due_at: datetime | None
    is_paused: bool
    met_at: datetime | None
    is_late: bool
    is_met: bool
    is_silent: bool
    extension: str  # the longest one that may still be taken
    silence: str
    reasons: list[tuple[str, Any]]
    now: datetime


def law_on(ticket: "Ticket") -> Shown | None:
    """Return what the law leaves for the decision on a request; nothing where it says nothing."""
    found = maximum_of(ticket)
    if found is None:
        return None
    law, terms = found[0], found[1].terms
    now = clock.now()
    late = bool(law.due_at and law.due_at < now and not law.paused_at and not law.met_at)
    met_in_time = bool(law.met_at and law.due_at and (law.paused_at or law.met_at <= law.due_at))
    return Shown(
        law=terms.law, complete_at=law.complete_at, due_at=law.due_at, is_paused=law.paused_at is not None,
        met_at=law.met_at, is_late=late, is_met=met_in_time, is_silent=law.silent_at is not None,
        extension="" if law.extended_by else terms.extension, silence=terms.silence, reasons=labels.choices(REASONS),
        now=now,
    )  # fmt: skip
