"""A client of a service that we only help people to reach is put in touch, and stays with us until they have spoken."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import translation

from guichet.areas.catalogue.models import Service, ServiceTier
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.facts import Met
from guichet.areas.tickets.models import Introduction, Message, Ticket
from guichet.doors.time.tick import tick
from guichet.ground.journal.api import facts_of
from tests.cast import *  # noqa: F403
from tests.cast import NOON, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("NIV-05")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def asked(amina: Person, bruno: Staff, hiring: Service) -> Ticket:
    """Something that we do not do ourselves."""
    ServiceTier.objects.filter(service=hiring).update(tier="support")
    return a_ticket(amina, service=hiring, owner=bruno)


def introduced(ticket: Ticket, bruno: Staff, house: dict[str, Organisation]) -> Introduction:
    wanted = actions.Handshake(unit=house["RH"], call_at=NOON + DAY, summary="Elle cherche un logement.", agreed=True)
    return actions.introduce(ticket, by=seen_by(bruno), now=NOON + HOUR, wanted=wanted)


def refer(ticket: Ticket, bruno: Staff) -> Message:
    now = NOON + 30 * DAY
    return actions.resolve(ticket, by=seen_by(bruno), now=now, code="referred", body="Voici qui vous aide.")


def test_a_referral_ends_nothing_before_they_have_spoken_and_the_window_the_client_or_the_unit_says_so(
    asked: Ticket, amina: Person, bruno: Staff, ines: Staff, house: dict[str, Organisation]
) -> None:
    with pytest.raises(actions.NotIntroducedYet), transaction.atomic():
        refer(asked, bruno)
    made = introduced(asked, bruno, house)
    with pytest.raises(actions.NotIntroducedYet) as refusal, transaction.atomic():
        refer(asked, bruno)
    with translation.override("fr"):
        assert str(refusal.value).startswith("Mettez d’abord le client en relation.")
    assert "Elle cherche un logement." in made.task.instructions and not made.task.mandatory
    told = Message.objects.get(ticket=asked, details__about="introduction")
    assert "Comme convenu" in told.body and "Ressources" not in told.body
    actions.confirm_introduction(asked, by=seen_by(amina), now=NOON + 2 * DAY)
    actions.confirm_introduction(asked, by=seen_by(bruno), now=NOON + 3 * DAY)
    assert sum(isinstance(fact, Met) for _entry, fact in facts_of(asked.stream)) == 1
    assert refer(asked, bruno).kind == "answer"


def test_a_unit_that_called_and_two_questions_without_an_answer_let_a_referral_end_the_request(
    asked: Ticket, amina: Person, bruno: Staff, house: dict[str, Organisation], hiring: Service
) -> None:
    made = introduced(asked, bruno, house)
    actions.finish_task(made.task, by=seen_by(bruno), now=NOON + 2 * DAY, code="done", result="Nous avons parlé.")
    assert tick(now=NOON + 20 * DAY) >= 0 and Introduction.objects.get().follow_ups == 0
    assert refer(asked, bruno).kind == "answer"

    other = a_ticket(amina, service=hiring, owner=bruno)
    late = introduced(other, bruno, house)
    for days, asked_so_far in ((2, 0), (4, 1), (4, 1), (9, 2), (20, 2)):
        tick(now=NOON + days * DAY)
        late.refresh_from_db()
        assert late.follow_ups == asked_so_far
    assert Message.objects.filter(ticket=other, details__about="introduction").count() == 3
    assert refer(other, bruno).kind == "answer"


def test_what_is_passed_on_is_agreed_to_and_other_endings_ask_for_no_introduction(
    asked: Ticket, bruno: Staff, house: dict[str, Organisation]
) -> None:
    silent = actions.Handshake(unit=house["RH"], call_at=NOON + DAY, summary="Tout.", agreed=False)
    with translation.override("en"), pytest.raises(ValueError, match="agrees to have passed"), transaction.atomic():
        actions.introduce(asked, by=seen_by(bruno), now=NOON, wanted=silent)
    done = actions.resolve(asked, by=seen_by(bruno), now=NOON + HOUR, code="answered", body="Voilà.")
    assert done.kind == "answer" and not Introduction.objects.exists()
