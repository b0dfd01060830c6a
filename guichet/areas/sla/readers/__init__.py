"""The promise and the ledger of each ticket, folded from its facts."""

from guichet.areas.sla.readers import alerting, folds, joining, law, owning, updating, work
from guichet.areas.sla.readers.clock import Clocks, clocks

__all__ = ["Clocks", "alerting", "clocks", "folds", "joining", "law", "owning", "updating", "work"]
