"""What became of a promise and who held the ticket meanwhile, with no database or clock."""

from guichet.areas.sla.rules.figures import (
    Attainment,
    NoFigures,
    attainment,
    difference,
    percentile,
    percentile_of_runs,
    ratio_of_medians,
    wilson,
)
from guichet.areas.sla.rules.ledger import Holder, HolderChange, Ledger, OutOfOrder, Segment
from guichet.areas.sla.rules.promise import AlreadyPaused, NotPaused, PromiseState, Status

__all__ = [
    "AlreadyPaused",
    "Attainment",
    "Holder",
    "HolderChange",
    "Ledger",
    "NoFigures",
    "NotPaused",
    "OutOfOrder",
    "PromiseState",
    "Segment",
    "Status",
    "attainment",
    "difference",
    "percentile",
    "percentile_of_runs",
    "ratio_of_medians",
    "wilson",
]
