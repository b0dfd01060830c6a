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
