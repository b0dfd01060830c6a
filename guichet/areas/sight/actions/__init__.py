"""The only writers of looks."""

from guichet.areas.sight.actions.contacts import check_identity, consult
from guichet.areas.sight.actions.exporting import MOST_AN_HOUR, TooManyFiles, export
from guichet.areas.sight.actions.looking import looked, see, sweep

__all__ = ["MOST_AN_HOUR", "TooManyFiles", "check_identity", "consult", "export", "looked", "see", "sweep"]
