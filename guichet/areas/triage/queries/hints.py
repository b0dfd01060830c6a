"""Which services a text points to, by the words of their sheets alone."""

from dataclasses import dataclass
from datetime import date

from guichet.areas.catalogue.queries import Offer, offers
from guichet.areas.triage.rules import words


@dataclass(frozen=True, slots=True)
class Hint:
    """A suggested service, with the words that point to it."""

    offer: Offer
    score: float
    reasons: tuple[str, ...]


def hints(text: str, *, language: str, group: str, on: date) -> list[Hint]:
    """Return the services that a text points to, the likeliest first; nothing when the words say too little."""
    known = offers(on)
    sheets = {
        pk: _expressions(one, language)
        for pk, one in known.items()
        if not one.client_groups or group in one.client_groups
    }
    found = words.suggest(words.stems(text, language), sheets)
    return [Hint(known[one.service], one.score, one.reasons) for one in found]


def _expressions(offer: Offer, language: str) -> list[frozenset[str]]:
    texts = [offer.name.in_language(language), *offer.keywords.get(language, [])]
    return [frozenset(words.stems(text, language)) for text in texts if text]
