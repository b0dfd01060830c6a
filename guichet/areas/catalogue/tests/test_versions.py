"""A service is written, versioned, dated, published whole, and read again by those who answer for it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.catalogue.actions import (
    CannotPublish,
    ChangedMeanwhile,
    Timing,
    Wanted,
    acknowledge,
    drop_change,
    move,
    revise,
    take_effect,
)
from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.queries import difference, offer, offers, readers_of, to_read, versions_of
from guichet.areas.catalogue.rules.sheet import Requirement, ServiceSheet, Way
from guichet.areas.catalogue.rules.versions import changes
from guichet.areas.people.models import Staff
from guichet.ground.access import SYSTEM, Refused
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, TODAY, seen_by

LATER = TODAY + timedelta(days=10)
WHOLE = ServiceSheet(
    outcome=Bilingual("Un emploi commencé à temps", "A job begun on time"), fee=Bilingual("Gratuit", "Free"), cents=0,
    ways=(Way(code="web", best=True),),
    requirements=(
        Requirement(
            key="start", label=Bilingual("La date d’entrée", "The first day"),
            why=Bilingual("La paie part ce jour-là", "Pay starts that day"),
        ),
    ),
)  # fmt: skip


def wanted(service: Service, **more: Any) -> Wanted:
    """Write a whole sheet, but for what the test says."""
    said = {
        "name": service.name, "summary": Bilingual("Un contrat", "A contract"), "sheet": WHOLE,
        "first_response": "4 h", "completion": "5 bd", "responsible": None, "review_on": None,
    }  # fmt: skip
    return Wanted(**(said | more))


def write(service: Service, by: Staff, *, on: date | None = None, **more: Any) -> Service:
    """Write a service as somebody of the cast, now or for a later day."""
    service.refresh_from_db()
    said = wanted(service, **({"responsible": by.pk} | more))
    revise(service, by=seen_by(by), now=NOON, wanted=said, timing=Timing(version=service.version, effective_on=on))
    service.refresh_from_db()
    return service


@pytest.mark.proves("CAT-01")
def test_each_change_is_a_version_with_who_and_what(hiring: Service, chloe: Staff) -> None:
    write(hiring, chloe)
    newest, first = versions_of(hiring)
    assert (newest.number, newest.staff, newest.effective_on) == (2, chloe, TODAY)
    assert (first.number, first.content["sheet"]["fee"]) == (1, {"fr": "", "en": ""})
    found = difference(hiring, newest.pk)
    assert found is not None and found.before == first
    said = {one.path: (one.was, one.now) for one in found.changes}
    assert said["sheet.fee.fr"] == ("", "Gratuit")
    assert said["sheet.requirements.start.why.en"] == (None, "Pay starts that day")
    assert "name.fr" not in said


def test_writing_the_same_again_keeps_no_version(hiring: Service, chloe: Staff) -> None:
    write(hiring, chloe)
    write(hiring, chloe)
    assert len(versions_of(hiring)) == 2


@pytest.mark.proves("PRC-05")
def test_a_dated_change_takes_effect_on_its_day_and_keeps_what_others_wrote_meanwhile(
    hiring: Service, chloe: Staff
) -> None:
    write(hiring, chloe)
    dear = replace(WHOLE, fee=Bilingual("Dix dollars", "Ten dollars"), cents=1000)
    write(hiring, chloe, on=LATER, sheet=dear, completion="3 bd")
    write(hiring, chloe, summary=Bilingual("Un contrat et une paie", "A contract and pay"))
    assert take_effect(by=SYSTEM, now=NOON) == 0
    assert offer(hiring.pk, on=TODAY).told.cents == 0
    assert take_effect(by=SYSTEM, now=NOON + timedelta(days=10)) == 1
    assert take_effect(by=SYSTEM, now=NOON + timedelta(days=10)) == 0
    since = offer(hiring.pk, on=LATER)
    assert (since.told.cents, since.summary.en, str(since.completion)) == (1000, "A contract and pay", "3 bd")
    assert str(offer(hiring.pk, on=TODAY).completion) == "5 bd"
    newest = versions_of(hiring)[0]
    assert (newest.number, newest.effective_on, newest.staff) == (4, LATER, chloe)


def test_a_change_to_come_is_given_up(hiring: Service, chloe: Staff) -> None:
    write(hiring, chloe)
    write(hiring, chloe, on=LATER, summary=Bilingual("Autre", "Other"))
    coming = versions_of(hiring)[0]
    assert drop_change(hiring, by=seen_by(chloe), pk=coming.pk)
    assert take_effect(by=SYSTEM, now=NOON + timedelta(days=10)) == 0


@pytest.mark.proves("CAT-05")
def test_nothing_is_published_without_its_other_language_a_why_an_owner_and_a_standard(
    hiring: Service, chloe: Staff
) -> None:
    Service.objects.update(state="draft")
    hiring.standards.all().delete()
    bare = replace(WHOLE.requirements[0], why=Bilingual("La paie", ""))
    write(
        hiring, chloe, first_response="", completion="", responsible=None, name=Bilingual("Embauche", ""),
        sheet=replace(WHOLE, requirements=(bare,), ways=()),
    )  # fmt: skip
    move(hiring, by=seen_by(chloe), now=NOON, to="review")
    with pytest.raises(CannotPublish) as refusal, transaction.atomic():
        move(hiring, by=seen_by(chloe), now=NOON, to="published")
    assert [(one.field, one.why) for one in refusal.value.lacks] == [
        ("name_en", "missing"), ("req0_why_en", "why"), ("ways", "no_way"), ("first_response", "standard"),
        ("responsible", "responsible"),
    ]  # fmt: skip
    write(hiring, chloe, name=Bilingual("Embauche", "Hiring"))
    assert hiring.pk not in offers(TODAY)
    move(hiring, by=seen_by(chloe), now=NOON, to="published")
    assert hiring.pk in offers(TODAY)


def test_what_is_published_cannot_be_made_half(hiring: Service, chloe: Staff) -> None:
    write(hiring, chloe)
    with pytest.raises(CannotPublish):
        write(hiring, chloe, name=Bilingual("Embauche", ""))


def test_a_retired_service_is_offered_no_more_and_its_requests_keep_it(hiring: Service, chloe: Staff) -> None:
    move(hiring, by=seen_by(chloe), now=NOON, to="retired")
    assert hiring.pk not in offers(TODAY)
    assert offer(hiring.pk, on=TODAY).code == "A04"
    move(hiring, by=seen_by(chloe), now=NOON, to="draft")
    with pytest.raises(ChangedMeanwhile):
        move(hiring, by=seen_by(chloe), now=NOON, to="published")


def test_two_who_write_at_once_do_not_undo_one_another(hiring: Service, chloe: Staff, dario: Staff) -> None:
    write(hiring, chloe)
    with pytest.raises(ChangedMeanwhile):
        revise(hiring, by=seen_by(dario), now=NOON, wanted=wanted(hiring), timing=Timing(version=1))


@pytest.mark.proves("NIV-04")
def test_who_knows_a_service_must_read_it_again_when_what_it_asks_changes(
    hiring: Service, chloe: Staff, bruno: Staff, ines: Staff
) -> None:
    Staff.objects.filter(pk=bruno.pk).update(competences=["RH"])
    write(hiring, chloe)
    bruno.refresh_from_db()
    assert [one.code for one in to_read(seen_by(bruno))] == ["A04"]
    assert to_read(seen_by(ines)) == []
    acknowledge(hiring, by=seen_by(bruno), now=NOON)
    assert to_read(seen_by(bruno)) == []
    assert [(one.staff, one.has_read) for one in readers_of(hiring)] == [(bruno, True)]
    write(hiring, chloe, summary=Bilingual("Autrement dit", "In other words"))
    assert to_read(seen_by(bruno)) == []
    why = replace(WHOLE.requirements[0], why=Bilingual("Pour la paie", "For pay"))
    write(hiring, chloe, sheet=replace(WHOLE, requirements=(why,)))
    assert [one.has_read for one in readers_of(hiring)] == [False]


def test_who_does_not_keep_the_catalogue_changes_nothing(hiring: Service, bruno: Staff) -> None:
    with pytest.raises(Refused):
        write(hiring, bruno)


def test_a_row_that_only_moved_did_not_change() -> None:
    one, two = {"key": "a", "x": "1"}, {"key": "b", "x": "2"}
    assert changes({"rows": [one, two]}, {"rows": [two, one]}) == []
    assert [c.path for c in changes({"rows": [one, two]}, {"rows": [two, one | {"x": "3"}]})] == ["rows.a.x"]


def test_a_sum_of_nothing_is_not_the_same_as_no_sum_said() -> None:
    said = {"cents": 0, "groups": ["citizen"], "best": False}
    assert [one.path for one in changes({}, said)] == ["cents", "groups"]
