"""The names behind the ids of one ticket's life."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet.areas.people.access import FRONT_LINE
from guichet.areas.people.queries import CLIENT_SERVICES, units
from guichet.areas.tickets.queries.desk import everybody
from guichet.areas.tickets.rules import may_read_confidential
from guichet.ground import recent
from guichet.ground.ui import wording

MOST_EXPERTS = 80  # more would weigh on every page of a ticket
KEPT_FOR = 5  # seconds: a directory of colleagues changes a few times a year


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here, as a name in a list."""

    pk: int
    name: str
    unit: int
    owns: bool  # may be in charge of a ticket
    reads: bool  # may be designated to read a confidential one
    sees: bool  # works at the window
    helps: bool = False  # an expert, who can be asked


@dataclass(frozen=True, slots=True)
class Names:
    """What ids stand for, in the reader's language."""

    lang: str
    now: datetime
    client: str
    staff: dict[int, str]
    tasks: dict[int, tuple[str, str]]
    services: dict[int, str]
    tickets: dict[int, str] = field(default_factory=dict)
    macros: dict[int, str] = field(default_factory=dict)
    apart: dict[int, str] = field(default_factory=dict)  # where words go on as another matter, by the words
    parties: dict[int, str] = field(default_factory=dict)  # names, by the part that somebody takes or took
    parts: dict[int, str] = field(default_factory=dict)  # what a person is in this ticket
    tags: dict[str, str] = field(default_factory=dict)
    requester: int = 0

    def of_actor(self, ref: str) -> str:
        """Name whoever did something: `staff:7`, `person:12`, `system`."""
        kind, _colon, pk = ref.partition(":")
        if kind == "staff":
            return self.staff.get(int(pk), _("a colleague"))
        if kind == "party":
            return self.parties.get(int(pk), self.client)
        return self.client if kind in {"person", "bearer"} else "Guichet"


def here() -> str:
    """Return the language of the page."""
    return wording.language(get_language())


def colleagues() -> Sequence[Colleague]:
    """Return everybody who works or worked here."""
    return recent.made("desk:colleagues", KEPT_FOR, _colleagues)


def _colleagues() -> Sequence[Colleague]:
    return [
        Colleague(one.pk, one.full_name, one.unit_id, _owns(one), _reads(one), _sees(one), _helps(one))
        for one in everybody()
    ]


def _owns(staff: Any) -> bool:
    return bool(staff.active and staff.unit.code == CLIENT_SERVICES and "agent" in staff.roles)


def _sees(staff: Any) -> bool:
    return bool(staff.active and not set(FRONT_LINE).isdisjoint(staff.roles))


def _reads(staff: Any) -> bool:
    return may_read_confidential(staff.roles, active=staff.active)


def _helps(staff: Any) -> bool:
    return bool(staff.active and "expert" in staff.roles)


def ask_choices() -> list[tuple[str, str]]:
    """Return whom a unit's work can be asked of: the unit, or one of its experts where they are few enough to list."""
    experts: dict[int, list[Colleague]] = {}
    for one in colleagues():
        if one.helps:
            experts.setdefault(one.unit, []).append(one)
    listed = experts if sum(map(len, experts.values())) <= MOST_EXPERTS else {}
    return [
        choice
        for pk, code, name in unit_choices()
        for choice in (
            (str(pk), f"{code} · {name}"), *((f"{pk}-{one.pk}", f"{code} · {one.name}") for one in listed.get(pk, []))
        )
    ]  # fmt: skip


def unit_choices() -> list[tuple[int, str, str]]:
    """Return the units and partners that a task can be given to: id, code, name."""
    found = recent.made("desk:units", KEPT_FOR, lambda: [(one.pk, one.code, one.name) for one in units()])
    return [(pk, code, name.in_language(here())) for pk, code, name in found]
