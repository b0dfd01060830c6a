"""The only writers of looks."""

from guichet.areas.sight.actions.contacts import check_identity, consult
from guichet.areas.sight.actions.looking import looked, see, sweep

__all__ = ["check_identity", "consult", "looked", "see", "sweep"]
