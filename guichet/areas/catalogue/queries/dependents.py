"""What depends on what the catalogue holds: said before it is changed."""

from guichet.areas.catalogue.models import Calendar, Service
from guichet.ground.bilingual import Bilingual


def versions_of_calendar(code: str) -> list[Calendar]:
    """Return every version of a calendar, the newest first."""
    return list(Calendar.objects.filter(code=code).select_related("staff").order_by("-version"))


def services_by_calendar() -> dict[str, list[tuple[str, Bilingual]]]:
    """Return the services that go by each calendar: their codes and names."""
    found: dict[str, list[tuple[str, Bilingual]]] = {}
    rows = Service.objects.exclude(state=Service.State.RETIRED).order_by("code")
    for calendar, code, name in rows.values_list("calendar", "code", "name"):
        found.setdefault(calendar, []).append((code, name))
    return found
