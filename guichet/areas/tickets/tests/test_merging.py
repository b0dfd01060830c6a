"""Two tickets that are one matter, and what stays apart: who sees what, who is told, what comes back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.intake.actions import receive
from guichet.areas.intake.rules import Sender, Submission, Thread
from guichet.areas.people.models import Membership, Person, Staff
from guichet.areas.sla import actions as sla
from guichet.areas.sla.models import Notice, Promise, PromiseChange, Segment, TaskClock
from guichet.areas.sla.queries import ledger_of
from guichet.areas.tickets import actions
from guichet.areas.tickets.actions import CannotMerge, StillHasOpenTasks
from guichet.areas.tickets.actions.care import StillJoined
from guichet.areas.tickets.models import Message, Task, Ticket
from guichet.areas.tickets.queries import client
from guichet.areas.tickets.queries.family import merge_of
from guichet.ground.access import SYSTEM, Refused
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.readers import PROJECTIONS, react
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, TODAY, a_person, a_ticket, seen_by

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def marc(house: Any) -> Person:
    """Amina's colleague, who writes English."""
    person = a_person("marc@example.org", "Marc", "Gagnon", language="en")
    Membership.objects.create(person=person, organisation=house["BN-01"], role="office_staff", starts_on=TODAY)
    return person


@pytest.fixture
def first(amina: Person, bruno: Staff, house: Any) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Le chauffage", body="Il fait froid.", holder=house["BN-01"])


@pytest.fixture
def second(marc: Person, bruno: Staff, house: Any) -> Ticket:
    return a_ticket(marc, owner=bruno, title="The heating", body="Marc is freezing.", holder=house["BN-01"])


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.rows.get(pk=ticket.pk)


def join(gone: Ticket, stays: Ticket, by: Staff, **more: Any) -> Ticket:
    wanted: dict[str, Any] = {"reason": "same_matter", "now": NOON + HOUR} | more
    return actions.merge(fresh(gone), by=seen_by(by), into=fresh(stays), **wanted)


def bearer(ticket: Ticket) -> Any:
    return client.bearing(ticket)


def heard(ticket: Ticket, viewer: Any, *, at: timedelta) -> str:
    return " ".join(one.body for one in client.thread(fresh(ticket), viewer, now=NOON + at))


@pytest.mark.proves("BIL-01")
def test_both_numbers_work_and_each_reads_only_what_is_theirs(first: Ticket, second: Ticket, bruno: Staff) -> None:
    join(second, first, bruno)
    actions.reply(fresh(first), by=seen_by(bruno), now=NOON + 2 * HOUR, body="Le réparateur vient demain.")

    theirs = client.tracker(fresh(second), bearer(second), now=NOON + 3 * HOUR)
    assert (theirs.number, theirs.joined_to, theirs.state) == (second.number, first.number, "in_progress")
    assert "Le réparateur vient demain." in heard(second, bearer(second), at=3 * HOUR)
    assert "Il fait froid." not in heard(second, bearer(second), at=3 * HOUR)
    assert "Marc is freezing." not in heard(first, bearer(first), at=3 * HOUR)


def test_what_was_said_before_they_were_one_is_told_to_nobody_else(first: Ticket, second: Ticket, bruno: Staff) -> None:
    actions.reply(first, by=seen_by(bruno), now=NOON, body="Entre nous.")
    join(second, first, bruno)

    assert "Entre nous." not in heard(second, bearer(second), at=3 * HOUR)


@pytest.mark.proves("BIL-01")
def test_both_are_told_once_and_get_the_answer_each_on_their_own_thread(
    first: Ticket, second: Ticket, bruno: Staff
) -> None:
    join(second, first, bruno)
    actions.resolve(fresh(first), by=seen_by(bruno), now=NOON + 2 * HOUR, code="done", body="Réparé.")
    react()

    by_address = {
        address: list(Outgoing.objects.filter(address=address).order_by("pk").values_list("stream", flat=True))
        for address in ("amina@example.org", "marc@example.org")
    }
    assert by_address["amina@example.org"] == [first.stream] * 3  # received, joined, answered
    assert by_address["marc@example.org"] == [second.stream] * 3


def test_the_same_person_is_told_once(amina: Person, first: Ticket, bruno: Staff, house: Any) -> None:
    again = a_ticket(amina, owner=bruno, title="Encore le chauffage", holder=house["BN-01"])
    join(again, first, bruno, reason="asked_twice")
    actions.reply(fresh(first), by=seen_by(bruno), now=NOON + 2 * HOUR, body="C’est noté.")

    assert Message.objects.filter(kind="news", details__about__in=["joined", "merged"]).count() == 1
    react()
    assert Outgoing.objects.filter(refs__message=Message.objects.get(kind="reply").pk).count() == 1


@pytest.mark.proves("A08")
def test_two_walls_a_secret_or_a_closed_request_are_never_joined(
    first: Ticket, second: Ticket, etienne: Person, bruno: Staff, house: Any
) -> None:
    rival = a_ticket(etienne, owner=bruno, holder=house["LV-01"])
    with pytest.raises(CannotMerge) as refusal, transaction.atomic():
        join(rival, first, bruno)
    assert refusal.value.why == "wall"
    Ticket.rows.filter(pk=second.pk).update(confidential=True)
    with pytest.raises(CannotMerge) as refusal, transaction.atomic():
        join(second, first, bruno)
    assert refusal.value.why == "confidential"
    Ticket.rows.filter(pk=second.pk).update(confidential=False, state="closed")
    with pytest.raises(CannotMerge) as refusal, transaction.atomic():
        join(second, first, bruno)
    assert refusal.value.why == "over"


@pytest.mark.proves("A08")
def test_nobody_joins_what_they_do_not_see(first: Ticket, second: Ticket, ines: Staff, chloe: Staff) -> None:
    with pytest.raises(Refused):
        join(second, first, ines)
    Ticket.rows.filter(pk=first.pk).update(confidential=True)
    with pytest.raises(Refused):
        join(second, first, chloe)


def test_a_reply_to_the_old_address_reaches_the_one_that_goes_on(
    first: Ticket, second: Ticket, marc: Person, amina: Person, bruno: Staff
) -> None:
    join(second, first, bruno)
    actions.ask(fresh(first), by=seen_by(bruno), now=NOON + 2 * HOUR, body="Quel étage ?")
    sent = Submission(
        channel="email", sender=Sender(email="marc@example.org"), body="The third.", received_at=NOON + 3 * HOUR,
        thread=Thread(ticket=second.pk, person=marc.pk),
    )  # fmt: skip

    assert receive(sent, by=SYSTEM, now=NOON + 3 * HOUR).opened is False
    assert fresh(first).state == "in_progress"
    assert fresh(first).last_words == "The third."
    assert "The third." not in heard(first, bearer(first), at=4 * HOUR)
    assert "The third." in heard(second, bearer(second), at=4 * HOUR)


def test_whoever_asked_first_says_it_is_settled_and_both_may_say_it_is_not(
    first: Ticket, second: Ticket, marc: Person, bruno: Staff
) -> None:
    join(second, first, bruno)
    actions.resolve(fresh(first), by=seen_by(bruno), now=NOON + 2 * HOUR, code="done", body="Réparé.")
    with pytest.raises(actions.NothingToConfirm), transaction.atomic():
        actions.confirm(fresh(second), by=bearer(second), now=NOON + 3 * HOUR)
    said = actions.ClientWords(body="Still cold.", channel="web", person=marc)
    actions.reject(fresh(second), by=bearer(second), now=NOON + 3 * HOUR, said=said)
    assert fresh(first).is_open
    assert fresh(second).is_merged


def test_the_tasks_of_both_hold_the_answer_back(first: Ticket, second: Ticket, bruno: Staff, house: Any) -> None:
    wanted = actions.NewTask(title=Bilingual("Vanne", "Valve"), unit=house["TI"])
    actions.add_task(second, by=seen_by(bruno), now=NOON, task=wanted)
    join(second, first, bruno)

    assert fresh(first).tasks_total == 1
    with pytest.raises(StillHasOpenTasks), transaction.atomic():
        actions.resolve(fresh(first), by=seen_by(bruno), now=NOON + 2 * HOUR, code="done", body="Réparé.")
    assert Promise.objects.get(pk=first.pk).hands != {}
    actions.finish_task(Task.rows.get(ticket=second), by=seen_by(bruno), now=NOON + 2 * HOUR)
    assert fresh(first).tasks_done == 1


@pytest.mark.proves("BIL-03", "BIL-05")
def test_work_goes_on_being_told_of_while_its_request_is_joined_and_to_whoever_has_the_other_one(
    first: Ticket, second: Ticket, bruno: Staff, chloe: Staff, ines: Staff, house: Any
) -> None:
    own = actions.NewTask(title=Bilingual("Vanne", "Valve"), unit=house["TI"], key="valve")
    for ticket in (first, second):  # two plans may have the same steps
        actions.add_task(ticket, by=seen_by(bruno), now=NOON, task=own)
    joined = Task.rows.get(ticket=second)
    before = TaskClock.objects.filter(pk=joined.pk).values("due_at", "budget_due_at", "key", "planned_at").get()
    join(second, first, bruno)
    Staff.objects.filter(pk=chloe.pk).update(roles=["agent", "manager"])
    chloe.refresh_from_db()
    actions.assign(fresh(first), by=seen_by(chloe), now=NOON + HOUR, owner=chloe)
    clock = TaskClock.objects.get(pk=joined.pk)
    assert clock.ticket_id == first.pk and clock.due_at and clock.alert_at and clock.budget_due_at
    while sla.alert_tasks(by=SYSTEM, now=clock.due_at):
        pass
    heard = set(Notice.objects.filter(task=joined).values_list("ticket", "share", "staff"))
    assert heard == {(first.pk, 100, ines.pk), (first.pk, 100, chloe.pk)}
    assert rebuilt()
    actions.unmerge(fresh(second), by=seen_by(bruno), now=NOON + 5 * HOUR)
    back = TaskClock.objects.get(pk=joined.pk)
    assert back.ticket_id == second.pk
    assert {name: getattr(back, name) for name in before} == before
    actions.finish_task(joined, by=seen_by(bruno), now=NOON + 6 * HOUR)
    assert TaskClock.objects.get(pk=joined.pk).over and rebuilt()


def rebuilt() -> bool:
    held = snapshot(), list(TaskClock.objects.order_by("pk").values())
    PROJECTIONS["sla.clocks"].rebuild()
    return (snapshot(), list(TaskClock.objects.order_by("pk").values())) == held


def values_of(model: Any) -> list[str]:
    names = [field.attname for field in model._meta.concrete_fields if field.name != "id"]
    return sorted(map(str, model._base_manager.values(*names)))


def snapshot() -> list[list[str]]:
    return [values_of(model) for model in (Promise, PromiseChange, Segment)]


@pytest.mark.proves("BIL-01")
def test_separated_again_everything_is_as_it_was_and_the_clocks_rebuild_equal(
    first: Ticket, second: Ticket, bruno: Staff, house: Any
) -> None:
    wanted = actions.NewTask(title=Bilingual("Vanne", "Valve"), unit=house["TI"])
    actions.add_task(second, by=seen_by(bruno), now=NOON, task=wanted)
    before = Promise.objects.get(pk=second.pk)
    join(second, first, bruno)
    assert not Promise.objects.get(pk=second.pk).open
    actions.unmerge(fresh(second), by=seen_by(bruno), now=NOON + 5 * HOUR)

    after = Promise.objects.get(pk=second.pk)
    assert (after.open, after.due_at, after.hands, after.holder) == (True, before.due_at, before.hands, "unit")
    assert Promise.objects.get(pk=first.pk).hands == {}
    assert (fresh(second).state, fresh(second).tasks_total, fresh(first).tasks_total) == ("to_sort", 1, 0)
    assert sum((one.length for one in ledger_of(second).segments(NOON + 6 * HOUR)), timedelta(0)) == 6 * HOUR
    held = snapshot()
    PROJECTIONS["sla.clocks"].rebuild()
    assert snapshot() == held


def test_after_thirty_days_they_stay_one(first: Ticket, second: Ticket, bruno: Staff) -> None:
    join(second, first, bruno)
    with pytest.raises(actions.TooLateToSeparate), transaction.atomic():
        actions.unmerge(fresh(second), by=seen_by(bruno), now=NOON + timedelta(days=32))
    assert merge_of(fresh(second)) is not None


def test_a_request_others_were_joined_to_does_not_become_more_private(
    first: Ticket, second: Ticket, bruno: Staff, hiring: Any
) -> None:
    from guichet.areas.catalogue.queries import offer

    join(second, first, bruno)
    with pytest.raises(StillJoined), transaction.atomic():
        actions.sort(
            fresh(first), by=seen_by(bruno), now=NOON + 2 * HOUR, offer=offer(hiring.pk, on=TODAY), impact=2, urgency=2
        )


def test_words_for_both_are_taken_back_from_both(first: Ticket, second: Ticket, bruno: Staff) -> None:
    join(second, first, bruno)
    words = actions.reply(fresh(first), by=seen_by(bruno), now=NOON + 2 * HOUR, body="Oups.")
    react()
    actions.unsend(fresh(first), words, by=seen_by(bruno), now=NOON + 2 * HOUR + timedelta(seconds=3))
    states = Outgoing.objects.filter(refs__message=words.pk).values_list("state", flat=True)
    assert list(states) == ["withdrawn", "withdrawn"]
