"""The sheet of a service, ready to be shown: what is needed and why, how long it takes, by which way, for how much."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.areas.catalogue.queries import Offer, every_offer, offers
from guichet.areas.catalogue.rules import Target, describe
from guichet.areas.catalogue.rules.gate import texts_of
from guichet.areas.catalogue.rules.sheet import Requirement
from guichet.areas.forms.queries.alone import how_of
from guichet.areas.glossary.queries import used_in
from guichet.areas.guidance.queries import guides_for
from guichet.areas.metrics.queries import Observed, ServiceDelays, service_delays
from guichet.areas.people.queries import names_of_staff, partner_named
from guichet.areas.problems.queries import notices
from guichet.doors.portal import offering
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui import wording
from guichet.ground.ui.context import institution_words

GROUPS: dict[str, str | LazyText] = {
    "member": gettext_lazy("Members of the Assembly"),
    "office_staff": gettext_lazy("The staff of their constituency offices"),
    "caucus_staff": gettext_lazy("The staff of the caucuses"),
    "citizen": gettext_lazy("Everybody, for their own matters"),
    "business": gettext_lazy("Businesses, also those that are only a plan"),
    "intermediary": gettext_lazy("Whoever helps somebody, with their consent"),
}
WAYS: dict[str, tuple[str | LazyText, str]] = {
    "phone": (gettext_lazy("By telephone"), "phone"), "web": (gettext_lazy("Online"), "pencil"),
    "email": (gettext_lazy("By e-mail"), "mail"), "counter": (gettext_lazy("At the counter"), "map-pin"),
    "mail": (gettext_lazy("By post"), "mail"), "visit": (gettext_lazy("On a visit to you"), "map-pin"),
}  # fmt: skip
EVIDENCE: dict[str, str | LazyText] = {
    "document": gettext_lazy("a document, or a readable photo of it"), "photo": gettext_lazy("a photo"),
    "number": gettext_lazy("a number"), "statement": gettext_lazy("your word is enough"),
    "identity": gettext_lazy("a proof of identity"),
}  # fmt: skip
A_FORTNIGHT = Target.parse("10 bd")


@dataclass(frozen=True, slots=True)
class Delay:
    """What is promised for a step, and what was observed."""

    name: str
    promised: str
    half: str
    most: str


@dataclass(frozen=True, slots=True)
class Way:
    """A channel on the sheet."""

    code: str
    name: str | LazyText
    icon: str
    note: Bilingual
    best: bool


@dataclass(frozen=True, slots=True)
class Needed:
    """Something to bring, and why."""

    one: Requirement
    evidence: str | LazyText

    @property
    def is_known(self) -> bool:
        """Tell whether nothing has to be brought."""
        return self.one.source != "client"


def found(code: str, *, on: date, unpublished: bool = False) -> Offer | None:
    """Return a service by its code; one that is not published only to whoever keeps the catalogue."""
    known = every_offer(on) if unpublished else offers(on)
    return next((one for one in known.values() if one.code == code), None)


def page_of(offer: Offer, *, now: datetime, address: str) -> dict[str, Any]:
    """Return everything that the page of a service shows."""
    assert offer.pk is not None
    told, known = offer.told, {one.code: one for one in offers(offering.today()).values()}
    delays = service_delays(offer.pk, now=now)
    return {
        "service": offering.shown(offer), "told": told, "version": offer.version,
        "audience": [GROUPS[one] for one in offer.client_groups if one in GROUPS],
        "needs": [Needed(one, EVIDENCE[one.evidence]) for one in told.requirements],
        "delays": _delays(offer, delays, now), "n": _cases(delays),
        "ways": [Way(one.code, *WAYS[one.code], one.note, one.best) for one in told.ways],
        "best": told.best.code if told.best else "", "next_steps": _lines(told.next),
        "related": [offering.shown(known[code]) for code in told.related if code in known],
        "notices": notices(offer.code), "how": how_of(offer.pk, told, now=now),
        "guides": guides_for(offer.code),
        "partner": partner_named(offer.owner), "kept_by": _keeper(offer), "review_on": offer.review_on,
        "data": as_data(offer, address=address), "terms": used_in(_words(offer), offering.lang()),
    }  # fmt: skip


def _words(offer: Offer) -> str:
    """Return what people read on a sheet, in the language of the page."""
    texts = texts_of(offer.name, offer.summary, offer.told)
    return "\n\n".join(text.in_language(offering.lang()) for text in texts)


def _keeper(offer: Offer) -> str:
    return names_of_staff([offer.responsible]).get(offer.responsible, "") if offer.responsible else ""


def _lines(text: Bilingual) -> list[str]:
    return [line.strip() for line in text.in_language(offering.lang()).splitlines() if line.strip()]


def _cases(delays: ServiceDelays) -> int:
    return max((one.n for one in (delays.first, delays.completion) if one), default=0)


def _delays(offer: Offer, delays: ServiceDelays, now: datetime) -> list[Delay]:
    lang = offering.lang()
    said = partial(_said, day=A_FORTNIGHT.budget(now, offer.calendar) / A_FORTNIGHT.amount)
    steps: list[tuple[str, Target | None, Observed | None]] = [
        (_("First words of a person"), offer.first_response, delays.first),
        (_("Answer, or what you asked for"), offer.completion, delays.completion),
    ]
    return [
        Delay(name, describe(target, lang) if target else "", said(seen, "half"), said(seen, "most"))
        for name, target, seen in steps
    ]


def _said(seen: Observed | None, rank: str, *, day: timedelta) -> str:
    """Write business time as people count it: hours under a day, then whole days, the one begun counted."""
    if seen is None:
        return ""
    length: timedelta = getattr(seen, rank)
    if length < day:
        return wording.duration(max(length, timedelta(minutes=1)), offering.lang())
    return describe(Target.parse(f"{-(-length // day)} bd"), offering.lang())


def as_data(offer: Offer, *, address: str) -> str:
    """Return the sheet as search engines read it: schema.org's GovernmentService, in JSON-LD.

    The provider answers for the service, the operator is the window where it is asked for (standards.md 18).
    """
    lang, told = offering.lang(), offer.told
    house = institution_words()["institution"]
    window = {"@type": "GovernmentOrganization", "name": house["name"].in_language(lang)}
    partner = partner_named(offer.owner)
    provider = {"@type": "GovernmentOrganization", "name": partner.in_language(lang)} if partner else window
    channel: dict[str, Any] = {
        "@type": "ServiceChannel", "serviceUrl": address, "availableLanguage": ["fr-CA", "en-CA"],
    }  # fmt: skip
    if any(way.code == "phone" for way in told.ways) and house["phone"]:
        channel["servicePhone"] = {"@type": "ContactPoint", "telephone": house["phone"]}
    if offer.completion:
        channel["processingTime"] = _iso(offer.completion)
    data: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "GovernmentService", "@id": address, "identifier": offer.code,
        "name": offer.name.in_language(lang), "description": offer.summary.in_language(lang),
        "inLanguage": f"{lang}-CA", "serviceType": offer.nature, "provider": provider, "serviceOperator": window,
        "availableChannel": channel,
        "audience": [{"@type": "Audience", "audienceType": str(GROUPS[one])} for one in offer.client_groups],
    }  # fmt: skip
    if told.cents is not None:
        data["offers"] = {"@type": "Offer", "price": f"{told.cents / 100:.2f}", "priceCurrency": "CAD"}
    if told.outcome.in_language(lang):
        data["serviceOutput"] = {"@type": "Thing", "name": told.outcome.in_language(lang)}
    # Nothing in it may end the element that holds it.
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _iso(target: Target) -> str:
    """Write a target as a duration of ISO 8601; business days have no sign of their own there."""
    days = {"bd": "D", "d": "D"}.get(target.unit)
    return f"P{target.amount}{days}" if days else f"PT{target.amount}{'H' if target.unit == 'h' else 'M'}"
