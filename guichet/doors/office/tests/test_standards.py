"""Standards are written in the office, once one has read what a change touches."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from guichet.areas.catalogue.models import Service, Standard, StandardFigure
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets.models import Task
from guichet.ground import clock
from tests.cast import a_staff, a_ticket

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WRITTEN = {
    "code": "calls", "kind": "timeliness", "measure": "completion", "share": "90", "limit": "2 bd", "service": "A04",
    "channel": "phone", "statement_fr": "Au téléphone.", "statement_en": "By telephone.", "public": "on", "base": "0",
}  # fmt: skip


def signed_in(staff: Staff) -> Client:
    visitor = Client()
    assert staff.user
    visitor.force_login(staff.user)
    visitor.cookies["django_language"] = "en"
    return visitor


def said(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.mark.proves("MES-02")
def test_a_change_is_kept_once_what_it_touches_was_read(amina: Person, chloe: Staff, hiring: Service) -> None:
    office = signed_in(chloe)
    assert office.post("/office/standards/new/", WRITTEN).status_code == 302
    a_ticket(amina, service=hiring, channel="phone", at=clock.now() + timedelta(seconds=1))
    change = WRITTEN | {"base": "1", "limit": "3 bd", "p0_first": "2027-07-01", "p0_last": "2027-07-31",
                        "p0_fr": "Été", "p0_en": "Summer"}  # fmt: skip
    read = office.post("/office/standards/calls/", change)
    words = said(read)
    assert read.status_code == 200 and Standard.objects.count() == 1
    assert "1 open request keeps the date" in words and "2 bd" in words and "3 bd" in words and "2027-07-01" in words
    assert office.post("/office/standards/calls/", change | {"confirmed": "1"}).status_code == 302
    kept = Standard.objects.get(version=2)
    assert (kept.data["limit"], kept.staff_id, len(kept.data["suspended"])) == ("3 bd", chloe.pk, 1)
    stale = office.post("/office/standards/calls/", change | {"confirmed": "1", "limit": "4 bd"})
    assert stale.status_code == 422 and "Somebody changed this standard" in said(stale) and "4 bd" in said(stale)
    listed = said(office.get("/office/standards/"))
    assert "By telephone." in listed and "everybody" in listed


@pytest.mark.proves("MES-02")
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(chloe: Staff, hiring: Service) -> None:
    wrong = WRITTEN | {"statement_en": "", "unit": "RH", "limit": "soon", "p0_first": "2027-07-01"}
    page = signed_in(chloe).post("/office/standards/new/", wrong)
    assert page.status_code == 422 and "A suspension has a first day" in said(page)
    page = signed_in(chloe).post("/office/standards/new/", WRITTEN | {"statement_en": "", "unit": "RH"})
    assert "Write it in both languages." in said(page) and "A public standard names no unit" in said(page)
    assert not Standard.objects.exists()


@pytest.mark.proves("MES-02")
def test_what_is_counted_elsewhere_is_told_by_the_month(chloe: Staff, house: dict[str, Organisation]) -> None:
    office = signed_in(chloe)
    queue = WRITTEN | {
        "code": "queue",
        "kind": "access",
        "measure": "declared",
        "limit": "",
        "service": "",
        "channel": "",
    }
    assert office.post("/office/standards/new/", queue).status_code == 302
    assert "no data" in said(office.get("/office/standards/queue/"))
    month = clock.now().date().replace(day=1)
    wrong = office.post("/office/standards/queue/figures/", {"month": f"{month}", "met": "12", "total": "11"})
    assert wrong.status_code == 422 and "Give both numbers" in said(wrong)
    office.post("/office/standards/queue/figures/", {"month": f"{month}", "met": "9", "total": "12"})
    assert StandardFigure.objects.get().met == 9 and "75%" in said(office.get("/office/standards/queue/"))
    auditor = signed_in(a_staff(house, "CS", "Odile", "Sage", "auditor"))
    assert auditor.get("/office/standards/queue/").status_code == 200
    assert auditor.post("/office/standards/new/", queue).status_code == 404


@pytest.mark.proves("PRE-03")
def test_an_agreement_that_misses_its_target_is_to_be_settled_together(
    amina: Person, chloe: Staff, hiring: Service, house: dict[str, Organisation]
) -> None:
    office = signed_in(chloe)
    agreed = WRITTEN | {"code": "cards", "measure": "task", "limit": "", "channel": "", "unit": "SEC", "share": "80"}
    agreed.pop("public")
    assert office.post("/office/standards/new/", agreed).status_code == 302
    assert "to settle together" not in said(office.get("/office/units/"))
    ticket, now = a_ticket(amina, service=hiring), clock.now()
    for number in range(4):
        Task.rows.create(
            ticket=ticket, letter=f"T{number}", key="card", unit=house["SEC"], due="2 bd", ready_at=now - DAY,
            state="done", due_at=now - timedelta(minutes=2), done_at=now - timedelta(minutes=1 if number else 3),
        )  # fmt: skip
    board = said(office.get("/office/units/"))
    assert "to settle together" in board and "25%" in board and "n = 4" in board
