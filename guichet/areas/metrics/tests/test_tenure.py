"""What new clients and experienced ones say and are asked, and never what fewer than ten of them do (CLI-05)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from guichet.areas.catalogue.models import Service
from guichet.areas.metrics import queries
from guichet.areas.metrics.queries import Figure, Slice
from guichet.areas.metrics.tests.stage import DUE, NOW, copies, pulse, settle
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Message, Ticket
from tests.cast import NOON, a_ticket, seen_by

QUARTER = Slice(NOON - timedelta(days=80), NOW + timedelta(days=1))


def heard(by: Person, tenure: str, scores: list[int], *, again: int = 0, service: Service | None = None) -> None:
    """Make answered requests of a band, with what was said of each, some written about again before the answer."""
    ticket = a_ticket(by, service=service)
    Ticket.rows.filter(pk=ticket.pk).update(tenure=tenure)
    settle(ticket, met=DUE - timedelta(hours=1))
    ticket.refresh_from_db()
    for place, (score, one) in enumerate(zip(scores, [ticket, *copies(ticket, len(scores) - 1)], strict=True)):
        pulse(one, score, NOON)
        for at in [NOON + timedelta(hours=1)] * (place < again) + [DUE]:  # after the answer: no effort before it
            Message.objects.create(ticket=one, kind="client", channel="email", language="fr", at=at, visible_from=at)


@pytest.fixture
def lead(chloe: Staff) -> Viewer:
    return seen_by(chloe)


def by_band(viewer: Viewer, code: str, part: Slice = QUARTER) -> dict[int | str, Figure]:
    return {one.key: one.figures[code] for one in queries.breakdown(viewer, part, by="tenure", now=NOW)}


def alone(viewer: Viewer, code: str, part: Slice) -> Figure:
    return next(one for one in queries.figures(viewer, part, now=NOW) if one.definition.code == code)


@pytest.mark.proves("CLI-05")
def test_new_and_experienced_clients_have_a_score_and_an_effort_each_with_what_they_rest_on(
    amina: Person, lead: Viewer
) -> None:
    heard(amina, "new", [3] * 12, again=6)
    heard(amina, "experienced", [5] * 10 + [4] * 10, again=2)
    scores, efforts = by_band(lead, "pulse"), by_band(lead, "effort")
    assert {band: (one.value, one.n) for band, one in scores.items()} == {"new": (50.0, 12), "experienced": (87.5, 20)}
    assert {band: (one.kept, one.n, one.value) for band, one in efforts.items()} == {
        "new": (6, 12, 0.5), "experienced": (2, 20, 0.1),
    }  # fmt: skip
    for band in ("new", "experienced"):
        held = replace(QUARTER, tenure=band)
        assert alone(lead, "pulse", held).value == scores[band].value
        assert queries.counted(lead, held, "again", now=NOW) == efforts[band].kept


@pytest.mark.proves("CLI-05", "N4")
def test_a_band_under_ten_is_withheld_with_the_one_that_would_give_it_away(
    amina: Person, lead: Viewer, hiring: Service
) -> None:
    heard(amina, "new", [1] * 4)
    heard(amina, "settled", [4] * 30)
    heard(amina, "experienced", [5] * 12)
    heard(amina, "new", [2] * 8, service=hiring)
    heard(amina, "settled", [4] * 15, service=hiring)
    heard(amina, "experienced", [5] * 11, service=hiring)
    for service in (hiring.pk, 0):
        part = replace(QUARTER, service=service)
        bands = by_band(lead, "pulse", part)
        assert bands["new"].hidden and bands["new"].value is None
        shown = {band for band, one in bands.items() if not one.hidden}
        assert shown == {"settled"}
        for band in bands:
            held = replace(part, tenure=str(band))
            assert alone(lead, "pulse", held).hidden == (band not in shown)
            rows = queries.breakdown(lead, replace(QUARTER, tenure=str(band)), by="service", now=NOW)
            assert next(one for one in rows if one.key == service).figures["pulse"].hidden == (band not in shown)
    assert {band: (one.hidden, one.n) for band, one in by_band(lead, "pulse").items()} == {
        "new": (False, 12), "settled": (False, 45), "experienced": (False, 23),
    }  # fmt: skip


@pytest.mark.proves("CLI-05", "N4")
def test_a_band_of_ten_is_withheld_too_where_one_service_would_tell_the_rest(
    amina: Person, lead: Viewer, hiring: Service
) -> None:
    heard(amina, "new", [1] * 4)
    heard(amina, "settled", [4] * 30)
    heard(amina, "experienced", [5] * 12)
    heard(amina, "new", [2] * 15, service=hiring)
    found = by_band(lead, "pulse")
    assert {band: one.hidden for band, one in found.items()} == {"new": True, "settled": False, "experienced": True}
    assert alone(lead, "pulse", replace(QUARTER, tenure="new")).hidden


@pytest.mark.proves("CLI-05", "N4")
def test_a_month_of_a_band_tells_nothing_of_another_band(amina: Person, lead: Viewer) -> None:
    heard(amina, "new", [1] * 4)
    heard(amina, "settled", [4] * 20)
    assert [month.figure.hidden for month in queries.months(lead, QUARTER, now=NOW)] == [False]
    held = replace(QUARTER, tenure="settled")
    assert [month.figure.hidden for month in queries.months(lead, held, now=NOW)] == [True]
