"""What we send without being asked goes by each person's way too: the warning of an incident, and the one question."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from guichet.areas.catalogue.models import Service
from guichet.areas.notifications.actions import send_pulse, send_warnings
from guichet.areas.people import actions as people
from guichet.areas.people.models import ContactPoint, Person, Staff
from guichet.areas.problems import actions as problems
from guichet.areas.problems.models import Problem, Warned
from guichet.areas.problems.tests.stage import FIX, WORKAROUND, an_incident
from guichet.areas.surveys import actions as surveys
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.conftest import Enter
from guichet.doors.desk.tests.test_letters import HOME, LATER, printed, tray
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.journal.models import Entry
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, a_person, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("SUI-01", "CAN-05")]


@pytest.fixture(autouse=True)
def whole_house(desk_alone: None, settings: Settings) -> None:
    settings.ROOT_URLCONF = "guichet.urls"


def somebody(name: str, told_by: str, *, email: bool, postal: bool) -> Person:
    person = a_person(f"{name}@example.org", name.title(), "Gallant", group="citizen")
    people.prefer(person, by=SYSTEM, formats=[], told_by=told_by)
    if postal:
        people.give_contact_point(person, by=SYSTEM, now=NOON, kind="postal", value=HOME)
    if not email:
        ContactPoint.objects.filter(person=person, kind="email").delete()
    return person


def posted(window: Client, *letters: int) -> None:
    with clock.at(LATER):
        window.post(reverse("desk-letters-posted"), {"letter": letters})


@pytest.mark.proves("PRE-04")
def test_those_affected_are_warned_by_their_own_way_and_why_somebody_is_not_is_kept(
    hiring: Service, bruno: Staff, chloe: Staff, enter: Enter
) -> None:
    ways = {
        "Odile": ("email", True, False, "email"), "Yvon": ("post", True, True, "post"),
        "Rose": ("email", False, True, "post"), "Sam": ("site", True, True, "site"),
        "Paul": ("email", False, False, "none"),
    }  # fmt: skip
    for name, (told_by, email, postal, _way) in ways.items():
        person = somebody(name.lower(), told_by, email=email, postal=postal)
        Ticket.rows.filter(pk=a_ticket(person, service=hiring).pk).update(state="closed")
    problem = an_incident(chloe)
    before = enter(chloe).get(reverse("desk-problem", args=[problem.pk])).content.decode()
    assert "2 letters on paper are to be posted." in before and "1 person wants nothing sent" in before
    problems.announce(problem, by=seen_by(chloe), now=NOON)
    assert send_warnings(problem, about="begins", by=SYSTEM, now=NOON) == 3
    found = dict(Warned.objects.values_list("person__given_name", "way"))
    assert found == {name: way for name, (*_said, way) in ways.items()}
    page = enter(chloe).get(reverse("desk-problem", args=[problem.pk])).content.decode()
    assert "1 person by e-mail" in page and "2 people on paper" in page and "1 person has no address" in page
    # On paper: its words in their language, where one reads more, and no request named.
    window = enter(bruno)
    letters = list(Outgoing.objects.filter(way="post").values_list("pk", flat=True))
    assert tray(window).count('name="letter"') == 2
    letter = printed(window, letters[0])
    assert WORKAROUND.fr in letter and "12, rue du Port" in letter and 'class="qr"' in letter
    assert "G-2026" not in letter and "Votre billet" not in letter
    posted(window, *letters)
    facts = Entry.objects.filter(kind="problems.posted")
    assert {(one.actor, one.stream) for one in facts} == {(f"staff:{bruno.pk}", problem.stream)} and len(facts) == 2
    assert "No letter waits." in tray(window)


def test_a_warning_that_is_no_longer_so_is_not_printed(
    hiring: Service, bruno: Staff, chloe: Staff, enter: Enter
) -> None:
    Ticket.rows.filter(
        pk=a_ticket(somebody("yvon", "post", email=False, postal=True), service=hiring).pk
    ).update(state="closed")  # fmt: skip
    problem = an_incident(chloe)
    problems.announce(problem, by=seen_by(chloe), now=NOON)
    send_warnings(problem, about="begins", by=SYSTEM, now=NOON)
    problems.close(Problem.objects.get(), by=seen_by(chloe), now=NOON, fix=FIX)
    send_warnings(Problem.objects.get(), about="over", by=SYSTEM, now=NOON)
    window = enter(bruno)
    words = printed(window)
    assert FIX.fr in words and WORKAROUND.fr not in words
    posted(window, *Outgoing.objects.values_list("pk", flat=True))
    assert Entry.objects.filter(kind="problems.posted").count() == 1


@pytest.mark.proves("SAT-01")
def test_the_one_question_goes_on_paper_with_its_number_code_and_telephone(
    bruno: Staff, chloe: Staff, enter: Enter
) -> None:
    ticket = a_ticket(somebody("yvon", "post", email=False, postal=True), owner=bruno, title="La succession")
    pulse = surveys.ask(ticket, by=SYSTEM, now=NOON)
    assert send_pulse(pulse, by=SYSTEM, now=NOON)
    pulse.refresh_from_db()
    assert pulse.way == "post"
    window = enter(bruno)
    [letter] = Outgoing.objects.all()
    words = printed(window, letter.pk)
    for said in (
        "Comment cela s’est-il passé",
        "Pas du tout",
        "Tout à fait",
        ticket.number,
        'class="qr"',
        "12, rue du Port",
    ):
        assert said in words, said
    assert "http" not in words.replace("http://www.w3.org", "")
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True)
    assert ticket.number not in tray(enter(chloe))
    posted(window, letter.pk)
    assert Entry.objects.filter(kind="tickets.posted", stream=ticket.stream).count() == 1


def test_a_question_that_was_answered_or_is_over_is_not_posted(bruno: Staff, enter: Enter) -> None:
    ticket = a_ticket(somebody("yvon", "post", email=False, postal=True), owner=bruno)
    send_pulse(surveys.ask(ticket, by=SYSTEM, now=NOON), by=SYSTEM, now=NOON)
    Pulse.objects.update(answered_at=NOON + timedelta(minutes=1), score=4)
    window = enter(bruno)
    assert printed(window).count("<article") == 0
    posted(window, *Outgoing.objects.values_list("pk", flat=True))
    assert not Entry.objects.filter(kind="tickets.posted").exists() and "No letter waits." in tray(window)


@pytest.mark.parametrize(("told_by", "way"), [("site", "site"), ("email", "none")])
def test_why_nobody_is_asked_is_kept(bruno: Staff, told_by: str, way: str) -> None:
    ticket = a_ticket(somebody("yvon", told_by, email=told_by == "site", postal=False), owner=bruno)
    pulse = surveys.ask(ticket, by=SYSTEM, now=NOON)
    assert not send_pulse(pulse, by=SYSTEM, now=NOON) and not Outgoing.objects.exists()
    pulse.refresh_from_db()
    assert pulse.way == way
