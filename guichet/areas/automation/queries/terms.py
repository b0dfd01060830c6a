"""The dates of their lives that a client may see coming, and the service that each calls for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from guichet.areas.automation.models import Rule, Term
from guichet.areas.automation.rules.spec import SCOPE_OF_TERM, TERM
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Compartment, Organisation
from guichet.areas.people.rules import ALL_SCOPES
from guichet.ground.bilingual import Bilingual

MOST = 20


@dataclass(frozen=True, slots=True)
class Coming:
    """A date that comes near: what ends, of whom, and the code of the service that a rule prepares for it."""

    kind: str
    on: date
    compartment: int
    holder: Bilingual
    service: str


def coming(viewer: Viewer, *, on: date) -> list[Coming]:
    """Return the dates to come of what the viewer may enter whole, by who they are or by a delegation of this kind."""
    opened: dict[int, set[str]] = {}
    for grant in viewer.grants:
        if not grant.own_only:
            opened.setdefault(grant.compartment, set()).update(grant.scopes)
    # A date of an organisation is the organisation's, whoever is written to about it.
    theirs = Q(organisation__compartment__in=opened) | Q(organisation=None, person__compartment__in=opened)
    return _worded(Term.objects.filter(theirs, on__gte=on), opened)


def coming_to(firm: Organisation, viewer: Viewer, *, on: date) -> list[Coming]:
    """Return the dates to come of a firm: all of them to the window, to others what their mandate covers."""
    scopes = {scope for one in viewer.grants if one.compartment == firm.compartment.pk for scope in one.scopes}
    opened = {firm.compartment.pk: {ALL_SCOPES} if viewer.may("people.look_up") else scopes}
    return _worded(Term.objects.filter(organisation=firm, on__gte=on), opened)


def _worded(rows: QuerySet[Term], opened: dict[int, set[str]]) -> list[Coming]:
    near = rows.order_by("on", "pk").select_related("organisation__compartment", "person__compartment")
    found = list(near[:MOST])
    services = _services() if found else {}
    return [
        Coming(row.kind, row.on, held.pk, name, services.get(row.kind, ""))
        for row in found
        for held, name in [_holder(row)]
        if not opened[held.pk].isdisjoint({ALL_SCOPES, SCOPE_OF_TERM.get(row.kind, ALL_SCOPES)})
    ]


def _holder(row: Term) -> tuple[Compartment, Bilingual]:
    if row.organisation:
        return row.organisation.compartment, row.organisation.name
    return row.person.compartment, Bilingual(row.person.full_name, row.person.full_name)


def _services() -> dict[str, str]:
    """Return the service that the rules at work prepare for each kind of date."""
    rules = Rule.objects.filter(trigger_on=TERM, mode=Rule.Mode.ACTIVE).order_by("-pk")
    return {one.trigger_term: one.does.prepare.service for one in rules if one.does.prepare}
