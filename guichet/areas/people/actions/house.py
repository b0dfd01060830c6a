"""What an institution declares of itself. Each action returns what changed, in words: nothing when it was so."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from guichet.areas.people.actions.persons import NewDelegation, NewPerson, compartment_of, register
from guichet.areas.people.models import Delegation, Membership, Organisation, Person, Site, Source, Staff, User
from guichet.areas.people.queries import organisation
from guichet.areas.people.rules import CLIENT_KINDS, normal_email, normal_phone, normal_point
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual

NEW = "new"


def give(row: Model, values: dict[str, Any]) -> list[str]:
    """Give a row these values; return the differences in words, nothing when it had them already."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    words = [f"{name}: {_shown(getattr(row, name))} → {_shown(value)}" for name, value in changed.items()]
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
    return words


def _shown(value: Any) -> str:
    if isinstance(value, Bilingual):
        return f"{value.fr} | {value.en}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value if value not in (None, "") else "—")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationForm:
    """An organisation as declared; `parent` and `caucus` are codes."""

    code: str
    kind: str
    name: Bilingual
    jurisdiction: str = ""
    parent: str = ""
    caucus: str = ""
    region: str = ""
    rurality: str = ""
    language: str = "fr"
    hourly_cents: int | None = None


@action("people.configure")
def configure_organisation(form: OrganisationForm, *, by: Actor) -> list[str]:
    """Keep an organisation, and the wall around its matters where it has clients."""
    values = {
        "kind": form.kind, "name": form.name, "jurisdiction": form.jurisdiction, "region": form.region,
        "rurality": form.rurality, "language": form.language, "active": True, "hourly_cents": form.hourly_cents,
        "parent": organisation(form.parent) if form.parent else None,
        "caucus": organisation(form.caucus) if form.caucus else None,
    }  # fmt: skip
    row = Organisation.objects.filter(code=form.code).select_related("parent", "caucus").first()
    if row:
        return give(row, values)
    made = Organisation.objects.create(code=form.code, **values)
    if form.kind in CLIENT_KINDS:
        compartment_of(made)
    return [NEW]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffForm:
    """Somebody who works here, as declared; without a password they sign in by code or by the house's directory."""

    email: str
    given_name: str
    family_name: str
    unit: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    competences: tuple[str, ...] = ()
    load_cap: int = 40
    leads: bool = False
    password: str = ""
    site: str = ""  # where they receive people, by its code
    hours: dict[str, list[str]] = field(default_factory=dict)  # their own; nothing: those of the house


@action("people.configure")
def engage_staff(form: StaffForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a member of staff and the account that they sign in with."""
    email = normal_email(form.email)
    values = {
        "given_name": form.given_name, "family_name": form.family_name, "unit": organisation(form.unit),
        "roles": list(form.roles), "languages": list(form.languages), "competences": list(form.competences),
        "load_cap": form.load_cap, "leads": form.leads, "active": True,
    }  # fmt: skip
    # What a scenario does not say stays what people wrote in the office.
    values |= {"site": Site.objects.get(code=form.site)} if form.site else {}
    values |= {"hours": form.hours} if form.hours else {}
    row = Staff.objects.filter(email=email).select_related("unit", "site").first()
    if row:
        return give(row, values)
    user = User.objects.filter(email=email).first()
    user = user or User.objects.create_user(email, form.password or None, joined_at=now)
    Staff.objects.create(email=email, user=user, **values)
    return [NEW]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in an organisation, as declared."""

    organisation: str
    role: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientForm:
    """A client as declared: recognised by address, else by telephone and name, else by name and organisation."""

    given_name: str
    family_name: str
    language: str
    group: str
    email: str = ""
    phone: str = ""
    address: str = ""  # where letters go, with its lines
    places: tuple[Place, ...] = ()


@action("people.configure")
def enrol_client(form: ClientForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a client, how they are reached, and their places."""
    person = enrolled(form)
    if person is None:
        known = NewPerson(
            given_name=form.given_name, family_name=form.family_name, email=form.email, phone=form.phone,
            language=form.language, group=form.group,
        )  # fmt: skip
        person, changes = register(known, by=by, now=now), [NEW]
        person.contact_points.update(source=Source.HOUSE)
        person.contact_points.filter(kind="email").update(verified_at=now)
        person.source = Source.HOUSE
        person.save(update_fields=["source"])
    else:
        values = {"given_name": form.given_name, "family_name": form.family_name, "group": form.group}
        changes = give(person, values)
    added = _add_places(person, form.places) + _add_address(person, form.address, now)
    return changes if changes == [NEW] else changes + added


def _add_address(person: Person, address: str, now: datetime) -> list[str]:
    """Add the address that an institution declares, beside one that somebody gave themselves."""
    normal = normal_point("postal", address)
    if not address or person.contact_points.filter(kind="postal", normal=normal).exists():
        return []
    person.contact_points.create(kind="postal", value=address, normal=normal, source=Source.HOUSE, known_at=now)
    return [f"address: {address}"]


def enrolled(form: ClientForm) -> Person | None:
    """Find the client that a form speaks of."""
    rows = Person.objects.filter(erased_at=None).order_by("pk")
    if form.email:
        return rows.filter(contact_points__kind="email", contact_points__normal=normal_email(form.email)).first()
    named = rows.filter(given_name=form.given_name, family_name=form.family_name)
    if form.phone:
        return named.filter(contact_points__kind="phone", contact_points__normal=normal_phone(form.phone)).first()
    return named.filter(memberships__organisation__code__in=[place.organisation for place in form.places]).first()


def _add_places(person: Person, places: tuple[Place, ...]) -> list[str]:
    has = set(Membership.objects.filter(person=person).values_list("organisation__code", "role", "starts_on"))
    wanted = [place for place in places if (place.organisation, place.role, place.since) not in has]
    for place in wanted:
        Membership.objects.create(
            person=person, organisation=organisation(place.organisation), role=place.role, starts_on=place.since
        )
    return [f"place: {place.role} at {place.organisation} since {place.since}" for place in wanted]


@action("people.configure")
def entrust(wanted: NewDelegation, *, by: Actor) -> list[str]:
    """Keep a declared delegation; the same one twice is one."""
    has = Delegation.objects.filter(
        grantor_person=wanted.grantor_person_id, grantor_organisation=wanted.grantor_organisation_id,
        delegate=wanted.delegate, ends_on=wanted.ends_on, revoked_at=None,
    )  # fmt: skip
    if any(set(one.scopes) == set(wanted.scopes) for one in has):
        return []
    compartment_of(wanted.grantor)
    Delegation.objects.create(
        grantor_person_id=wanted.grantor_person_id, grantor_organisation_id=wanted.grantor_organisation_id,
        delegate=wanted.delegate, scopes=list(wanted.scopes), starts_on=wanted.starts_on, ends_on=wanted.ends_on,
    )  # fmt: skip
    return [f"may act for {wanted.grantor}: {', '.join(wanted.scopes)}"]
