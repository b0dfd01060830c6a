"""Our words: what they mean in both languages, which acronyms nobody explains, where a text uses them."""

import pytest

from guichet.areas.glossary import actions, queries, rules
from guichet.areas.people.models import Staff
from guichet.ground.access import SYSTEM, Refused
from guichet.ground.bilingual import Bilingual
from tests.cast import seen_by

LEASE = actions.TermForm(
    code="lease", name=Bilingual("bail", "lease"), definition=Bilingual("Un contrat de location.", "A rental contract.")
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask the CRA, then the CRA again, or the EMC2.", ["CRA", "EMC2"]),
        ("Le Conseil du Trésor (CT) décide. Le CT répond.", []),
        ("CT (Conseil du Trésor) décide.", []),
        ("Form A04, https://CRA.example/ABC, X@EXAMPLE.org, [here](/ABC/)", []),
        ("À l’ÉNA ; I am a B.", ["ÉNA"]),
    ],
)
def test_an_acronym_is_found_unless_the_text_or_the_glossary_says_what_it_is(text: str, found: list[str]) -> None:
    assert rules.unexplained(text, ()) == found
    assert rules.unexplained(text, found) == []


def test_the_first_use_of_a_word_opens_its_meaning_and_links_and_titles_stay_as_they_are() -> None:
    html = '<h2>The lease</h2><p><a href="/x>y">a lease</a> Leases, a lease, the TB &amp; tb.</p>'
    marked = rules.marked(html, {7: "lease", 8: "TB"})
    assert marked == (
        '<h2>The lease</h2><p><a href="/x>y">a lease</a> <button type="button" class="term" '
        'popovertarget="term-7">Leases</button>, a lease, the <button type="button" class="term" '
        'popovertarget="term-8">TB</button> &amp; tb.</p>'
    )


def test_words_are_told_in_the_order_of_the_text() -> None:
    assert rules.used_in("A term, then a lease. Released.", {1: "lease", 2: "term", 3: "release"}) == [2, 1]


@pytest.mark.django_db
def test_a_word_is_there_in_both_languages_or_not_at_all(bruno: Staff, ines: Staff) -> None:
    half = actions.TermForm(code="half", name=Bilingual("bail", ""), definition=LEASE.definition)
    with pytest.raises(Refused):
        actions.define(LEASE, by=seen_by(ines))
    actions.define(LEASE, by=seen_by(bruno))
    assert [one.code for one in queries.used_in("Votre bail", "fr")] == ["lease"]
    assert actions.configure_term(LEASE, by=SYSTEM) == []
    with pytest.raises(actions.NotWhole):
        actions.define(half, by=seen_by(bruno))


@pytest.mark.django_db
def test_what_one_part_of_a_page_writes_out_is_known_in_the_others() -> None:
    texts = [Bilingual("Le Conseil du Trésor (CT)", "Treasury Board (TB)"), Bilingual("Le CT", "The TB and the CRA")]
    assert queries.unexplained(texts) == ["CRA"]
