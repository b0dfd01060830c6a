"""The demonstration is the same every time, sound in every account, and alive today."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, models
from pytest_django import Settings

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.people.queries import viewer_of_person, viewer_of_staff
from guichet.areas.problems.models import Case, Problem, Warned
from guichet.areas.sight.queries import who_can
from guichet.areas.sla.models import Promise, Segment
from guichet.areas.sla.queries import ledger_of
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets.models import OPEN, Ending, Message, Task, Ticket
from guichet.doors.demo import run
from guichet.doors.demo.making import SMALL, WHOLE
from guichet.doors.demo.run import Marker, Silence, Wanted, fill, main
from guichet.ground.database import empty
from guichet.ground.journal.models import Entry
from guichet.ground.journal.readers import PROJECTIONS
from guichet.ground.journal.seals import seal, verify
from guichet.ground.outbox.models import Outgoing, State
from tests import figures
from tests.cast import fresh_catalogue

__all__ = ["fresh_catalogue"]
LONG = bool(os.environ.get("GUICHET_RIG_LONG"))  # the whole demonstration, as `scripts/serve` makes it
WANTED = Wanted(46, date(2025, 9, 30), 18.0, WHOLE) if LONG else Wanted(46, date(2025, 9, 30), 1.0, SMALL)
FEWEST = 1_300 if LONG else 20
END = datetime.fromisoformat("2025-09-30T15:30:00-07:00")


@dataclass(frozen=True)
class Made:
    """What one making left."""

    numbers: list[str]
    digests: list[tuple[str, int, str]]


def what_is_there() -> Made:
    numbers = list(Ticket.rows.order_by("pk").values_list("number", flat=True))
    entries = Entry.objects.order_by("pk").values_list("stream", "position", "digest")
    return Made(numbers, [(stream, position, digest) for stream, position, digest in entries])


@pytest.fixture
def cleared(transactional_db: None) -> Iterator[None]:
    """Begin and end with nothing: the making commits, and its journal refuses to be deleted."""
    empty()
    yield
    empty()


@pytest.fixture
def marker(settings: Settings, tmp_path: Path) -> Marker:
    settings.CONFIG = SimpleNamespace(data_dir=tmp_path)
    return Marker(tmp_path / "demo.json")


def rows_of(projection: Any) -> list[list[str]]:
    """Return what a projection's tables hold, whatever the ids."""
    return [sorted(map(str, _values(model))) for model in projection.owns]


def _values(model: type[models.Model]) -> list[tuple[Any, ...]]:
    kept = [field.attname for field in model._meta.concrete_fields if not isinstance(field, models.BigAutoField)]
    return list(model._base_manager.values_list(*kept))


@pytest.mark.rig
@pytest.mark.usefixtures("cleared")
@pytest.mark.proves("DEP-03", "PRE-01", "BIL-02", "VIE-04", "INV-01")
def test_a_demonstration_is_sound_and_the_same_every_time(marker: Marker) -> None:
    begun = time.monotonic()
    count = fill(WANTED, marker, Silence())
    taken = round(time.monotonic() - begun, 1)
    first = what_is_there()
    assert count == len(first.numbers) > FEWEST
    assert marker.is_complete()
    check_the_accounts()
    check_who_can_see()
    check_the_life()
    check_what_was_told_first()
    figures.keep("demonstration", requests=count, entries=len(first.digests), seconds=taken, rebuilt="equal")
    empty()
    marker.path.unlink()
    fill(WANTED, marker, Silence())
    second = what_is_there()
    assert second.numbers == first.numbers
    assert second.digests == first.digests


def check_the_accounts() -> None:
    """The chain is sound, projections derive from it again, segments tile each ticket's life."""
    while seal(now=END):
        continue
    assert verify().sound
    for projection in PROJECTIONS.values():
        before = rows_of(projection)
        projection.rebuild()
        assert rows_of(projection) == before, projection.name
    for ticket in Ticket.rows.all():
        ledger = ledger_of(ticket)
        lengths = [part.length for part in ledger.segments(END)]
        assert sum(lengths, timedelta()) == ledger.lived(END)
        parts = list(Segment.objects.filter(ticket=ticket).order_by("start", "pk"))
        assert all(one.end == other.start for one, other in pairwise(parts))


def check_who_can_see() -> None:
    """For every account there is, what is told of who can see a ticket is what the policy lets through."""
    on = END.date()
    staff = [viewer_of_staff(one) for one in Staff.objects.all()]
    persons = [viewer_of_person(one, on=on) for one in Person.objects.filter(erased_at=None)]
    seen = {one.ref: set(Ticket.objects.visible_to(one).values_list("pk", flat=True)) for one in [*staff, *persons]}
    works = {one.ref: set(Task.objects.visible_to(one).values_list("ticket", flat=True)) for one in staff}
    for ticket in Ticket.rows.select_related("owner", "compartment"):
        owner = next(one for one in staff if one.staff == ticket.owner_id)
        told = {one.ref: one.why for one in who_can(owner, ticket, now=END)}
        assert set(told) == {ref for ref in seen if ticket.pk in seen[ref] or ticket.pk in works.get(ref, ())}
        assert {ref for ref, why in told.items() if why == "task"} == {
            ref for ref in told if ticket.pk not in seen[ref]
        }
        assert "other" not in told.values()


def check_the_life() -> None:
    """Something is open, sorted, asked, split and late today; everybody speaks their language; the past has left."""
    opened = Ticket.rows.filter(state__in=OPEN).select_related("owner__unit")
    assert all(ticket.owner and ticket.owner.unit.code == "CS" for ticket in opened)
    assert {"to_sort", "in_progress", "waiting_client", "waiting_unit"} <= {ticket.state for ticket in opened}
    assert Promise.objects.filter(open=True, met_at=None, due_at__lt=END).exists()
    assert not Message.objects.filter(body__contains="{").exists()
    assert {"fr", "en"} == set(Ticket.rows.values_list("language", flat=True))
    assert not Outgoing.objects.filter(state=State.PENDING, due_at__lt=END - timedelta(days=2)).exists()
    assert Outgoing.objects.filter(state=State.PENDING).exists()
    assert Pulse.objects.filter(score__isnull=False).exists()
    assert not Entry.objects.filter(at__gt=END).exists()
    mireille = Person.objects.get(given_name="Mireille")
    lease = Ticket.rows.get(requester=mireille, service__code="A11")
    assert lease in Ticket.objects.visible_to(viewer_of_person(mireille, on=END.date()))
    assert Task.rows.filter(ticket=lease, return_count=1).count() == 1
    hiring = Ticket.rows.get(service__code="A04", requester__given_name="Jonas", title__startswith="Nouvelle")
    assert (hiring.language, hiring.tasks_total, hiring.state) == ("fr", 4, "waiting_client")


def check_what_was_told_first() -> None:
    """Those affected by an incident heard of it before they called, and who came later is tied to it; access ended."""
    incident = Problem.objects.get()
    warned = set(Warned.objects.values_list("person__given_name", flat=True))
    assert {"Yan", "Thérèse"} <= warned and incident.announced_at
    cases = {case.ticket.requester.given_name: case for case in Case.objects.select_related("ticket__requester")}
    assert (cases["Sofia"].why, cases["Rania"].why) == ("person", "words")
    assert cases["Rania"].ticket.received_at > incident.announced_at
    leaving = Ticket.rows.get(service__code="A02", requester__given_name="Colin")
    assert leaving.companion and leaving.companion.given_name == "Léa"
    ended = {bool(one.delegation): one.ended_at is not None for one in Ending.objects.filter(ticket=leaving)}
    assert ended == {True: True, False: False}, "the delegation ended on the last day, the place has ninety days left"


@pytest.mark.rig
@pytest.mark.usefixtures("cleared")
def test_stopped_half_way_it_leaves_nothing(marker: Marker) -> None:
    class Stop(Silence):
        def __call__(self, done: int, total: int, tickets: int) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(WANTED, marker, Stop())
    assert not marker.is_there()
    assert not Entry.objects.exists()
    assert not Organisation.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.django_db
def test_it_refuses_an_installation_that_is_somebodys(marker: Marker, capsys: pytest.CaptureFixture[str]) -> None:
    Organisation.objects.create(code="ALR", kind="assembly")
    assert main(["--quiet"]) == 1
    assert "not empty" in capsys.readouterr().err
    assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_its_own_demonstration_is_left_as_it_is(
    marker: Marker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "fill", lambda *_: pytest.fail("it was made again"))
    Organisation.objects.create(code="ALR", kind="assembly")
    marker.write(complete=True)
    assert main([]) == 0
    assert "already here" in capsys.readouterr().err


def test_the_bar_says_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    bar = run.Bar(started=0.0)
    bar(50, 100, 12)
    bar(100, 100, 20)
    said = capsys.readouterr().err
    assert "50%  12 tickets" in said
    assert said.endswith("s left \n")
