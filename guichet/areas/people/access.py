"""Who somebody is when they look or act: roles, unit, and the compartments they may enter."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from guichet.ground.access import Actor, permit

FRONT_LINE = ("agent", "manager")
EVERY_STAFF = ("agent", "expert", "manager", "administrator", "auditor")

permit("people.register people.amend people.confirm_language", to=FRONT_LINE)
permit("people.end_delegations", to=("system",))
permit("people.limit", to=("system", *FRONT_LINE, "expert"))  # by a plan at work, whoever moves it on
permit("people.read_sites", to=("manager", "auditor"))
permit("people.keep_sites", to=("manager",))
permit("people.set_keys", to=EVERY_STAFF)
permit("people.look_up", to=FRONT_LINE)
permit("people.keep_firm", to=("system", *FRONT_LINE))
permit("people.configure people.issue_token people.revoke_token", to=("administrator",))


@dataclass(frozen=True, slots=True)
class Grant:
    """The right to enter one compartment: for which scopes, since when, and whether only one's own matters show."""

    compartment: int
    scopes: frozenset[str]
    since: date | None = None
    own_only: bool = False
    heads: int | None = None  # the organisation that this person heads


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer(Actor):
    """An actor with a face: a client, a member of staff, or the bearer of one ticket's code."""

    name: str = ""
    language: str = "fr"
    person: int | None = None
    staff: int | None = None
    unit: int | None = None
    ticket: int | None = None
    party: int | None = None  # of the bearer of a code of their own: the part that they take
    grants: tuple[Grant, ...] = ()
    caucuses: frozenset[int] = frozenset()  # of a client: those that they belong to, which builds walls only (N1)
    offices: frozenset[int] = frozenset()  # of a client: the offices and caucuses in which they have a place
    keys: tuple[tuple[str, str], ...] = ()  # of somebody who works here: usual key, their own
    keys_off: bool = False
    emergencies: tuple[int, ...] = ()  # requests closed to them that are open for now, in an emergency (N5)
    scopes: frozenset[str] = frozenset()  # of an integration: what it may ask for
    organisation: str = ""  # of an integration: the code of the only one it speaks for

    @property
    def is_staff(self) -> bool:
        """Tell whether this viewer works here."""
        return self.staff is not None

    def has(self, *roles: str) -> bool:
        """Tell whether the viewer holds one of the roles."""
        return not self.roles.isdisjoint(roles)


def _heads_what_is_given(actor: Viewer, subject: Any) -> bool:
    """Tell whether the actor is the grantor, heads the organisation that grants, or stands at the window for them."""
    if not actor.has("client"):
        return True
    person = getattr(subject, "grantor_person_id", None)
    organisation = getattr(subject, "grantor_organisation_id", None)
    if person is not None:
        return bool(person == actor.person)
    return any(grant.heads == organisation for grant in actor.grants)


permit("people.delegate", to=("client", "agent", "manager"), when=_heads_what_is_given)

ANONYMOUS = Viewer(ref="anonymous", roles=frozenset({"anonymous"}))


def bearer_of(ticket: int, *, person: int, language: str) -> Viewer:
    """Return whoever holds a ticket's number and code: they act on that ticket, and see nothing else."""
    return Viewer(ref=f"bearer:{ticket}", roles=frozenset({"bearer"}), ticket=ticket, person=person, language=language)


def _is_theirs(actor: Viewer, staff: Any) -> bool:
    """Tell whether it is their own absence, or one of somebody whom they lead."""
    return bool(actor.has("manager") or staff.pk == actor.staff)


permit("people.go_away", to=FRONT_LINE, when=_is_theirs)


def _is_themselves(actor: Viewer, staff: Any) -> bool:
    return bool(staff.pk == actor.staff)


permit("people.enter", to=FRONT_LINE, when=_is_themselves)
