"""A service is begun in the office, without files: a draft until its sheet is whole, reviewed and published."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import LifeEvent, Service
from guichet.areas.catalogue.queries import versions_of
from guichet.areas.people.models import Staff
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground.bilingual import Bilingual

pytestmark = pytest.mark.django_db
NEW: dict[str, Any] = {
    "code": "A28", "name_fr": "Prêt de vélos", "name_en": "Bicycle loan", "summary_fr": "Un vélo pour la journée.",
    "summary_en": "", "nature": "service", "tier": "support", "owner": "TI", "calendar": "default",
    "keywords_fr": "vélo, bicyclette", "keywords_en": "bike", "group_member": "1", "group_citizen": "1",
    "event_hiring": "1", "plan_of": "A04",
}  # fmt: skip


@pytest.fixture
def hiring_event(hiring: Service) -> LifeEvent:
    """A moment of life."""
    return LifeEvent.objects.create(code="hiring", name=Bilingual("Embaucher", "Hiring"))


def begin(client: Client, **more: str) -> Any:
    return client.post(reverse("office-service-new"), NEW | more)


@pytest.mark.proves("CAT-01")
def test_a_service_begins_as_a_draft_and_is_published_through_the_gate(hiring_event: LifeEvent, chloe: Staff) -> None:
    client = as_one(chloe)
    assert begin(client).headers["Location"] == reverse("office-service", args=["A28"])
    row = Service.objects.get(code="A28")
    assert (row.state, row.owner.code, row.client_groups) == ("draft", "TI", ["member", "citizen"])
    assert row.keywords == {"fr": ["vélo", "bicyclette"], "en": ["bike"]}
    assert [one.code for one in row.life_events.all()] == ["hiring"]
    assert [step.key for step in row.plans.get().steps.all()] == ["contract", "account", "card"]
    assert [(one.number, one.staff) for one in versions_of(row)] == [(1, chloe)]
    assert Client().get("/services/A28/").status_code == 404
    state = reverse("office-service-state", args=["A28"])
    client.post(state, {"to": "review"})
    assert client.post(state, {"to": "published"}).status_code == 422, "its sheet is not whole yet"
    assert Client().get("/services/A28/").status_code == 404


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("code", "A04", "A service has this code already."), ("code", "a04", "A service has this code already."),
        ("code", "new", "A service has this code already."), ("code", "A 28", "Letters, figures and hyphens"),
        ("owner", "NOWHERE", "Choose one of the list."), ("plan_of", "A99", "Choose one of the list."),
        ("tier", "", "Choose one of the list."), ("name_fr", "", "Give it a name"),
        ("tier", "lead", "has no step in its plan"),
    ],
)  # fmt: skip
def test_a_slip_is_said_at_its_field_and_nothing_is_begun(
    hiring_event: LifeEvent, chloe: Staff, name: str, value: str, sentence: str
) -> None:
    more = {name: value} | ({"name_en": ""} if name == "name_fr" else {})
    answer = begin(as_one(chloe), **more)
    shown = answer.content.decode()
    assert answer.status_code == 422 and sentence in shown and "vélo, bicyclette" in shown
    assert not Service.objects.exclude(code="A04").exists()


@pytest.mark.proves("CAT-01")
def test_where_a_service_stands_is_said_again_as_a_version_and_never_over_somebody_elses(
    hiring_event: LifeEvent, chloe: Staff
) -> None:
    client, url = as_one(chloe), reverse("office-service-place", args=["A04"])
    shown = client.get(url).content.decode()
    assert "nouvel employé, embauche, contrat" in shown
    said = NEW | {"version": "1", "owner": "SEC"}
    assert client.post(url, said).status_code == 302
    row = Service.objects.get(code="A04")
    assert (row.owner.code, row.version, row.name.fr) == ("SEC", 2, "Embauche, caucus")
    late = client.post(url, said | {"owner": "TI"})
    assert late.status_code == 422 and "Somebody else changed this service" in late.content.decode()
    assert client.post(url, said | {"version": "2"}).status_code == 302
    assert Service.objects.get(code="A04").version == 2, "what changes nothing is no version"
