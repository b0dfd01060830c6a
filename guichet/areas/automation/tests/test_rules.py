"""A rule does what it says, once, to what it is about, and nothing else."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from guichet.areas.automation import actions
from guichet.areas.automation.models import Firing, Term
from guichet.areas.automation.rules.spec import Acts, Condition, NewRule, Prepared, Trigger, Work, faults_of
from guichet.areas.automation.tests.stage import BEFORE, a_rule, catch_up, sweep
from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import Service, Tag
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.models import Promise
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Note, Task, Ticket
from guichet.doors.time.tick import tick
from guichet.ground import clock
from guichet.ground.access import SYSTEM, Refused
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.models import Entry
from guichet.ground.journal.readers import REACTIONS
from tests.cast import NOON, a_ticket, seen_by

TONER = Condition(fact="words", values=("toner",))
PAIR = Bilingual("À vérifier", "To check")


@pytest.fixture
def toner(house: Any) -> Tag:
    Tag.objects.create(code="urgent", name=Bilingual("Urgent", "Urgent"))
    return Tag.objects.create(code="toner", name=Bilingual("Encre", "Toner"))


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.rows.get(pk=ticket.pk)


@pytest.mark.proves("PRC-03")
def test_a_rule_does_all_that_it_says_to_what_it_is_about(
    house: dict[str, Organisation], amina: Person, bruno: Staff, chloe: Staff, toner: Tag
) -> None:
    work = Work(unit="TI", title=Bilingual("Livrer", "Deliver"))
    rule = a_rule(chloe, Acts(tag="toner", impact=3, urgency=2, work=work, note=PAIR), TONER)
    about, other = a_ticket(amina, owner=bruno, body="Plus de TONER ici"), a_ticket(amina, owner=bruno)
    catch_up()
    assert (fresh(about).tags, fresh(about).priority) == (" toner ", 2)
    assert Task.rows.get(ticket=about).unit == house["TI"]
    assert Note.objects.get(ticket=about).body == "À vérifier"
    assert fresh(other).tags == ""
    firing = Firing.objects.get(rule=rule)
    assert (firing.outcome, firing.why) == ("done", ["opened", "words"])
    assert firing.did == ["tag:toner", "levels:3/2", "task:TI", "note"]


@pytest.mark.proves("PRC-03")
def test_the_journal_tells_which_rule_did_it_and_because_of_what(amina: Person, chloe: Staff, toner: Tag) -> None:
    rule = a_rule(chloe, Acts(tag="toner"))
    ticket = a_ticket(amina)
    catch_up()
    opened = Entry.objects.get(stream=ticket.stream, kind="tickets.opened")
    tagged = Entry.objects.get(stream=ticket.stream, kind="tickets.tagged")
    assert (tagged.actor, tagged.cause) == (f"rule:{rule.pk}", opened.pk)


@pytest.mark.proves("PRC-03")
def test_on_trial_it_only_says_what_it_would_do(amina: Person, chloe: Staff, toner: Tag) -> None:
    a_rule(chloe, Acts(tag="toner"), mode="trial")
    ticket = a_ticket(amina)
    catch_up()
    assert fresh(ticket).tags == ""
    assert (Firing.objects.get().outcome, Firing.objects.get().did) == ("tried", ["tag:toner"])


def test_nothing_that_happened_before_sets_it_off(amina: Person, chloe: Staff, toner: Tag) -> None:
    earlier = a_ticket(amina, at=BEFORE - timedelta(minutes=1))
    a_rule(chloe, Acts(tag="toner"))
    catch_up()
    assert fresh(earlier).tags == ""


def test_a_fact_is_answered_once_however_often_it_is_read(amina: Person, chloe: Staff, toner: Tag) -> None:
    a_rule(chloe, Acts(note=PAIR))
    a_ticket(amina)
    catch_up()
    REACTIONS["automation.rules"].answer(Entry.objects.get(kind="tickets.opened"))
    assert (Firing.objects.count(), Note.objects.count()) == (1, 1)


@pytest.mark.proves("PRC-03")
def test_what_a_rule_did_never_sets_it_off_again_nor_do_two_of_them_play_ball(
    amina: Person, chloe: Staff, toner: Tag
) -> None:
    itself = a_rule(chloe, Acts(tag="urgent"), on="tagged", most=20)
    ping = a_rule(chloe, Acts(tag="toner"), on="tagged", most=20)
    ticket = a_ticket(amina)
    tickets.tag(ticket, by=SYSTEM, now=NOON, code="urgent")
    catch_up()
    # The person's tag sets both off; the one's tag answers the other's at most once, and never its own.
    assert Firing.objects.filter(rule=itself).count() <= 2
    assert Firing.objects.filter(rule=ping).count() <= 2
    assert fresh(ticket).tags == " toner urgent "


def test_it_fires_so_many_times_on_one_ticket_and_no_more(amina: Person, chloe: Staff, toner: Tag) -> None:
    a_rule(chloe, Acts(note=PAIR), on="client_wrote", most=2)
    ticket = a_ticket(amina)
    said = tickets.ClientWords(body="Encore moi", channel="email", person=amina)
    for minutes in range(1, 5):
        tickets.write(ticket, by=SYSTEM, now=NOON + timedelta(minutes=minutes), said=said)
    catch_up()
    assert Note.objects.filter(ticket=ticket).count() == 2


@pytest.mark.proves("PRC-03")
def test_after_three_errors_it_switches_itself_off_and_says_so(amina: Person, chloe: Staff, toner: Tag) -> None:
    rule, sound = a_rule(chloe, Acts(tag="toner", note=PAIR)), a_rule(chloe, Acts(impact=3, urgency=3))
    Tag.objects.update(retired=True)
    catalogue.forget()
    made = [a_ticket(amina) for _ in range(4)]
    catch_up()
    rule.refresh_from_db()
    assert (rule.mode, rule.off_why, rule.errors) == ("off", "errors", 3)
    assert set(rule.firings.values_list("outcome", "fault")) == {("failed", "UnknownTag")}
    assert rule.firings.count() == 3
    assert not Note.objects.exists()  # all of it, or nothing
    assert sound.firings.filter(outcome="done").count() == len(made)
    assert Entry.objects.get(kind="automation.put", data__why="errors").data["rule"] == rule.pk


@pytest.mark.proves("PRC-03")
def test_one_switch_stops_them_all_and_nothing_is_caught_up_on(amina: Person, chloe: Staff, toner: Tag) -> None:
    a_rule(chloe, Acts(tag="toner"))
    actions.halt(by=seen_by(chloe), now=BEFORE)
    meanwhile = a_ticket(amina)
    actions.resume(by=seen_by(chloe), now=NOON + timedelta(minutes=1))
    after = a_ticket(amina, at=NOON + timedelta(minutes=2))
    catch_up()
    assert (fresh(meanwhile).tags, fresh(after).tags) == ("", " toner ")


def test_a_confidential_request_is_left_alone(amina: Person, chloe: Staff, toner: Tag) -> None:
    a_rule(chloe, Acts(tag="toner"))
    ticket = a_ticket(amina, confidential=True)
    catch_up()
    assert (fresh(ticket).tags, Firing.objects.count()) == ("", 0)


def test_only_who_leads_writes_rules(chloe: Staff, bruno: Staff, toner: Tag) -> None:
    with pytest.raises(Refused):
        a_rule(bruno, Acts(tag="toner"))


def test_what_is_missing_or_not_there_is_said_at_its_field(chloe: Staff, toner: Tag) -> None:
    wanted = NewRule(
        name=Bilingual("Sans anglais", ""), trigger=Trigger(on="term", days=-180, term="lease_end"),
        acts=Acts(tag="nowhere", impact=2, note=Bilingual("", "Only English")), most=50,
    )  # fmt: skip
    with pytest.raises(actions.CannotKeep) as refusal:
        actions.keep(wanted, by=seen_by(chloe), now=NOON)
    said = {(one.field, one.why) for one in refusal.value.faults}
    assert said == {
        ("name_en", "missing"), ("keeper", "keeper"), ("review_on", "review"), ("most", "most"),
        ("service", "prepare"), ("urgency", "both"), ("note_fr", "missing"), ("tag", "unknown"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "values", "why"),
    [
        ("age", ("-3",), "age"), ("age", ("soon",), "age"), ("state", ("closed",), "unknown"),
        ("colour", ("x",), "unknown"), ("words", (), "empty"), ("words", ("x" * 61,), "long"),
    ],
)  # fmt: skip
def test_a_condition_that_means_nothing_is_refused(fact: str, values: tuple[str, ...], why: str) -> None:
    wanted = NewRule(
        name=PAIR, trigger=Trigger(on="opened"), acts=Acts(place=True), keeper=1, review_on=NOON.date(),
        conditions=(Condition(fact=fact, values=values),),
    )  # fmt: skip
    assert [one.why for one in faults_of(wanted)] == [why]


def test_a_date_sets_it_off_at_its_moment_and_not_again(amina: Person, chloe: Staff, toner: Tag) -> None:
    rule = a_rule(chloe, Acts(tag="toner"), on="received", days=3)
    ticket = a_ticket(amina)
    assert sweep(rule, NOON + timedelta(days=3, seconds=-1)) == 0
    assert sweep(rule, NOON + timedelta(days=3)) == 1
    assert sweep(rule, NOON + timedelta(days=4)) == 0
    assert fresh(ticket).tags == " toner "


def test_two_days_before_what_was_promised(amina: Person, chloe: Staff, toner: Tag, hiring: Service) -> None:
    rule = a_rule(chloe, Acts(tag="urgent"), on="promised", days=-2)
    ticket = a_ticket(amina, service=hiring)
    due = Promise.objects.get(ticket=ticket).due_at
    assert due
    assert sweep(rule, due - timedelta(days=2, seconds=1)) == 0
    assert sweep(rule, due - timedelta(days=2)) == 1


def lease(person: Person, house: dict[str, Organisation], *, days: int) -> Term:
    on = (NOON + timedelta(days=days)).date()
    return Term.objects.create(
        code=f"lease-{days}", kind="lease_end", person=person, organisation=house["BN-01"], on=on, known_at=BEFORE
    )  # fmt: skip


def prepares(service: Service) -> Acts:
    said = Prepared(
        service=service.code, title=Bilingual("Bail qui se termine", "Lease ending"),
        words=Bilingual("Votre bail se termine le {date}.", "Your lease ends on {date}."),
    )  # fmt: skip
    return Acts(prepare=said)


@pytest.mark.proves("PRO-01")
def test_a_lease_that_ends_within_180_days_prepares_exactly_one_request(
    house: dict[str, Organisation], amina: Person, bruno: Staff, chloe: Staff, hiring: Service
) -> None:
    a_rule(chloe, prepares(hiring), on="term", days=-180, term="lease_end")
    lease(amina, house, days=170)
    lease(amina, house, days=200)
    for hours in range(3):
        with clock.at(NOON):
            tick(now=NOON + timedelta(hours=hours))
    made = Ticket.rows.get()
    assert (made.requester, made.owner, made.service) == (amina, bruno, hiring)
    assert made.compartment == house["BN-01"].compartment
    assert "20 août" in made.last_words
    tick(now=NOON + timedelta(days=21))
    assert Ticket.rows.count() == 2


@pytest.mark.proves("INT-01")
def test_a_departure_that_is_prepared_turns_on_the_day_that_set_it_off(
    house: dict[str, Organisation], amina: Person, bruno: Staff, chloe: Staff, hiring: Service
) -> None:
    hiring.plans.update(journey="departure")
    rule = a_rule(chloe, prepares(hiring), on="term", days=-180, term="lease_end")
    coming = lease(amina, house, days=170)
    assert sweep(rule, NOON) == 1
    assert Ticket.rows.get().day_on == coming.on


@pytest.mark.proves("PRO-01")
@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_prepare_it_once(
    house: dict[str, Organisation], amina: Person, bruno: Staff, chloe: Staff, hiring: Service
) -> None:
    rule = a_rule(chloe, prepares(hiring), on="term", days=-180, term="lease_end")
    for days in (160, 170, 175):
        lease(amina, house, days=days)
    start, fired = threading.Barrier(2), []

    def pass_time() -> None:
        start.wait()
        fired.append(sweep(rule, NOON))
        connection.close()

    both = [threading.Thread(target=pass_time) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert (sorted(fired), Ticket.rows.count()) == ([0, 3], 3)
