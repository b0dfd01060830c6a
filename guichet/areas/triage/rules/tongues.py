"""Which language somebody writes."""

from functools import lru_cache
from typing import Any

SHORTEST, ENOUGH_TO_DIFFER = 8, 40  # characters


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["fr", "en"])
    return identifier


def guess_language(text: str) -> str:
    """Return 'fr' or 'en' from somebody's words; French when they say too little."""
    words = text.strip()
    if len(words) < SHORTEST:
        return "fr"
    language, _certainty = _identifier().classify(words)
    return str(language)


def other_language(text: str, *, filed: str) -> str:
    """Return the language that a text is surely written in when it is not the one it was filed under, or nothing."""
    words = text.strip()
    if len(words) < ENOUGH_TO_DIFFER:
        return ""
    language, certainty = _identifier().classify(words)
    return str(language) if language != filed and certainty > 0.99 else ""
