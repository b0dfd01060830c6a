"""What to suggest to whoever sorts."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery

from guichet.areas.catalogue.queries import Offer, offers
from guichet.areas.people.models import Compartment, Staff
from guichet.areas.people.queries import agents_among, window_staff
from guichet.areas.tickets.models import OPEN, Message, Ticket
from guichet.areas.triage import rules
from guichet.ground.database.prepared import prepared


@dataclass(frozen=True, slots=True)
class Hint:
    """A suggested service, with the words that point to it."""

    offer: Offer
    score: float
    reasons: tuple[str, ...]


def hints(text: str, *, language: str, group: str, on: date) -> list[Hint]:
    """Return the services that a text points to, the likeliest first; nothing when the words say too little."""
    known = offers(on)
    sheets = {
        pk: _expressions(one, language)
        for pk, one in known.items()
        if not one.client_groups or group in one.client_groups
    }
    found = rules.suggest(rules.stems(text, language), sheets)
    return [Hint(known[one.service], one.score, one.reasons) for one in found]


def _expressions(offer: Offer, language: str) -> list[frozenset[str]]:
    texts = [offer.name.in_language(language), *offer.keywords.get(language, [])]
    return [frozenset(rules.stems(text, language)) for text in texts if text]


def hints_for(ticket: Ticket, *, on: date) -> list[Hint]:
    """Return what a ticket's first words point to."""
    first = Message.objects.filter(ticket=ticket, kind=Message.Kind.OPENING).first()
    text = f"{ticket.title} {first.body if first else ''}"
    return hints(text, language=ticket.language, group=ticket.client_group, on=on)


def contact_person(*, language: str, compartment: Compartment, on: date) -> Staff | None:
    """Choose the agent of Client Services who will be the client's one name: speaks the language, has most room.

    Somebody who declared a conflict of interest with the client's organisation is never chosen (N8).
    """
    here = [one for one in agents_among(_with_their_load(), on=on) if not _in_conflict(one, compartment)]
    speakers = [one for one in here if language in one.languages] or here
    return min(speakers, key=lambda one: (_load(one) / max(one.load_cap, 1), one.pk), default=None)


@prepared
def _with_their_load() -> QuerySet[Staff]:
    held = Ticket.rows.filter(owner=OuterRef("pk"), state__in=OPEN).order_by().values("owner")
    return window_staff().select_related(None).annotate(load=Subquery(held.annotate(n=Count("pk")).values("n")))


def _load(staff: Staff) -> int:
    return getattr(staff, "load", None) or 0


def _in_conflict(staff: Staff, compartment: Compartment) -> bool:
    organisation = compartment.organisation
    if organisation is None or not staff.conflicts:
        return False
    return organisation.code in staff.conflicts or bool(
        organisation.caucus and organisation.caucus.code in staff.conflicts
    )
