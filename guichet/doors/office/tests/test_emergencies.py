"""What the auditor reads of what was opened in an emergency, and the letter that tells of it at once."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sight import actions
from guichet.areas.tickets.models import Ticket
from guichet.doors.email.emergencies import compose_emergency
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground.journal.readers import react
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, a_staff, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("N5", "GOU-06", "GOU-07")]
WHY = "Son bail finit ce soir & <b>personne</b> d’autre n’est là."


@pytest.fixture
def ruth(house: dict[str, Organisation]) -> Staff:
    """The auditor."""
    return a_staff(house, "CS", "Ruth", "Sinclair", "auditor")


@pytest.fixture
def secret(amina: Person, chloe: Staff, house: dict[str, Organisation], hiring: Service) -> Ticket:
    """A confidential request, closed to Bruno."""
    hiring.confidential = True
    hiring.save()
    return a_ticket(amina, owner=a_staff(house, "CS", "Lea", "Comeau", "agent"), service=hiring)


def break_glass(ticket: Ticket, who: Staff) -> None:
    hour = timedelta(hours=1)
    assert actions.break_glass(ticket.number, by=seen_by(who), now=NOON, reason=WHY, lasts=hour)


def test_the_auditor_gets_a_letter_at_once_and_it_holds_nothing_of_the_request(
    secret: Ticket, bruno: Staff, ruth: Staff
) -> None:
    ruth.languages = ["en"]
    ruth.save()
    break_glass(secret, bruno)
    react()
    row = Outgoing.objects.get(kind="emergency")
    assert (row.address, row.due_at) == (ruth.email, NOON)
    letter = message_from_bytes(compose_emergency(row) or b"", policy=policy.default)
    part = letter.get_body(("plain",))
    assert part
    text = " ".join(part.get_content().split())
    assert letter["subject"] == secret.number and "Bruno Tremblay opened request" in text
    assert "/office/emergencies/" in text and "bail finit" not in text and secret.title not in text
    assert Outgoing.objects.filter(kind="message", address="amina@example.org").exists(), (
        "the client’s letter leaves too"
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_auditor_reads_why_reviews_it_and_keeps_holds(
    language: str, secret: Ticket, bruno: Staff, ruth: Staff
) -> None:
    office, page = as_one(ruth, language), reverse("office-emergencies")
    held = {"number": secret.number, "reason": "Ordonnance de la cour du 3 mai."}
    wrong = office.post(page, held | {"number": "G-2026-000000-1"})
    assert wrong.status_code == 422 and held["reason"] in wrong.content.decode()
    assert office.post(page, held).status_code == 302
    break_glass(secret, bruno)
    shown = office.get(page).content.decode()
    assert "&lt;b&gt;personne&lt;/b&gt;" in shown and "Bruno Tremblay" in shown and held["reason"] in shown
    assert {"en": "a legal hold forbids it", "fr": "une interdiction légale s’y oppose"}[language] in shown
    assert 'class="bar__count">1<' in shown
    [row] = office.get(page).context["rows"]
    assert office.post(reverse("office-emergency-review", args=[row.pk]), {"justified": "no"}).status_code == 302
    [hold] = office.get(page).context["holds"]
    assert office.post(reverse("office-hold-lifting", args=[hold.pk])).status_code == 302
    after = office.get(page).content.decode()
    assert {"en": "Was no emergency", "fr": "Urgence non reconnue"}[language] in after and "bar__count" not in after
