"""Nobody gives more of an office than they may see of it themselves."""

from datetime import date, timedelta

import pytest

from guichet.areas.people import actions as people
from guichet.areas.people.models import Membership, Organisation, Person
from guichet.areas.tickets.models import Ticket
from tests.cast import NOON, TODAY, a_person, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("N9", "A08")]


@pytest.mark.parametrize("to_oneself", [True, False])
def test_a_new_member_cannot_delegate_their_predecessors_matters(
    house: dict[str, Organisation], amina: Person, to_oneself: bool
) -> None:
    office = house["BN-01"]
    before = a_ticket(amina, holder=office, at=NOON - timedelta(days=200))
    since = a_ticket(amina, holder=office)
    member = a_person("neuf@example.org", "Nouvelle", "Élue", group="member")
    Membership.objects.create(person=member, organisation=office, role="member", starts_on=date(2026, 3, 1))
    assistant = member if to_oneself else a_person("sam@example.org", "Sam", "Okafor")
    wanted = people.NewDelegation(grantor=office, delegate=assistant, scopes=("all",), starts_on=TODAY)
    people.delegate(wanted, by=seen_by(member))
    seen = set(Ticket.objects.visible_to(seen_by(assistant)).values_list("pk", flat=True))
    assert since.pk in seen and before.pk not in seen
