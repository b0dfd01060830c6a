"""What every page of the desk shows around its own matter."""

import json
from typing import Any

from django.utils.translation import gettext as _

from guichet.areas.people.access import FRONT_LINE
from guichet.doors.desk.acts import VERB_KEYS
from guichet.doors.desk.entrance import KEEPERS, DeskRequest, live_url
from guichet.ground.ui.places import links

# Name of the page, the roles that have it. The words are in `_words`.
PLACES = (
    ("desk-home", (*FRONT_LINE, "expert")),
    ("desk-sorting", FRONT_LINE),
    ("desk-people", FRONT_LINE),
    ("desk-problems", FRONT_LINE),
    ("desk-quarantine", KEEPERS),
    ("office-home", ("manager", "auditor")),
    ("office-services", ("administrator",)),
    ("office-articles", ("agent",)),
    ("office-reading", ("agent", "expert")),
    ("office-looks", ("auditor",)),
    ("office-emergencies", ("auditor",)),
)


def frame(request: DeskRequest, here: str = "") -> dict[str, Any]:
    """Return the navigation, the reader's name and what the scripts need."""
    viewer = request.viewer
    return {
        "viewer": viewer, "viewer_name": viewer.name, "viewer_unit": "",
        "desk_nav": links(PLACES, viewer.has, words=_words(), here=here),
        "takes_calls": viewer.has(*FRONT_LINE), "writes_templates": viewer.may("macros.keep"),
        "pulls": viewer.has("agent"), "live_url": live_url(),
        "keys_map": json.dumps(dict(viewer.keys)) if viewer.keys else "", "keys_off": viewer.keys_off,
        "verb_keys": VERB_KEYS,
    }  # fmt: skip


def _words() -> dict[str, str]:
    return {
        "desk-home": _("My queue"), "desk-sorting": _("To sort"), "desk-people": _("People"),
        "desk-problems": _("Problems"), "desk-quarantine": _("Quarantine"), "office-home": _("Office"),
        "office-services": _("Services"), "office-articles": _("Articles"), "office-reading": _("To read again"),
        "office-looks": _("Who opened what"), "office-emergencies": _("Emergencies"),
    }  # fmt: skip
