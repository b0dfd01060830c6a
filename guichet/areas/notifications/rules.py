"""How many automatic messages an address may get: what stops loops and bombs (threats O01, O02, O04)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(hours=1)
MOST_KNOWN = 8
MOST_UNVERIFIED = 2
ENTRANCE = "entrance"
WARNING = "warning"
MANDATE = "mandate"
EMERGENCY = "emergency"


def may_send(*, sets_off: bool, verified: bool, recent: int) -> bool:
    """Tell whether one more message may go to an address that got `recent` ones within the window.

    Only what a message from outside sets off by itself (`sets_off`: an acknowledgement) can loop or bomb; what
    follows from an act of ours, or from the client's own confirmation, always leaves.
    """
    if not sets_off:
        return True
    return recent < (MOST_KNOWN if verified else MOST_UNVERIFIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """A letter about coming in: what it is about (`code`, `stranger`, `password`), what opens, in which language."""

    about: str
    address: str
    language: str
    opens: str = ""  # the code to type, or the link to follow
    until: datetime
    formats: tuple[str, ...] = ()  # how it is laid out

    @property
    def is_asked_by_anybody(self) -> bool:
        """Tell whether an address that nobody vouches for sets this off."""
        return self.about == "stranger"
