"""What every page of the office shows around its figures."""

from typing import Any

from django.utils.translation import gettext as _

from guichet.areas.automation.queries.reading import switched_off
from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.areas.sight.queries.emergencies import to_review
from guichet.doors.office.entrance import OfficeRequest
from guichet.ground.ui.places import links

PLACES = (
    ("desk-home", FRONT_LINE),
    ("desk-sorting", FRONT_LINE),
    ("desk-people", FRONT_LINE),
    ("desk-problems", FRONT_LINE),
    ("desk-quarantine", ("manager",)),
    ("office-home", ("manager", "auditor")),
    ("office-services", ("administrator",)),
    ("office-articles", ("agent",)),
    ("office-reading", ("agent", "expert")),
    ("office-looks", ("auditor",)),
    ("office-emergencies", ("auditor",)),
    ("office-parity", ("auditor",)),
)
# The rooms of the office, beside one another on each of its pages: what happened, what is promised and how it is kept,
# what is known.
ROOMS = (
    ("office-home", ("manager", "auditor")),
    ("office-demand", ("manager", "auditor")),
    ("office-equity", ("manager", "auditor")),
    ("office-handoffs", ("manager", "auditor", "expert")),
    ("office-units", ("manager", "auditor")),
    ("office-problems", ("manager", "auditor")),
    ("office-services", ("manager", "administrator")),
    ("office-forms", ("manager", "administrator")),
    ("office-plans", ("manager", "auditor")),
    ("office-standards", ("manager", "auditor")),
    ("office-ladders", ("manager", "auditor")),
    ("office-calendars", ("manager", "auditor")),
    ("office-rules", ("manager", "auditor")),
    ("office-suggestions", ("manager", "auditor")),
    ("office-articles", (*FRONT_LINE, "administrator")),
    ("office-glossary", (*FRONT_LINE, "administrator")),
    ("office-needs", ("manager",)),
    ("office-reading", ("manager", "administrator", "expert")),
)


def frame(request: OfficeRequest, here: str = "office-home") -> dict[str, Any]:
    """Return the navigation, the reader's name and what they may open."""
    viewer = request.viewer
    return {
        "viewer": viewer, "viewer_name": viewer.name, "viewer_unit": "", "desk_nav": _bar(viewer, here),
        "rooms": _rooms(viewer, here),
        "takes_calls": viewer.has(*FRONT_LINE), "writes_templates": viewer.may("macros.keep"),
        "opens_lists": viewer.may("metrics.list"),
    }  # fmt: skip


def _words() -> dict[str, str]:
    return {
        "desk-home": _("My queue"), "desk-sorting": _("To sort"), "desk-people": _("People"),
        "desk-problems": _("Problems"), "desk-quarantine": _("Quarantine"), "office-home": _("Office"),
        "office-services": _("Services"), "office-articles": _("Articles"), "office-glossary": _("Our words"),
        "office-reading": _("To read again"), "office-looks": _("Who opened what"),
        "office-emergencies": _("Emergencies"), "office-parity": _("Equal treatment"),
        "office-calendars": _("Calendars"), "office-standards": _("Standards"),
        "office-ladders": _("Alerts"), "office-demand": _("Demand"),
        "office-handoffs": _("Hand-offs"), "office-equity": _("Equity"),
        "office-forms": _("Forms"), "office-plans": _("Plans"), "office-rules": _("Rules"),
        "office-needs": _("Not found"), "office-problems": _("Problems"),
        "office-units": _("Units"), "office-suggestions": _("Suggestions"),
    }  # fmt: skip


def _bar(viewer: Viewer, here: str) -> list[dict[str, Any]]:
    own = {name for name, roles in PLACES if viewer.has(*roles)}
    counts = {"office-emergencies": to_review(viewer)}
    return links(PLACES, viewer.has, words=_words(), here=here if here in own else "office-home", counts=counts)


def _rooms(viewer: Viewer, here: str) -> list[dict[str, Any]]:
    """Return the rooms that somebody may enter; whoever has one only needs no way to the others."""
    counts = {"office-rules": switched_off(viewer)}
    found = links(ROOMS, viewer.has, words=_words() | {"office-home": _("Figures")}, here=here, counts=counts)
    return found if len(found) > 1 else []
