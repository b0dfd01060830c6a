"""What every page may know about the institution that runs the window."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from guichet.ground.bilingual import Bilingual


def institution(request: HttpRequest) -> dict[str, Any]:
    """Give every page what `institution_words` says."""
    return institution_words()


def institution_words() -> dict[str, Any]:
    """Give templates `institution`: name, short and address in both languages, phone and email."""
    known: dict[str, Any] = getattr(settings, "INSTITUTION", {})
    pairs = {
        word: Bilingual(known.get(f"{word}_fr", ""), known.get(f"{word}_en", ""))
        for word in ("name", "short", "address")
    }
    return {"institution": {**pairs, "phone": known.get("phone", ""), "email": known.get("email", "")}}
