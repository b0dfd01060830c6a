"""Who can see a file, who saw it, and why."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from guichet.areas.people.models import Delegation, Membership, Organisation, Person, Staff
from guichet.areas.people.queries import viewer_of_staff
from guichet.areas.sight import actions, queries
from guichet.areas.sight.models import Sighting
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Task, Ticket
from guichet.ground.access import SYSTEM, Refused
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.models import Entry
from tests.cast import NOON, TODAY, a_person, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.django_db


def reasons(viewer: Any, ticket: Ticket) -> dict[str, str]:
    return {one.ref: one.why for one in queries.who_can(viewer, ticket, now=NOON)}


def look(file: Ticket | Person, by: Staff | Person, *, minutes: int = 0, door: str = "page", **more: Any) -> None:
    actions.looked(file, viewer=seen_by(by), now=NOON + timedelta(minutes=minutes), door=door, **more)


def assert_told(ticket: Ticket, by: Any) -> None:
    """Compare what is told with what the policy lets through, for everybody there is."""
    told = reasons(by, ticket)
    assert "other" not in told.values()
    for staff in Staff.objects.all():
        viewer = viewer_of_staff(staff)
        sees = Ticket.objects.visible_to(viewer).filter(pk=ticket.pk).exists()
        works = Task.objects.visible_to(viewer).filter(ticket=ticket).exists()
        assert (viewer.ref in told) == (sees or works), (staff, told.get(viewer.ref))
        assert (told.get(viewer.ref) == "task") == (works and not sees), staff
    for person in Person.objects.all():
        viewer = seen_by(person)
        assert (viewer.ref in told) == Ticket.objects.visible_to(viewer).filter(pk=ticket.pk).exists(), person


@pytest.mark.proves("VIE-01", "GOU-06")
@pytest.mark.parametrize("confidential", [False, True])
def test_whoever_can_see_a_ticket_is_told_and_nobody_else(
    house: dict[str, Organisation], amina: Person, etienne: Person, bruno: Staff, chloe: Staff, ines: Staff,
    dario: Staff, confidential: bool,
) -> None:  # fmt: skip
    head = a_person("mireille@example.org", "Mireille", "Thibodeau", group="member")
    Membership.objects.create(person=head, organisation=house["BN-01"], role="member", starts_on=date(2024, 1, 1))
    for who, scopes, ends in [("lea", ["all"], None), ("sam", ["hr"], None), ("past", ["all"], date(2026, 3, 1))]:
        delegate = a_person(f"{who}@example.org", who.title(), "Roy")
        Delegation.objects.create(
            grantor_person=head, delegate=delegate, scopes=scopes, starts_on=date(2025, 1, 1), ends_on=ends
        )
    wei = a_staff(house, "CS", "Wei", "Chen", "agent")
    ticket = a_ticket(amina, owner=bruno, holder=house["BN-01"])
    tickets.add_task(
        ticket, by=seen_by(bruno), now=NOON, task=tickets.NewTask(title=Bilingual("Câble", "Cable"), unit=house["TI"])
    )
    Ticket.rows.filter(pk=ticket.pk).update(confidential=confidential)
    ticket.refresh_from_db()
    if confidential:
        tickets.designate_reader(ticket, by=seen_by(bruno), now=NOON, reader=wei)
    assert_told(ticket, seen_by(bruno))
    told = reasons(seen_by(bruno), ticket)
    assert told[f"staff:{bruno.pk}"] == "owner"
    assert told[f"staff:{wei.pk}"] == ("reader" if confidential else "team")
    assert told[f"person:{head.pk}"] == "head" and told[f"person:{amina.pk}"] == "self"
    assert sorted(told.values()).count("delegate") == 1
    assert (told.get(f"staff:{ines.pk}"), told.get(f"staff:{chloe.pk}")) == (
        (None, None) if confidential else ("task", "manager")
    )


def test_whoever_may_not_see_a_ticket_is_told_nothing_of_it(
    amina: Person, bruno: Staff, chloe: Staff, dario: Staff
) -> None:
    ticket = a_ticket(amina, owner=bruno)
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True)
    ticket.refresh_from_db()
    for who in (chloe, dario):
        with pytest.raises(Refused):
            queries.who_can(seen_by(who), ticket, now=NOON)
        with pytest.raises(Refused):
            queries.who_saw(seen_by(who), ticket)


@pytest.mark.proves("C02")
def test_a_look_is_kept_once_and_counted_again_a_quarter_of_an_hour_later(
    amina: Person, bruno: Staff, django_assert_num_queries: Any
) -> None:
    ticket = a_ticket(amina, owner=bruno)
    look(ticket, bruno)
    with django_assert_num_queries(0):
        look(ticket, bruno, minutes=14)
    look(ticket, bruno, minutes=16)
    look(ticket, bruno, minutes=17, door="panel")
    kept = Sighting.objects.order_by("pk").values_list("door", "times", "why", "reader")
    assert list(kept) == [("page", 2, "owner", f"staff:{bruno.pk}"), ("panel", 1, "owner", f"staff:{bruno.pk}")]


def test_two_processes_that_see_the_same_look_count_it_once(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    look(ticket, bruno)
    cache.clear()  # what another process does not know
    look(ticket, bruno, minutes=1)
    assert Sighting.objects.get().times == 1


@pytest.mark.proves("C02")
def test_the_reason_is_the_right_that_the_reader_had(
    amina: Person, bruno: Staff, chloe: Staff, house: dict[str, Organisation]
) -> None:
    wei = a_staff(house, "CS", "Wei", "Chen", "agent")
    ticket = a_ticket(amina, owner=bruno)
    look(ticket, wei, through_search=True)
    bruno.away_from, bruno.away_until, bruno.substitute = TODAY, TODAY + timedelta(days=3), wei
    bruno.save()
    ticket = Ticket.rows.get(pk=ticket.pk)
    look(ticket, wei, door="panel")
    look(ticket, chloe)
    look(ticket, amina, door="portal")
    assert list(Sighting.objects.order_by("pk").values_list("why", flat=True)) == [
        "search", "substitute", "manager", "self"
    ]  # fmt: skip


@pytest.mark.proves("BIL-04", "GOU-06")
def test_a_confidential_ticket_opened_by_staff_is_told_to_the_journal_once_a_day(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    look(ticket, bruno)
    assert not Entry.objects.filter(kind="sight.confidential_viewed").exists()
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True)
    ticket.refresh_from_db()
    Sighting.objects.all().delete()
    for minutes, door in ((20, "page"), (40, "page"), (41, "file"), (24 * 60, "page")):
        look(ticket, bruno, minutes=minutes, door=door)
    look(ticket, amina, minutes=24 * 60, door="portal")
    said = Entry.objects.filter(kind="sight.confidential_viewed").values_list("data", flat=True)
    assert [one["door"] for one in said] == ["page", "page"]


def test_looks_are_forgotten_after_the_days_that_the_house_keeps_them(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    look(ticket, bruno)
    later = NOON + timedelta(days=30)
    assert actions.sweep(by=SYSTEM, now=later, kept=timedelta(days=31)) == 0
    assert actions.sweep(by=SYSTEM, now=later, kept=timedelta(days=29)) == 1


@pytest.mark.proves("VIE-01", "BIL-02")
def test_a_client_learns_how_many_opened_their_file_and_no_name(
    amina: Person, etienne: Person, bruno: Staff, ines: Staff
) -> None:
    ticket = a_ticket(amina, owner=bruno)
    look(ticket, bruno)
    look(amina, bruno, door="card")
    look(a_ticket(etienne, owner=bruno), bruno)
    mine = sorted(queries.looks_at_mine(seen_by(amina)), key=lambda one: one.whys)
    assert [(one.number, one.readers, one.whys) for one in mine] == [(ticket.number, 1, ("owner",)), ("", 1, ("team",))]
    with pytest.raises(Refused):
        queries.looks_at_mine(seen_by(bruno))


@pytest.mark.proves("C07", "C02")
def test_the_auditor_reads_who_opened_what_and_nobody_else_does(
    house: dict[str, Organisation], amina: Person, etienne: Person, bruno: Staff, chloe: Staff
) -> None:
    ruth = a_staff(house, "CS", "Ruth", "Sinclair", "auditor")
    ticket, other = a_ticket(amina, owner=bruno), a_ticket(etienne, owner=bruno)
    look(ticket, bruno)
    look(other, chloe)
    look(amina, chloe, door="card")
    rows = queries.log(seen_by(ruth)).rows
    assert [(one.name, one.number or one.person) for one in rows] == [
        ("Chloe Roy", "Amina Diallo"), ("Chloe Roy", other.number), ("Bruno Tremblay", ticket.number)
    ]  # fmt: skip
    assert [one.number for one in queries.log(seen_by(ruth), staff=bruno.pk).rows] == [ticket.number]
    assert [one.name for one in queries.log(seen_by(ruth), about="diallo").rows] == ["Chloe Roy", "Bruno Tremblay"]
    assert [one.number for one in queries.log(seen_by(ruth), about=other.number).rows] == [other.number]
    for who in (bruno, chloe):
        with pytest.raises(Refused):
            queries.log(seen_by(who))
