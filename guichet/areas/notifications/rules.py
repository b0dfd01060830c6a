"""How many automatic messages an address may get: what stops loops and bombs (threats O01, O02, O04)."""

from datetime import timedelta

WINDOW = timedelta(hours=1)
MOST_KNOWN = 8
MOST_UNVERIFIED = 2


def may_send(*, automatic: bool, verified: bool, recent: int) -> bool:
    """Tell whether one more message may go to an address that got `recent` ones within the window."""
    if not automatic:
        return True
    return recent < (MOST_KNOWN if verified else MOST_UNVERIFIED)
