"""Several people on one ticket: each in their part, told as they wish, and nobody through a wall."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.intake.actions import receive
from guichet.areas.intake.rules import Sender, Submission, Thread
from guichet.areas.people.models import Delegation, Membership, Person, Staff
from guichet.areas.sla.models import Promise
from guichet.areas.tickets import actions
from guichet.areas.tickets.actions import CannotTakePart, Wishes
from guichet.areas.tickets.models import Message, Party, Ticket
from guichet.areas.tickets.queries import client, mine
from guichet.areas.tickets.queries.parties import as_client, held_by, own_code, to_tell
from guichet.areas.tickets.queries.search import find_tickets
from guichet.areas.tickets.rules import hears
from guichet.ground.access import SYSTEM, Refused
from guichet.ground.journal.models import Entry
from guichet.ground.journal.readers import react
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, TODAY, a_person, a_ticket, seen_by

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
EVERYTHING = Wishes(level="all", language="en", channel="email")


@pytest.fixture
def samira(house: Any) -> Person:
    """Amina's daughter, who reads English."""
    return a_person("samira@example.org", "Samira", "Haddad", language="en", group="citizen")


@pytest.fixture
def ticket(amina: Person, bruno: Staff, house: Any) -> Ticket:
    return a_ticket(
        amina, owner=bruno, title="Le bail", body="Mon bail finit en juin.", holder=house["BN-01"], at=NOON - HOUR
    )


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.rows.get(pk=ticket.pk)


def involve(ticket: Ticket, person: Person, by: Staff, role: str = "observer", **wishes: str) -> Party:
    wanted = replace(EVERYTHING, **wishes)
    return actions.add_party(fresh(ticket), by=seen_by(by), now=NOON, person=person, role=role, wishes=wanted)


def reader(party: Party) -> Any:
    return as_client(party, on=TODAY)


def sees(viewer: Any, ticket: Ticket) -> bool:
    return bool(Ticket.objects.visible_to(viewer).filter(pk=ticket.pk).exists())


def sent_to(address: str) -> list[Outgoing]:
    return list(Outgoing.objects.filter(address=address).order_by("pk"))


def delegated(to: Person, house: Any, *scopes: str) -> Delegation:
    return Delegation.objects.create(
        grantor_organisation=house["BN-01"], delegate=to, scopes=list(scopes or ("all",)), starts_on=TODAY
    )


@pytest.mark.proves("A01", "BIL-02")
def test_an_observer_reads_what_the_client_reads_and_only_that(ticket: Ticket, samira: Person, bruno: Staff) -> None:
    actions.note(ticket, by=seen_by(bruno), now=NOON, body="Entre nous.")
    assert not sees(seen_by(samira), ticket)
    party = involve(ticket, samira, bruno)
    actions.reply(fresh(ticket), by=seen_by(bruno), now=NOON, body="Je regarde.")

    for viewer in (reader(party), seen_by(samira)):
        assert sees(viewer, ticket)
        read = client.tracker(fresh(ticket), viewer, now=NOON + HOUR)
        said = " ".join(one.body for one in read.thread)
        assert "Mon bail finit en juin." in said and "Je regarde." in said and "Entre nous." not in said
        assert (read.observes, read.confirms, read.part, read.asked_by) == (True, False, "observer", "Amina Diallo")
        assert client.find_by_number(viewer, ticket.number) == ticket
    assert [one.number for one in mine.mine(seen_by(samira), now=NOON).rows] == [ticket.number]
    assert find_tickets(seen_by(samira), "bail") == [ticket]


@pytest.mark.proves("A01")
def test_each_has_a_code_of_their_own_which_goes_with_them(ticket: Ticket, samira: Person, bruno: Staff) -> None:
    party = involve(ticket, samira, bruno)
    code = own_code(party, ticket.number)
    assert code != client.code_for(ticket, seen_by(ticket.requester))
    assert client.code_for(fresh(ticket), reader(party)) == code
    opened = client.bearer_with(ticket.number, code, on=TODAY)
    assert opened is not None and (opened.person, opened.party) == (samira.pk, party.pk)

    actions.remove_party(fresh(ticket), by=seen_by(bruno), now=NOON, person=samira)
    assert client.bearer_with(ticket.number, code, on=TODAY) is None
    assert held_by(party.pk, on=TODAY) is None
    assert not sees(opened, ticket) and not sees(seen_by(samira), ticket)
    again = involve(ticket, samira, bruno)
    assert not sees(opened, ticket) and own_code(again, ticket.number) != code


@pytest.mark.proves("CLI-03", "CLI-04")
def test_a_representative_needs_a_delegation_of_this_matter_and_loses_it_at_once(
    ticket: Ticket, samira: Person, bruno: Staff, house: Any
) -> None:
    with pytest.raises(CannotTakePart) as refusal, transaction.atomic():
        involve(ticket, samira, bruno, "representative")
    assert refusal.value.why == "mandate"
    Ticket.rows.filter(pk=ticket.pk).update(scope="lease")
    given = delegated(samira, house, "hr")
    with pytest.raises(CannotTakePart), transaction.atomic():
        involve(ticket, samira, bruno, "representative")
    given.scopes = ["lease"]
    given.save()
    Membership.objects.create(person=ticket.requester, organisation=house["BN-01"], role="member", starts_on=TODAY)

    Ticket.rows.filter(pk=ticket.pk).update(received_at=NOON)
    party = involve(ticket, samira, bruno, "representative")
    assert sees(reader(party), ticket)
    actions.resolve(fresh(ticket), by=seen_by(bruno), now=NOON, code="done", body="Voilà.")
    Delegation.objects.filter(pk=given.pk).update(revoked_at=NOON)
    assert not sees(reader(party), ticket)
    react()
    assert [one.refs.get("message") for one in sent_to("samira@example.org")] == []
    with pytest.raises(Refused):
        actions.confirm(fresh(ticket), by=reader(party), now=NOON + HOUR)


@pytest.mark.proves("GOU-06", "A01")
def test_a_wall_stands_between_rivals_even_when_it_comes_later(
    ticket: Ticket, etienne: Person, samira: Person, bruno: Staff, house: Any
) -> None:
    for role in ("observer", "beneficiary"):
        with pytest.raises(CannotTakePart) as refusal, transaction.atomic():
            involve(ticket, etienne, bruno, role)
        assert refusal.value.why == "wall"
    party = involve(ticket, samira, bruno)
    Membership.objects.create(person=samira, organisation=house["LV-01"], role="office_staff", starts_on=TODAY)
    for viewer in (reader(party), seen_by(samira)):
        assert not sees(viewer, ticket)
    actions.reply(fresh(ticket), by=seen_by(bruno), now=NOON, body="Entre Azur.")
    react()
    assert sent_to("samira@example.org") == []


@pytest.mark.proves("GOU-06")
def test_in_a_confidential_request_only_its_keeper_lets_others_in(
    ticket: Ticket, samira: Person, bruno: Staff, chloe: Staff
) -> None:
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True)
    secret = fresh(ticket)
    secret.readers.add(Staff.objects.get(pk=chloe.pk))
    chloe.roles = ["agent"]
    chloe.save()
    with pytest.raises(Refused):
        involve(secret, samira, chloe)
    assert sees(reader(involve(secret, samira, bruno)), secret)


def test_a_request_that_others_read_does_not_become_confidential_behind_their_back(
    ticket: Ticket, samira: Person, bruno: Staff, hiring: Any, house: Any
) -> None:
    from guichet.areas.catalogue.queries import offer
    from guichet.areas.people.actions import compartment_of

    involve(ticket, samira, bruno)
    Membership.objects.create(person=samira, organisation=house["BN-01"], role="office_staff", starts_on=TODAY)
    secret = replace(offer(hiring.pk, on=TODAY), confidential=True)
    with pytest.raises(actions.OthersTakePart), transaction.atomic():
        actions.sort(fresh(ticket), by=seen_by(bruno), now=NOON, offer=secret, impact=2, urgency=2)
    rival = compartment_of(house["LV-01"])
    with pytest.raises(actions.OthersTakePart), transaction.atomic():
        actions.settle_behalf(fresh(ticket), by=seen_by(bruno), now=NOON, compartment=rival)


@pytest.mark.parametrize("role", ["requester", "beneficiary", "representative", "observer"])
def test_of_what_each_part_is_told(role: str) -> None:
    acts = role in {"requester", "representative"}
    kinds = ("reply", "question", "reminder", "answer")
    heard = {level: [kind for kind in kinds if hears(role, level, kind)] for level in ("all", "answer", "none")}
    assert heard["all"] == (list(kinds) if acts else ["reply", "question", "answer"])
    assert heard["answer"] == (["question", "reminder", "answer"] if acts else ["answer"])
    assert heard["none"] == []
    assert hears(role, "all", "news", "promise") and not hears(role, "answer", "news", "promise")


@pytest.mark.proves("BIL-02")
def test_letters_go_to_each_according_to_what_they_want_each_under_their_own_name(
    ticket: Ticket, samira: Person, etienne: Person, bruno: Staff, house: Any
) -> None:
    Membership.objects.filter(person=etienne).delete()
    party = involve(ticket, samira, bruno)
    quiet = involve(ticket, etienne, bruno, "beneficiary", level="answer", language="fr")
    actions.reply(fresh(ticket), by=seen_by(bruno), now=NOON, body="Je regarde.")
    actions.resolve(fresh(ticket), by=seen_by(bruno), now=NOON + HOUR, code="done", body="Voilà.")
    react()

    kinds = dict(Message.objects.values_list("pk", "kind"))
    by_address = {
        address: [kinds[one.refs["message"]] for one in sent_to(address)]
        for address in ("amina@example.org", "samira@example.org", "etienne@example.org")
    }
    assert by_address["samira@example.org"] == ["news", "reply", "answer"]
    assert by_address["etienne@example.org"] == ["news", "answer"]
    assert by_address["amina@example.org"] == ["acknowledgement", "news", "news", "reply", "answer"]
    assert {one.stream for one in sent_to("samira@example.org")} == {party.stream}
    assert {one.refs["party"] for one in sent_to("etienne@example.org")} == {quiet.pk}


def test_whoever_asked_says_how_they_are_told_and_always_hears_the_answer(
    ticket: Ticket, amina: Person, bruno: Staff
) -> None:
    react()
    calls = Wishes(level="all", language="en", channel="phone")
    nothing = replace(calls, level="none")
    with pytest.raises(CannotTakePart), transaction.atomic():
        actions.change_party(fresh(ticket), by=seen_by(bruno), now=NOON, person=amina, wishes=nothing)
    actions.change_party(fresh(ticket), by=seen_by(bruno), now=NOON, person=amina, wishes=calls)
    actions.reply(fresh(ticket), by=seen_by(bruno), now=NOON + HOUR, body="On vous appelle.")
    react()
    assert [one.refs["message"] for one in sent_to("amina@example.org")] == [
        Message.objects.get(kind="acknowledgement").pk
    ]
    party = Party.objects.get(person=amina)
    assert to_tell(fresh(ticket), [party], now=NOON + 2 * HOUR) == {party.pk: 1}
    actions.told_party(fresh(ticket), by=seen_by(bruno), now=NOON + 2 * HOUR, person=amina)
    assert to_tell(fresh(ticket), [Party.objects.get(pk=party.pk)], now=NOON + 2 * HOUR) == {party.pk: 0}


@pytest.mark.proves("E04")
def test_words_of_an_observer_say_who_wrote_them_and_decide_nothing(
    ticket: Ticket, samira: Person, bruno: Staff
) -> None:
    involve(ticket, samira, bruno)
    actions.ask(fresh(ticket), by=seen_by(bruno), now=NOON, body="Quel étage ?")
    paused = Promise.objects.get(pk=ticket.pk).paused_at
    sent = Submission(
        channel="email", sender=Sender(email="samira@example.org"), body="The third.", received_at=NOON + HOUR,
        thread=Thread(ticket=ticket.pk, person=samira.pk),
    )  # fmt: skip
    assert receive(sent, by=SYSTEM, now=NOON + HOUR).opened is False
    words = Message.objects.get(body="The third.")
    assert (words.person, words.verified) == (samira, True)
    assert fresh(ticket).state == "waiting_client"
    assert paused is not None and Promise.objects.get(pk=ticket.pk).paused_at == paused
    assert Entry.objects.filter(stream=ticket.stream).order_by("-pk")[0].kind == "tickets.party_wrote"

    actions.resolve(fresh(ticket), by=seen_by(bruno), now=NOON + HOUR, code="done", body="Voilà.")
    assert receive(replace(sent, body="Thanks."), by=SYSTEM, now=NOON + 2 * HOUR).opened is False
    assert fresh(ticket).state == "resolved"


@pytest.mark.proves("E04")
def test_words_of_somebody_who_was_shut_out_are_for_staff_to_judge(
    ticket: Ticket, samira: Person, bruno: Staff
) -> None:
    involve(ticket, samira, bruno)
    actions.remove_party(fresh(ticket), by=seen_by(bruno), now=NOON, person=samira)
    sent = Submission(
        channel="email", sender=Sender(email="samira@example.org"), body="Still me.", received_at=NOON + HOUR,
        thread=Thread(ticket=ticket.pk, person=samira.pk),
    )  # fmt: skip
    receive(sent, by=SYSTEM, now=NOON + HOUR)
    assert Message.objects.get(body="Still me.").verified is False


def test_an_observer_decides_nothing_and_a_beneficiary_may_say_it_is_not_settled(
    ticket: Ticket, samira: Person, etienne: Person, bruno: Staff
) -> None:
    Membership.objects.filter(person=etienne).delete()
    watching, concerned = involve(ticket, samira, bruno), involve(ticket, etienne, bruno, "beneficiary")
    actions.resolve(fresh(ticket), by=seen_by(bruno), now=NOON, code="done", body="Voilà.")
    said = actions.ClientWords(body="Non.", channel="web", person=samira)
    for verb, more in ((actions.confirm, {}), (actions.reject, {"said": said})):
        with pytest.raises(Refused):
            verb(fresh(ticket), by=reader(watching), now=NOON + HOUR, **more)
    actions.reject(fresh(ticket), by=reader(concerned), now=NOON + HOUR, said=replace(said, person=etienne))
    assert fresh(ticket).is_open


def test_words_taken_back_are_taken_back_from_everybody(ticket: Ticket, samira: Person, bruno: Staff) -> None:
    involve(ticket, samira, bruno)
    words = actions.reply(fresh(ticket), by=seen_by(bruno), now=NOON, body="Oups.")
    react()
    actions.unsend(fresh(ticket), words, by=seen_by(bruno), now=NOON + timedelta(seconds=3))
    states = Outgoing.objects.filter(refs__message=words.pk).values_list("state", flat=True)
    assert list(states) == ["withdrawn", "withdrawn"]


def test_who_takes_part_in_a_joined_request_hears_its_answer_too(
    ticket: Ticket, amina: Person, samira: Person, bruno: Staff, house: Any
) -> None:
    other = a_ticket(amina, owner=bruno, title="Encore le bail", holder=house["BN-01"], at=NOON - HOUR)
    party = involve(other, samira, bruno)
    actions.merge(fresh(other), by=seen_by(bruno), now=NOON, into=fresh(ticket), reason="asked_twice")
    actions.resolve(fresh(ticket), by=seen_by(bruno), now=NOON + HOUR, code="done", body="Voilà.")
    react()
    assert [one.refs.get("through") for one in sent_to("samira@example.org")] == [None, other.pk]
    read = client.tracker(fresh(other), reader(party), now=NOON + 2 * HOUR)
    assert "Voilà." in " ".join(one.body for one in read.thread)
    assert "Mon bail finit en juin." not in " ".join(one.body for one in read.thread)
    assert not sees(reader(party), ticket)


def test_the_journal_holds_ids_and_no_name(ticket: Ticket, samira: Person, bruno: Staff) -> None:
    involve(ticket, samira, bruno)
    involve_again = Wishes(level="answer", language="fr", channel="email")
    actions.change_party(fresh(ticket), by=seen_by(bruno), now=NOON, person=samira, wishes=involve_again)
    actions.remove_party(fresh(ticket), by=seen_by(bruno), now=NOON, person=samira)
    rows = Entry.objects.filter(stream=ticket.stream, kind__startswith="tickets.party")
    assert [one.kind for one in rows.order_by("pk")] == [
        "tickets.party_added", "tickets.party_changed", "tickets.party_removed"
    ]  # fmt: skip
    assert not any("amira" in str(one.data) for one in rows)
