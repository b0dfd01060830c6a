"""Who should be in charge of a ticket, and why."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.utils.timezone import localtime

from guichet.areas.catalogue.queries import Offer
from guichet.areas.people.models import Compartment, Person, Staff
from guichet.areas.people.rules import is_agent_here, is_competent, is_within
from guichet.areas.tickets.access import may_own
from guichet.areas.tickets.models import Ticket
from guichet.areas.triage.queries.loads import COLUMNS, agents_with_load, give_one_more
from guichet.areas.triage.rules.placing import Hand, ranked, reasons


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody chosen, and the codes of what spoke for them."""

    staff: Staff
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What decides who may be in charge: whose it is, in which language, about what."""

    language: str
    compartment: Compartment
    requester: Person
    offer: Offer


def matter_of(ticket: Ticket, offer: Offer) -> Matter:
    """Return what decides who may be in charge of a ticket."""
    return Matter(
        language=ticket.language, compartment=ticket.compartment, requester=ticket.requester, offer=offer
    )  # fmt: skip


def contact_person(matter: Matter, *, now: datetime, but: int = 0) -> Placed | None:
    """Choose the agent of Client Services who will be the client's one name; `but` is never chosen.

    Nor is somebody with a conflict of interest (N8), who asks it themselves, or who lacks the service's certificate.
    """
    on = localtime(now).date()
    here = {one.id: (one, load) for one, load in agents_with_load() if is_agent_here(one, on) and one.id != but}
    hands = [hand_of(one, load, matter, now) for one, load in here.values() if may_own(one, matter)]
    if not hands:
        return None
    best = ranked(hands)[0]
    give_one_more(best.staff)
    # Its lists are its own: those of the rows are shared.
    staff = Staff.from_db(DEFAULT_DB_ALIAS, COLUMNS, deepcopy(here[best.staff][0][: len(COLUMNS)]))
    return Placed(staff, " ".join(reasons(best, hands)))


def hand_of(one: Any, load: int, matter: Matter, now: datetime) -> Hand:
    """Look at somebody as far as one matter goes."""
    return Hand(
        staff=one.id, speaks=matter.language in one.languages,
        competent=is_competent(one.competences, matter.offer.competences), present=is_within(one.hours, now),
        load=load, cap=one.load_cap,
    )  # fmt: skip
