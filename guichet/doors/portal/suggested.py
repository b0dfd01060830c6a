"""What may help somebody now, by who they are and by the dates that come, each with its reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import gettext as _

from guichet.areas.automation.queries.obligations import TERMS
from guichet.areas.automation.queries.terms import Coming
from guichet.areas.catalogue.queries import offers
from guichet.areas.guidance.queries import paths
from guichet.areas.people.rules import tenure_band
from guichet.areas.tickets.queries import client as counted
from guichet.areas.tickets.queries.mine import asked_a_year_ago
from guichet.doors.portal.home import Home
from guichet.doors.portal.offering import KEPT_FOR, lang, today
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui import wording

MOST, BY_GROUP = 4, 2
NEAR = timedelta(days=210)
LEAST = 3  # asked by fewer, it would tell who


@dataclass(frozen=True, slots=True)
class Suggested:
    """One thing that may help, why, and where it begins."""

    name: Bilingual
    why: str
    url: str


def suggested_to(
    client: Any, home: Home, terms: Sequence[Coming], lists: Sequence[Any], places: Sequence[Any]
) -> list[Suggested]:
    """Return what may help, what presses first; nothing that they ask for already."""
    asked = {str(line.row.service) for line in home.lines if line.row.service and not line.row.over}
    found = [
        *_for_terms(terms), *_for_beginners(client, lists, places), *_as_last_year(home), *_as_others(client.group),
        *_guides(client, lists),
    ]  # fmt: skip
    once = {one.url: one for one in reversed(found) if str(one.name) not in asked}
    return [one for one in found if once.get(one.url) is one][:MOST]


def _for_terms(terms: Iterable[Coming]) -> Iterable[Suggested]:
    known = {one.code: one for one in offers(today()).values()}
    for term in terms:
        if term.service in known and term.on - today() <= NEAR:
            said = {"what": TERMS[term.kind](), "day": _day(term.on), "holder": term.holder}
            yield _service(known[term.service], _("%(what)s: %(holder)s, %(day)s.") % said)


def _for_beginners(client: Any, lists: Sequence[Any], places: Sequence[Any]) -> Iterable[Suggested]:
    kept = {one.path.code for one in lists}
    since = max((place.starts_on for place in places), default=None)
    settled = since and tenure_band(since, today()) != "new"
    for path in paths().values():
        if client.group in path.groups and path.code not in kept and not path.service and not settled:
            why = _("You began on %(day)s: a few questions make your list.") % {"day": _day(since)} if since else ""
            yield Suggested(
                path.name,
                why or _("A few questions make your list of things to do."),
                reverse("portal-path", args=[path.code]),
            )


def _guides(client: Any, lists: Sequence[Any]) -> Iterable[Suggested]:
    kept = {one.path.code for one in lists}
    for path in paths().values():
        if path.service and client.group in path.groups and path.code not in kept:
            url = reverse("portal-path", args=[path.code])
            yield Suggested(path.name, _("A guide: do it yourself, step by step."), url)


def _as_last_year(home: Home) -> Iterable[Suggested]:
    known = offers(today())
    for pk in asked_a_year_ago(home.viewer, on=today()):
        if pk in known:
            yield _service(known[pk], _("You asked for it at this time last year."))


def _as_others(group: str) -> Iterable[Suggested]:
    key = f"portal:most-asked:{group}"
    pks: list[int] | None = caches["default"].get(key)
    if pks is None:
        pks = counted.most_asked(on=today(), limit=BY_GROUP, group=group, least=LEAST)
        caches["default"].set(key, pks, KEPT_FOR)
    known = offers(today())
    for pk in pks:
        if pk in known and not known[pk].confidential:
            yield _service(known[pk], _("Often asked for by people in your position."))


def _service(offer: Any, why: str) -> Suggested:
    return Suggested(offer.name, why, reverse("portal-service", args=[offer.code]))


def _day(day: Any) -> str:
    return wording.day(day, lang(), clock.now())
