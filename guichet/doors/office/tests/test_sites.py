"""The page of a place: its languages, its roster, the first words, the interpreter."""

from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from guichet.areas.catalogue.models import Calendar, Service
from guichet.areas.catalogue.queries import forget
from guichet.areas.people.actions import Reception, SiteForm, configure_site
from guichet.areas.people.models import Site, Staff
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.proves("EQU-02")]
PAGE, LIST = reverse("office-site", args=["S-1"]), reverse("office-sites")
GREETING = Bilingual("Bonjour ! Dans quelle langue ?", "Hello! In which language?")
FORM = SiteForm(
    code="S-1", organisation="CS", name=Bilingual("Le quai", "The wharf"), address=Bilingual("3, quai", "3 Wharf"),
    reception=Reception(languages=("fr", "en")),
)  # fmt: skip


@pytest.fixture(autouse=True)
def site(hiring: Service) -> Site:
    """A bilingual place that opens on Tuesday mornings."""
    Calendar.objects.create(code="tuesdays", data={"tz": "America/Vancouver", "hours": {"tue": ["09:00-12:00"]}})
    forget()
    configure_site(FORM, by=SYSTEM)
    return Site.objects.get()


def said(*staff: Staff, **more: str) -> dict[str, str]:
    return {
        "language_fr": "1", "language_en": "1", "calendar": "tuesdays", "greeting_fr": GREETING.fr,
        "greeting_en": GREETING.en, "called": "Wapanuk", "called_phone": "250-555-0198",
        **{f"staff_{one.pk}": "1" for one in staff}, **more,
    }  # fmt: skip


def read(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_a_roster_hour_without_a_bilingual_agent_is_flagged(
    site: Site, bruno: Staff, chloe: Staff, django_assert_max_num_queries: Any
) -> None:
    bruno.languages, bruno.hours = ["fr", "en"], {"tue": ["09:00-11:00"]}
    bruno.save()
    client = as_one(chloe)
    with clock.at(NOON):
        assert client.post(PAGE, said(bruno)).status_code == 302
        with django_assert_max_num_queries(18):
            shown = read(client.get(PAGE))
        assert "1 opening hour without anybody who speaks both languages" in shown
        assert "11:00–12:00" in shown and shown.count("nobody bilingual") == 1 and shown.count("Bruno Tremblay") >= 2
        assert "1 hour" in read(client.get(LIST)) and "Wapanuk" in read(client.get(LIST))
        Staff.objects.filter(pk=bruno.pk).update(hours={})
        assert "At each opening hour, somebody speaks both languages." in read(client.get(PAGE))
        client.post(PAGE, said(bruno, language_en=""))
        assert "People are received here in one language" in read(client.get(PAGE, {"week": "2026-03-09"}))
        answer: Any = client.get(LIST, {"format": "csv"})
    assert b"Bruno Tremblay" in b"".join(answer)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"language_fr": "", "language_en": ""}, "in one language or more"), ({"calendar": "x"}, "Choose one"),
        ({"greeting_en": ""}, "Write it in both languages."), ({"called": ""}, "Say who answers"),
    ],
)  # fmt: skip
def test_a_slip_is_said_at_its_field(site: Site, chloe: Staff, change: dict[str, str], sentence: str) -> None:
    answer = as_one(chloe).post(PAGE, said(**change))
    site.refresh_from_db()
    assert answer.status_code == 422 and sentence in read(answer) and "Bonjour !" in read(answer)
    assert not site.calendar


def test_whoever_receives_there_reads_the_first_words_in_both_languages_at_the_contact_bar(
    site: Site, bruno: Staff, chloe: Staff
) -> None:
    contact = reverse("desk-new-contact")
    assert "callbar__greeting" not in read(as_one(bruno).get(contact))
    as_one(chloe).post(PAGE, said(bruno))
    shown = read(as_one(bruno).get(contact))
    assert f'<span lang="fr-CA">{GREETING.fr}</span> <span lang="en-CA">{GREETING.en}</span>' in shown
    assert "Wapanuk" in shown and 'href="tel:250-555-0198"' in shown


def test_what_the_office_wrote_stays_and_only_those_who_lead_write_it(site: Site, bruno: Staff, chloe: Staff) -> None:
    as_one(chloe).post(PAGE, said(bruno))
    assert configure_site(FORM, by=SYSTEM) == []
    site.refresh_from_db()
    assert site.greeting == GREETING and site.calendar == "tuesdays" and list(site.staff.all()) == [bruno]
    assert as_one(bruno).get(PAGE).status_code == as_one(bruno).post(PAGE, said()).status_code == 404
    assert as_one(chloe).get(reverse("office-site", args=["S-9"])).status_code == 404
