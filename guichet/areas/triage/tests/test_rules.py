"""What words alone tell."""

import pytest

from guichet.areas.triage.rules.levels import Usual, levels
from guichet.areas.triage.rules.likeness import is_alike, likeness
from guichet.areas.triage.rules.words import stems


@pytest.mark.parametrize(
    ("text", "impact", "urgency"),
    [
        ("C’est urgent, il me faut la clé aujourd’hui.", 2, 3),
        ("Rien d’urgent : quand vous aurez le temps.", 2, 1),
        ("No rush, whenever you can.", 2, 1),
        ("Personne ne peut imprimer, tout le bureau attend depuis ce matin.", 3, 3),
        ("The whole office is down and we need help immediately.", 3, 3),
        ("Une petite question sur le stationnement.", 1, 2),
        ("Je voudrais renouveler ma carte.", 2, 2),
    ],
)
def test_words_say_how_wide_and_how_pressing(text: str, impact: int, urgency: int) -> None:
    found = levels(text)
    assert (found.impact, found.urgency) == (impact, urgency)
    assert bool(found.impact_words) == (impact != 2)
    assert bool(found.urgency_words) == (urgency != 2)


def test_a_habit_speaks_only_where_words_do_not() -> None:
    habit = Usual(3, 2, 8, 10)
    assert (levels("Une carte.", habit).impact, levels("Une carte.", habit).usual) == (3, (8, 10))
    assert levels("Une carte, demain.", habit).impact == 2
    assert levels("Une carte.", Usual(3, 2, 2, 3)).usual == (0, 0)


def test_two_texts_are_alike_by_the_words_they_share() -> None:
    one = stems("La porte du garage reste ouverte la nuit", "fr")
    percent, words = likeness(one, stems("Le garage : porte ouverte cette nuit", "fr"))
    assert is_alike(percent)
    assert "garage" in words
    assert likeness(one, stems("Mon salaire n’est pas arrivé", "fr")) == (0, ())
