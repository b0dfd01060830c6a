"""Answers go when the dictionary says that they were kept long enough: wherever they stand, and nothing else does."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localtime
from pytest_django import Settings

from guichet.areas.catalogue.models import Service
from guichet.areas.forms.models import Answers, Draft, DraftFile, Element
from guichet.areas.forms.queries import erasing
from guichet.areas.forms.rules.lasting import due_of, months_after
from guichet.areas.forms.tests.examples import publish
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.actions.splitting import Apart, split
from guichet.areas.tickets.models import Attachment, Message, Ticket
from guichet.areas.tickets.queries.search import find_tickets
from guichet.areas.tickets.rules import Channel
from guichet.doors.office.tests.test_offered import as_one
from guichet.doors.time import erasing as door
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.files.models import StoredFile
from guichet.ground.files.store import path_of, sweep_orphans
from guichet.ground.journal.models import Entry
from guichet.ground.journal.seals import verify
from tests.cast import NOON, seen_by
from tests.journeys.conftest import STATIC, account_of
from tests.journeys.town import Wall, wall_of

pytestmark = pytest.mark.django_db
NIGHT = timedelta(hours=15)  # from eleven in the morning to two at night
YEAR = timedelta(days=366)
SECRETS = ("1, rue du Canari", "Le canari est malade", "canari.pdf", "%PDF canari")


@pytest.fixture(autouse=True)
def wall(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Wall:
    settings.FILES_DIR, settings.STORAGES = tmp_path, {**settings.STORAGES, **STATIC}
    door._looked.clear()
    wall = wall_of(NOON)
    monkeypatch.setattr(clock, "_held", wall)
    return wall


def a_matter(service: Service, person: Person) -> Ticket:
    """Somebody who signed in fills a form with words, an address and a document, and hands it in."""
    publish(service)
    browser = Client()
    browser.force_login(account_of(person), backend="guichet.doors.portal.accounts.Backend")
    assert browser.post("/forms/A04/").status_code == 302
    page = f"/fill/{Draft.rows.latest('pk').pk}/"
    for key, said in (
        ("first", {"reason": "move", "told": SECRETS[1]}), ("costs", {"paid.0": "12.50"}),
        ("last", {
            "email": "amina@example.org", "street": SECRETS[0],
            "papers": SimpleUploadedFile(SECRETS[2], SECRETS[3].encode()),
        }),
    ):  # fmt: skip
        assert browser.post(f"{page}page/{key}/", {"go": "next", **said}).status_code == 302
    sent = browser.post(f"{page}check/", {"language": "fr", "behalf": "BN-01"})
    assert sent.status_code == 302, sent.content.decode()
    return Ticket.rows.latest("pk")


def everything() -> str:
    """Return all that the live tables hold of what was answered."""
    told: list[Any] = [
        list(table.values()) for table in (
            Answers.rows, Draft.rows, DraftFile.objects, Attachment.objects, Message.objects, Ticket.rows, Entry.objects
        )
    ]  # fmt: skip
    return json.dumps(told, default=str, ensure_ascii=False)


def ended(ticket: Ticket, bruno: Staff) -> None:
    tickets.cancel(ticket, by=SYSTEM, now=clock.now(), reason="")


def keep(**months: int) -> None:
    for code, number in months.items():
        Element.objects.filter(code=code).update(kept_months=number)


@pytest.mark.proves("VIE-02", "CAT-05", "D10")
def test_what_was_kept_long_enough_is_nowhere_any_more_and_the_journal_says_of_what_kind_it_was(
    hiring: Service, amina: Person, bruno: Staff, wall: Wall
) -> None:
    ticket = a_matter(hiring, amina)
    keep(street=12, description=12, document=12, amount=24)
    bytes_of = path_of(StoredFile.objects.get().sha256)
    assert find_tickets(seen_by(bruno), "canari malade") and bytes_of.exists()
    ended(ticket, bruno)
    wall.forward(seconds=(YEAR - timedelta(days=2)).total_seconds())
    assert door.erased(clock.now()) == 0 and all(one in everything() for one in SECRETS[:3])
    wall.forward(days=3)
    assert door.erased(clock.now()) == 1
    left = everything()
    assert [one for one in SECRETS if one in left] == []
    assert find_tickets(seen_by(bruno), "canari malade") == [] and not StoredFile.objects.exists()
    sweep_orphans(older_than=clock.now() + timedelta(days=9_999))
    assert not bytes_of.exists()
    # What is kept longer, or for good, stays; and nothing of the journal was rewritten.
    answers = Answers.rows.get()
    assert answers.data["costs"] == [{"paid": "12.50"}] and answers.data["email"] == "amina@example.org"
    entry = Entry.objects.get(kind="forms.erased")
    told = {"ticket": ticket.pk, "elements": ["description", "document", "street"], "files": 1, "why": "kept_months"}
    assert entry.data == told and entry.stream == ticket.stream and verify().sound
    assert door.erased(clock.now()) == 0


@pytest.mark.proves("VIE-02")
def test_who_reads_the_request_is_told_what_is_gone(hiring: Service, amina: Person, bruno: Staff, wall: Wall) -> None:
    ticket = a_matter(hiring, amina)
    keep(street=1)
    ended(ticket, bruno)
    wall.forward(days=40)
    door.erased(clock.now())
    desk = as_one(bruno).get(f"/desk/tickets/{ticket.number}/?show=all").content.decode()
    assert "Kept long enough, and erased" in desk and "kept long enough and is erased: street" in desk
    assert SECRETS[0] not in desk and SECRETS[1] in desk


@pytest.mark.proves("VIE-02")
def test_a_form_that_was_begun_with_an_answer_loses_it_with_its_source(
    hiring: Service, amina: Person, bruno: Staff, wall: Wall
) -> None:
    ticket = a_matter(hiring, amina)
    keep(street=1)
    ended(ticket, bruno)
    wall.forward(days=30)
    browser = Client()
    browser.force_login(account_of(amina), backend="guichet.doors.portal.accounts.Backend")
    browser.post("/forms/A04/")
    begun = Draft.rows.latest("pk")
    assert begun.known["street"] == ticket.number and begun.answers["street"] == SECRETS[0]
    wall.forward(days=10)
    door.erased(clock.now())
    begun.refresh_from_db()
    assert "street" not in begun.answers and "street" not in begun.known and begun.answers["email"]


@pytest.mark.proves("VIE-02")
def test_what_was_split_off_with_the_same_words_and_files_loses_them_too_and_keeps_its_own(
    hiring: Service, amina: Person, bruno: Staff, wall: Wall
) -> None:
    ticket = a_matter(hiring, amina)
    keep(description=1, document=1)
    wall.forward(days=1)
    said = tickets.ClientWords(body="La lampe aussi.", channel=Channel.WEB, person=amina)
    later = tickets.write(ticket, by=seen_by(amina), now=clock.now(), said=said)
    opening = Message.objects.get(ticket=ticket, kind="opening")
    file = Attachment.objects.get(message=opening)
    apart = Apart(messages=(opening.pk, later.pk), files=(file.pk,), title="Une lampe")
    born = split(ticket, by=seen_by(bruno), now=clock.now(), apart=apart)
    assert SECRETS[1] in Message.objects.get(ticket=born, kind="opening").body
    ended(ticket, bruno)
    wall.forward(days=40)
    assert door.erased(clock.now()) == 1
    left = everything()
    assert [one for one in SECRETS[1:] if one in left] == [] and not StoredFile.objects.exists()
    assert "La lampe aussi." in Message.objects.get(ticket=born, kind="opening").body
    assert find_tickets(seen_by(bruno), "canari malade") == [] and verify().sound


@pytest.mark.proves("VIE-02")
def test_nothing_goes_while_the_matter_goes_on(hiring: Service, amina: Person, bruno: Staff, wall: Wall) -> None:
    ticket = a_matter(hiring, amina)
    keep(street=1)
    wall.forward(days=400)
    assert door.erased(clock.now()) == 0
    ended(ticket, bruno)
    assert door.erased(clock.now()) == 0


@pytest.mark.proves("D11")
def test_a_clock_that_is_wrong_erases_no_more_than_a_day_may(
    hiring: Service, amina: Person, bruno: Staff, wall: Wall, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    first, second = a_matter(hiring, amina), a_matter(hiring, amina)
    keep(street=1)
    ended(first, bruno)
    ended(second, bruno)
    monkeypatch.setattr(erasing, "LEAST", 1)
    wall.forward(days=3650)
    door.main(["--dry-run"])
    assert "street: 2" in capsys.readouterr().out and not Entry.objects.filter(kind="forms.erased").exists()
    assert [door.erased(clock.now()), door.erased(clock.now())] == [1, 0]
    wall.forward(days=1)
    assert door.erased(clock.now()) == 1


def test_the_night_does_it_once(hiring: Service, amina: Person, bruno: Staff, wall: Wall) -> None:
    ticket = a_matter(hiring, amina)
    keep(street=1)
    ended(ticket, bruno)
    wall.forward(days=40)
    assert localtime(clock.now()).hour not in door.NIGHT and door.turn("one") == 0
    wall.forward(seconds=NIGHT.total_seconds())
    assert localtime(clock.now()).hour in door.NIGHT
    assert [door.turn("one"), door.turn("one")] == [1, 0]


@pytest.mark.parametrize(
    ("ended_on", "months", "until"),
    [("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-12-15", 1, "2027-01-15")],
)
def test_months_are_counted_as_people_count_them(ended_on: str, months: int, until: str) -> None:
    first, last = datetime.fromisoformat(ended_on).date(), datetime.fromisoformat(until).date()
    assert months_after(first, months) == last
    kept = {"street": months, "email": months + 1}
    assert due_of(kept, ended_on=first, on=last) == {"street"}
    assert due_of(kept, ended_on=first, on=last - timedelta(days=1)) == set()
