"""Whether an address of ours leads to something that people may read: found without asking for the page."""

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve

from guichet.areas.catalogue.queries import house_calendar, led_to, offer_by_code
from guichet.areas.guidance.queries import newest
from guichet.areas.knowledge.queries import article_for_everybody
from guichet.ground import clock

KINDS = {"portal-service": "service", "portal-article": "article"}  # whose former addresses lead on


def _service(code: str) -> object:
    return offer_by_code(code, on=house_calendar().local_day(clock.now()))


# What a page is about, of those that are about something: the part of the address that names it, and who knows it.
SUBJECTS: dict[str, tuple[str, Callable[[str], object]]] = {
    "portal-service": ("code", _service), "portal-ask-service": ("code", _service),
    "portal-results-service": ("code", _service), "portal-form": ("code", _service),
    "portal-article": ("slug", article_for_everybody), "portal-path": ("path", newest),
}  # fmt: skip


def leads_somewhere(url: str) -> bool:
    """Tell whether one of our own addresses leads to a page, about something that people may read."""
    try:
        match = resolve(unquote(urlsplit(url).path))
    except Resolver404:
        return False
    page = match.url_name or ""
    if page not in SUBJECTS:
        return True
    name, find = SUBJECTS[page]
    named = str(match.kwargs[name])
    return any(find(one) for one in (named, *(led_to(KINDS[page], named) if page in KINDS else ())))
