"""Every text of the demonstration is bilingual, typeset as its language is, and reaches nobody."""

import re
from typing import Any

import pytest

from guichet.doors.demo.tests.data import DATA, FILES, load, texts, walk


def faults(pattern: str, language: str) -> list[str]:
    return [f"{where}: {text}" for where, text in texts(language) if re.search(pattern, text)]


@pytest.mark.parametrize("name", FILES)
def test_every_text_exists_in_french_and_in_english(name: str) -> None:
    """The data behind EQU-01."""
    half = set[Any]()
    for path, node in walk(load(name)):
        if isinstance(node, dict) and {"fr", "en"} & set(node):
            if path[0] == "articles" and "en" not in node:
                half.add(path[1])
                continue
            # A group of synonyms has a code beside, a suspension its days.
            assert set(node) - {"code", "from", "until"} == {"fr", "en"}, (name, path)
            assert all(node.values()), (name, path)
    # Two drafts wait for their English, as they would anywhere: nobody reads them before.
    assert len(half) == (2 if name == "scenario" else 0)


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("a straight apostrophe or quote", "['\"]"),
        ("a guillemet without its no-break space", "«[^\u00a0]|[^\u00a0]»"),
        ("a colon without its no-break space", r"[^\u00a0\d]:|:[^ \d]"),
        ("a percent or dollar sign without its no-break space", "[^\u00a0][%$]"),
        ("an hour without its no-break space", r"\d h\b"),
        ("a ; ! or ? without its narrow no-break space", "[^\u202f!?][;!?]"),
        ("three dots, or two spaces", r"\.\.\.|  "),
        ("a line that begins or ends with a space", r"^\s|\s$"),
    ],
)
def test_the_french_is_typeset_as_french(fault: str, pattern: str) -> None:
    assert faults(pattern, "fr") == [], fault


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("a straight apostrophe or quote", "['\"]"),
        ("French spacing or guillemets", r"[\u00a0\u202f«»]|\s[:;!?%]"),
        ("three dots, or two spaces", r"\.\.\.|  "),
        ("a line that begins or ends with a space", r"^\s|\s$"),
    ],
)
def test_the_english_is_typeset_as_english(fault: str, pattern: str) -> None:
    assert faults(pattern, "en") == [], fault


@pytest.mark.parametrize("name", FILES)
def test_nothing_could_reach_a_real_person(name: str) -> None:
    source = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    addresses = re.findall(r"[\w.+-]+@[\w.-]+", source)
    assert [found for found in addresses if not found.endswith("@example.org")] == []
    assert all(found.isascii() for found in addresses)
    phones = re.findall(r"\b\d{3}[-. ]\d{4}\b", source)
    assert [found for found in phones if not found.startswith("555-01")] == []
    assert "http" not in source
