"""What we tell offices, seen from inside: how many opened it, and what they ask one another kept in order."""

from datetime import date

import pytest
from django.urls import reverse

from guichet.areas.knowledge import actions, queries
from guichet.areas.knowledge.models import Article, Post
from guichet.areas.knowledge.tests.articles import a_question, an_article, an_article_for_offices
from guichet.areas.people.models import Membership, Organisation, Person, Staff
from guichet.doors.office.tests.test_articles import send
from guichet.doors.office.tests.test_offered import as_one
from tests.cast import NOON, TODAY, a_person, seen_by

pytestmark = pytest.mark.django_db


def people_of(house: dict[str, Organisation], count: int) -> list[Person]:
    """Let so many people work in an office."""
    made = [a_person(f"p{nth}@example.org", "P", str(nth)) for nth in range(count)]
    for one in made:
        Membership.objects.create(
            person=one, organisation=house["BN-01"], role="office_staff", starts_on=date(2025, 1, 6)
        )
    return made


@pytest.mark.proves("CLI-06")
def test_the_rate_of_readers_rests_on_who_works_in_offices_and_never_on_fewer_than_ten(
    house: dict[str, Organisation], chloe: Staff
) -> None:
    notice, other = an_article_for_offices(), an_article()
    people = people_of(house, 9)
    for one in (*people[:3], people[0]):
        actions.note_reading(notice, by=seen_by(one), now=NOON)
    page = reverse("office-article", args=[notice.pk])
    assert "opened by —" in as_one(chloe).get(page).content.decode()
    people += people_of_more(house)
    assert queries.reaches([notice.pk, other.pk], on=TODAY) == {notice.pk: queries.Reach(3, 12)}
    for shown in (page, reverse("office-articles")):
        assert "opened by 25% (3 / 12)" in as_one(chloe).get(shown).content.decode()
    Membership.objects.filter(person=people[0]).update(ends_on=date(2026, 3, 2))
    assert queries.reaches([notice.pk], on=TODAY) == {notice.pk: queries.Reach(2, 11)}


def people_of_more(house: dict[str, Organisation]) -> list[Person]:
    """Let a member have two offices, and two more people work in another: three people."""
    made = [a_person(f"q{nth}@example.org", "Q", str(nth), group="member") for nth in range(3)]
    places = [(made[0], "BN-01"), (made[0], "LV-01"), (made[1], "LV-01"), (made[2], "CEDRE")]
    for one, office in places:
        Membership.objects.create(
            person=one, organisation=house[office], role="member", starts_on=date(2025, 1, 6)
        )  # fmt: skip
    return made


@pytest.mark.proves("CLI-06")
def test_a_question_is_hidden_with_a_reason_and_shown_again(amina: Person, bruno: Staff) -> None:
    asked, client = a_question(amina), as_one(bruno)
    address = reverse("office-team-post", args=[asked.pk])
    assert asked.words in client.get(reverse("office-team")).content.decode()
    refused = client.post(address, {"do": "hide", "why": " "})
    assert refused.status_code == 422 and "Say why" in refused.content.decode()
    client.post(address, {"do": "hide", "why": "Une citoyenne y est nommée."})
    hidden = Post.rows.get()
    assert (hidden.hidden_why, hidden.hidden_by) == ("Une citoyenne y est nommée.", bruno)
    client.post(address, {"do": "show"})
    assert (Post.rows.get().hidden_at, Post.rows.get().hidden_why) == (None, "")


def test_only_offices_have_notices(hiring: object, bruno: Staff) -> None:
    said = {
        "version": "0", "title_fr": "Le pont est fermé", "body_fr": "Lundi.", "audience": "client", "owner": "CS",
        "notice": "yes",
    }  # fmt: skip
    refused = send(as_one(bruno), None, said)
    assert refused.status_code == 422 and "Only offices and caucuses read notices" in refused.content.decode()
    send(as_one(bruno), None, said | {"audience": "office"})
    assert Article.rows.get().notice
