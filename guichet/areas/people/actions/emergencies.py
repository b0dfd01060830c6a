"""What is open to somebody for a short while, though it is closed to them."""

from datetime import datetime

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Staff
from guichet.ground.actions import action


@action("people.enter")
def enter(staff: Staff, *, by: Viewer, now: datetime, ticket: int, until: datetime) -> None:
    """Open a request to somebody until a moment; one that is over shuts it at once."""
    held = Staff.objects.select_for_update().get(pk=staff.pk)
    others = {pk: held.emergencies[pk] for pk in map(str, held.open_at(now)) if pk != str(ticket)}
    held.emergencies = others | ({str(ticket): until.isoformat()} if until > now else {})
    held.save(update_fields=["emergencies"])
