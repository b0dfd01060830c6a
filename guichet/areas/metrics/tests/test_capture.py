"""The capture rate: of the calls and visits about Support services, how many were kept with a request."""

from datetime import timedelta
from typing import Any

import pytest

from guichet.areas.metrics import queries
from guichet.areas.metrics.queries import Slice
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets.models import Contact, Ticket
from guichet.areas.tickets.queries.contacts import spoken_with
from guichet.ground.access import Refused
from tests.cast import NOON, a_staff, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("BIL-07")]
DAY = timedelta(days=1)
MIDNIGHT = NOON.replace(hour=8)  # in UTC: the day of the place begins
PART = Slice(MIDNIGHT - 30 * DAY, MIDNIGHT + DAY)


@pytest.fixture
def many(amina: Person, bruno: Staff) -> None:
    """Twelve calls about Support services in the month, nine of them with a request; and what does not count."""
    asked = a_ticket(amina, owner=bruno)
    Ticket.rows.filter(pk=asked.pk).update(tier="support")
    lead = a_ticket(amina, owner=bruno)
    Ticket.rows.filter(pk=lead.pk).update(tier="lead")
    usual: dict[str, Any] = {"at": NOON, "channel": "phone", "language": "fr", "staff": bruno, "person": amina}
    Contact.objects.all().delete()
    rows = [Contact(**usual, ticket=asked) for _nth in range(9)] + [Contact(**usual, tier="support")] * 3
    rows += [Contact(**usual, ticket=lead), Contact(**usual)]
    rows += [Contact(**usual | {"channel": "email"}, ticket=asked), Contact(**usual | {"at": NOON - 40 * DAY})]
    for row in rows:
        row.pk = None
        row.save(force_insert=True)


def test_the_rate_is_what_was_kept_with_a_request_and_its_list_holds_just_those(many: None, chloe: Staff) -> None:
    figure = queries.capture(seen_by(chloe), PART)
    assert figure and (figure.n, figure.kept, figure.value) == (12, 9, 0.75)
    assert len(spoken_with(seen_by(chloe), queries.contacts_of(PART), limit=50)) == 12


def test_fewer_than_ten_tell_nothing_and_an_auditor_not_even_how_many(
    many: None, house: dict[str, Organisation], chloe: Staff
) -> None:
    auditor = seen_by(a_staff(house, "CS", "Ruth", "Sinclair", "auditor"))
    whole = queries.capture(auditor, PART)
    assert whole and (whole.n, whole.kept) == (12, 9)
    Ticket.rows.filter(tier="support").update(confidential=True)
    few = [queries.capture(who, PART) for who in (auditor, seen_by(chloe))]
    assert [(one.n, one.value, one.hidden) for one in few if one] == [(None, None, True), (3, None, True)]


def test_a_filter_says_nothing_of_contacts_and_nobody_else_reads_the_rate(chloe: Staff, bruno: Staff) -> None:
    assert queries.capture(seen_by(chloe), Slice(PART.since, PART.until, group="citizen")) is None
    with pytest.raises(Refused):
        queries.capture(seen_by(bruno), PART)
