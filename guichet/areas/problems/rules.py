"""What makes requests one problem, and how sure it is that a request belongs to one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from guichet.areas.triage.rules.likeness import is_alike, likeness

LATELY = timedelta(days=14)
FEWEST = 5  # requests; fewer are chance
ENOUGH, MANY = 2, 3  # telling words in common: within the service, and without one


@dataclass(frozen=True, slots=True)
class Loose:
    """A request that belongs to no problem yet: its telling words, stem by stem, and why it should not have come."""

    ticket: int
    language: str
    words: Mapping[str, str]
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Requests of one service that look like one problem, and what they have in common."""

    tickets: tuple[int, ...]
    cause: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Why a request seems to belong to a problem, and whether that is sure enough to tie it without asking."""

    sure: bool
    why: str  # words, cause, service


def clusters(loose: list[Loose]) -> list[Cluster]:
    """Return what comes back often enough: by its cause first, then by its words, the largest first."""
    found, rest = list[Cluster](), list(loose)
    for cause in sorted({one.cause for one in rest if one.cause}):
        alike = [one for one in rest if one.cause == cause]
        if len(alike) >= FEWEST:
            found.append(Cluster(tuple(one.ticket for one in alike), cause, _common(alike)))
            rest = [one for one in rest if one.cause != cause]
    while star := _largest(rest):
        found.append(Cluster(tuple(one.ticket for one in star), "", _common(star)))
        held = {one.ticket for one in star}
        rest = [one for one in rest if one.ticket not in held]
    return found


def _largest(loose: list[Loose]) -> list[Loose]:
    stars = [[other for other in loose if other is one or _alike(one, other)] for one in loose]
    best = max(stars, key=len, default=[])
    return best if len(best) >= FEWEST else []


def _alike(one: Loose, other: Loose) -> bool:
    return one.language == other.language and is_alike(likeness(one.words, other.words)[0])


def _common(alike: list[Loose]) -> tuple[str, ...]:
    """Return the words that at least half of the requests of the commonest language say."""
    told = dict[str, list[str]]()
    for one in alike:
        for stem, word in one.words.items():
            told.setdefault(stem, []).append(word)
    often = sorted((stem for stem in told if 2 * len(told[stem]) >= len(alike)), key=lambda stem: -len(told[stem]))
    return tuple(told[stem][0] for stem in often[:6])


def match(
    asked: Mapping[str, str], known: Collection[str], *, same_service: bool | None, same_cause: bool, outage: bool
) -> Match | None:
    """Say whether a request belongs to a problem; `same_service` is None while nobody knows which service it asks."""
    shared = sum(stem in known for stem in asked)
    if same_service is None:
        return Match(False, "words") if shared >= MANY else None
    if not same_service:
        return None
    if same_cause:
        return Match(True, "cause")
    if shared >= ENOUGH:
        return Match(True, "words")
    return Match(False, "service") if outage else None
