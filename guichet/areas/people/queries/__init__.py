"""Reading people: who is it, what may they enter, how are they reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from guichet.areas.people.access import Grant, Viewer
from guichet.areas.people.models import (
    Compartment,
    ContactPoint,
    Delegation,
    Integration,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
    PersonMerge,
    Staff,
    User,
)
from guichet.areas.people.rules import (
    ALL_SCOPES,
    HEADING_ROLES,
    OFFICE_KINDS,
    OFFICE_ROLES,
    PARTNER_KINDS,
    is_agent_here,
    normal_email,
    normal_phone,
    token_hash,
)
from guichet.ground.bilingual import Bilingual
from guichet.ground.database.prepared import prepared

EVERYTHING = frozenset({ALL_SCOPES})


def viewer_of_staff(staff: Staff, *, now: datetime | None = None) -> Viewer:
    """Return a member of staff as a viewer; somebody inactive holds no role.

    What they opened in an emergency is open to them at a moment, and never where no moment is told.
    """
    roles = frozenset(staff.roles) if staff.active else frozenset()
    return Viewer(
        ref=f"staff:{staff.pk}", roles=roles, name=staff.full_name, staff=staff.pk, unit=staff.unit_id,
        language=(staff.languages or ["fr"])[0], keys=tuple(sorted(staff.keys.items())), keys_off=staff.keys_off,
        emergencies=staff.open_at(now) if now else (),
    )  # fmt: skip


def viewer_of_person(person: Person, *, on: date) -> Viewer:
    """Return a client as a viewer, with the compartments they may enter on a day."""
    places = live_places(person.pk, on)
    return Viewer(
        ref=f"person:{person.pk}", roles=frozenset({"client"}), name=person.full_name, person=person.pk,
        language=person.language, grants=_grants(person, places, on), caucuses=_caucuses(places),
        offices=_offices(places),
    )  # fmt: skip


def caucuses_of(person: int, *, on: date) -> frozenset[int]:
    """Return the caucuses to which a person belongs on a day: by an office, or at once."""
    return _caucuses(live_places(person, on))


def live_places(person: int, on: date) -> list[Membership]:
    """Return the places that a person holds on a day."""
    return list(Membership.objects.filter(_live(on), person=person).select_related("organisation"))


def _caucuses(places: Iterable[Membership]) -> frozenset[int]:
    known = [one.organisation for one in places]
    return frozenset(
        one.caucus_id or one.pk for one in known if one.caucus_id or one.kind == OrganisationKind.CAUCUS
    )  # fmt: skip


def _offices(places: Iterable[Membership]) -> frozenset[int]:
    return frozenset(
        one.organisation_id for one in places if one.role in OFFICE_ROLES and one.organisation.kind in OFFICE_KINDS
    )


def viewer_of_token(token: str, *, now: datetime) -> Viewer | None:
    """Return the integration that holds a token: asked of the database every time, so that revoking is at once."""
    row = next(iter(_integration(token_hash=token_hash(token))), None)
    if row is None or (row.expires_at and row.expires_at <= now):
        return None
    if row.last_used_on != now.date():
        Integration.objects.filter(pk=row.pk).update(last_used_on=now.date())
    return Viewer(
        ref=f"integration:{row.pk}", roles=frozenset({"integration"}), name=row.name, scopes=frozenset(row.scopes),
        organisation=row.organisation.code if row.organisation else "",
    )  # fmt: skip


@prepared
def _integration(*, token_hash: str) -> QuerySet[Integration]:
    return Integration.objects.filter(token_hash=token_hash, revoked_at=None).select_related("organisation")


def integrations() -> QuerySet[Integration]:
    """Return the machines that may call, the newest first."""
    return Integration.objects.select_related("organisation").order_by("-pk")


def viewer_of_user(user: User, *, on: date, now: datetime | None = None) -> Viewer | None:
    """Return whoever signed in with an account, or None when it stands for nobody any more."""
    for staff in _staff_of(user=user.pk):
        return viewer_of_staff(staff, now=now)
    for person in _person_of(user=user.pk):
        return viewer_of_person(person, on=on)
    merged = PersonMerge.objects.filter(gone__user=user, parted_at=None).select_related("kept").first()
    return viewer_of_person(merged.kept, on=on) if merged else None


@prepared
def account(*, pk: int) -> QuerySet[User]:
    """Return the account behind an id, which every page of whoever signed in begins with."""
    return User.objects.filter(pk=pk)


def account_of_staff(email: str) -> User | None:
    """Return the account of somebody who works here, by their address."""
    staff = Staff.objects.filter(user__email=email.casefold(), user__is_active=True, active=True)
    found = staff.select_related("user").first()
    return found.user if found else None


@prepared
def _staff_of(*, user: int) -> QuerySet[Staff]:
    return Staff.objects.filter(user=user, active=True)


@prepared
def _person_of(*, user: int) -> QuerySet[Person]:
    return Person.objects.filter(user=user, erased_at=None)


def _live(on: date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A grant before the compartment is known."""

    holder: tuple[str, int]
    scopes: frozenset[str] = EVERYTHING
    since: date | None = None
    own_only: bool = False
    heads: int | None = None


def grants_of(person: Person, *, on: date) -> tuple[Grant, ...]:
    """List the compartments a person may enter on a day (rules N2 and N9, CLI-03)."""
    return _grants(person, live_places(person.pk, on), on)


def _grants(person: Person, places: Iterable[Membership], on: date) -> tuple[Grant, ...]:
    wanted = [_Wanted(("person", person.pk))]
    for place in places:
        heads = place.role in HEADING_ROLES
        holder = ("organisation", place.organisation_id)
        wanted.append(
            _Wanted(holder, EVERYTHING, place.starts_on, own_only=not heads, heads=holder[1] if heads else None)
        )
    for given in Delegation.objects.filter(_live(on), delegate=person, revoked_at=None):
        wanted += _delegated(given, on)
    return _as_grants(wanted)


def _delegated(given: Delegation, on: date) -> list[_Wanted]:
    scopes = frozenset(given.scopes)
    if given.grantor_organisation_id:
        return [_Wanted(("organisation", given.grantor_organisation_id), scopes, _headed_since(given, on))]
    assert given.grantor_person_id
    headed = Membership.objects.filter(_live(on), person=given.grantor_person_id, role__in=HEADING_ROLES)
    # Whoever heads an office delegates what they may see of it, and not what came before them.
    return [_Wanted(("person", given.grantor_person_id), scopes)] + [
        _Wanted(("organisation", place.organisation_id), scopes, place.starts_on) for place in headed
    ]


def _headed_since(given: Delegation, on: date) -> date:
    """Return since when an office has the head it has: nobody gives more of it than they may see themselves."""
    heads = Membership.objects.filter(
        _live(on), organisation=given.grantor_organisation_id, role__in=HEADING_ROLES
    ).order_by("starts_on")
    return heads.values_list("starts_on", flat=True).first() or given.starts_on


def _as_grants(wanted: list[_Wanted]) -> tuple[Grant, ...]:
    persons = [pk for kind, pk in (one.holder for one in wanted) if kind == "person"]
    organisations = [pk for kind, pk in (one.holder for one in wanted) if kind == "organisation"]
    rows = Compartment.objects.filter(Q(person__in=persons) | Q(organisation__in=organisations))
    known = {
        (("person", row.person_id) if row.person_id else ("organisation", row.organisation_id)): row.pk for row in rows
    }
    return tuple(
        Grant(known[one.holder], one.scopes, one.since, one.own_only, one.heads)
        for one in wanted
        if one.holder in known
    )


def persons_by_email(address: str) -> list[Person]:
    """Return the persons reached at an address, the oldest first."""
    return [point.person for point in _points_by_email(normal=normal_email(address))]


@prepared
def _points_by_email(*, normal: str) -> QuerySet[ContactPoint]:
    points = ContactPoint.objects.filter(kind="email", normal=normal, person__erased_at=None)
    return points.select_related("person__compartment").order_by("pk")


def formats_at(address: str) -> list[str]:
    """Return how letters to an address are laid out, as whoever reads there prefers."""
    return sorted({one for person in persons_by_email(address) for one in person.formats})


def persons_by_phone(number: str) -> list[Person]:
    """Return the persons reached at a telephone number: the screen-pop of the contact bar."""
    points = ContactPoint.objects.filter(kind="phone", normal=normal_phone(number), person__erased_at=None)
    return [point.person for point in points.select_related("person").order_by("pk")]


def find_persons(words: str, *, by: Viewer, limit: int = 8) -> list[Person]:
    """Look persons up by name, address or telephone, for whoever may."""
    by.require("people.look_up")
    digits = normal_phone(words).removeprefix("+")[-10:]  # with or without the code of the country
    by_point = Q(contact_points__normal__startswith=normal_email(words))
    if len(digits) >= 4:
        by_point |= Q(contact_points__kind="phone", contact_points__normal__contains=digits)
    by_name = Q()
    for word in words.split():
        by_name &= Q(given_name__istartswith=word) | Q(family_name__istartswith=word)
    return list(
        Person.objects.filter(by_name | by_point, erased_at=None).distinct().order_by("family_name", "pk")[:limit]
    )


def person(pk: int) -> Person:
    """Return one person."""
    return Person.objects.get(pk=pk)


def known_person(pk: int) -> Person | None:
    """Return one person, unless they were erased or never known."""
    return Person.objects.filter(pk=pk, erased_at=None).first()


def places_of(person: Person, *, on: date) -> list[Membership]:
    """Return the live memberships of a person, the newest first."""
    return _places(person=person.pk, on=on)


@prepared
def _places(*, person: int, on: date) -> QuerySet[Membership]:
    rows = Membership.objects.filter(_live(on), person=person).select_related("organisation__compartment")
    return rows.order_by("-starts_on", "-pk")


def delegates_of(compartment: Compartment, *, on: date) -> list[Delegation]:
    """Return who may act for the holder of a compartment."""
    holder = "grantor_person" if compartment.person_id else "grantor_organisation"
    return _given_by(holder, pk=compartment.person_id or compartment.organisation_id or 0, on=on)


@prepared
def _given_by(holder: str, *, pk: int, on: date) -> QuerySet[Delegation]:
    return Delegation.objects.filter(_live(on), revoked_at=None, **{holder: pk}).select_related("delegate")


def delegations_of(person: Person, *, on: date, given: bool, organisation: int | None) -> list[Delegation]:
    """Return the rights to act that a person gave, or that they hold, on a day: of one organisation, or of any."""
    rows = Delegation.objects.filter(_live(on), revoked_at=None).order_by("pk")
    if not given:
        return list(rows.filter(delegate=person, **({"grantor_organisation": organisation} if organisation else {})))
    headed = [one.organisation_id for one in live_places(person.pk, on) if one.role in HEADING_ROLES]
    theirs = {organisation} & set(headed) if organisation else set(headed)
    return list(rows.filter(Q(grantor_person=person) | Q(grantor_organisation__in=theirs)))


def email_of(person: Person) -> str:
    """Return the address that reaches a person, or nothing."""
    point = person.contact_points.filter(kind="email", undeliverable_at=None).order_by("-primary", "pk").first()
    return point.value if point else ""


def phone_of(person: Person) -> str:
    """Return a person's telephone number, or nothing."""
    return _first_of(person, "phone")


def postal_of(person: Person) -> str:
    """Return the address at which letters reach a person, or nothing."""
    return _first_of(person, "postal")


def _first_of(person: Person, kind: str) -> str:
    point = person.contact_points.filter(kind=kind).order_by("-primary", "pk").first()
    return point.value if point else ""


def units() -> QuerySet[Organisation]:
    """Return the units of the house and its partners: whom a task can be given to."""
    return Organisation.objects.filter(kind__in=PARTNER_KINDS | {"unit"}, active=True).order_by("kind", "code")


def offices() -> QuerySet[Organisation]:
    """Return the offices that clients work for."""
    return Organisation.objects.filter(kind="office", active=True).order_by("code")


def organisation(code: str) -> Organisation:
    """Return one organisation by its code."""
    return Organisation.objects.get(code=code)


def front_line(*, on: date) -> list[Staff]:
    """Return the agents of Client Services who are here on a day."""
    return [one for one in _window_staff() if is_agent_here(one, on)]


def window_staff() -> QuerySet[Staff]:
    """Return the staff of Client Services, to ask for more beside each."""
    return Staff.objects.filter(active=True, unit__code=CLIENT_SERVICES).select_related("unit").order_by("pk")


_window_staff = prepared(window_staff)


CLIENT_SERVICES = "CS"


def staff(pk: int) -> Staff:
    """Return one member of staff."""
    return Staff.objects.select_related("unit").get(pk=pk)


def staff_by_email(address: str) -> Staff | None:
    """Return the member of staff who has an address."""
    return Staff.objects.filter(email=normal_email(address)).first()


def absences(pks: Iterable[int]) -> QuerySet[Staff]:
    """Return who of these is, or will be, away, with who stands in."""
    said = Staff.objects.filter(pk__in=set(pks)).exclude(away_from=None).exclude(away_until=None)
    return said.exclude(substitute=None).select_related("substitute").order_by("away_from", "pk")


def everybody_here() -> QuerySet[Staff]:
    """Return everybody who works here or did, by name."""
    return Staff.objects.order_by("family_name", "given_name", "pk")


def staff_with_role(*roles: str) -> list[Staff]:
    """Return the active staff that hold one of the roles, the oldest first."""
    rows = Staff.objects.filter(active=True).select_related("unit").order_by("pk")
    return [row for row in rows if not set(row.roles).isdisjoint(roles)]


def names_of_staff(pks: Iterable[int]) -> dict[int, str]:
    """Return full names by id, for lists that hold ids."""
    return {row.pk: row.full_name for row in Staff.objects.filter(pk__in=set(pks))}


def organisation_codes() -> set[str]:
    """Return the codes of every organisation."""
    return set(Organisation.objects.values_list("code", flat=True))


def units_by_name() -> dict[str, str]:
    """Return the codes of units and partners by all that they are called: code and names, in small letters."""
    found: dict[str, str] = {}
    for one in units():
        for said in (one.name.en, one.name.fr, one.code):
            found[said.strip().casefold()] = one.code
    return found


def hourly_rates() -> dict[str, int]:
    """Return what an hour of the work of each unit costs, in cents, by code, where that is known."""
    known = Organisation.objects.filter(hourly_cents__isnull=False)
    return {code: cents or 0 for code, cents in known.values_list("code", "hourly_cents")}


def staff_addresses() -> set[str]:
    """Return the addresses of everybody who works here."""
    return set(Staff.objects.filter(active=True).values_list("email", flat=True))


def names_of_parties(named: Iterable[str]) -> dict[str, Bilingual]:
    """Return the names of units, by code, and of people who work here, by address."""
    wanted = set(named)
    found = {row.code: row.name for row in Organisation.objects.filter(code__in=wanted)}
    people = Staff.objects.filter(email__in=wanted) if wanted - found.keys() else ()
    return found | {row.email: Bilingual(row.full_name, row.full_name) for row in people}


def partner_named(pk: int | None) -> Bilingual | None:
    """Return the name of a body outside the house that works with it; units of the house have none out there."""
    row = Organisation.objects.filter(pk=pk).first() if pk else None
    return row.name if row and row.is_partner else None
