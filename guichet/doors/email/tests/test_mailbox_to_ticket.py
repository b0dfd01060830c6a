"""From a real mailbox to a ticket by `guichet intake`, and only once when it is killed half-way."""

import os
import signal
from dataclasses import replace

import pytest
from pytest_django import Settings

from guichet.areas.intake.models import InboundMail
from guichet.areas.people.models import Staff
from guichet.areas.tickets.models import Ticket
from guichet.cli import main
from guichet.doors.email.tests.dovecot import PASSWORD, Box
from guichet.ground.journal.readers import react
from guichet.ground.outbox.models import Outgoing
from tests.journeys.town import wait_for_the_journal
from tests.rigs.crash.stage import let_go_of_the_database
from tests.rigs.crash.victims import Victims

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.proves("CAN-01", "I01")]


@pytest.fixture
def letters(box: Box, settings: Settings, bruno: Staff) -> Box:
    """The mailbox of a desk where Bruno answers, with one message in it."""
    url = f"imap://{box.config.user}:{PASSWORD}@127.0.0.1:{box.config.port}"
    settings.CONFIG = replace(settings.CONFIG, imap_urls=(url,))
    box.receive("Bonjour, ma carte d’accès ne fonctionne plus. Merci.")
    return box


def intake() -> None:
    assert main(["intake", "--once"]) == 0


def folders(letters: Box) -> tuple[int, int]:
    return letters.count("INBOX"), letters.count("Processed")


def test_a_message_in_a_mailbox_becomes_a_ticket_that_is_acknowledged_and_moves_away(letters: Box) -> None:
    intake()
    intake()
    wait_for_the_journal()
    react()

    ticket = Ticket.rows.get()
    assert (ticket.title, ticket.channel, ticket.language) == ("Une question", "email", "fr")
    [letter] = Outgoing.objects.filter(stream=f"ticket:{ticket.pk}")
    said = ticket.messages.get(pk=letter.refs["message"])
    assert (letter.address, said.kind) == ("amina@example.org", "acknowledgement")
    assert folders(letters) == (0, 1)


def test_killed_between_the_commit_and_the_move_it_makes_one_ticket_all_the_same(letters: Box) -> None:
    let_go_of_the_database()
    pid = Victims(seed=1).start(intake, point="before_move")
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    assert InboundMail.objects.count() == 1
    assert folders(letters) == (1, 0), "kept for good, and still in the mailbox"

    intake()

    assert (InboundMail.objects.count(), Ticket.rows.count()) == (1, 1)
    assert folders(letters) == (0, 1)
