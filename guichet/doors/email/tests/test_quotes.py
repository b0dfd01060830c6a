"""The new words of a reply are found, and no word of the writer is changed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.doors.email.parse.quotes import new_words

NEW = "Oui, mardi me convient.\n\nJe viendrai à 10 h."
HISTORIES = [
    "Le mar. 4 mars 2026 à 10 h 12, Guichet <guichet@example.org> a écrit :\n\n> Bonjour\n> Mardi vous convient ?",
    "Le mar. 4 mars 2026 à 10 h 12, Guichet <guichet@example.org> a\nécrit :\n\n> Bonjour",
    "Le 4 mars 2026 à 10:12, Guichet a écrit\xa0:\n> Bonjour",
    "On Tue, Mar 4, 2026 at 10:12 AM Guichet <guichet@example.org> wrote:\n> Hello",
    "On Tue, Mar 4, 2026 at 10:12 AM Client Services of the Assembly\n<guichet@example.org> wrote:\n\n> Hello",
    "-----Message d'origine-----\nDe : Guichet\nEnvoyé : 4 mars\nÀ : Amina\nObjet : x\n\nBonjour",
    "-----Original Message-----\nFrom: Guichet\nSent: Tuesday\nTo: Amina\nSubject: x\n\nHello",
    f"{'_' * 32}\nDe : Guichet <guichet@example.org>\nEnvoyé : 4 mars 2026 10:12\nÀ : Amina\nObjet : RE\n\nBonjour",
    f"{'_' * 32}\nFrom: Guichet <guichet@example.org>\nSent: March 4, 2026\nTo: Amina\nSubject: RE\n\nHello",
    "De\xa0: Guichet <guichet@example.org>\nEnvoyé\xa0: 4 mars 2026\nÀ\xa0: Amina\nObjet\xa0: RE\n\nBonjour",
    "*From:* Guichet\n*Sent:* March 4\n*To:* Amina\n*Subject:* RE\n\nHello",
    "> Bonjour\n> Mardi vous convient ?",
]
SIGNATURES = [
    "-- \nAmina Diallo\n555-0100",
    "--\nAmina",
    "-- / Amina",
    "Cordialement,\nAmina Diallo\nDirectrice, Bureau du député",
    "Bien cordialement\nAmina",
    "Merci,\nAmina",
    "Best regards,\nAmina",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon appareil Galaxy",
    "Envoyé à partir d’Outlook pour Android",
    "Sent from my iPhone",
    "Get Outlook for iOS",
    "Obtenez Outlook pour Android<https://aka.ms/x>",
    "_____",
]


@pytest.mark.parametrize("history", HISTORIES)
def test_the_quoted_history_is_left_out(history: str) -> None:
    assert new_words(f"{NEW}\n\n{history}") == NEW


@pytest.mark.parametrize("signature", SIGNATURES)
def test_the_signature_is_left_out(signature: str) -> None:
    assert new_words(f"{NEW}\n\n{signature}") == NEW


@pytest.mark.parametrize("history", HISTORIES[:4])
@pytest.mark.parametrize("signature", SIGNATURES)
def test_signature_and_history_are_left_out_together(signature: str, history: str) -> None:
    assert new_words(f"{NEW}\n\n{signature}\n\n{history}") == NEW


@pytest.mark.proves("P10")
@pytest.mark.parametrize(
    "text",
    [
        "Voici ce qu’il manque :\n\n- le bail\n- la preuve d’adresse\n- une photo",
        "Thanks, I received it.\n\nBut where do I sign? I still need the form, and the key of the second floor.",
        "Merci pour votre réponse.\n\nJ’ai une autre question : quand la carte arrive-t-elle ?",
        "Bonjour,\n\nLe 4 mars, mon voisin a écrit : « venez ». Je suis venue.",
        "Cordialement,\n\n" + "\n".join(f"Paragraphe {n} de ma vraie question, plus longue." for n in range(12)),
        "From: here to there, it takes an hour.\nThat is all.",
        "    code\n        indenté\n\nfin",
        "A\n_____\nB",
    ],
)
def test_the_writers_own_words_are_kept(text: str) -> None:
    assert new_words(text) == text


@pytest.mark.proves("P10")
def test_answers_between_quoted_lines_are_kept() -> None:
    text = "Voir plus bas.\n\nLe 4 mars 2026, Guichet a écrit :\n> Mardi ?\nOui.\n> Le matin ?\nNon, le soir."

    assert new_words(text) == "Voir plus bas.\n\nOui.\nNon, le soir."


@pytest.mark.proves("P10")
def test_an_answer_under_the_quote_is_kept() -> None:
    assert new_words("Le 4 mars 2026, Guichet a écrit :\n> Mardi ?\n\nOui, mardi.") == "Oui, mardi."


@pytest.mark.proves("P10")
def test_a_mail_that_only_forwards_keeps_everything() -> None:
    forwarded = "-----Message d'origine-----\nDe : Jean\nEnvoyé : 4 mars\nObjet : x\n\nVoici le texte."

    assert new_words(forwarded) == forwarded


PIECES = [*HISTORIES, *SIGNATURES, NEW, "Bonjour,", "> cité", "", "Merci", "a b", "- un", "?"]


@pytest.mark.proves("P10")
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=12))
def test_what_is_kept_is_always_made_of_the_writers_lines_in_their_order(pieces: list[str]) -> None:
    full = "\n".join(pieces)
    lines = iter(full.split("\n"))

    assert all(any(kept == line for line in lines) for kept in new_words(full).split("\n") if kept)


@pytest.mark.proves("P11")
@pytest.mark.parametrize(
    "piece",
    [
        "> ",
        "On ",
        "Le ",
        "On a\n",
        "Le a\n",
        "-- \n",
        "Cordialement\n",
        "_",
        "__\n",
        " \n",
        "\n",
        "From: a\n",
        "De : a\n",
        "a",
        "* ",
        "-",
        "Envoyé de ",
        "Confidential: mail ",
        "\nLe " + "x" * 190,
        "Thanks,\n",
        "a\n",
        "\t",
        "> On a\n",
        "Best,",
    ],
)
def test_no_text_is_slow_to_strip(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    new_words("warm")
    started = time.process_time()
    new_words(text)

    assert time.process_time() - started < 0.5
