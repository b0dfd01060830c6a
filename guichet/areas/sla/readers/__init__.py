"""The promise and the ledger of each ticket, folded from its facts."""

from guichet.areas.sla.readers import alerting, joining, owning
from guichet.areas.sla.readers.clocks import Clocks, clocks

__all__ = ["Clocks", "alerting", "clocks", "joining", "owning"]
