"""What the palette offers, and who asks for it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.functional import Promise as LazyText

from guichet.areas.finding.queries import Found
from guichet.areas.people.access import Viewer
from guichet.ground.search.near import SLIP, nearness

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

SHORTEST = 2  # letters before anything is looked for


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to do, a place to go to or something found."""

    code: str  # by which it can be asked for again; nothing for what is found
    label: str | LazyText
    url: str
    icon: str = "arrow-right"
    key: str = ""
    detail: str = ""
    sends: bool = False  # done at once
    acts: bool = False  # on the ticket in view, by its key
    lang: str = ""  # when it is not the page's
    preview: tuple[str, ...] = ()  # what it will do, of what does several things at once
    names: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, what they typed, the ticket that they look at, and what the words found: tickets, services."""

    viewer: Viewer
    typed: str
    ticket: "Ticket | None"
    found: "list[Ticket]"
    offered: Found = Found()

    @property
    def searches(self) -> bool:
        """Tell whether enough was typed to look for it."""
        return len(self.typed) >= SHORTEST

    def near(self, entries: list[Entry], most: int) -> list[Entry]:
        """Keep what comes near to what was typed, the nearest first; slips are forgiven when nothing else is meant."""
        if not self.typed:
            return entries
        rated = [(nearness(self.typed, one.names), one) for one in entries]
        least = min(SLIP + 1, max((rate for rate, _one in rated), default=0)) or SLIP
        kept = sorted((pair for pair in rated if pair[0] >= least), key=lambda pair: -pair[0])
        return [one for _rate, one in kept][:most]
