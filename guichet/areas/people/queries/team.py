"""Who works in offices and caucuses: the people of all of them, and those of one’s own."""

from datetime import date

from django.db.models import QuerySet

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Membership, Staff
from guichet.areas.people.queries import _live, front_line
from guichet.areas.people.rules import OFFICE_KINDS, OFFICE_ROLES


def places_in_offices(*, on: date) -> QuerySet[Membership]:
    """Return the places that people hold in offices and caucuses on a day."""
    return Membership.objects.filter(
        _live(on), role__in=OFFICE_ROLES, organisation__kind__in=OFFICE_KINDS, person__erased_at=None
    )


def own_places(viewer: Viewer, *, on: date) -> list[Membership]:
    """Return the places that somebody holds in offices and caucuses, the newest first."""
    rows = places_in_offices(on=on).filter(person=viewer.person).select_related("organisation")
    return list(rows.order_by("-starts_on", "-pk"))


def colleagues_of(viewer: Viewer, *, on: date) -> list[Membership]:
    """Return who works in the same offices and caucuses as somebody, office by office."""
    rows = places_in_offices(on=on).filter(organisation__in=viewer.offices).exclude(person=viewer.person)
    order = ("organisation__code", "person__family_name", "person__given_name", "pk")
    return list(rows.select_related("person", "organisation").order_by(*order))


def at_the_window(*, on: date) -> list[Staff]:
    """Return who answers at the window on a day, by given name: all that clients know of their names."""
    return sorted(front_line(on=on), key=lambda one: (one.given_name, one.pk))
