"""The letters that tell people of an incident before they call, and that it is over."""

from django.conf import settings
from django.urls import reverse

from guichet.areas.notifications.queries import warning_of
from guichet.areas.notifications.queries.warnings import write_warning
from guichet.doors.email.apart import Reader, compose_apart
from guichet.ground.outbox.models import Outgoing as Waiting


def compose_warning(row: Waiting) -> bytes | None:
    """Write the message, or None when it would say what is no longer so."""
    warned = warning_of(row.refs)
    if warned is None:
        return None
    page = settings.BASE_URL + reverse("portal-service", args=[warned.service_code])
    reader = Reader(warned.language, warned.to_name, warned.salutation, warned.formats)
    return compose_apart(row, reader, lambda: write_warning(warned, page))
