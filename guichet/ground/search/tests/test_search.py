"""The contract of search, the same on both engines."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guichet.ground.search import api, find, put, remove

pytestmark = pytest.mark.django_db

KIND = "sheet"
ATTACKS = [
    '" OR 1=1 --', "imprimante AND (", "NEAR(a b)", "words : x", "'); DROP TABLE x", "*", "a* | b:*", "\x00",
    "^imprimante",
]  # fmt: skip
SHEETS = {
    1: ("fr", "L’imprimante du deuxième étage ne répond plus ; j’ai réparé le câble."),
    2: ("en", "My addresses are wrong on both letters"),
    3: ("fr", "Les élections générales : demande de cartes d’accès pour des bénévoles"),
    4: ("en", "The printer is jammed again"),
    5: ("fr", "Une œuvre d’art au coût de 482913 dollars, évaluée hier"),
}


@pytest.fixture(autouse=True)
def index() -> None:
    for pk, (language, text) in SHEETS.items():
        put(KIND, pk, text, language, scope=10 + pk)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("imprimantes", [1]),  # a plural finds a singular
        ("deuxieme etage", [1]),  # accents may be left out
        ("ÉLECTION", [3]),  # capitals and accents, a singular finds a plural
        ("address", [2]),  # English has its own plurals
        ("carte d'acces", [3]),  # elision and empty words do not count
        ("print", [4]),  # the last word may be unfinished
        ("imprimante addresses", []),  # every word is wanted
        ("oeuvre", [5]),  # ligatures
        ("evaluees", [5]),
        ("482913", [5]),
        ("the", [4]),  # nothing but an empty word: it counts then
        ("xyzzy", []),
        ("", []),
        ("   ", []),
    ],
)
def test_words_find_what_people_mean(words: str, found: list[int]) -> None:
    assert find(words, kind=KIND, within=None) == found


@pytest.mark.proves("W11")
@pytest.mark.parametrize(
    "attack",
    [
        '" OR 1=1 --',
        "imprimante AND (",
        "NEAR(a b)",
        "words : x",
        "'); DROP TABLE x",
        "*",
        "a* | b:*",
        "\x00",
        "^imprimante",
    ],
)
def test_nothing_that_is_typed_is_read_as_grammar(attack: str) -> None:
    before = find("imprimante", kind=KIND, within=None)

    find(attack, kind=KIND, within=None)

    assert find("imprimante", kind=KIND, within=None) == before


def test_a_document_is_replaced_by_its_next_version() -> None:
    put(KIND, 1, "Un vélo", "fr", scope=1)

    assert find("imprimante", kind=KIND, within=None) == []
    assert find("vélos", kind=KIND, within=None) == [1]


def test_a_removed_document_is_not_found() -> None:
    remove(KIND, 1)

    assert find("imprimante", kind=KIND, within=None) == []


def test_a_common_word_gives_its_newest_and_a_rare_one_is_found_however_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "NEWEST", 6)
    for pk in range(100, 2_100, 20):
        put(KIND, pk, "Un vélo", "fr", scope=pk % 40)

    assert find("velo", kind=KIND, within=None) == [2_080, 2_060, 2_040, 2_020, 2_000, 1_980]
    assert find("velo", kind=KIND, within=None, scopes=[0]) == [2_080, 2_040, 2_000, 1_960, 1_920, 1_880]
    assert find("oeuvre", kind=KIND, within=None) == [5]
    assert find("oeuvre velo", kind=KIND, within=None) == []


def test_kinds_do_not_meet() -> None:
    put("other", 1, "Une imprimante", "fr", scope=1)

    assert find("imprimante", kind=KIND, within=None) == [1]
    assert find("imprimante", kind="other", within=None) == [1]


def test_scopes_narrow_the_search() -> None:
    put(KIND, 6, "Encore une imprimante", "fr", scope=99)

    assert find("imprimante", kind=KIND, within=None, scopes=[99]) == [6]
    assert find("imprimante", kind=KIND, within=None, scopes=[]) == []


@pytest.mark.proves("A06", "A12")
def test_nothing_outside_the_given_rows_is_found() -> None:
    ours = ContentType.objects.order_by("pk").first()
    assert ours
    for pk in (ours.pk, ours.pk + 1):
        put("row", pk, "Une rivière", "fr", scope=1)

    assert find("rivière", kind="row", within=ContentType.objects.filter(pk=ours.pk)) == [ours.pk]
    assert find("rivière", kind="row", within=ContentType.objects.none()) == []


def test_the_best_document_comes_first() -> None:
    put(KIND, 7, "papier " * 40 + "lampe", "fr", scope=1)
    put(KIND, 8, "lampe lampe lampe", "fr", scope=1)
    put(KIND, 9, "papier " * 80 + "lampe", "fr", scope=1)

    assert find("lampe", kind=KIND, within=None)[0] == 8
    assert find("lampe", kind=KIND, within=None, limit=1) == [8]


def test_a_rare_word_among_few_is_found_in_one_statement_however_high_their_ids_are() -> None:
    for pk in (1_000_000, 1_000_007):
        put("other", pk, "Un vélo", "fr", scope=1)

    with CaptureQueriesContext(connection) as said:
        assert find("velo", kind="other", within=None) == [1_000_007, 1_000_000]
    assert len(said) == 1


def test_putting_and_finding_take_one_statement_each() -> None:
    with CaptureQueriesContext(connection) as said:
        put(KIND, 10, "mot", "fr", scope=1)
        find("mot", kind=KIND, within=None)
    assert len(said) == 2


def test_a_very_long_document_is_indexed() -> None:
    put(KIND, 11, "alpha beta " * 30_000 + "gamma", "fr", scope=1)

    assert 11 in find("alpha", kind=KIND, within=None)
