"""The public holidays of a place, with their names in French and in English."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import holidays

from guichet.areas.catalogue.rules.hours import BadCalendar

# The library writes some French names without the hyphens they carry in law, and all with typewriter apostrophes.
_CORRECTIONS = (("Colombie Britannique", "Colombie-Britannique"), ("'", "’"))


class HolidayName(NamedTuple):
    """What a holiday is called in each official language."""

    fr: str
    en: str


@lru_cache(maxsize=64)
def refuse_unknown_place(country: str, subdivision: str) -> None:
    """Refuse a country or a subdivision whose holidays are not known."""
    if not country:
        if subdivision:
            raise BadCalendar("holidays", f"{subdivision} needs its country, as in CA-BC")
        return
    try:
        holidays.country_holidays(country, subdiv=subdivision or None)
    except NotImplementedError as error:
        place = f"{country}-{subdivision}" if subdivision else country
        raise BadCalendar("holidays", f"the holidays of {place} are not known") from error


@lru_cache(maxsize=256)
def holidays_of(country: str, subdivision: str, year: int) -> Mapping[date, HolidayName]:
    """The holidays of a place in a year, observed days included; none when no country is named."""
    if not country:
        return MappingProxyType({})
    french = _names(country, subdivision, year, ("fr", f"fr_{country}"))
    english = _names(country, subdivision, year, (f"en_{country}", "en_US", "en"))
    return MappingProxyType({day: HolidayName(_corrected(french[day]), english[day]) for day in sorted(french)})


def _names(country: str, subdivision: str, year: int, languages: Iterable[str]) -> dict[date, str]:
    """The names of the holidays in the first of these languages that the place has, else in its own."""
    spoken = holidays.country_holidays(country, subdiv=subdivision or None).supported_languages
    language = next((language for language in languages if language in spoken), None)
    return dict(holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=language).items())


def _corrected(name: str) -> str:
    """The French name with the library's spelling put right."""
    for wrong, right in _CORRECTIONS:
        name = name.replace(wrong, right)
    return name
