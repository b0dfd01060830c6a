"""The short lists leave as files too, through the same door: what is found, what waits, what is to be done."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.guidance import actions as guidance
from guichet.areas.guidance.tests.paths import a_path
from guichet.areas.intake.models import InboundMail
from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.models import Person, Staff
from guichet.doors.desk.tests.test_listfiles import rows_of
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.files import store
from guichet.ground.journal.models import Entry
from tests.cast import NOON, a_ticket

pytestmark = pytest.mark.django_db


@pytest.mark.proves("A13", "INT-03")
def test_what_a_search_finds_leaves_as_a_file_within_what_its_reader_may_see(
    hiring: Service, amina: Person, bruno: Staff
) -> None:
    hiring.confidential = True
    hiring.save()
    a_ticket(amina, title="=Badge secret", service=hiring)
    seen = a_ticket(amina, title="=Badge perdu")
    rows = rows_of(as_one(bruno), f"{reverse('desk-search')}?q=badge&format=csv")
    assert [(row[1], row[2]) for row in rows[1:]] == [(seen.number, "'=Badge perdu")]
    people = rows_of(as_one(bruno), f"{reverse('desk-people')}?q=diallo&format=csv")
    assert people[1][3] == "Amina Diallo"
    assert Entry.objects.filter(kind="sight.exported", data__what="found").count() == 2


def test_the_quarantine_leaves_as_a_file(chloe: Staff, tmp_path: object, settings: object) -> None:
    settings.FILES_DIR = tmp_path  # type: ignore[attr-defined]
    file = store.keep(b"Subject: ?", now=NOON)
    for minutes in range(2):
        InboundMail.objects.create(
            sha256=f"{minutes:064}", file=file, state="quarantined", received_at=NOON + timedelta(minutes=minutes),
            mail_from=f"a{minutes}@example.org", reason="too deep", attempts=3,
        )  # fmt: skip
    rows = rows_of(as_one(chloe), reverse("desk-quarantine"))
    assert [row[1:] for row in rows[1:]] == [[f"a{one}@example.org", "too deep", "3"] for one in (1, 0)]


def test_a_checklist_leaves_as_a_file_without_the_code_that_opens_it(bruno: Staff, hiring: Service) -> None:
    guidance.configure_path(a_path(), position=1, by=SYSTEM)
    kept = guidance.keep("opening", {"premises": "none", "staff": "yes"}, by=ANONYMOUS, now=clock.now())
    rows = rows_of(as_one(bruno), reverse("desk-checklist", args=[kept.code]))
    assert len(rows) > 1 and kept.code not in str(rows)


def test_letters_and_news_leave_as_files(bruno: Staff) -> None:
    for page in ("desk-letters", "desk-news"):
        assert len(rows_of(as_one(bruno), reverse(page))) == 1
