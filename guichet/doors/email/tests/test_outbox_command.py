"""`guichet outbox`: what an operator does with it, and what it tells them."""

import pytest

from guichet.areas.notifications.actions import send_entrance
from guichet.cli import main
from guichet.doors.email.tests.test_entrances import an_entrance
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.outbox import api
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON
from tests.journeys.town import Post

pytestmark = pytest.mark.django_db
Said = pytest.CaptureFixture[str]


def outbox(*argv: str) -> int:
    with clock.at(NOON):
        return main(["outbox", *argv])


@pytest.fixture
def waiting(server: Post) -> Outgoing:
    """One letter that is due."""
    send_entrance(an_entrance(), by=SYSTEM, now=NOON)
    return Outgoing.objects.get()


@pytest.mark.proves("O05")
def test_once_sends_all_that_is_due_and_says_so(server: Post, waiting: Outgoing, capsys: Said) -> None:
    assert outbox("--once") == 0
    assert capsys.readouterr().out == "guichet outbox: 1 sent\n"
    assert server.last_to(waiting.address)["Message-ID"] == waiting.message_id


@pytest.mark.proves("O07")
@pytest.mark.parametrize(("hold", "release"), [(["--hold", "restored"], ["--release"]), (["hold"], ["release"])])
def test_nothing_leaves_between_hold_and_release(
    hold: list[str], release: list[str], server: Post, waiting: Outgoing, capsys: Said
) -> None:
    assert outbox(*hold) == outbox("--once") == 0
    assert capsys.readouterr().out == "guichet outbox: held, 1 pending\n" * 2
    assert server.caught == []

    assert outbox(*release) == outbox("--once") == 0
    assert len(server.caught) == 1


@pytest.mark.proves("O08")
def test_what_was_given_up_is_told_with_its_reason_until_it_is_revived(
    server: Post, waiting: Outgoing, capsys: Said
) -> None:
    api.give_up(waiting, reason="550 5.1.1 no such mailbox")

    assert outbox("--status") == 1
    said = capsys.readouterr().out
    assert f"  {waiting.pk}: entrance to {waiting.address}, given up after 0 tries: 550 5.1.1 no such mailbox" in said
    assert outbox("--revive", str(waiting.pk)) == outbox("--once") == 0
    assert len(server.caught) == 1
    assert outbox("--revive", str(waiting.pk)) == 1
