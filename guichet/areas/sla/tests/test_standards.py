"""Which standard gives a request its dates, and that it keeps the one it was born with."""

from datetime import date, timedelta

import pytest

from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue.models import Service, Standard
from guichet.areas.catalogue.queries.standards import grounds, standard_by, standards_at
from guichet.areas.catalogue.rules.standards import CHANNELS, StandardTerms, faults_of_standard
from guichet.areas.people.models import Person, Staff
from guichet.areas.sla.models import Promise
from guichet.areas.sla.queries import promise_of
from guichet.areas.sla.readers import clocks
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.rules import Channel
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, TODAY, a_ticket, seen_by

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SAID = Bilingual("Nous répondons.", "We answer.")


def terms(**more: object) -> StandardTerms:
    given = {"kind": "timeliness", "measure": "completion", "statement": SAID, "service": "A04", "limit": "1 bd"}
    return StandardTerms(**(given | more))  # type: ignore[arg-type]


def keep(code: str, said: StandardTerms, *, now: object = NOON - DAY, since: date | None = None) -> list[str]:
    form = catalogue.StandardForm(code=code, terms=said, valid_from=since)
    return catalogue.configure_standard(form, by=SYSTEM, now=now)  # type: ignore[arg-type]


@pytest.mark.proves("MES-02")
@pytest.mark.django_db
def test_the_narrowest_standard_gives_the_date_and_the_service_where_none_does(
    amina: Person, bruno: Staff, hiring: Service
) -> None:
    keep("by-phone", terms(channel="phone", limit="3 bd"))
    keep("urgent-by-phone", terms(channel="phone", priority=1))
    keep("first-words", terms(measure="first", limit="1 h"))
    called, wrote = a_ticket(amina, service=hiring, channel="phone"), a_ticket(amina, service=hiring)
    assert promise_of(called).completion_target == "3 bd" and promise_of(wrote).completion_target == "5 bd"
    assert [promise_of(one).first_target for one in (called, wrote)] == ["1 h", "1 h"]
    tickets.prioritise(called, by=seen_by(bruno), now=NOON + HOUR, impact=3, urgency=3)
    held = promise_of(called)
    assert (held.completion_target, held.completion_by) == ("1 bd", "urgent-by-phone@1")


@pytest.mark.proves("MES-02", "NIV-01")
@pytest.mark.django_db
def test_what_changes_during_a_day_is_a_version_that_what_came_in_earlier_that_day_does_not_get(
    amina: Person, hiring: Service
) -> None:
    keep("hiring", terms(limit="2 bd"))
    early = a_ticket(amina, service=hiring)
    keep("hiring", terms(limit="4 bd"), now=NOON + HOUR)
    assert keep("hiring", terms(limit="4 bd"), now=NOON + 2 * HOUR) == []
    late = a_ticket(amina, service=hiring, at=NOON + 2 * HOUR)
    assert [promise_of(one).completion_by for one in (early, late)] == ["hiring@1", "hiring@2"]
    assert Standard.objects.filter(code="hiring").count() == 2
    before = list(Promise.objects.order_by("pk").values())
    clocks.rebuild()
    assert list(Promise.objects.order_by("pk").values()) == before


@pytest.mark.proves("NIV-01")
@pytest.mark.django_db
def test_the_promise_of_a_service_that_changed_twice_in_a_day_is_kept_by_what_came_between(
    amina: Person, chloe: Staff, hiring: Service
) -> None:
    Service.objects.update(state="draft")  # nothing but the promise is written here
    first = a_ticket(amina, service=hiring)
    for hours, completion in ((1, "6 bd"), (3, "7 bd")):
        catalogue.revise(
            Service.objects.get(), by=seen_by(chloe), now=NOON + hours * HOUR,
            wanted=catalogue.Wanted(
                name=hiring.name, summary=hiring.summary, sheet=hiring.told, first_response="4 h",
                completion=completion, responsible=None, review_on=None,
            ),
            timing=catalogue.Timing(version=Service.objects.get().version),
        )  # fmt: skip
    between = a_ticket(amina, service=hiring, at=NOON + 2 * HOUR)
    after = a_ticket(amina, service=hiring, at=NOON + 4 * HOUR)
    wanted = ["5 bd", "6 bd", "7 bd"]
    assert [promise_of(one).completion_target for one in (first, between, after)] == wanted
    clocks.rebuild()
    assert [promise_of(one).completion_target for one in (first, between, after)] == wanted


@pytest.mark.django_db
def test_a_standard_of_a_day_to_come_waits_for_it_and_a_retired_one_gives_no_date(
    amina: Person, hiring: Service
) -> None:
    keep("hiring", terms(limit="2 bd"), since=TODAY + DAY)
    assert promise_of(a_ticket(amina, service=hiring)).completion_by == ""
    tomorrow = NOON + DAY
    assert promise_of(a_ticket(amina, service=hiring, at=tomorrow)).completion_by == "hiring@1"
    keep("hiring", terms(limit="2 bd", retired=True), now=tomorrow + HOUR)
    assert promise_of(a_ticket(amina, service=hiring, at=tomorrow + 2 * HOUR)).completion_by == ""
    assert standards_at(tomorrow + 2 * HOUR) == []
    assert standard_by("hiring@1") is not None  # what it gave dates to still names it


@pytest.mark.django_db
def test_what_is_wrong_with_a_standard_is_said_field_by_field(hiring: Service) -> None:
    wrong = terms(
        kind="accuracy", statement=Bilingual("Seulement", ""), service="B99", priority=7, step="nowhere", unit="TI",
        share=0, silence="accepted",
    )  # fmt: skip
    found = {one.field for one in faults_of_standard(wrong, grounds())}
    assert found == {"statement", "measure", "service", "priority", "step", "unit", "share", "silence"}
    assert (
        faults_of_standard(terms(measure="task", limit="", step="contract", unit="RH", public=False), grounds()) == []
    )
    assert set(CHANNELS) == set(Channel)
