"""An anonymous form is no way to have a stranger's words delivered to somebody else."""

import pytest

from guichet.areas.intake.actions import receive
from guichet.areas.intake.rules import Sender, Submission
from guichet.areas.notifications.queries import facts_of_message
from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.models import Organisation
from guichet.areas.tickets.models import Message
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.mark.proves("O04")
def test_an_acknowledgement_repeats_nothing_that_a_stranger_typed(house: dict[str, Organisation]) -> None:
    lure = "WIN http://evil.example"
    sender = Sender(email="victim@example.com", given_name=lure, family_name=lure)
    wanted = Submission(channel="web", sender=sender, body=lure, title=lure, received_at=NOON, language="en")
    ticket = receive(wanted, by=ANONYMOUS, now=NOON).ticket
    facts = facts_of_message(Message.objects.get(ticket=ticket, kind="acknowledgement").pk, {}, now=NOON)
    assert facts is not None
    assert (facts.to_name, facts.salutation, facts.body) == ("", "", "")
