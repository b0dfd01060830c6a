"""What is suggested to whoever sorts a ticket, in words."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import Offer
from guichet.areas.triage.queries import Advice, advice_on
from guichet.doors.desk.labels import LANGUAGES, LEVELS, word
from guichet.doors.desk.names import here, unit_choices
from guichet.doors.desk.sheet import Sheet, service_choices

NOTHING: dict[str, Any] = {
    "advice": None, "hints": [], "services": [], "impact": "2", "urgency": "2", "twins": [], "written_in": "",
    "levels_why": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A service to accept in one press, why it, and the plan that it brings."""

    offer: Offer
    sure: str
    why: str
    plan: str


def sorting_of(sheet: Sheet) -> dict[str, Any]:
    """Return the services to choose from, and what is suggested."""
    on = localtime(sheet.now).date()
    # Its service made it confidential: it was chosen already.
    advice = None if sheet.ticket.confidential else advice_on(sheet.ticket, sheet.viewer, on=on)
    services = {"services": service_choices(on)}
    return NOTHING | services | (_worded(advice, sheet) if advice else {})


def _worded(advice: Advice, sheet: Sheet) -> dict[str, Any]:
    row = advice.row
    return {
        "advice": advice, "hints": shown(advice), "levels_why": levels_why(advice),
        "impact": str(row.impact), "urgency": str(row.urgency),
        "impact_word": word(LEVELS, str(row.impact)).lower(), "urgency_word": word(LEVELS, str(row.urgency)).lower(),
        "written_in": word(LANGUAGES, row.language).lower() if row.language else "",
        "filed_in": word(LANGUAGES, sheet.ticket.language).lower(),
        "twins": [(one, reverse("desk-ticket", args=[one.number]), quoted(one.words)) for one in advice.twins],
    }  # fmt: skip


def shown(advice: Advice) -> list[Shown]:
    """Word the services that it may be, the likeliest first."""
    units = {pk: code for pk, code, _name in unit_choices()}
    return [
        Shown(
            one.offer, _("%(sure)s%%") % {"sure": one.sure} if one.words else "", _why(advice, one.words),
            _plan(one.offer, units),
        )
        for one in advice.candidates
    ]  # fmt: skip


def _why(advice: Advice, words: list[str]) -> str:
    if advice.row.method == "client":
        return _("the client chose it")
    return quoted(words)


def _plan(offer: Offer, units: dict[int, str]) -> str:
    lang = here()
    if offer.confidential:
        return ""
    return ", ".join(f"{step.title.in_language(lang)} ({units.get(step.unit, '')})" for step in offer.plan)


def quoted(words: list[str]) -> str:
    """Put words between the marks of the language."""
    return ", ".join(_("“%(word)s”") % {"word": one} for one in words)


def levels_why(advice: Advice) -> str:
    """Say what the impact and the urgency rest on; nothing when they are ordinary for want of a reason."""
    reasons = advice.row.reasons
    words = [*reasons.get("impact", []), *reasons.get("urgency", [])]
    if words:
        return quoted(words)
    alike, of = reasons.get("usual", (0, 0))
    return _("as %(alike)s of the last %(of)s") % {"alike": alike, "of": of} if of else ""
