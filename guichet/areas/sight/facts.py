"""What can be said about looks in the journal: few of them, and never what was read."""

from guichet.ground.journal.facts import Fact, fact


@fact("sight.confidential_viewed")
class ConfidentialViewed(Fact):
    ticket: int
    door: str
    why: str


@fact("sight.identity_checked")
class IdentityChecked(Fact):
    person: int
    how: str  # before their file was opened to whoever says they are this person


@fact("sight.consulted")
class Consulted(Fact):
    ticket: int
    contact: int
    channel: str
    person: int | None  # with whom they spoke


@fact("sight.exported")
class Exported(Fact):
    """A list left the house as a file: which one, and by how many filters it was narrowed."""

    what: str
    narrowed: int


@fact("sight.emergency_opened")
class EmergencyOpened(Fact):
    ticket: int
    emergency: int
    until: str  # ISO 8601


@fact("sight.emergency_shut")
class EmergencyShut(Fact):
    """Before its time was over, by whoever had opened it."""

    ticket: int
    emergency: int


@fact("sight.emergency_refused")
class EmergencyRefused(Fact):
    """Somebody asked for a number that opens nothing to them: it is nowhere, or it is not for them."""

    tried: str  # nowhere, conflict


@fact("sight.emergency_reviewed")
class EmergencyReviewed(Fact):
    emergency: int
    justified: bool


@fact("sight.hold_set")
class HoldSet(Fact):
    """The law forbids to tell a client that their request was opened. Not on the request: its readers are not told."""

    hold: int


@fact("sight.hold_lifted")
class HoldLifted(Fact):
    hold: int
