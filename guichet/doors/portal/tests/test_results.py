"""Everybody reads what was kept of our commitments, in both languages, and so does a machine."""

import csv
import json
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from django.core.cache import cache
from django.test import Client

from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue.models import Service, ServiceStandard
from guichet.areas.catalogue.rules.periods import Period
from guichet.areas.catalogue.rules.standards import StandardTerms
from guichet.areas.metrics.tests.stage import copies, settle
from guichet.areas.people.models import Organisation, Person
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import a_ticket

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WORDS = {
    "en": ("90% (18 out of 20)", "What we changed", "Promised dates kept"),
    "fr": ("90\u00a0% (18 sur 20)", "Ce que nous avons changé", "Dates promises tenues"),
}


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def kept(amina: Person, hiring: Service) -> None:
    """Eighteen promises kept and two missed, today."""
    now = clock.now()
    for count, met in [(18, now - timedelta(minutes=2)), (2, now)]:
        ticket = a_ticket(amina, service=hiring, at=now - 6 * DAY)
        settle(ticket, met=met, due=now - timedelta(minutes=1))
        ticket.refresh_from_db()
        copies(ticket, count - 1)


def page(address: str, language: str = "en") -> str:
    visitor = Client()
    visitor.cookies["django_language"] = language
    response = visitor.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.proves("AME-04")
@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_results_are_public_for_the_whole_and_for_a_service(hiring: Service, language: str) -> None:
    rate, changed, heading = WORDS[language]
    assert 'href="/commitments/results/"' in page("/commitments/", language)
    whole = page("/commitments/results/", language)
    assert rate in whole and heading in whole
    assert f'href="/commitments/results/{hiring.code}/"' in whole
    one = page(f"/commitments/results/{hiring.code}/", language)
    assert rate in one and changed in one and hiring.name.in_language(language) in one


@pytest.mark.proves("AME-04")
@pytest.mark.usefixtures("kept")
def test_the_files_say_what_the_page_says(hiring: Service) -> None:
    told = json.loads(Client().get("/commitments/results.json").content)
    whole, of_hiring = (next(one for one in told["results"] if one["service"] == code) for code in (None, hiring.code))
    for part in (whole, of_hiring):
        month = part["months"][-1]
        assert (month["completion"]["n"], month["completion"]["met"], month["completion"]["missed"]) == (20, 18, 2)
        assert month["completion"]["rate"] == 0.9 and month["delay"]["n"] == 20
        assert month["missed_time_held_by"] is None  # two misses would tell about somebody
    lines = list(csv.DictReader(StringIO(Client().get("/commitments/results.csv").content.decode("utf-8-sig"))))
    line = [one for one in lines if one["service"] == hiring.code][-1]
    assert (line["completion_met"], line["completion_missed"], line["completion_rate"]) == ("18", "2", "0.9")
    assert line["service_fr"] == hiring.name.fr and line["standard_completion"] == "5 bd"


def test_a_change_of_the_standard_is_told_with_its_day(hiring: Service) -> None:
    day = clock.now().date() - 40 * DAY
    ServiceStandard.objects.create(service=hiring, first_response="2 h", completion="3 bd", valid_from=day)
    ServiceStandard.objects.create(
        service=hiring, first_response="1 h", completion="", valid_from=clock.now().date() + 9 * DAY
    )
    shown = page(f"/commitments/results/{hiring.code}/")
    assert "first words within 2 business hours, settled within 3 business days" in shown
    assert "first words within 1 business hour" not in shown


def test_a_service_that_is_not_published_has_no_results_page(hiring: Service) -> None:
    Service.objects.filter(pk=hiring.pk).update(state="draft")
    assert Client().get(f"/commitments/results/{hiring.code}/").status_code == 404
    assert Client().get("/commitments/results/nothing/").status_code == 404


@pytest.mark.proves("BIL-02")
@pytest.mark.usefixtures("kept")
def test_no_unit_of_ours_is_named_in_the_results(hiring: Service, house: dict[str, Organisation]) -> None:
    for address in ("/commitments/results/", f"/commitments/results/{hiring.code}/", "/commitments/results.json"):
        shown = page(address, "fr")
        assert not [one for code, one in house.items() if code in {"RH", "TI", "SEC"} and one.name.fr in shown]


def test_a_name_is_never_a_formula_of_a_spreadsheet(hiring: Service) -> None:
    hiring.name = type(hiring.name)("=1+1", "=1+1")
    hiring.save()
    text = Client().get("/commitments/results.csv").content.decode("utf-8-sig")
    assert "'=1+1" in text or "=1+1" not in text


@pytest.mark.proves("AME-04")
@pytest.mark.parametrize(("language", "words"), [("en", "Several months together"), ("fr", "Plusieurs mois ensemble")])
def test_months_too_small_are_told_together(amina: Person, hiring: Service, language: str, words: str) -> None:
    now = clock.now()
    for month in range(1, 7):
        at = now - 30 * month * DAY
        ticket = a_ticket(amina, service=hiring, at=at - 6 * DAY)
        settle(ticket, met=at - timedelta(minutes=2), due=at)
        ticket.refresh_from_db()
        copies(ticket, 1)
    rate = {"en": "100% (12 out of 12)", "fr": "100\u00a0% (12 sur 12)"}[language]
    one = page(f"/commitments/results/{hiring.code}/", language)
    assert words in one and one.count(rate) == 3  # in the first line, and in the two cells
    assert rate in page("/commitments/results/", language)
    (told,) = [
        one for one in json.loads(Client().get("/commitments/results.json").content)["results"] if one["service"]
    ]
    assert [one["completion"]["n"] for one in told["longer"]] == [12]
    assert all(month["completion"]["withheld"] for month in told["months"] if month["completion"].get("n") != 0)


@pytest.mark.proves("MES-02")
@pytest.mark.usefixtures("kept")
def test_a_public_standard_is_told_with_its_target_its_suspensions_and_what_was_kept(hiring: Service) -> None:
    statement = Bilingual("Nous vous répondons à temps.", "We answer you in time.")
    storm = Period(clock.now().date() - 40 * DAY, clock.now().date() - 39 * DAY, "Tempête", "Storm")
    said: dict[str, object] = {"kind": "timeliness", "statement": statement, "service": hiring.code}
    wanted: list[tuple[str, dict[str, object]]] = [
        ("answers", {"measure": "completion", "share": 85, "suspended": (storm,)}),
        ("own-work", {"measure": "task", "unit": "RH", "public": False}),
        ("queue", {"measure": "declared"}),
    ]
    for code, more in wanted:
        form = catalogue.StandardForm(code=code, terms=StandardTerms(**said | more))  # type: ignore[arg-type]
        catalogue.configure_standard(form, by=SYSTEM, now=clock.now())
    for language, words in [
        ("en", ("at least 85%", "Storm", "no data")),
        ("fr", ("au moins 85", "Tempête", "aucune donnée")),
    ]:
        commitments, whole = page("/commitments/", language), page("/commitments/results/", language)
        assert statement.in_language(language) in commitments and words[1] in commitments
        assert words[0] in commitments.replace("\xa0", " ")
        assert words[0] in whole.replace("\xa0", " ") and words[2] in whole and WORDS[language][0] in whole
    told = {one["standard"]: one for one in json.loads(Client().get("/commitments/results.json").content)["standards"]}
    assert set(told) == {"answers", "queue"}  # an agreement of the house is nobody else's
    month = told["answers"]["months"][-1]
    assert (month["known"], month["n"], month["met"], month["target_met"]) == ("value", 20, 18, "Y")
    assert told["queue"]["months"][-1] | {"known": "no_data", "target_met": "NA"} == told["queue"]["months"][-1]
    lines = csv.DictReader(StringIO(Client().get("/commitments/standards.csv").content.decode("utf-8-sig")))
    line = [one for one in lines if one["standard"] == "answers"][-1]
    assert (line["met"], line["total"], line["rate"], line["target_met"]) == ("18", "20", "0.9", "Y")
