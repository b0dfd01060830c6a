"""Taking out of words whatever tells whose they are. It takes too much rather than too little; a person reads after."""

import re
from collections.abc import Collection
from itertools import pairwise

MARKS = {
    "fr": {"name": "[nom]", "mail": "[courriel]", "place": "[adresse]", "number": "[numéro]", "link": "[lien]"},
    "en": {"name": "[name]", "mail": "[e-mail]", "place": "[address]", "number": "[number]", "link": "[link]"},
}
_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
_ROAD = r"rue|avenue|av\.|boulevard|boul\.|bd|chemin|ch\.|route|rang|place|allée|côte|montée|impasse|quai"
_STREET = r"street|st\.?|avenue|ave\.?|road|rd\.?|drive|dr\.?|boulevard|blvd\.?|lane|way|crescent|court|place"
_TITLES = r"M\.|MM\.|Mme|Mlle|Me|Dr|Dre|Mr\.?|Mrs\.?|Ms\.?|Monsieur|Madame"
# Each is taken out in this order: an address holds a number, a number may hold another.
_FOUND = (
    ("mail", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("link", re.compile(r"(?:https?://|www\.)\S+")),
    ("place", re.compile(rf"\b\d+[A-Za-z]?,? (?:(?:{_ROAD}) (?:[^\s,.;]+ ?){{1,4}}?(?=[,.;\n]|$))", re.IGNORECASE)),
    ("place", re.compile(rf"\b\d+[A-Za-z]? (?:{_WORD} ){{1,4}}(?:{_STREET})(?!\w)", re.IGNORECASE)),
    ("place", re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b", re.IGNORECASE)),
    ("number", re.compile(r"\bG-\d{4}-\d{6}-\d\b")),
    ("number", re.compile(r"(?<!\w)\+?\(?\d[\d\s().–-]{5,}\d(?!\w)")),
    ("number", re.compile(r"(?<!\w)(?=\w*\d{3})[\w-]*\d[\w-]*")),
    ("name", re.compile(rf"\b(?:{_TITLES}) (?:{_WORD} ?)+(?<! )")),
)  # fmt: skip
_LONG = re.compile(r"\w[\w’'-]+")


def anonymised(text: str, names: Collection[str], language: str) -> str:
    """Return words without names, addresses or numbers; `names` are those of whom they may be about."""
    marks = MARKS["fr" if language.startswith("fr") else "en"]
    for kind, pattern in _FOUND:
        text = pattern.sub(marks[kind], text)
    known = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    if known:
        whole = "|".join(re.escape(name) for name in known)
        text = re.sub(rf"(?<!\w)(?:{whole})(?!\w)", marks["name"], text, flags=re.IGNORECASE)
    name = re.escape(marks["name"])
    return re.sub(rf"{name}(?:[ -]{name})+", marks["name"], text)


def spoken_names(text: str) -> set[str]:
    """Return the words, and the pairs of words, of a text that may be somebody's name: they begin with a capital."""
    words = _LONG.findall(text)
    capital = [word if word[0].isupper() else "" for word in words]
    return {word for word in capital if word} | {f"{one} {two}" for one, two in pairwise(words)}
