"""How many automatic messages an address may get: what stops loops and bombs (threats O01, O02, O04)."""

from datetime import timedelta

WINDOW = timedelta(hours=1)
MOST_KNOWN = 8
MOST_UNVERIFIED = 2


def may_send(*, sets_off: bool, verified: bool, recent: int) -> bool:
    """Tell whether one more message may go to an address that got `recent` ones within the window.

    Only what a message from outside sets off by itself (`sets_off`: an acknowledgement) can loop or bomb; what
    follows from an act of ours, or from the client's own confirmation, always leaves.
    """
    if not sets_off:
        return True
    return recent < (MOST_KNOWN if verified else MOST_UNVERIFIED)
