"""A text that exists in French and in English."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import get_language

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A pair of texts; the other language is shown, visibly, when one is missing."""

    fr: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in `language`, or in the other one when it is missing."""
        return (self.fr or self.en) if language.startswith("fr") else (self.en or self.fr)

    def language_shown(self, language: str) -> str:
        """Tell which language `in_language` really gives, for the `lang` attribute."""
        wanted, other = ("fr", "en") if language.startswith("fr") else ("en", "fr")
        return wanted if getattr(self, wanted) else other

    @property
    def is_complete(self) -> bool:
        """Tell whether both languages are there."""
        return bool(self.fr.strip() and self.en.strip())

    def __str__(self) -> str:
        return self.in_language(get_language() or "fr")


class BilingualField(models.JSONField):
    """Stores a `Bilingual` as JSON by language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Bilingual)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        stored = super().from_db_value(value, expression, connection)
        return Bilingual(**stored) if isinstance(stored, dict) else stored

    def to_python(self, value: Any) -> Any:
        return Bilingual(**value) if isinstance(value, dict) else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Bilingual):
            value = {"fr": value.fr, "en": value.en}
        return super().get_db_prep_value(value, connection, prepared)
