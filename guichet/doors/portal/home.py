"""What a client finds at home: their requests in words, and on whose behalf they look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guichet.areas.automation.queries.obligations import is_turn
from guichet.areas.people.access import Viewer
from guichet.areas.sla.queries import promises_of
from guichet.areas.tickets.queries.mine import Holder, Listed, Summary
from guichet.areas.tickets.rules import State
from guichet.doors.portal.forms.account import SCOPES
from guichet.doors.portal.reading import state_label


@dataclass(frozen=True, slots=True)
class Line:
    """A request in the list."""

    row: Summary
    label: str
    due: datetime | None
    turn: bool

    @property
    def expected(self) -> str:
        """Say what the client is asked to do."""
        if not self.turn:
            return ""
        if self.row.state == State.WAITING_CLIENT:
            return _("Answer our question: your date stands still meanwhile.")
        return _("Read our answer, and tell us whether it is settled.")


@dataclass(frozen=True, slots=True)
class Mandate:
    """The right by which somebody acts for another."""

    scopes: str
    ends_on: Any


@dataclass(frozen=True, slots=True)
class Home:
    """Who looks, at which requests, on whose behalf."""

    viewer: Viewer
    lines: list[Line]
    compartment: int | None
    holders: list[Holder]

    @property
    def waiting(self) -> list[Line]:
        """Return what waits for the client."""
        return [line for line in self.lines if line.turn]

    @property
    def current(self) -> list[Line]:
        """Return what goes on without them."""
        return [line for line in self.lines if not line.turn and not line.row.over]

    @property
    def over(self) -> list[Line]:
        """Return what is over."""
        return [line for line in self.lines if line.row.over]

    @property
    def chosen(self) -> Holder | None:
        """Return the one person or organisation that is looked at alone."""
        return next((one for one in self.holders if one.compartment == self.compartment), None)

    @property
    def is_for_another(self) -> bool:
        """Tell whether only what is somebody else's shows, or nothing at all."""
        return self.compartment is not None and (self.chosen is None or not self.chosen.own)

    def shows(self, compartment: int) -> bool:
        """Tell whether what is of a compartment belongs on this page: nothing of two sides of a wall ever mixes."""
        if self.compartment is not None:
            return compartment == self.compartment
        return not any(one.acted_for for one in self.holders if one.compartment == compartment)

    def mandate(self, given: Sequence[Any]) -> Mandate | None:
        """Return by which right the one that is looked at is acted for."""
        if self.chosen is None or not self.chosen.acted_for:
            return None
        names = {code: str(name) for code, name in SCOPES}
        held = [
            one for one in given
            if one.delegate_id == self.viewer.person and self.compartment in _opened_by(one)
        ]  # fmt: skip
        scopes = dict.fromkeys(names.get(code, code) for one in held for code in one.scopes)
        endless = any(one.ends_on is None for one in held)
        return Mandate(", ".join(scopes), None if endless or not held else max(one.ends_on for one in held))


def _opened_by(given: Any) -> set[int]:
    holders = (given.grantor_person, given.grantor_organisation)
    return {one.compartment.pk for one in holders if one}


def lines_of(listed: Listed) -> list[Line]:
    """Put a page of requests in words."""
    promises = promises_of(row.pk for row in listed.rows)
    return [
        Line(row, state_label(row.state, observed=row.observed), _due(promises[row.pk]), is_turn(row))
        for row in listed.rows
    ]


def _due(promise: Any) -> datetime | None:
    due: datetime | None = promise.due_at
    return due if promise.open and promise.met_at is None and promise.paused_at is None else None
