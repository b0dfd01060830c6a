"""Who is who, in the words of the page of an office: colleagues, and the people at the window."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from guichet.areas.catalogue.queries import Offer, offers
from guichet.areas.guidance.queries import paths
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries.team import at_the_window, colleagues_of
from guichet.areas.people.rules import OFFICE_ROLES, is_competent
from guichet.doors.portal.forms.account import SCOPES

ROLES = {"member": _("member"), "office_staff": _("office staff"), "caucus_staff": _("caucus staff")}


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom one may turn to."""

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


def window(*, on: date) -> list[Known]:
    """Return who answers, by given name, with what each looks after."""
    known = [one for one in offers(on).values() if not OFFICE_ROLES.isdisjoint(one.client_groups)]
    return [Known(one.given_name, _looks_after(one.competences, known)) for one in at_the_window(on=on)]


def _looks_after(competences: Iterable[str], known: Iterable[Offer]) -> str:
    """Name what somebody knows about in the words of clients: never a unit."""
    held = {one.scope for one in known if is_competent(competences, one.competences)}
    names = [str(words) for scope, words in SCOPES if scope in held]
    return " · ".join(names) or str(_("Whatever you ask"))


def guides() -> list[Any]:
    """Return the guides that people of offices may follow."""
    return [path for path in paths().values() if path.service and not OFFICE_ROLES.isdisjoint(path.groups)]
