"""One ticket that was two matters: what opens the second, what stays, who is told, what comes back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.people.models import Person, Staff
from guichet.areas.sla.models import Promise
from guichet.areas.tickets import actions
from guichet.areas.tickets.actions import Apart, CannotLink, CannotMerge, CannotSplit
from guichet.areas.tickets.models import Attachment, Contact, Message, Ticket
from guichet.areas.tickets.queries import client
from guichet.areas.tickets.queries.ties import gone_on, linked_to
from guichet.ground.access import Refused
from guichet.ground.files.models import StoredFile
from guichet.ground.journal.models import Entry
from guichet.ground.journal.readers import react
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ticket(amina: Person, bruno: Staff, house: Any) -> Ticket:
    upload = actions.Upload("bail.pdf", "application/pdf", b"%PDF bail")
    made = a_ticket(
        amina, owner=bruno, title="Le bail", body="Mon bail finit.", holder=house["BN-01"], uploads=(upload,),
        at=NOON - HOUR,
    )  # fmt: skip
    photo = actions.Upload("photo.png", "image/png", b"PNG")
    said = actions.ClientWords(body="Et l’imprimante fume.", channel="web", person=amina, uploads=(photo,))
    actions.write(made, by=seen_by(amina), now=NOON, said=said)
    return made


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.rows.get(pk=ticket.pk)


def words(ticket: Ticket) -> Message:
    return Message.objects.get(ticket=ticket, kind="client")


def apart(ticket: Ticket, by: Staff, **more: Any) -> Ticket:
    photo = Attachment.objects.get(name="photo.png", message__ticket=ticket)
    wanted: dict[str, Any] = {"messages": (words(ticket).pk,), "files": (photo.pk,), "title": "L’imprimante"} | more
    return actions.split(fresh(ticket), by=seen_by(by), now=NOON + 2 * HOUR, apart=Apart(**wanted))


@pytest.mark.proves("BIL-01")
def test_chosen_words_open_a_ticket_promised_from_when_they_came(ticket: Ticket, amina: Person, bruno: Staff) -> None:
    born = apart(ticket, bruno)

    assert (born.number != ticket.number, born.requester, born.owner_id) == (True, amina, bruno.pk)
    assert (born.received_at, born.title, born.state, born.compartment_id) == (
        NOON, "L’imprimante", "to_sort", ticket.compartment_id
    )  # fmt: skip
    opening = Message.objects.get(ticket=born, kind="opening")
    assert (opening.body, opening.at) == ("Et l’imprimante fume.", NOON)
    assert [one.name for one in opening.attachments.all()] == ["photo.png"]
    assert Promise.objects.get(pk=born.pk).received_at == NOON
    assert Promise.objects.get(pk=born.pk).first_met_at is None
    assert words(ticket).body == "Et l’imprimante fume."
    assert gone_on(ticket) == {words(ticket).pk: born.number}
    assert [(one.number, one.tie) for one in linked_to(seen_by(bruno), fresh(ticket))] == [(born.number, "split_off")]
    assert [(one.number, one.tie) for one in linked_to(seen_by(bruno), born)] == [(ticket.number, "split_from")]
    kinds = Entry.objects.filter(stream=born.stream).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["tickets.opened", "tickets.acknowledged", "tickets.split_from"]


@pytest.mark.proves("BIL-01")
def test_the_client_is_told_once_with_both_numbers(ticket: Ticket, amina: Person, bruno: Staff) -> None:
    react()
    before = Outgoing.objects.count()
    born = apart(ticket, bruno)
    react()
    assert Outgoing.objects.count() == before + 1
    told = client.tracker(born, seen_by(amina), now=NOON + 3 * HOUR).thread
    assert any(ticket.number in one.body for one in told if one.kind == "acknowledgement")
    first = client.tracker(fresh(ticket), seen_by(amina), now=NOON + 3 * HOUR).thread
    assert any(born.number in one.body for one in first if one.kind == "news")


def test_nothing_is_counted_twice(ticket: Ticket, bruno: Staff) -> None:
    contacts, files = Contact.objects.count(), StoredFile.objects.count()
    born = apart(ticket, bruno)
    assert Contact.objects.count() == contacts
    assert StoredFile.objects.count() == files
    assert Contact.objects.filter(also=born).count() == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"messages": ()}, "words"),
        ({"messages": (999_999,)}, "words"),
        ({"title": " "}, "title"),
        ({"seen": 3}, "seen"),
    ],
)
def test_what_cannot_be_split_is_said(ticket: Ticket, bruno: Staff, more: dict[str, Any], why: str) -> None:
    with pytest.raises(CannotSplit) as refusal, transaction.atomic():
        apart(ticket, bruno, **more)
    assert refusal.value.why == why
    assert Ticket.rows.count() == 1


def test_words_of_ours_or_of_another_request_open_nothing(ticket: Ticket, amina: Person, bruno: Staff) -> None:
    ours = actions.reply(fresh(ticket), by=seen_by(bruno), now=NOON, body="Je regarde.")
    other = a_ticket(amina, owner=bruno, body="Autre chose.")
    for one in (ours, Message.objects.get(ticket=other, kind="opening")):
        with pytest.raises(CannotSplit), transaction.atomic():
            apart(ticket, bruno, messages=(one.pk,))


@pytest.mark.proves("GOU-06", "A08")
def test_what_comes_out_of_a_secret_stays_one(ticket: Ticket, bruno: Staff, chloe: Staff, dario: Staff) -> None:
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True)
    with pytest.raises(Refused):
        apart(ticket, chloe)
    born = apart(ticket, bruno)
    assert fresh(born).confidential
    assert not Ticket.objects.visible_to(seen_by(chloe)).filter(pk=born.pk).exists()


@pytest.mark.proves("BIL-01")
def test_undone_within_thirty_days_it_is_one_again(ticket: Ticket, amina: Person, bruno: Staff) -> None:
    born = apart(ticket, bruno)
    with pytest.raises(CannotLink), transaction.atomic():
        actions.unlink(fresh(ticket), by=seen_by(bruno), now=NOON, other=born)
    with pytest.raises(actions.TooLateToSeparate), transaction.atomic():
        actions.unsplit(fresh(born), by=seen_by(bruno), now=NOON + timedelta(days=40))
    actions.unsplit(fresh(born), by=seen_by(bruno), now=NOON + 3 * HOUR)

    assert (fresh(born).is_merged, fresh(ticket).is_open) == (True, True)
    assert gone_on(ticket) == {} and linked_to(seen_by(bruno), fresh(ticket)) == []
    assert client.tracker(fresh(born), client.bearing(born), now=NOON + 4 * HOUR).joined_to == ticket.number
    assert Message.objects.filter(details__about="joined").count() == 1
    with pytest.raises(actions.TooLateToSeparate), transaction.atomic():
        actions.unsplit(fresh(born), by=seen_by(bruno), now=NOON + 5 * HOUR)


def test_what_was_answered_meanwhile_is_not_undone(ticket: Ticket, bruno: Staff) -> None:
    born = apart(ticket, bruno)
    actions.resolve(fresh(born), by=seen_by(bruno), now=NOON + 3 * HOUR, code="done", body="Réparée.")
    with pytest.raises(CannotMerge), transaction.atomic():
        actions.unsplit(fresh(born), by=seen_by(bruno), now=NOON + 4 * HOUR)
    assert gone_on(ticket) != {}
