"""Who is who, in the words of the page of an office: colleagues, and the people at the window."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from guichet.areas.catalogue.queries import offers
from guichet.areas.guidance.queries import paths
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries.team import at_the_window, colleagues_of
from guichet.areas.people.rules import ALL_SCOPES, OFFICE_ROLES, is_competent
from guichet.doors.portal.forms.account import SCOPES

ROLES = {"member": _("member"), "office_staff": _("office staff"), "caucus_staff": _("caucus staff")}


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who works in one’s own office."""

    name: str
    does: Any
    office: Any = ""


def colleagues(viewer: Viewer, *, on: date) -> list[Known]:
    """Return who works beside somebody, with the name of the office where there are several."""
    several = len(viewer.offices) > 1
    return [
        Known(one.person.full_name, ROLES[one.role], one.organisation.name if several else "")
        for one in colleagues_of(viewer, on=on)
    ]


def window(*, on: date) -> list[tuple[str, str]]:
    """Say who answers on what, in the words of clients: given names, never a unit."""
    asked = [one for one in offers(on).values() if not OFFICE_ROLES.isdisjoint(one.client_groups)]
    here = at_the_window(on=on)
    knows = {
        one.pk: {offer.scope for offer in asked if is_competent(one.competences, offer.competences)} for one in here
    }
    named = {code: words for code, words in SCOPES if code != ALL_SCOPES}
    rows = [(words, [one for one in here if code in knows[one.pk]]) for code, words in named.items()]
    rows.append((_("Whatever you ask"), [one for one in here if knows[one.pk].isdisjoint(named)]))
    return [(str(words), ", ".join(one.given_name for one in who)) for words, who in rows if who]


def guides() -> list[Any]:
    """Return the guides that people of offices may follow."""
    return [path for path in paths().values() if path.service and not OFFICE_ROLES.isdisjoint(path.groups)]
