"""The passage that answers, with its words marked."""

import pytest

from guichet.ground.search import passage

LONG = "Bonjour. " + "Rien d’utile ici. " * 40 + "Le chat dort sur les imprimantes du bureau. " + "Merci encore. " * 40


def marked(text: str, words: str, language: str = "fr") -> list[str]:
    return [piece for piece, answers in passage(text, words, language=language) if answers]


@pytest.mark.parametrize(
    ("text", "words", "language", "answers"),
    [
        ("Deux imprimantes.", "imprimante", "fr", ["imprimantes"]),
        ("La réparation", "reparation", "fr", ["réparation"]),
        ("The printers jam", "printer jam", "en", ["printers", "jam"]),
        ("Une imprimante", "impri", "fr", ["imprimante"]),
        ("Une chaise", "table", "fr", []),
        ("", "table", "fr", []),
        ("Une chaise", "", "fr", []),
    ],
)
def test_words_are_marked_as_they_are_found(text: str, words: str, language: str, answers: list[str]) -> None:
    assert marked(text, words, language) == answers


def test_a_long_text_is_cut_around_the_answer() -> None:
    shown = "".join(piece for piece, _answers in passage(LONG, "chat", language="fr"))
    assert "Le chat dort" in shown and len(shown) < 260
    assert shown.startswith("… ") and shown.endswith(" …")


def test_nothing_of_the_text_is_changed() -> None:
    text = "Une « chaise » & <b>deux</b> tables"
    assert "".join(piece for piece, _answers in passage(text, "tables", language="fr")) == text
