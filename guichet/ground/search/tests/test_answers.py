"""A question in somebody's own words is answered in the same order on both engines."""

import pytest
from django.contrib.contenttypes.models import ContentType

from guichet.ground.search import KEYWORD, SUMMARY, TEXT, TITLE, Field, answer, forget, marked, phrase, put_fields
from guichet.ground.search.postings import counts
from guichet.ground.search.vocabulary import of

pytestmark = [pytest.mark.django_db, pytest.mark.proves("CAT-03")]

KIND = "leaf"
LEAVES = {
    1: [("Rupture de bail", "fr", TITLE), ("bail brisé", "fr", KEYWORD), ("Lease termination", "en", TITLE),
        ("lease broken", "en", KEYWORD), ("Le propriétaire reprend le local.", "fr", SUMMARY)],
    2: [("Bail : nouveau ou renouvellement", "fr", TITLE), ("Lease: new or renewal", "en", TITLE)],
    3: [("Imprimante et encre", "fr", TITLE), ("Printer and toner", "en", TITLE),
        ("La vitre du bac est brisée.", "fr", TEXT)],
    4: [("Réseau", "fr", TITLE), ("Wi-Fi", "fr", KEYWORD), ("Network", "en", TITLE), ("Wi-Fi", "en", KEYWORD)],
}  # fmt: skip


@pytest.fixture(autouse=True)
def leaves() -> None:
    forget()
    for pk, fields in LEAVES.items():
        put_fields(KIND, pk, [Field(*field) for field in fields])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bail brise", [1, 2]),  # accents left out; both words before one of them
        ("BAUX BRISÉS bail", [1, 2]),
        ("je voudrais renouveler mon bail", [2, 1]),
        ("imprimnte", [3]),  # a letter forgotten
        ("impr", [3]),  # the last word may be unfinished
        ("impr ", []),  # it is finished
        ("wifi", [4]),
        ("wi-fi", [4]),
        ("toner", [3]),  # English, on a French page
        ("xyzzy", []),
        ("", []),
        ("' OR 1=1 -- \x00", []),
    ],
)
def test_the_best_answer_comes_first(words: str, found: list[int]) -> None:
    assert answer(words, kind=KIND, language="fr").pks == found


def test_a_word_in_the_title_weighs_more_than_in_the_text() -> None:
    put_fields(KIND, 5, [Field("Vitres", "fr", TITLE)])

    assert answer("vitre", kind=KIND, language="fr").pks == [5, 3]


def test_what_was_read_in_place_of_a_slip_is_told() -> None:
    assert answer("imprimnte", kind=KIND, language="fr").read_as == (("imprimnte", "imprimante"),)
    assert answer("imprimante", kind=KIND, language="fr").read_as == ()


def test_words_that_mean_the_same_find_the_same() -> None:
    alike = {
        phrase("on nous met dehors", "fr"): ["fr:rupture"],
        phrase("copieur", "fr"): ["fr:imprimante", "en:printer"],
    }

    assert answer("copieur", kind=KIND, language="fr").pks == []
    assert answer("copieur", kind=KIND, language="fr", alike=alike).pks == [3]
    assert answer("on nous met dehors", kind=KIND, language="fr", alike=alike).pks == [1]


@pytest.mark.proves("A06")
def test_nothing_outside_the_given_rows_answers() -> None:
    rows = ContentType.objects.order_by("pk")
    first = rows[0].pk
    for pk in (first, first + 1):
        put_fields("row", pk, [Field("Une rivière", "fr", TITLE)])

    assert answer("rivière", kind="row", language="fr", within=rows.filter(pk=first)).pks == [first]
    assert answer("rivière", kind="row", language="fr", within=rows.none()).pks == []


def test_what_is_put_again_or_forgotten_is_counted_right() -> None:
    put_fields(KIND, 2, [Field("Vélo", "fr", TITLE)])
    assert answer("renouvellement", kind=KIND, language="fr").pks == []
    assert answer("vélo", kind=KIND, language="fr").pks == [2]

    put_fields(KIND, 2, [])
    assert answer("vélo", kind=KIND, language="fr").pks == []
    assert counts(KIND, ["fr:velo", "fr:bail"]) == {"": 3, "fr:bail": 1}
    assert "velo" not in of(KIND, "fr").spelled


def test_the_words_that_answer_are_marked_in_the_whole_text() -> None:
    pieces = marked("Le bail brisé & le reste", "mon bail est brise", language="fr")

    assert [text for text, answers in pieces if answers] == ["bail", "brisé"]
    assert "".join(text for text, _answers in pieces) == "Le bail brisé & le reste"
