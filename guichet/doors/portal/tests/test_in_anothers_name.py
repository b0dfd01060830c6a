"""Whoever was given the right to act asks in the other's name: within its scope, as long as it lasts."""

import re
from datetime import timedelta

import pytest

from guichet.areas.catalogue.models import Service
from guichet.areas.intake import actions as intake
from guichet.areas.intake.rules import Sender, Submission
from guichet.areas.people import actions as people
from guichet.areas.people.models import Delegation, Membership, Organisation, Person, Staff
from guichet.areas.tickets.models import Message, Ticket
from guichet.doors.portal.tests.conftest import SignIn
from guichet.ground import clock
from guichet.ground.journal.readers import react
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, TODAY, a_person, seen_by

DAY = timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.proves("CLI-03")]
WORDS = {"body": "Le bail d’Amina finit bientôt.", "language": "en", "key": "one"}


@pytest.fixture
def marc(house: dict[str, Organisation]) -> Person:
    return a_person("marc@example.org", "Marc", "Gagnon", language="en")


def entrusted(grantor: Person | Organisation, delegate: Person, *scopes: str, **more: object) -> Delegation:
    holder = people.compartment_of(grantor)
    by = seen_by(holder.person) if holder.person else seen_by(people_heading(grantor))
    wanted = people.NewDelegation(
        grantor=grantor,
        delegate=delegate,
        scopes=scopes or ("all",),
        starts_on=TODAY,
        **more,  # type: ignore[arg-type]
    )
    return people.delegate(wanted, by=by)


def people_heading(office: Person | Organisation) -> Person:
    return Membership.objects.get(organisation__pk=office.pk, role="member").person


def name_of(grantor: Person | Organisation) -> str:
    return f"for:{people.compartment_of(grantor).pk}"


def test_a_delegate_asks_for_a_person_who_hears_of_it_and_may_follow_as_they_do(
    amina: Person, marc: Person, bruno: Staff, sign_in: SignIn
) -> None:
    entrusted(amina, marc)
    visitor = sign_in(marc)
    assert "In the name of Amina Diallo, by delegation" in visitor.get("/ask/").content.decode()
    response = visitor.post("/ask/", {**WORDS, "behalf": name_of(amina)})
    ticket = Ticket.rows.get()
    assert response.status_code == 302 and visitor.get(response.headers["Location"]).status_code == 200
    assert (ticket.requester, ticket.compartment.person, ticket.behalf_certain) == (amina, amina, True)
    assert Message.objects.get(ticket=ticket, kind="opening").person == marc, "the words are whose they are"
    assert ticket.language == "fr" and ticket.parties.get().language == "en", "each reads their own language"
    react()
    told = set(Outgoing.objects.values_list("address", flat=True))
    assert told == {"amina@example.org", "marc@example.org"}
    assert sign_in(amina).get(f"/t/{ticket.number}/").status_code == 200


@pytest.mark.proves("SUI-01")
def test_once_it_is_over_nobody_asks_follows_or_hears_and_nothing_typed_is_lost(
    amina: Person, marc: Person, bruno: Staff, sign_in: SignIn
) -> None:
    given, visitor, value = entrusted(amina, marc), sign_in(marc), name_of(amina)
    visitor.post("/ask/", {**WORDS, "behalf": value})
    ticket = Ticket.rows.get()
    people.revoke(given, by=seen_by(amina), now=NOON)
    refused = visitor.post("/ask/", {**WORDS, "key": "two", "behalf": value})
    page = refused.content.decode()
    assert refused.status_code == 422 and Ticket.rows.count() == 1 and WORDS["body"] in page
    assert value not in visitor.get("/ask/").content.decode()
    assert visitor.get(f"/t/{ticket.number}/").status_code == 404
    assert "You no longer act for Amina Diallo" in visitor.get("/mine/delegations/").content.decode()
    assert "marc@example.org no longer acts for you" in sign_in(amina).get("/mine/delegations/").content.decode()
    sent = Submission(
        channel="web", sender=Sender(person=marc.pk, certain=True), body="Encore.", received_at=NOON,
        behalf=people.compartment_of(amina).pk,
    )  # fmt: skip
    with pytest.raises(intake.NoMandate):
        intake.receive(sent, by=seen_by(marc), now=NOON)


def test_the_last_day_counts_and_the_day_after_does_not(
    amina: Person, marc: Person, bruno: Staff, sign_in: SignIn
) -> None:
    entrusted(amina, marc, ends_on=TODAY)
    visitor, value = sign_in(marc), name_of(amina)
    assert visitor.post("/ask/", {**WORDS, "behalf": value}).status_code == 302
    with clock.at(NOON + DAY):
        assert visitor.post("/ask/", {**WORDS, "key": "two", "behalf": value}).status_code == 422


def test_only_matters_of_its_scope_are_asked_by_it_and_strangers_learn_nothing(
    amina: Person, marc: Person, etienne: Person, hiring: Service, bruno: Staff, sign_in: SignIn
) -> None:
    entrusted(amina, marc, "lease")
    value, visitor, page = name_of(amina), sign_in(marc), f"/ask/{hiring.code}/"
    for address in ("/ask/", page):  # what is not sorted yet may be of any kind
        assert value not in visitor.get(address).content.decode()
        assert visitor.post(address, {**WORDS, "behalf": value}).status_code == 422
    Service.objects.filter(pk=hiring.pk).update(scope="lease")
    fresh_again()
    assert visitor.post(page, {**WORDS, "behalf": value}).status_code == 302
    stranger, answers = sign_in(etienne), []
    for one in (value, "for:999999", "for:x"):
        answer = stranger.post("/ask/", {**WORDS, "behalf": one})
        answers.append((answer.status_code, re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode())))
    assert answers[0][0] == 422 and len(set(answers)) == 1 and Ticket.rows.count() == 1


def fresh_again() -> None:
    from guichet.areas.catalogue.queries import forget

    forget()


def test_a_delegate_of_an_office_asks_for_it_and_whoever_heads_it_is_heard(
    amina: Person, marc: Person, house: dict[str, Organisation], bruno: Staff, sign_in: SignIn
) -> None:
    office = house["BN-01"]
    Membership.objects.filter(person=amina, organisation=office).delete()
    Membership.objects.create(person=amina, organisation=office, role="member", starts_on=TODAY - DAY)
    entrusted(office, marc)
    assert sign_in(marc).post("/ask/", {**WORDS, "behalf": name_of(office)}).status_code == 302
    ticket = Ticket.rows.get()
    assert (ticket.requester, ticket.compartment.organisation) == (amina, office)
