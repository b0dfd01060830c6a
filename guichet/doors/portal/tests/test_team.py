"""The page of an office: notices that nobody else reads, who is who, and what offices ask one another."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.knowledge import actions
from guichet.areas.knowledge.models import Article, Post, Reading
from guichet.areas.knowledge.tests.articles import PDF, a_document, a_question, an_article_for_offices
from guichet.areas.people.models import Membership, Organisation, Person, Staff, User
from guichet.ground.bilingual import Bilingual
from tests.cast import TODAY, a_person, seen_by

pytestmark = pytest.mark.django_db
BACKEND = "guichet.doors.portal.accounts.Backend"


def as_one(who: Person) -> Client:
    """Sign somebody in."""
    who.user = who.user or User.objects.create_user(f"person{who.pk}@example.org")
    who.save(update_fields=["user"])
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(who.user, backend=BACKEND)
    return client


def words(client: Client, address: str, **more: Any) -> str:
    return client.get(address, **more).content.decode()


@pytest.fixture
def notice(house: object) -> Article:
    return an_article_for_offices(title=Bilingual("Le pont est fermé lundi", "The bridge is closed on Monday"))


@pytest.fixture
def strangers(house: dict[str, Organisation]) -> list[Client]:
    """A citizen, the owner of a business, and somebody whose place in an office is over."""
    made = [a_person(f"{one}@example.org", one, "Noël", group=one) for one in ("citizen", "business", "office_staff")]
    firm = Organisation.objects.create(code="FIRM", kind="business", name=Bilingual("Le four", "The oven"))
    Membership.objects.create(person=made[1], organisation=firm, role="owner", starts_on=date(2025, 1, 6))
    Membership.objects.create(
        person=made[2], organisation=house["BN-01"], role="office_staff", starts_on=date(2025, 1, 6),
        ends_on=TODAY - timedelta(days=1),
    )  # fmt: skip
    return [as_one(one) for one in made]


@pytest.mark.proves("CLI-06")
def test_a_notice_for_offices_is_invisible_to_everybody_else(
    notice: Article, amina: Person, strangers: list[Client]
) -> None:
    paper, asked = a_document(notice), a_question(amina)
    pages = [
        reverse("portal-team"), reverse("portal-team-article", args=[notice.slug]),
        reverse("portal-team-question", args=[asked.pk]), reverse("portal-document", args=[paper.token, "en"]),
        reverse("portal-article", args=[notice.slug]),
    ]  # fmt: skip
    member = as_one(amina)
    assert [member.get(page).status_code for page in pages] == [200, 200, 200, 200, 404]
    assert member.get(pages[3]).content == PDF + b"en"
    nowhere = reverse("portal-team-article", args=["nowhere"])
    for stranger in strangers:
        assert {stranger.get(page).status_code for page in (*pages, nowhere)} == {404}
        assert stranger.post(pages[0], {"words": "Bonjour"}).status_code == 404
        listed = words(stranger, "/articles/") + words(stranger, "/articles/?q=bridge") + words(stranger, "/mine/")
        assert notice.title.en not in listed
        assert reverse("portal-team") not in listed
    assert notice.title.en not in words(Client(), "/services/?q=bridge") + words(Client(), "/articles/")
    assert Reading.objects.count() == 1 and Post.rows.count() == 1


@pytest.mark.proves("CLI-06")
def test_a_notice_says_that_it_is_to_be_read_until_it_is_opened(notice: Article, amina: Person) -> None:
    an_article_for_offices("lately", title=Bilingual("L’imprimante est là", "The printer is here"))
    client = as_one(amina)
    page = words(client, "/team/")
    assert page.count("To read") == 2
    assert page.index("The printer is here") < page.index("The bridge is closed")
    for _again in range(2):
        client.get(reverse("portal-team-article", args=[notice.slug]))
    assert Reading.objects.get().person == amina
    assert words(client, "/team/").count("To read") == 1
    client.cookies["django_language"] = "fr"
    assert "Le pont est fermé lundi" in client.get("/team/").content.decode()


@pytest.mark.proves("CLI-06")
def test_who_is_who_names_the_office_in_full_and_the_window_by_given_names(
    amina: Person, etienne: Person, bruno: Staff, chloe: Staff, hiring: Service, house: dict[str, Organisation]
) -> None:
    lea = a_person("lea@example.org", "Léa", "Comeau")
    Membership.objects.create(person=lea, organisation=house["BN-01"], role="member", starts_on=date(2025, 1, 6))
    Service.objects.update(client_groups=["office_staff"])
    Staff.objects.filter(pk=bruno.pk).update(competences=["RH"])
    Staff.objects.filter(pk=chloe.pk).update(roles=["agent", "manager"])
    page = words(as_one(amina), "/team/")
    assert '<b>Staff and pay</b><p class="quiet">Bruno</p>' in page
    assert '<b>Whatever you ask</b><p class="quiet">Chloe</p>' in page
    assert "<b>Léa Comeau</b>" in page
    for inside in ("Tremblay", bruno.email, "lea@example.org", "Étienne", "Client Services", "Lac-Vert"):
        assert inside not in page.partition("<main")[2]


@pytest.mark.proves("CLI-06")
def test_an_office_asks_all_the_others_and_is_told_to_name_no_citizen(amina: Person, etienne: Person) -> None:
    asker, other = as_one(amina), as_one(etienne)
    assert "Name no citizen" in words(asker, "/team/")
    empty = asker.post("/team/", {"words": " "})
    assert empty.status_code == 422 and "Write a few words first." in empty.content.decode()
    place = asker.post("/team/", {"words": "Qui loue des chaises ?"}).headers["Location"]
    assert "Qui loue des chaises ?" in words(other, "/team/")
    assert other.post(place, {"words": "La salle du quai."}).status_code == 302
    read = words(asker, place)
    assert "La salle du quai." in read and "Étienne Rival" in read and "Lac-Vert Office" in read
    assert "1 answer " in words(asker, "/team/")
    assert as_one(amina).get(reverse("portal-team-question", args=[Post.rows.latest("pk").pk])).status_code == 404


@pytest.mark.proves("CLI-06")
def test_what_is_hidden_is_read_by_whoever_wrote_it_alone_with_the_reason(
    amina: Person, etienne: Person, bruno: Staff
) -> None:
    asked = a_question(amina, "Madame Untel doit-elle payer ?")
    actions.hide(asked, why="Une citoyenne y est nommée.", by=seen_by(bruno), now=asked.at)
    page = reverse("portal-team-question", args=[asked.pk])
    assert "Une citoyenne y est nommée." in words(as_one(amina), page)
    assert "Bruno" not in words(as_one(amina), page)
    other = as_one(etienne)
    assert other.get(page).status_code == other.post(page, {"words": "Non."}).status_code == 404
    assert "Untel" not in words(other, "/team/")


def test_a_flood_of_questions_waits_and_loses_nothing(amina: Person) -> None:
    client = as_one(amina)
    for _time in range(20):
        client.post("/team/", {"words": "Encore"})
    refused = client.post("/team/", {"words": "Une de trop"})
    assert refused.status_code == 422 and "Une de trop" in refused.content.decode()
    assert Post.rows.count() == 20


def test_the_page_of_an_office_asks_as_often_of_the_database_whatever_is_on_it(
    amina: Person, django_assert_max_num_queries: Any
) -> None:
    client = as_one(amina)
    for turn in range(6):
        an_article_for_offices(f"n{turn}")
        a_question(amina)
    client.get("/team/")
    with django_assert_max_num_queries(22):
        client.get("/team/")
