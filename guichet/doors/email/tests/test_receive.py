"""`guichet receive` at the end of a mail server's pipe: the server forgets a message only when we have it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from guichet.areas.intake.models import InboundMail
from guichet.areas.people.models import Staff
from guichet.areas.tickets.models import Ticket
from guichet.doors.email.reading import read_waiting
from guichet.doors.email.tests.mails import a_mail

# PostgreSQL says the same after ten seconds: its pool hopes for that long.
GONE = "sqlite:////nowhere/guichet.sqlite3"
RAW = a_mail("Bonjour, je voudrais louer la salle. Merci.")


def this_database() -> str:
    """Name the database of the tests as an installation does."""
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{named['NAME']}"
    return f"postgres://{named['USER']}:{named['PASSWORD']}@{named['HOST']}:{named['PORT']}/{named['NAME']}"


def receive(**environ: str) -> "subprocess.Popen[bytes]":
    """Hand one message to the command, as a mail server does."""
    command = [sys.executable, "-m", "guichet.cli", "receive", "--to", settings.MAILBOX]
    settled = {"GUICHET_DATABASE_URL": this_database()} | environ
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env={**os.environ, **settled}, stdin=pipe, stdout=pipe, stderr=pipe)
    assert process.stdin
    process.stdin.write(RAW)
    process.stdin.close()
    return process


def exit_code(process: "subprocess.Popen[bytes]") -> int:
    with process:
        return process.wait(60)


@pytest.mark.django_db(transaction=True)
@pytest.mark.proves("CAN-01", "I01", "I02", "I12")
def test_a_message_is_refused_for_now_until_it_is_durable_and_then_becomes_one_ticket(
    bruno: Staff, tmp_path: Path
) -> None:
    (tmp_path / "files").write_text("where the folder of files should be")
    no_room = receive(GUICHET_DATA_DIR=str(tmp_path))
    no_database = receive(GUICHET_DATABASE_URL=GONE)

    assert exit_code(no_room) == exit_code(no_database) == os.EX_TEMPFAIL
    assert not InboundMail.objects.exists()

    # The mail server has kept it, and tries again.
    assert exit_code(receive()) == 0
    assert read_waiting(worker="w") == 1
    ticket = Ticket.rows.get()
    assert (ticket.title, ticket.requester.full_name, ticket.channel) == ("Une question", "Amina Diallo", "email")
