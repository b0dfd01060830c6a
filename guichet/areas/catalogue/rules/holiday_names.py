"""The public holidays of a place, with their names in French and in English."""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, NamedTuple

from guichet.areas.catalogue.rules.hours import BadCalendar

if TYPE_CHECKING:
    from holidays import HolidayBase

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
        _library_of(country)(subdiv=subdivision or None)
    except (NotImplementedError, KeyError) as error:
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
    library, place = _library_of(country), subdivision or None
    spoken = library(subdiv=place).supported_languages
    language = next((language for language in languages if language in spoken), None)
    return dict(library(subdiv=place, years=year, language=language).items())


@lru_cache(maxsize=16)
def _library_of(country: str) -> "type[HolidayBase]":
    """What knows the holidays of a country, alone: the package of countries loads two hundred and fifty of them."""
    import holidays
    from holidays.registry import COUNTRIES

    module = next((name for name, codes in COUNTRIES.items() if country in codes[1:]), None)
    if module is None:
        raise KeyError(country)
    known: type[HolidayBase] = getattr(_country(Path(holidays.__file__).parent / "countries", module), country)
    return known


def _country(folder: Path, module: str) -> ModuleType:
    package = "holidays.countries"
    if package not in sys.modules:
        alone = sys.modules[package] = ModuleType(package)
        alone.__path__ = [str(folder)]
    return import_module(f"{package}.{module}")


def _corrected(name: str) -> str:
    """The French name with the library's spelling put right."""
    for wrong, right in _CORRECTIONS:
        name = name.replace(wrong, right)
    return name
