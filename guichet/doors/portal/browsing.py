"""Looking through what the window offers without searching: by need, for whom, to do what, at which moment of life.

What each service says of itself sorts it. The choices stand in the address, so that links alone narrow and widen.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from guichet.areas.catalogue.queries import life_events
from guichet.areas.people.rules import ALL_SCOPES
from guichet.doors.portal.forms.account import SCOPES
from guichet.doors.portal.offering import Shown, lang

Words = Mapping[str, str | LazyText]
AUDIENCES: Words = {
    "member": _("Members"), "office_staff": _("Staff of constituency offices"), "caucus_staff": _("Staff of caucuses"),
    "citizen": _("Citizens"), "business": _("Businesses"), "intermediary": _("Those who help somebody else"),
    "employee": _("Employees of the house"),
}  # fmt: skip
TASKS: Words = {
    "service": _("Have something done"), "resource": _("Get a thing or a document"), "advice": _("Get advice"),
}  # fmt: skip
NEEDS: Words = {**{code: words for code, words in SCOPES if code != ALL_SCOPES}, ALL_SCOPES: _("Several of these")}
HEADINGS: Words = {
    "need": _("By need"), "for": _("For whom"), "task": _("To do what"), "event": _("At which moment"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow, or to widen again when it was taken."""

    words: str
    query: str
    count: int
    taken: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One question that sorts the services, and its answers that some of them give."""

    code: str
    heading: str
    choices: tuple[Choice, ...]


def words_of() -> dict[str, dict[str, str]]:
    """Return the answers to each question, in words, in their order."""
    events = {one.code: one.name.in_language(lang()) for one in life_events()}
    named = {"need": NEEDS, "for": AUDIENCES, "task": TASKS, "event": events}
    return {facet: {code: str(words) for code, words in answers.items()} for facet, answers in named.items()}


def _answers(one: Shown) -> dict[str, tuple[str, ...]]:
    return {"need": (one.scope,), "for": one.audiences, "task": (one.nature,), "event": one.events}


def taken_of(asked: Mapping[str, str]) -> dict[str, str]:
    """Return the choices that an address makes, those that exist."""
    return {facet: asked[facet] for facet, answers in words_of().items() if asked.get(facet) in answers}


def narrowed(known: list[Shown], taken: Mapping[str, str]) -> list[Shown]:
    """Keep the services that give every answer chosen."""
    return [one for one in known if all(code in _answers(one)[facet] for facet, code in taken.items())]


def facets(known: list[Shown], taken: Mapping[str, str]) -> list[Facet]:
    """Return the choices that are left, each with how many services it leads to; nothing leads to none."""
    found = []
    for facet, answers in words_of().items():
        others = {name: code for name, code in taken.items() if name != facet}
        counts = Counter(code for one in narrowed(known, others) for code in _answers(one)[facet])
        choices = tuple(
            Choice(words, _query(others if taken.get(facet) == code else {**taken, facet: code}), counts[code],
                   taken.get(facet) == code)
            for code, words in answers.items() if counts[code] or taken.get(facet) == code
        )  # fmt: skip
        found.append(Facet(facet, str(HEADINGS[facet]), choices))
    return [facet for facet in found if facet.choices]


def _query(taken: Mapping[str, str]) -> str:
    return f"?{urlencode(taken)}" if taken else "?"
