"""The only writers of looks."""

from guichet.areas.sight.actions.contacts import check_identity, consult
from guichet.areas.sight.actions.emergencies import break_glass, review, shut
from guichet.areas.sight.actions.exporting import MOST_AN_HOUR, TooManyFiles, export
from guichet.areas.sight.actions.holds import lift_hold, set_hold
from guichet.areas.sight.actions.looking import looked, see, sweep

__all__ = [
    "MOST_AN_HOUR",
    "TooManyFiles",
    "break_glass",
    "check_identity",
    "consult",
    "export",
    "lift_hold",
    "looked",
    "review",
    "see",
    "set_hold",
    "shut",
    "sweep",
]
