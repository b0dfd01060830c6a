"""What every page of the office shows around its figures."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from guichet.areas.automation.queries.reading import switched_off
from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.doors.office.entrance import OfficeRequest

PLACES = (
    ("desk-home", FRONT_LINE),
    ("desk-sorting", FRONT_LINE),
    ("desk-people", FRONT_LINE),
    ("desk-quarantine", ("manager",)),
    ("office-home", ("manager", "auditor")),
    ("office-services", ("manager", "administrator")),
    ("office-reading", ("agent", "expert", "manager")),
    ("office-rules", ("manager", "auditor")),
    ("office-forms", ("manager", "administrator")),
    ("office-looks", ("auditor",)),
)


def frame(request: OfficeRequest, here: str = "office-home") -> dict[str, Any]:
    """Return the navigation, the reader's name and what they may open."""
    viewer = request.viewer
    return {
        "viewer": viewer, "viewer_name": viewer.name, "viewer_unit": "", "desk_nav": _navigation(viewer, here),
        "takes_calls": viewer.has(*FRONT_LINE), "writes_templates": viewer.may("macros.keep"),
        "opens_lists": viewer.may("metrics.list"), "settles_needs": viewer.may("finding.settle"),
    }  # fmt: skip


def _words() -> dict[str, str]:
    return {
        "desk-home": _("My queue"), "desk-sorting": _("To sort"), "desk-people": _("People"),
        "desk-quarantine": _("Quarantine"), "office-home": _("Office"),
        "office-services": _("Services"), "office-reading": _("To read again"),
        "office-rules": _("Rules"),
        "office-forms": _("Forms"), "office-looks": _("Who opened what"),
    }  # fmt: skip


def _navigation(viewer: Viewer, here: str) -> list[dict[str, Any]]:
    words = _words()
    counts = {"office-rules": switched_off(viewer)}
    places = [(name, address_of(name)) for name, roles in PLACES if viewer.has(*roles)]
    return [
        {"url": url, "label": words[name], "current": name == here, "count": counts.get(name, 0)}
        for name, url in places
        if url
    ]


def address_of(name: str, *args: str) -> str:
    """Return the address of a page, or nothing where an installation leaves its door out."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
