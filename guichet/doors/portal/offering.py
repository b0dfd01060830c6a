"""What the window offers, ready to be shown: names, promises in words, search."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.cache import caches
from django.utils.translation import get_language

from guichet.areas.catalogue.queries import Offer, house_calendar, life_events, offer_by_code, offers
from guichet.areas.catalogue.rules import describe
from guichet.areas.tickets.queries import client
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui import wording

MOST_ASKED = 6
KEPT_FOR = 600  # seconds
LONGEST_SEARCH = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """A service on the portal: nothing of the unit behind it."""

    code: str
    name: Bilingual
    summary: Bilingual
    answer: str  # the completion promised, in words; nothing when none is
    first: str  # the first answer promised, in words
    nature: str
    events: tuple[str, ...]
    example: str  # how people say it
    scope: str  # the kind of matters that it belongs to
    audiences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A life event and the services that belong to it."""

    code: str
    name: Bilingual
    summary: Bilingual
    icon: str
    services: tuple[Shown, ...]


def lang() -> str:
    """Return the language of the page, `fr` or `en`."""
    return wording.language(get_language())


def today() -> date:
    """Return the date at the window."""
    return house_calendar().local_day(clock.now())


def shown(offer: Offer) -> Shown:
    """Return a service as the portal shows it."""
    words = offer.keywords.get(lang()) or [""]
    return Shown(
        code=offer.code, name=offer.name, summary=offer.summary,
        answer=describe(offer.completion, lang()) if offer.completion else "",
        first=describe(offer.first_response, lang()), nature=offer.nature, events=offer.life_events, example=words[0],
        scope=offer.scope, audiences=offer.client_groups,
    )  # fmt: skip


def service(code: str) -> Shown | None:
    """Return one service by its code."""
    found = offer_by_code(code, on=today())
    return shown(found) if found else None


def services() -> list[Shown]:
    """Return every service, in the order of the alphabet of the page."""
    return sorted((shown(one) for one in offers(today()).values()), key=lambda one: folded(one.name))


def folded(name: Bilingual) -> str:
    """Return a name as the alphabet of the page orders it."""
    bare = unicodedata.normalize("NFKD", name.in_language(lang()).casefold())
    return "".join(one for one in bare if not unicodedata.combining(one))


def by_letter(known: Iterable[Shown]) -> list[tuple[str, list[Shown]]]:
    """Group services by the first letter of their names."""
    letters: dict[str, list[Shown]] = {}
    for one in known:
        letters.setdefault(folded(one.name)[:1].upper(), []).append(one)
    return list(letters.items())


def groups() -> list[Group]:
    """Return the life events that have services, in their order."""
    known = services()
    found = [(event, tuple(one for one in known if event.code in one.events)) for event in life_events()]
    return [Group(event.code, event.name, event.summary, event.icon, inside) for event, inside in found if inside]


def most_asked() -> list[Shown]:
    """Return the services asked for most, counted every ten minutes; the first ones while nothing was asked."""
    kept: list[int] | None = caches["default"].get("portal:most-asked")
    if kept is None:
        kept = client.most_asked(on=today(), limit=MOST_ASKED)
        caches["default"].set("portal:most-asked", kept, KEPT_FOR)
    known = offers(today())
    order = [*(pk for pk in kept if pk in known), *(pk for pk in known if pk not in kept)]
    return [shown(known[pk]) for pk in order if not known[pk].confidential][:MOST_ASKED]
