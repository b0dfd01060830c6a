"""Keeping a list under a name."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guichet.areas.people.access import Viewer
from guichet.areas.sla.models import SavedView
from guichet.areas.sla.queries.listing import Listing
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual


class NoName(ValueError):
    """A list without a name cannot be found again."""

    def __str__(self) -> str:
        return _("Give this view a name.")


@dataclass(frozen=True, slots=True)
class NewView:
    """A list as it is to be kept."""

    name: Bilingual
    listing: Listing
    columns: tuple[str, ...]
    shared: bool = False


@action("sla.keep_view")
def keep_view(wanted: NewView, *, by: Viewer) -> SavedView:
    """Keep a list under a name; the same name again keeps it as it is now."""
    if not (wanted.name.fr or wanted.name.en):
        raise NoName
    values = {
        "unit_id": by.unit if wanted.shared else None, "view": wanted.listing.view, "sort": wanted.listing.sort,
        "filters": {name: list(some) for name, some in wanted.listing.filters}, "columns": list(wanted.columns),
    }  # fmt: skip
    assert by.staff is not None
    held = SavedView.objects.select_for_update().filter(owner=by.staff)
    row = next((one for one in held if one.name == wanted.name), None) or SavedView(owner_id=by.staff, name=wanted.name)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


@action("sla.drop_view")
def drop_view(view: SavedView, *, by: Viewer) -> None:
    """Forget a list that was kept."""
    view.delete()
