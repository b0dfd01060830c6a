"""The dates that come: what was promised, what a client has to do by then, what ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.automation.queries.obligations import TERMS
from guichet.areas.automation.queries.terms import Coming
from guichet.areas.forms.queries.filling import kept_until
from guichet.doors.portal.home import Home, Line
from guichet.ground.bilingual import Bilingual

MOST = 10


@dataclass(frozen=True, slots=True)
class Date:
    """A day that comes: what happens, of what, and where to look at it."""

    on: date
    words: str
    of: Bilingual | str
    url: str = ""
    mine: bool = False  # something to do by then


def dates_of(
    home: Home, terms: Sequence[Coming], mandates: Sequence[Any], drafts: Sequence[Any], places: Sequence[Any] = ()
) -> list[Date]:
    """Return what comes, the nearest first."""
    found = [
        *(one for line in home.lines for one in _of_request(line)), *map(_of_draft, drafts), *map(_of_term, terms),
        *(_of_mandate(one, home.viewer.person) for one in mandates if one.ends_on), *_of_places(places),
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.on, not one.mine))[:MOST]


def _of_request(line: Line) -> Iterable[Date]:
    row, url = line.row, reverse("portal-ticket", args=[line.row.number])
    if line.due:
        yield Date(_day(line.due), _("Answer promised"), row.title, url)
    if line.turn and row.closes_at:
        words = _("Closes by itself unless you tell us that it is not settled")
        yield Date(_day(row.closes_at), words, row.title, url, mine=True)


def _of_draft(draft: Any) -> Date:
    url, words = reverse("portal-check", args=[draft.pk]), _("The form that you began is kept until then")
    return Date(_day(kept_until(draft)), words, draft.version.form.service.name, url, mine=True)


def _of_term(term: Coming) -> Date:
    url = reverse("portal-service", args=[term.service]) if term.service else ""
    return Date(term.on, TERMS[term.kind](), term.holder, url)


def _of_mandate(given: Any, person: int | None) -> Date:
    if given.delegate_id == person:
        holder = given.grantor_organisation.name if given.grantor_organisation else given.grantor_person.full_name
        return Date(given.ends_on, _("Your right to act ends"), holder)
    url, words = reverse("portal-delegations"), _("They can no longer act for you")
    return Date(given.ends_on, words, given.delegate.full_name, url)


def _of_places(places: Sequence[Any]) -> Iterable[Date]:
    for place in places:
        if place.ends_on:
            yield Date(place.ends_on, _("Your place there ends"), place.organisation.name)


def _day(moment: datetime) -> date:
    return localtime(moment).date()
