"""Reading problems: what is live now, what each holds, whom it concerns."""

from guichet.areas.problems.queries.live import Live, forget, live, notices
from guichet.areas.problems.queries.reach import Reach, affected, reach, ways_told
from guichet.areas.problems.queries.reading import (
    Line,
    case_of,
    cases_of,
    open_problems,
    problem_of,
    problems_of,
    regions,
)

__all__ = [
    "Line", "Live", "Reach", "affected", "case_of", "cases_of", "forget", "live", "notices", "open_problems",
    "problem_of", "problems_of", "reach", "regions", "ways_told",
]  # fmt: skip
