"""What we know of a client: each fact with who told us, and when; theirs to change where it is theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guichet.areas.forms.queries.lasting import lasting_of
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import places_of
from guichet.areas.people.queries.own import points_of
from guichet.doors.portal.offering import lang
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui import wording

LANGUAGES = {"fr": "Français", "en": "English"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that we know: what it is, its source in words, and where it is changed or came from."""

    label: str | Bilingual
    value: str | Bilingual
    source: str
    url: str = ""
    changes: bool = False  # the address is where the client changes it, not where it came from


@dataclass(frozen=True, slots=True)
class Known:
    """The facts, and the places in organisations that some of them name."""

    facts: list[Fact]
    places: list[Any]


def known_of(client: Any, viewer: Viewer, *, on: date) -> Known:
    """Return what we know of whoever signed in."""
    places = places_of(client, on=on)
    facts = [
        *_of_person(client),
        *(_of_point(one, client) for one in points_of(client)),
        *map(_of_place, places),
        *_of_answers(viewer),
    ]
    return Known(facts, places)


def role_words(role: str) -> str:
    """Say what somebody is, alone or in an organisation."""
    words = {
        "member": _("Member of the assembly"), "office_staff": _("On the staff of a constituency office"),
        "caucus_staff": _("On the staff of a caucus"), "citizen": _("Citizen"), "business": _("Business"),
        "intermediary": _("Helps somebody else"), "employee": _("Employee of the house"), "owner": _("Owner"),
    }  # fmt: skip
    return words.get(role, role)


def _of_person(client: Any) -> Iterable[Fact]:
    preferences = reverse("portal-preferences")
    yield Fact(_("Name"), client.full_name or _("not given"), _source(client.source, client.created_at))
    guessed = _source(client.source, client.created_at) if client.source else _("guessed from your first words")
    chosen = _("you chose it") if client.language_confirmed else guessed
    yield Fact(_("Language"), LANGUAGES[client.language], chosen, preferences, True)
    yield Fact(_("You come to us as"), role_words(client.group), _source(client.source, client.created_at))


def _of_point(point: Any, client: Any) -> Fact:
    labels = {"email": _("Email"), "phone": _("Telephone"), "postal": _("Postal address")}
    words = [_source(point.source, point.known_at or client.created_at)]
    if point.verified_at:
        words.append(_("confirmed on %(day)s") % {"day": _day(point.verified_at)})
    if point.undeliverable_at:
        words.append(_("our letters come back since %(day)s") % {"day": _day(point.undeliverable_at)})
    own = point.kind != "email"
    return Fact(labels[point.kind], point.value, " · ".join(words), reverse("portal-preferences") if own else "", own)


def _of_place(place: Any) -> Fact:
    said = _("from the register of your institution, since %(day)s") % {"day": _day(place.starts_on)}
    return Fact(role_words(place.role), place.organisation.name, said)


def _of_answers(viewer: Viewer) -> Iterable[Fact]:
    for one in lasting_of(viewer, lang()):
        said = _("you answered it in request %(number)s, %(day)s") % {"number": one.number, "day": _day(one.given_at)}
        yield Fact(one.label, one.value, said, reverse("portal-ticket", args=[one.number]))


def _source(source: str, at: datetime) -> str:
    words = {
        "self": _("you gave it here, %(day)s"), "staff": _("you told a person at the window, %(day)s"),
        "house": _("your institution told us, %(day)s"),
    }  # fmt: skip
    return words.get(source, _("from your first message, %(day)s")) % {"day": _day(at)}


def _day(moment: datetime | date) -> str:
    return wording.day(moment, lang(), clock.now())
