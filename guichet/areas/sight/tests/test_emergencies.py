"""A confidential request opened in an emergency: a reason, a short while, everybody concerned told (N5)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.people.queries import viewer_of_staff
from guichet.areas.sight import actions, queries
from guichet.areas.sight.actions.emergencies import MOST_AN_HOUR, NobodyToTell, NoReason, TooManyTries
from guichet.areas.sight.models import Emergency, Sighting
from guichet.areas.sight.queries.emergencies import emergencies, holds, refusals
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.actions.care import OpenedInEmergency
from guichet.areas.tickets.models import Message, Task, Ticket
from guichet.areas.tickets.queries.search import find_tickets
from guichet.ground.access import Refused
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.models import Entry
from tests.cast import NOON, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.django_db
WHY = "La personne est hospitalisée et son bail finit ce soir."
HOUR = timedelta(hours=1)
SECRET = "Un harcèlement signalé"


@pytest.fixture
def ruth(house: dict[str, Organisation]) -> Staff:
    """The auditor."""
    return a_staff(house, "CS", "Ruth", "Sinclair", "auditor")


@pytest.fixture
def secret(house: dict[str, Organisation], amina: Person, chloe: Staff, hiring: Service) -> Ticket:
    """A confidential request, closed to Bruno."""
    hiring.confidential = True
    hiring.save()
    lea = a_staff(house, "CS", "Lea", "Comeau", "agent")
    return a_ticket(amina, owner=lea, service=hiring, holder=house["BN-01"], title=SECRET)


def at(who: Staff, minutes: float = 0) -> Any:
    return viewer_of_staff(Staff.objects.get(pk=who.pk), now=NOON + timedelta(minutes=minutes))


def break_glass(number: str, who: Staff, *, minutes: float = 0, reason: str = WHY) -> Ticket | None:
    now = NOON + timedelta(minutes=minutes)
    return actions.break_glass(number, by=at(who, minutes), now=now, reason=reason, lasts=HOUR)


def sees(who: Staff, ticket: Ticket, minutes: float) -> set[bool]:
    """Ask by every way there is: what is seen, what is searched, what is listed, its tasks."""
    viewer = at(who, minutes)
    return {
        Ticket.objects.visible_to(viewer).filter(pk=ticket.pk).exists(),
        ticket in find_tickets(viewer, "harcèlement"),
        ticket in find_tickets(viewer, ticket.number),
        Task.objects.visible_to(viewer).filter(ticket=ticket).exists(),
    }


def news_of(ticket: Ticket) -> list[Message]:
    return list(Message.objects.filter(ticket=ticket, kind="news", details__about="emergency"))


@pytest.mark.proves("GOU-06", "A10")
def test_a_request_opened_in_an_emergency_is_open_by_every_way_for_an_hour_and_then_by_none(
    house: dict[str, Organisation], secret: Ticket, bruno: Staff, chloe: Staff, ruth: Staff
) -> None:
    asked = tickets.NewTask(title=Bilingual("Avis", "Opinion"), unit=house["TI"])
    tickets.add_task(secret, by=seen_by(secret.owner), now=NOON, task=asked)  # type: ignore[arg-type]
    assert sees(bruno, secret, 0) == {False}
    assert break_glass(secret.number, bruno) == secret
    assert sees(bruno, secret, 0) == sees(bruno, secret, 59.9) == {True}
    assert sees(bruno, secret, 60) == {False}
    assert sees(chloe, secret, 1) == {False}, "nobody else came in with him"
    assert not Ticket.objects.visible_to(seen_by(bruno)).filter(pk=secret.pk).exists(), "and never without a moment"


@pytest.mark.proves("GOU-06")
def test_whoever_opened_it_may_shut_it_before(secret: Ticket, bruno: Staff, ruth: Staff) -> None:
    break_glass(secret.number, bruno)
    actions.shut(secret, by=at(bruno, 10), now=NOON + timedelta(minutes=10))
    assert sees(bruno, secret, 10) == {False}
    said = Entry.objects.filter(stream=secret.stream, kind__startswith="sight.").order_by("pk")
    assert [one.kind for one in said] == ["sight.emergency_opened", "sight.emergency_shut"]
    assert WHY not in str(list(said.values_list("data", flat=True))), "the journal holds no words"


@pytest.mark.proves("GOU-06")
def test_nobody_else_than_the_window_opens_anything_and_never_without_words_or_an_auditor(
    house: dict[str, Organisation], secret: Ticket, bruno: Staff, dario: Staff, ines: Staff, amina: Person
) -> None:
    with pytest.raises(NobodyToTell), transaction.atomic():
        break_glass(secret.number, bruno)
    ruth = a_staff(house, "CS", "Ruth", "Sinclair", "auditor")
    for reason in ("", "urgent", "... ... ... ... ..."):
        with pytest.raises(NoReason), transaction.atomic():
            break_glass(secret.number, bruno, reason=reason)
    for viewer in (at(dario), at(ines), at(ruth), seen_by(amina)):
        with pytest.raises(Refused), transaction.atomic():
            actions.break_glass(secret.number, by=viewer, now=NOON, reason=WHY, lasts=HOUR)
    assert not Emergency.objects.exists()


@pytest.mark.proves("GOU-06")
def test_a_conflict_of_interest_answers_like_a_number_that_is_nowhere_and_numbers_are_not_tried(
    secret: Ticket, bruno: Staff, ruth: Staff
) -> None:
    bruno.conflicts = ["AZUR"]
    bruno.save()
    wrong = secret.number[:-1] + str((int(secret.number[-1]) + 1) % 10)
    for minute, number in enumerate([secret.number, "G-2026-000000-1", wrong, "n’importe quoi", secret.number]):
        assert break_glass(number, bruno, minutes=minute) is None
    with pytest.raises(TooManyTries), transaction.atomic():
        break_glass(secret.number, bruno, minutes=MOST_AN_HOUR)
    assert sees(bruno, secret, 5) == {False} and not Emergency.objects.exists() and not news_of(secret)
    tried = [entry.data["tried"] for entry, who in refusals(at(ruth)) if who == "Bruno Tremblay"]
    assert sorted(tried) == ["conflict", "conflict", "nowhere", "nowhere", "nowhere"]


@pytest.mark.proves("GOU-06")
def test_what_one_sees_anyhow_is_no_emergency(secret: Ticket, bruno: Staff, ruth: Staff) -> None:
    assert secret.owner
    assert break_glass(secret.number, secret.owner) == secret
    assert not Emergency.objects.exists()


@pytest.mark.proves("GOU-06", "A10")
def test_whoever_is_there_in_an_emergency_reads_and_answers_and_cannot_make_it_last(
    house: dict[str, Organisation], amina: Person, etienne: Person, secret: Ticket, chloe: Staff, ruth: Staff
) -> None:
    break_glass(secret.number, chloe)
    by, later = at(chloe, 1), NOON + timedelta(minutes=1)
    tickets.note(secret, by=by, now=later, body="Vu.")
    tickets.reply(secret, by=by, now=later, body="On s’en occupe.")
    wei = a_staff(house, "CS", "Wei", "Chen", "agent")
    for verb in (
        lambda: tickets.designate_reader(secret, by=by, now=later, reader=chloe),
        lambda: tickets.assign(secret, by=by, now=later, owner=wei),
        lambda: tickets.hand_over(secret, by=by, now=later, owner=wei),
        lambda: tickets.unsort(secret, by=by, now=later),
        lambda: tickets.settle_behalf(secret, by=by, now=later, compartment=secret.compartment),
        lambda: tickets.remove_party(secret, by=by, now=later, person=etienne),
    ):
        with pytest.raises(OpenedInEmergency), transaction.atomic():
            verb()


@pytest.mark.proves("GOU-06", "VIE-01")
def test_who_can_see_it_names_whoever_opened_it_as_long_as_it_is_open(
    secret: Ticket, bruno: Staff, ruth: Staff
) -> None:
    break_glass(secret.number, bruno)
    assert secret.owner

    def told(minutes: float) -> dict[str, str]:
        now = NOON + timedelta(minutes=minutes)
        return {one.ref: one.why for one in queries.who_can(seen_by(secret.owner), secret, now=now)}  # type: ignore[arg-type]

    assert told(59)[f"staff:{bruno.pk}"] == "emergency"
    assert f"staff:{bruno.pk}" not in told(60)
    actions.looked(secret, viewer=at(bruno, 1), now=NOON + timedelta(minutes=1), door="page")
    assert Sighting.objects.get().why == "emergency"


@pytest.mark.proves("GOU-06", "BIL-02")
def test_the_client_is_told_in_their_language_without_a_name_or_the_reason(
    secret: Ticket, bruno: Staff, ruth: Staff
) -> None:
    Ticket.rows.filter(pk=secret.pk).update(language="en")
    break_glass(secret.number, bruno)
    [news] = news_of(secret)
    assert news.body.startswith("On ") and "in an emergency" in news.body and news.language == "en"
    for inside in ("Bruno", "Tremblay", "Ruth", WHY, "CS", "Client Services"):
        assert inside not in news.body


@pytest.mark.proves("GOU-06")
def test_a_legal_hold_keeps_the_notice_back_until_it_is_lifted_and_the_auditor_sees_it(
    secret: Ticket, bruno: Staff, ruth: Staff
) -> None:
    for number, reason in ((secret.number, "secret"), ("G-2026-000000-1", WHY)):
        with pytest.raises(ValueError, match=r"sentence|number|phrase|numéro"), transaction.atomic():
            actions.set_hold(number, by=at(ruth), now=NOON, reason=reason)
    hold = actions.set_hold(secret.number, by=at(ruth), now=NOON, reason="Ordonnance de la cour, jusqu’au 30 juin.")
    break_glass(secret.number, bruno)
    assert not news_of(secret)
    assert [one.notice for one in emergencies(at(ruth))] == ["withheld"]
    with pytest.raises(Refused), transaction.atomic():
        actions.lift_hold(hold, by=at(bruno), now=NOON)
    for _again in range(2):
        actions.lift_hold(hold, by=at(ruth), now=NOON + timedelta(days=30))
    assert len(news_of(secret)) == 1 and [one.notice for one in emergencies(at(ruth))] == ["told"]
    assert [(one.staff, one.lifted_by) for one in holds(at(ruth))] == [(ruth, ruth)]
    said = Entry.objects.filter(kind__startswith="sight.hold").order_by("pk").values_list("kind", "actor")
    assert list(said) == [("sight.hold_set", f"staff:{ruth.pk}"), ("sight.hold_lifted", f"staff:{ruth.pk}")]


@pytest.mark.proves("N5", "GOU-06", "GOU-07")
def test_the_auditor_alone_reads_why_and_says_what_they_found(secret: Ticket, bruno: Staff, ruth: Staff) -> None:
    break_glass(secret.number, bruno)
    [made] = emergencies(at(ruth))
    assert (made.reason, made.staff) == (WHY, bruno)
    for who in (bruno, secret.owner):
        assert who
        for read in (emergencies, holds, refusals):
            with pytest.raises(Refused):
                read(at(who))
    actions.review(made, by=at(ruth), now=NOON + HOUR, justified=False)
    actions.review(made, by=at(ruth), now=NOON + HOUR, justified=True)
    [made] = emergencies(at(ruth))
    assert made.justified is False and Entry.objects.filter(kind="sight.emergency_reviewed").count() == 1
