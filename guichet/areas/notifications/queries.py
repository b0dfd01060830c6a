"""What an address got lately."""

from datetime import datetime

from guichet.areas.notifications.rules import WINDOW
from guichet.ground.outbox.models import Outgoing


def recent_messages(address: str, *, now: datetime) -> int:
    """Count what went, or goes, to an address within the window."""
    return Outgoing.objects.filter(address__iexact=address, due_at__gte=now - WINDOW).count()
