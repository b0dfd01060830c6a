"""A search that finds nothing is counted, kept without anybody's name, and settled by whoever answers for it."""

from datetime import timedelta

import pytest

from guichet.areas.catalogue.models import Service
from guichet.areas.finding import actions, queries, rules
from guichet.areas.finding.models import UnmetNeed
from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.actions import NEW
from guichet.areas.people.models import Staff
from guichet.ground.access import SYSTEM, Refused
from tests.cast import NOON, TODAY, bruno, chloe, hiring, house, seen_by

__all__ = ["bruno", "chloe", "hiring", "house"]
pytestmark = [pytest.mark.django_db, pytest.mark.proves("CAT-03", "SEG-02")]


def look_for(words: str, *, found: int = 0, language: str = "fr") -> None:
    actions.note_search(words, language=language, channel="portal", found=found, by=ANONYMOUS, now=NOON)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Chauffage  d’urgence ?", "chauffage d'urgence"),
        ("aide pour amina@example.org", "aide pour"),
        ("rappelez-moi au 250-555-0199 svp", "rappelez-moi au svp"),
        ("dossier 123456789", "dossier"),
        ("rampe 36 pouces", "rampe 36 pouces"),
        ("mot " * 90, ("mot " * 50).strip()),
    ],
)
def test_what_could_name_somebody_is_not_kept(typed: str, kept: str) -> None:
    assert rules.kept_words(typed)[:190] == kept[:190]


def test_the_same_words_are_one_need_counted(house: object, chloe: Staff) -> None:
    for words in ("Élever des licornes", "elever des licornes", "ÉLEVER DES LICORNES !"):
        look_for(words)
    look_for("embauche", found=3)

    (need,) = queries.needs(seen_by(chloe), limit=10)
    assert (need.words, need.count, need.language) == ("elever des licornes", 3, "fr")
    failures = queries.failures(seen_by(chloe), until=TODAY, days=30)
    assert (failures.asked, failures.failed, failures.rate) == (4, 3, 0.75)
    assert queries.failures(seen_by(chloe), until=TODAY, days=30, language="en").rate is None


def test_a_need_linked_to_a_service_is_found_from_then_on(hiring: Service, chloe: Staff) -> None:
    look_for("trouver du monde")
    (need,) = queries.needs(seen_by(chloe), limit=10)
    assert queries.services_for("trouver du monde", language="fr", on=TODAY).services == ()

    actions.link_need(need, "A04", by=seen_by(chloe), now=NOON)

    found = queries.services_for("Trouver du monde", language="fr", on=TODAY).services
    assert [one.code for one in found] == ["A04"]
    assert not queries.needs(seen_by(chloe), limit=10)
    actions.reopen_need(need, by=seen_by(chloe))
    assert queries.services_for("trouver du monde", language="fr", on=TODAY).services == ()


def test_a_need_is_linked_only_to_what_is_offered(hiring: Service, chloe: Staff) -> None:
    look_for("trouver du monde")
    (need,) = queries.needs(seen_by(chloe), limit=10)
    with pytest.raises(actions.NoSuchService):
        actions.link_need(need, "NONE", by=seen_by(chloe), now=NOON)


def test_only_whoever_answers_for_the_window_reads_and_settles_needs(house: object, bruno: Staff) -> None:
    look_for("licorne")
    need = UnmetNeed.objects.get()
    for refused in (
        lambda: queries.needs(seen_by(bruno), limit=1),
        lambda: queries.failures(seen_by(bruno), until=TODAY, days=7),
        lambda: actions.set_need_aside(need, by=seen_by(bruno)),
    ):
        with pytest.raises(Refused):
            refused()


def test_what_was_looked_for_once_and_long_ago_is_thrown_away(house: object) -> None:
    for words in ("licorne", "dragon", "dragon"):
        look_for(words)
    assert actions.drop_stale_needs(by=SYSTEM, now=NOON + timedelta(days=179)) == 0
    assert actions.drop_stale_needs(by=SYSTEM, now=NOON + timedelta(days=181)) == 1
    assert UnmetNeed.objects.get().words == "dragon"


def test_synonyms_reach_both_languages(hiring: Service) -> None:
    form = actions.SynonymsForm(code="hire", words={"fr": ["embauche", "recrutement"], "en": ["hire", "recruiting"]})
    assert queries.services_for("recrutement", language="fr", on=TODAY).services == ()

    assert actions.configure_synonyms(form, by=SYSTEM) == [NEW]
    assert actions.configure_synonyms(form, by=SYSTEM) == []

    for words, language in (("recrutement", "fr"), ("recruiting", "en"), ("recruiting", "fr")):
        assert [one.code for one in queries.services_for(words, language=language, on=TODAY).services] == ["A04"]
