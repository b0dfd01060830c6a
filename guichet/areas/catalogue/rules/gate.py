"""What must be there before a service is published: every failing field, named at its place."""

from collections.abc import Iterator
from dataclasses import dataclass

from guichet.areas.catalogue.rules.sheet import ServiceSheet
from guichet.ground.bilingual import LANGUAGES, Bilingual

# A half-written pair is never shown; these must be whole even where nothing was written at all.
NEEDED = ("outcome", "fee")


@dataclass(frozen=True, slots=True)
class Lack:
    """What keeps a service from being published: `field` as the editor names it, `why` a code, `said` its matter."""

    field: str
    why: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What the gate looks at."""

    name: Bilingual
    summary: Bilingual
    sheet: ServiceSheet
    owner: str
    responsible: int | None
    first_response: str


def lacks(one: Candidate) -> list[Lack]:
    """Return everything that keeps a service from being published, in the order of the editor."""
    return [*_pairs(one), *_requirements(one.sheet), *_ways(one.sheet), *_charge(one)]


def texts_of(name: Bilingual, summary: Bilingual, sheet: ServiceSheet) -> list[Bilingual]:
    """Return every text that people read on the sheet of a service."""
    said = [sheet.audience, sheet.outcome, sheet.fee, sheet.next, sheet.legal_basis, sheet.recourse]
    asked = [text for need in sheet.requirements for text in (need.label, need.why, need.condition, need.legal_basis)]
    return [name, summary, *said, *asked, *(way.note for way in sheet.ways)]


def _missing(field: str, pair: Bilingual) -> Iterator[Lack]:
    for language in LANGUAGES:
        if not getattr(pair, language).strip():
            yield Lack(f"{field}_{language}", "missing")


def _half(field: str, pair: Bilingual) -> Iterator[Lack]:
    if pair.fr.strip() or pair.en.strip():
        yield from _missing(field, pair)


def _pairs(one: Candidate) -> Iterator[Lack]:
    yield from _missing("name", one.name)
    yield from _missing("summary", one.summary)
    for field in NEEDED:
        yield from _missing(field, getattr(one.sheet, field))
    for field in ("audience", "indicator", "need", "legal_basis", "recourse", "next"):
        yield from _half(field, getattr(one.sheet, field))


def _requirements(sheet: ServiceSheet) -> Iterator[Lack]:
    for number, one in enumerate(sheet.requirements):
        yield from _missing(f"req{number}_label", one.label)
        for language in LANGUAGES:
            if not getattr(one.why, language).strip():
                yield Lack(f"req{number}_why_{language}", "why")
        yield from _half(f"req{number}_legal_basis", one.legal_basis)
        yield from _half(f"req{number}_condition", one.condition)


def _ways(sheet: ServiceSheet) -> Iterator[Lack]:
    if not sheet.ways:
        yield Lack("ways", "no_way")
    for one in sheet.ways:
        yield from _half(f"way_{one.code}_note", one.note)


def _charge(one: Candidate) -> Iterator[Lack]:
    if not one.first_response:
        yield Lack("first_response", "standard")
    if not one.owner:
        yield Lack("owner", "owner")
    if one.responsible is None:
        yield Lack("responsible", "responsible")
