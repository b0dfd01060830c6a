"""The smallest house that can take a message in: a calendar, a window, one agent."""

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from guichet.areas.catalogue.models import Calendar
from guichet.areas.catalogue.queries import house_calendar
from guichet.areas.people.models import Organisation, Staff
from guichet.areas.triage.rules.tongues import guess_language
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from tests.cast import HOURS


def prepare(port: int) -> None:
    """Migrate, lay the house, and warm what a victim would otherwise spend its short life on."""
    settings.SMTP_OUT.update(host="127.0.0.1", port=port, starttls=False)
    call_command("migrate", verbosity=0)
    Calendar.objects.create(code="default", data={"tz": "America/Vancouver", "hours": HOURS, "holidays": "CA-BC"})
    guess_language("Bonjour, bonjour")
    house_calendar().add(clock.now(), timedelta(days=20))
    name = Bilingual("Service à la clientèle", "Client Services")
    window = Organisation.objects.create(code="CS", kind="unit", name=name)
    Staff.objects.create(
        email="lea@example.org", given_name="Léa", family_name="Comeau", unit=window, roles=["agent"],
        languages=["fr", "en"],
    )  # fmt: skip


def let_go_of_the_database() -> None:
    """Close every connection and pool: a fork must not share one with its parent."""
    for connection in connections.all():
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]
