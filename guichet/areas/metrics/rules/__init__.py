"""What each figure is, and which figures are too small to be shown."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

SMALLEST = 10  # rule N4: no rate is shown on fewer
STANDARD = 0.90  # the share of promises that the house means to keep
COMES_BACK_WITHIN = timedelta(days=30)

Key = TypeVar("Key")
Cell = tuple[int | str | None, int | str | None]  # a row and a column; nothing: every one of them


class Kind(StrEnum):
    """What sort of number a figure is."""

    COUNT = "count"
    RATE = "rate"
    DELAY = "delay"
    SCORE = "score"


class Known(StrEnum):
    """What stands where a figure is awaited: three things that are never the same, and never nought."""

    VALUE = "value"
    NOT_APPLICABLE = "not_applicable"  # there was nothing that it could be about
    NO_DATA = "no_data"  # there was, or there is, and nothing is known of it


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure: the sets of tickets it counts, and how it is computed, in words and as domain.md 2.9 A writes it."""

    code: str
    kind: Kind
    name: str | LazyText
    counted: str  # the set that is its n
    kept: str  # the part of it in the numerator, for a rate
    missing: str  # what could not be counted
    words: str | LazyText
    formula: str


RECEIVED = Definition(
    "received", Kind.COUNT, _("Requests received"), "received", "", "unsorted",
    _("Every request that reached the window in the period, whatever became of it, counted on the day it arrived."),
    "n = |{ t0 ≤ received_at < t1 }|",
)  # fmt: skip
OPEN = Definition(
    "open", Kind.COUNT, _("Open now"), "open", "", "undated",
    _("Every request that still waits for something, at this moment, whenever it arrived: the period does not apply."),
    "Backlog(t) = |{ open at t }|",
)  # fmt: skip
AGE = Definition(
    "age", Kind.DELAY, _("Age of what is open"), "open", "", "",
    _(
        "The time since each open request arrived. Business age counts the opening hours of the calendar that the "
        "request goes by; lived age never stops. P50: half are younger. P90: nine in ten are. Both are the age of a "
        "real request, never a point between two."
    ),
    "age = P50, P90 of B(received_at, t)",
)  # fmt: skip
FIRST = Definition(
    "first", Kind.RATE, _("First answers in time"), "first", "first_met", "first_ahead",
    _(
        "First answers by a person that came before they were due, out of those that can be judged. Late ones count "
        "as missed, and so do those still awaited past due; one that is not due yet is left out. Each is counted on "
        "the day its fate was settled: the day of the answer when it came in time, else the day it was due."
    ),
    "met ÷ (met + missed), missed = late ∪ open past due",
)  # fmt: skip
COMPLETION = Definition(
    "completion", Kind.RATE, _("Promised dates kept"), "completion", "completion_met", "completion_ahead",
    _(
        "Requests completed by the date promised, out of those that can be judged. Late ones count as missed, and so "
        "do those still open past due; one that is not due yet, or that waits for the client, is left out. The date "
        "is the one in force: a wait for the client moves it, and so does a reopening. Each is counted on the day its "
        "fate was settled: the day of completion when it was in time, else the day it was due."
    ),
    "met ÷ (met + missed), missed = late ∪ open past due",
)  # fmt: skip
DELAY = Definition(
    "delay", Kind.DELAY, _("How long it took"), "completed", "", "",
    _(
        "The time from the arrival of a request to its answer, for those answered in the period, in time or late. As "
        "lived, it never stops. In business time it counts the opening hours of the calendar that the request goes "
        "by, less those in which it waited for the client. P50: half took less. P90: nine in ten did. Both are the "
        "time of a real request, never a point between two."
    ),
    "P50, P90 of B(received_at, resolved_at) − B(W), and of resolved_at − received_at",
)  # fmt: skip
FIRST_DELAY = Definition(
    "first_delay", Kind.DELAY, _("Promised time taken to answer"), "first_given", "", "",
    _(
        "Of the business time promised for the first answer by a person, the share that was taken, for those answered "
        "in the period: half took less. A share, so that services that answer sooner than others make no difference "
        "between those who ask for them."
    ),
    "P50 of B(received_at, first_answered_at) ÷ B(received_at, first_due_at)",
)  # fmt: skip
REOPENED = Definition(
    "reopened", Kind.RATE, _("Requests that came back"), "resolved", "reopened", "resolved_lately",
    _(
        "Requests reopened within 30 days of their first resolution, out of the requests first resolved. Each is "
        "counted on the day its thirty days are over: before that nobody can tell."
    ),
    "reopened ≤ 30 d ÷ resolved (30 d elapsed)",
)  # fmt: skip
EFFORT = Definition(
    "effort", Kind.RATE, _("Effort of clients"), "completed", "again", "",
    _(
        "Requests whose client had to write or call once more before the answer, to say more or to ask for news, out "
        "of those answered in the period: the effort that we could not spare them."
    ),
    "written again ≤ resolved_at ÷ resolved",
)  # fmt: skip
PULSE = Definition(
    "pulse", Kind.SCORE, _("Satisfaction"), "answered", "", "silent",
    _(
        "The mean answer, from 1 to 5, to the one question asked at the end of a request, put on a scale of 0 to 100, "
        "on the day it was given. Those who did not answer are not guessed at."
    ),
    "index = 25 × (mean(1–5) − 1)",
)  # fmt: skip

SETTLED = Definition(
    "settled", Kind.RATE, _("Settled once and for all"), "resolved", "", "resolved_lately",
    _(
        "Requests that did not come back within 30 days of their first resolution, out of the requests first resolved. "
        "Each is counted on the day its thirty days are over."
    ),
    "1 − reopened ≤ 30 d ÷ resolved (30 d elapsed)",
)  # fmt: skip
ONE_DOOR = Definition(
    "one_door", Kind.RATE, _("At the right door"), "", "", "",
    _(
        "Contacts of clients that had not failed elsewhere first (sent to another desk, or stopped by an outage), out "
        "of those of which it was said whether they were needed."
    ),
    "1 − (wrong desk ∪ outage) ÷ classified contacts",
)  # fmt: skip
UPDATES = Definition(
    "update", Kind.RATE, _("News in time"), "", "", "",
    _(
        "Waits for news that a person ended in time, out of those that can be judged: late ones count as missed, and "
        "so do those that last past due. A wait starts with the last words of a person while it is our turn; a "
        "message that leaves by itself ends none."
    ),
    "met ÷ (met + missed), missed = late ∪ open past due",
)  # fmt: skip
TASKS = Definition(
    "task", Kind.RATE, _("Work done in time"), "", "", "",
    _(
        "Pieces of work done by their due moment, out of those that can be judged: late ones count as missed, and so "
        "do those still open past due. Each goes by its own clock, which starts when it can be done."
    ),
    "met ÷ (met + missed), missed = late ∪ open past due",
)  # fmt: skip
DECISIONS = Definition(
    "maximum", Kind.RATE, _("Decided in the legal delay"), "", "", "",
    _(
        "Decisions given by the end of the longest delay that the law leaves, out of those that can be judged: late "
        "ones count as missed, and so do those still open past it. The delay starts when the file is complete, and "
        "stands still for a legal reason."
    ),
    "met ÷ (met + missed), missed = late ∪ open past due",
)  # fmt: skip
DECLARED = Definition(
    "declared", Kind.RATE, _("Counted elsewhere"), "", "", "",
    _("Counted outside Guichet and told by hand for each month. A month of which nothing was told has no data."),
    "met ÷ total, as told",
)  # fmt: skip

CAPTURE = Definition(
    "capture", Kind.RATE, _("Contacts kept with a request"), "", "", "",
    _(
        "Calls and visits about a service that we only help people to reach (Support) that were kept with a request, "
        "settled or not, out of all of them. What we answer for, or take part in, is kept with a request or not at "
        "all; a contact whose service nobody said is not counted. Each is counted on the day it took place."
    ),
    "capture = ticketed ÷ Support contacts",
)  # fmt: skip

FIGURES = (RECEIVED, OPEN, AGE, FIRST, COMPLETION, REOPENED, EFFORT, PULSE)
DEFINED = (*FIGURES, CAPTURE, DELAY, FIRST_DELAY)
# What groups are compared by (EQU-03): rates of which more is better, then one of which less is; then delays.
COMPARED = (FIRST, COMPLETION, REOPENED)
COMPARED_DELAYS = (FIRST_DELAY, DELAY)
RESTS_ON = {
    code: one.counted for one in (*COMPARED, *COMPARED_DELAYS) for code in (one.counted, one.kept) if code
}  # which set decides whether a set of one group is too small to be listed
PARITY = (0.95, 1.05)  # the ratio of medians that two languages keep (domain.md 2.9 D)
FAR = 1.15  # and the one that a place far from a town does not exceed


def is_small(n: int) -> bool:
    """Tell whether a group is too small for a figure; nobody at all is no secret."""
    return 0 < n < SMALLEST


def hidden_cells(counts: Mapping[Key, int]) -> frozenset[Key]:
    """Return the cells to hide: the small ones, and enough others that no subtraction from the total finds them."""
    return frozenset(_covered(counts, set()))


def hidden_table(counts: Mapping[Cell, int]) -> frozenset[Cell]:
    """Return the cells of a table to hide, its totals among them: `None` stands for every row, or every column.

    No line of it is given away by what is shown of it: a total that is hidden hides what adds up to it, and what
    nothing else in its line can cover hides the total.
    """
    sides: tuple[Counter[Cell], Counter[Cell]] = (Counter(), Counter())
    for (row, column), n in counts.items():
        sides[0][None, column] += n
        sides[1][row, None] += n
    lines = [(total, _line(total, counts)) for side in sides for total in side]
    hidden: set[Cell] = set().union(*map(hidden_cells, sides))
    before = -1
    while len(hidden) != before:
        before = len(hidden)
        for total, line in lines:
            found = set(line) if total in hidden else _covered(line, hidden)
            hidden |= found
            if found and (len(found) < 2 or is_small(sum(line[cell] for cell in found))):
                hidden.add(total)
        hidden |= set().union(*(_covered(side, hidden) for side in sides))
    return frozenset(hidden)


def _line(total: Cell, counts: Mapping[Cell, int]) -> dict[Cell, int]:
    place = 1 if total[0] is None else 0
    return {cell: n for cell, n in counts.items() if n and cell[place] == total[place]}


def _covered(line: Mapping[Key, int], hidden: Set[Key]) -> set[Key]:
    """Return what to hide of cells whose total is told, given what is hidden already."""
    found = {key for key, n in line.items() if is_small(n) or (n and key in hidden)}
    others = sorted((key for key, n in line.items() if n and key not in found), key=lambda key: line[key])
    while found and others and (len(found) < 2 or is_small(sum(line[key] for key in found))):
        found.add(others.pop(0))
    return found


def index_of(mean: float) -> float:
    """Put a mean answer from 1 to 5 on a scale of 0 to 100 (domain.md 2.9 E)."""
    return 25 * (mean - 1)
