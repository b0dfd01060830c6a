"""On whose behalf a client may ask: their places, those who let them act in matters of that kind, or themselves."""

from typing import Any

from django.utils.translation import gettext as _

from guichet.areas.people import queries as people
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries.own import principals_of
from guichet.areas.people.rules import ALL_SCOPES
from guichet.doors.portal import offering
from guichet.doors.portal.opened import is_client

FOR = "for:"
Choices = list[tuple[str, str]]


def choices_of(viewer: Viewer, code: str = "") -> Choices:
    """Return the places of a client, then those who let them act, for the service of a code; nothing for a stranger."""
    if not is_client(viewer) or viewer.person is None:
        return []
    rows = people.places_of(people.person(viewer.person), on=offering.today())
    places = list({row.organisation.code: str(row.organisation.name) for row in rows}.items())
    service = offering.service(code) if code else None
    scope = service.scope if service else ALL_SCOPES
    known = principals_of(viewer.person, viewer.grants, on=offering.today())
    return places + [
        (f"{FOR}{one.compartment.pk}", _("In the name of %(name)s, by delegation") % {"name": one.name})
        for one in known
        if one.allows(scope)
    ]


def usual(choices: Choices) -> str | None:
    """Return what is chosen beforehand: one's only place, when nothing else could be meant."""
    return choices[0][0] if len(choices) == 1 and not choices[0][0].startswith(FOR) else None


def chosen(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a form says of it, in the words of a submission."""
    value = said.get("behalf", "")
    if value.startswith(FOR):
        return {"behalf": int(value.removeprefix(FOR))}
    return {"organisation": value}
