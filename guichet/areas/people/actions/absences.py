"""Being away, and who stands in meanwhile."""

from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Staff
from guichet.areas.people.queries import CLIENT_SERVICES
from guichet.areas.people.rules import is_agent_here
from guichet.ground.actions import action


class EndsTooSoon(ValueError):
    """An absence ends after it began, and not in the past."""

    def __str__(self) -> str:
        return _("The last day must come after the first one, and not be over.")


class CannotStandIn(ValueError):
    """Whoever stands in is another agent, who is there on the first day and on the last."""

    def __str__(self) -> str:
        return _("Choose a colleague of the window who is not away at the same time.")


@action("people.go_away")
def go_away(staff: Staff, *, by: Viewer, now: datetime, since: date, until: date, substitute: Staff) -> Staff:
    """Say from which day to which somebody is away, and who stands in: what they have in charge goes there."""
    if until < since or until < localtime(now).date():
        raise EndsTooSoon
    at_the_window = substitute.unit.code == CLIENT_SERVICES and substitute.pk != staff.pk
    if not at_the_window or not (is_agent_here(substitute, since) and is_agent_here(substitute, until)):
        raise CannotStandIn
    return _keep(staff, since, until, substitute)


@action("people.go_away")
def come_back(staff: Staff, *, by: Viewer) -> Staff:
    """Say that somebody is not away after all, or any more."""
    return _keep(staff, None, None, None)


def _keep(staff: Staff, since: date | None, until: date | None, substitute: Staff | None) -> Staff:
    staff.away_from, staff.away_until, staff.substitute = since, until, substitute
    staff.save(update_fields=["away_from", "away_until", "substitute"])
    return staff
