"""The lists that somebody finds under a name: their own, and those of their unit."""

from django.db.models import Q, QuerySet

from guichet.areas.people.access import Viewer
from guichet.areas.sla.models import SavedView
from guichet.ground.database.prepared import prepared


def views_for(viewer: Viewer) -> list[SavedView]:
    """Return the views that a viewer keeps or shares, in the order in which they were made."""
    return _views(staff=viewer.staff or 0, unit=viewer.unit or 0)


@prepared
def _views(*, staff: int, unit: int) -> QuerySet[SavedView]:
    return SavedView.objects.filter(Q(owner=staff) | Q(unit=unit)).order_by("pk")


def view_kept_by(viewer: Viewer, pk: int) -> SavedView | None:
    """Return a view, if the viewer keeps it."""
    return SavedView.objects.filter(pk=pk, owner=viewer.staff).first()
