"""Reading figures, and the lists behind them."""

from guichet.areas.metrics.queries.capture import capture, contacts_of
from guichet.areas.metrics.queries.delays import Observed, ServiceDelays, service_delays
from guichet.areas.metrics.queries.figures import (
    Delays,
    Figure,
    Group,
    Month,
    breakdown,
    figures,
    months,
    names_of,
    overview,
)
from guichet.areas.metrics.queries.lists import Listed, Mark, Page, counted, listed
from guichet.areas.metrics.queries.published import PUBLIC, WHOLE, Longer, Published, Result, published
from guichet.areas.metrics.queries.sets import SETS
from guichet.areas.metrics.queries.slices import AXES, DIMENSIONS, UNSORTED, Slice
from guichet.areas.metrics.queries.standards import Span, StandardMonth, StandardResult, standard_results

__all__ = [
    "AXES",
    "DIMENSIONS",
    "PUBLIC",
    "SETS",
    "UNSORTED",
    "WHOLE",
    "Delays",
    "Figure",
    "Group",
    "Listed",
    "Longer",
    "Mark",
    "Month",
    "Observed",
    "Page",
    "Published",
    "Result",
    "ServiceDelays",
    "Slice",
    "Span",
    "StandardMonth",
    "StandardResult",
    "breakdown",
    "capture",
    "contacts_of",
    "counted",
    "figures",
    "listed",
    "months",
    "names_of",
    "overview",
    "published",
    "service_delays",
    "standard_results",
]
