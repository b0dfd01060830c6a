"""Reading firms: which one, under which number, with which accounts, and who acts for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from guichet.areas.people.access import Viewer
from guichet.areas.people.facts import AccountAttached, AccountDetached, FirmNumbered
from guichet.areas.people.models import (
    Compartment,
    Delegation,
    Membership,
    Organisation,
    OrganisationKind,
    ProgrammeAccount,
)
from guichet.areas.people.queries import _live, names_of_staff
from guichet.areas.people.rules import (
    ALL_SCOPES,
    HEADING_ROLES,
    PARTNER_KINDS,
    is_business_number,
    normal_business_number,
)
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.api import facts_of

MONEY = frozenset({ALL_SCOPES, "finance"})


def firm_for(viewer: Viewer, code: str) -> Organisation | None:
    """Return a firm by its code: to the window, and to whoever acts for it; to anybody else there is none."""
    rows = Organisation.objects.filter(kind=OrganisationKind.BUSINESS, code=code).select_related("compartment")
    firm = rows.first()
    if firm is None or viewer.may("people.look_up"):
        return firm
    return firm if acts_for(viewer, firm.compartment) else None


def acts_for(viewer: Viewer, held: Compartment) -> bool:
    """Tell whether somebody acts for the holder of a compartment: more than for what they asked themselves."""
    return any(one.compartment == held.pk and not one.own_only for one in viewer.grants)


def reads_accounts(viewer: Viewer, firm: Organisation) -> bool:
    """Tell whether somebody reads the accounts of a firm: the window, and whoever acts for it in matters of money."""
    whole = {one.compartment for one in viewer.grants if not one.own_only and one.scopes & MONEY}
    return viewer.may("people.look_up") or firm.compartment.pk in whole


def accounts_of(firm: Organisation) -> list[ProgrammeAccount]:
    """Return the accounts of a firm, each with the partner who gave it."""
    return list(firm.accounts.select_related("partner").order_by("code"))


def partners() -> list[Organisation]:
    """Return the bodies outside the house that may give an account."""
    return list(Organisation.objects.filter(kind__in=PARTNER_KINDS, active=True).order_by("code"))


def places_in(firm: Organisation, *, on: date) -> list[Membership]:
    """Return who has a place in a firm on a day."""
    rows = Membership.objects.filter(_live(on), organisation=firm, person__erased_at=None)
    return list(rows.select_related("person").order_by("-role", "starts_on", "pk"))


def mandates_for(firm: Organisation, *, on: date) -> list[Delegation]:
    """Return who acts for a firm by delegation on a day."""
    heads = Membership.objects.filter(_live(on), organisation=firm, role__in=HEADING_ROLES).values("person")
    given = Q(grantor_organisation=firm) | Q(grantor_person__in=heads)  # whoever heads a firm gives what is the firm's
    rows = Delegation.objects.filter(_live(on), given, revoked_at=None, delegate__erased_at=None)
    return list(rows.select_related("delegate").order_by("starts_on", "pk"))


def find_firms(words: str, *, by: Viewer) -> list[Organisation]:
    """Look a firm up by its business number, or by an account under it, for whoever may."""
    by.require("people.look_up")
    number = normal_business_number(words)[:9]  # what follows is an account
    if not is_business_number(number):
        return []
    return list(Organisation.objects.filter(business_number=number))


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed on the card of a firm: what, from and to, who, when."""

    what: str  # numbered, attached, detached
    was: str
    value: str
    partner: Bilingual | None
    who: str  # nothing where no person did it
    at: datetime


def history_of(firm: Organisation) -> list[Change]:
    """Return what changed on the card of a firm, the last first."""
    found = [(entry.at, entry.actor, said) for entry, said in facts_of(f"organisation:{firm.pk}")]
    staff = names_of_staff(_staff_in(actor for _at, actor, _said in found))
    codes = {said.partner for _at, _actor, said in found if isinstance(said, AccountAttached | AccountDetached)}
    named = {one.code: one.name for one in Organisation.objects.filter(code__in=codes)} if codes else {}
    changes = []
    for at, actor, said in reversed(found):
        who = staff.get(next(iter(_staff_in([actor])), 0), "")
        if isinstance(said, FirmNumbered):
            changes.append(Change("numbered", said.was, said.number, None, who, at))
        elif isinstance(said, AccountAttached | AccountDetached):
            what = "attached" if isinstance(said, AccountAttached) else "detached"
            changes.append(Change(what, "", said.account, named.get(said.partner), who, at))
    return changes


def _staff_in(actors: Iterable[str]) -> list[int]:
    return [int(one.removeprefix("staff:")) for one in actors if one.startswith("staff:")]
