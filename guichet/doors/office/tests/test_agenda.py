"""The calendar: what waits for a decision, what takes effect, what is read again, of articles and of services."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guichet.areas.catalogue.models import Service, ServiceVersion
from guichet.areas.catalogue.queries import content_of
from guichet.areas.knowledge.models import Article
from guichet.areas.knowledge.tests.articles import OLD, an_article
from guichet.areas.people.models import Staff
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual

pytestmark = pytest.mark.django_db


def test_the_calendar_tells_what_waits_what_is_late_and_what_comes_month_by_month(
    hiring: Service, bruno: Staff, chloe: Staff
) -> None:
    today = clock.now().date()
    soon, far = today + timedelta(days=20), today + timedelta(days=200)
    an_article("waits", title=Bilingual("Attend", "Waits"), published=False)
    Article.rows.filter(slug="waits").update(state="review")
    an_article("late", title=Bilingual("Tard", "Late one"), review_on=OLD)
    an_article("far", title=Bilingual("Loin", "Far one"), review_on=far)
    dated = an_article("dated", title=Bilingual("Daté", "Dated"))
    words = {"title": dated.title, "body": dated.body, "at": clock.now(), "base": 1}
    dated.versions.create(number=None, effective_on=soon, **words)
    ServiceVersion.objects.create(
        service=hiring, number=None, at=clock.now(), effective_on=soon, content=content_of(hiring)
    )
    shown = as_one(chloe).get(reverse("office-agenda")).content.decode()
    places = [shown.index(words) for words in ("Waits</b>", "Late one</b>", "Dated</b>", "Hiring, caucus</b>")]
    assert places == sorted(places) and "Far one" not in shown
    assert "Hiring, caucus</b>" not in as_one(bruno).get(reverse("office-agenda")).content.decode()
