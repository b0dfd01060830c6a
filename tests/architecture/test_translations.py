"""French is as complete as English, with the same placeholders and its own typography."""

import re

import polib
import pytest

from tests.architecture import translations

PLACEHOLDER = re.compile(r"%\([a-z_A-Z0-9.|:]+\)[sd]|{[a-z_A-Z0-9]*}")
# A plain space where the line may not break, or none where French wants one.
SLIP = re.compile(r" [:;!?»%](?=\s|$)|« |«(?=\w)|(?<=\w)»|\w[!?](?=\s|$)")


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.proves("EQU-01", "C05")
def test_every_text_has_its_french() -> None:
    assert {text.msgid: place for text, place in translations.missing().items()} == {}


def test_no_french_is_kept_for_a_text_that_nobody_says() -> None:
    spoken = {(text.msgid, text.context) for text in translations.texts()}
    assert sorted(key for key in translations.catalogue() if key not in spoken) == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    differing = [
        entry.msgid
        for entry in translations.catalogue().values()
        for text in said(entry)
        # A singular may say "one" in words.
        if not set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
        or (not entry.msgid_plural and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid)))
    ]
    assert differing == []


def test_french_punctuation_has_its_no_break_spaces() -> None:
    slips = [text for entry in translations.catalogue().values() for text in said(entry) if SLIP.search(text)]
    assert slips == []
