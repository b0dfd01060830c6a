"""What comes back is proposed once; an incident tells those affected, holds those who come, and ends in one message."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.automation.tests.stage import catch_up
from guichet.areas.catalogue.queries import offer
from guichet.areas.people.models import Person, Staff
from guichet.areas.problems import actions, queries
from guichet.areas.problems.models import Case, Problem, Warned
from guichet.areas.problems.tests.stage import FIX, WORKAROUND, an_incident, five_alike
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Contact, Message, Ticket
from guichet.ground.access import SYSTEM, Refused
from guichet.ground.bilingual import Bilingual
from guichet.ground.outbox.models import Outgoing
from tests.cast import *  # noqa: F403
from tests.cast import NOON, TODAY, a_person, a_ticket, seen_by


def cases(problem: Problem, state: str = "held") -> set[int]:
    return set(Case.objects.filter(problem=problem, state=state).values_list("ticket", flat=True))


def words_on(ticket: Ticket) -> list[str]:
    return list(Message.objects.filter(ticket=ticket, person=None).order_by("pk").values_list("body", flat=True))


@pytest.mark.proves("PRE-04")
def test_five_requests_in_much_the_same_words_are_proposed_as_one_problem_once(amina: Person, hiring: Any) -> None:
    alike = five_alike(amina, hiring)
    other = a_ticket(amina, service=hiring, title="Une question", body="Quand vient la nouvelle employée ?")
    [made] = actions.propose(by=SYSTEM, now=NOON)
    assert (made.state, made.service_id) == ("proposed", hiring.pk)
    assert "contrat" in made.words
    assert cases(made, "proposed") == {one.pk for one in alike} and other.pk not in cases(made, "proposed")
    assert actions.propose(by=SYSTEM, now=NOON) == []


@pytest.mark.proves("PRE-04")
def test_one_cause_makes_one_problem_in_whatever_words_and_language(amina: Person, hiring: Any) -> None:
    for nth in range(5):
        one = a_ticket(amina, service=hiring, title=f"Objet {nth}", body=f"Autre chose {nth}")
        Contact.objects.filter(ticket=one).update(failure_cause="outage")
    [made] = actions.propose(by=SYSTEM, now=NOON)
    assert made.cause == "outage"


def test_four_old_or_confidential_requests_propose_nothing(amina: Person, hiring: Any) -> None:
    five_alike(amina, hiring, at=NOON - timedelta(days=15))
    *_four, last = five_alike(amina, hiring)
    Ticket.rows.filter(pk=last.pk).update(confidential=True)
    assert actions.propose(by=SYSTEM, now=NOON) == []


def test_what_is_set_aside_holds_nothing_and_is_not_proposed_again(amina: Person, bruno: Staff, hiring: Any) -> None:
    five_alike(amina, hiring)
    [made] = actions.propose(by=SYSTEM, now=NOON)
    actions.set_aside(made, by=seen_by(bruno), now=NOON)
    assert cases(made) == set() and queries.live() == ()
    assert actions.propose(by=SYSTEM, now=NOON) == []


@pytest.mark.proves("PRE-04", "PRO-02")
def test_an_incident_tells_those_affected_once_in_their_language_before_they_call(
    amina: Person, chloe: Staff, hiring: Any
) -> None:
    english = a_person("john@example.org", "John", "Doe", language="en")
    stranger = a_person("zoe@example.org", "Zoé", "Rivard")
    for person in (amina, english):
        done = a_ticket(person, service=hiring, at=NOON - timedelta(days=60))
        Ticket.rows.filter(pk=done.pk).update(state="closed")
    a_ticket(stranger, at=NOON - timedelta(days=60))
    incident = an_incident(chloe)
    reach = queries.reach(incident)
    assert (reach.french, reach.english, reach.on_requests) == (1, 1, 0)
    assert actions.announce(incident, by=seen_by(chloe), now=NOON) == 2
    assert actions.announce(incident, by=seen_by(chloe), now=NOON) == 0
    catch_up()
    letters = Outgoing.objects.filter(kind="warning")
    assert set(letters.values_list("address", flat=True)) == {"amina@example.org", "john@example.org"}
    assert set(Warned.objects.values_list("person", flat=True)) == {amina.pk, english.pk}
    assert [one.title.en for one in queries.notices("A04")] == ["Contracts do not open"]


def test_only_whoever_leads_speaks_to_everybody_and_only_in_both_languages(
    amina: Person, bruno: Staff, chloe: Staff, hiring: Any
) -> None:
    incident = an_incident(bruno, workaround=Bilingual("Patience.", ""))
    with pytest.raises(Refused):
        actions.announce(incident, by=seen_by(bruno), now=NOON)
    with pytest.raises(actions.NotWhole), transaction.atomic():
        actions.announce(incident, by=seen_by(chloe), now=NOON)
    with pytest.raises(actions.NotWhole), transaction.atomic():
        actions.close(incident, by=seen_by(chloe), now=NOON, fix=Bilingual("Réparé.", ""))


@pytest.mark.proves("PRE-04", "PRO-02")
def test_later_contacts_are_tied_by_themselves_where_it_is_sure_and_proposed_where_it_is_not(
    amina: Person, chloe: Staff, hiring: Any
) -> None:
    before = a_ticket(amina, service=hiring, title="Contrats qui ne s’ouvrent pas", at=NOON - timedelta(days=2))
    incident = an_incident(chloe)
    actions.announce(incident, by=seen_by(chloe), now=NOON)
    later = NOON + timedelta(hours=1)
    sure = a_ticket(amina, service=hiring, title="Contrat", body="Mes contrats ne s’ouvrent pas.", at=later)
    unsure = a_ticket(amina, service=hiring, title="Une employée", body="Elle arrive lundi.", at=later)
    elsewhere = a_ticket(amina, title="Une chaise", body="Brisée.", at=later)
    catch_up()
    assert cases(incident) == {sure.pk} and cases(incident, "proposed") == {unsure.pk}
    assert {before.pk, elsewhere.pk} & {one.ticket_id for one in Case.objects.all()} == set()
    assert WORKAROUND.fr in words_on(sure) and WORKAROUND.fr not in words_on(unsure)
    actions.tie(unsure, incident, by=seen_by(chloe), now=later)
    actions.tie(unsure, incident, by=seen_by(chloe), now=later)
    assert words_on(unsure).count(WORKAROUND.fr) == 1


def test_outside_the_region_of_an_incident_nothing_is_tied_without_asking(
    amina: Person, chloe: Staff, house: Any, hiring: Any
) -> None:
    incident = an_incident(chloe, region="Nord")
    far = a_ticket(amina, service=hiring, title="Contrat", body="Mes contrats ne s’ouvrent pas.")
    house["BN-01"].region = "Nord"
    house["BN-01"].save()
    near = a_ticket(
        amina, service=hiring, title="Contrat", body="Mes contrats ne s’ouvrent pas.", holder=house["BN-01"]
    )
    catch_up()
    assert cases(incident) == {near.pk} and cases(incident, "proposed") == {far.pk}


@pytest.mark.proves("PRE-04")
def test_closing_answers_every_child_with_one_message_and_tells_whoever_was_warned(
    amina: Person, chloe: Staff, hiring: Any
) -> None:
    english = a_person("john@example.org", "John", "Doe", language="en")
    old = a_ticket(english, service=hiring, at=NOON - timedelta(days=60))
    Ticket.rows.filter(pk=old.pk).update(state="closed")
    incident = an_incident(chloe)
    free = a_ticket(amina, service=hiring, title="Contrat", body="Mes contrats ne s’ouvrent pas.")
    busy = a_ticket(amina, service=hiring, title="Contrat", body="Ils ne s’ouvrent pas non plus.")
    tickets.start_plan(busy, by=seen_by(chloe), now=NOON, offer=offer(hiring.pk, on=TODAY))
    catch_up()
    actions.announce(incident, by=seen_by(chloe), now=NOON)
    said = actions.close(incident, by=seen_by(chloe), now=NOON + timedelta(hours=3), fix=FIX)
    catch_up()
    assert (said.resolved, said.left) == (1, 1)
    assert Ticket.rows.get(pk=free.pk).state == "resolved" and Ticket.rows.get(pk=busy.pk).is_open
    assert words_on(free).count(FIX.fr) == words_on(busy).count(FIX.fr) == 1
    over = Outgoing.objects.filter(kind="warning", refs__about="over")
    assert list(over.values_list("address", flat=True)) == ["john@example.org"]
    assert queries.notices() == []
    with pytest.raises(actions.NotLive), transaction.atomic():
        actions.close(incident, by=seen_by(chloe), now=NOON, fix=FIX)


def test_a_confidential_request_is_tied_to_nothing_told_nothing_and_counted_nowhere(
    amina: Person, chloe: Staff, hiring: Any
) -> None:
    incident = an_incident(chloe)
    secret = a_ticket(amina, service=hiring, title="Contrat", body="Mes contrats ne s’ouvrent pas.")
    Ticket.rows.filter(pk=secret.pk).update(confidential=True, owner=chloe)
    catch_up()
    assert not Case.objects.exists() and not queries.affected(incident).exists()
    with pytest.raises(actions.CannotTie), transaction.atomic():
        actions.tie(secret, incident, by=seen_by(chloe), now=NOON)


def test_a_request_that_is_something_else_is_not_proposed_again(amina: Person, bruno: Staff, hiring: Any) -> None:
    incident = an_incident(bruno)
    one = a_ticket(amina, service=hiring, title="Contrat", body="Mes contrats ne s’ouvrent pas.")
    catch_up()
    actions.refuse(one, incident, by=seen_by(bruno), now=NOON)
    actions.match(one, by=SYSTEM, now=NOON)
    assert cases(incident) == set() and queries.case_of(one) is None


def test_the_number_of_queries_is_nothing_while_nothing_is_broken(
    amina: Person, hiring: Any, django_assert_num_queries: Any
) -> None:
    one = a_ticket(amina, service=hiring)
    assert queries.live() == ()
    with django_assert_num_queries(0):
        assert queries.case_of(one) is None and queries.notices() == []
