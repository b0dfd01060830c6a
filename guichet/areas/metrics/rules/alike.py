"""Whether groups were treated alike: a rank test, and codes that tell nobody which group is which (rule N6)."""

import hashlib
import hmac
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import erfc, exp, pi, sqrt
from operator import itemgetter
from statistics import fmean, median

SMALLEST = 10  # persons (N4): a smaller group is pooled
LEVEL = 0.05  # of error that the whole audit allows itself
LEAST_EXPECTED = 5  # of refusals and of others in each group, or the approximation says nothing
POOLED = "pooled"
EVEN, UNEVEN, UNKNOWN = "even", "uneven", "unknown"


LEAST_KEY = 12  # characters
LOOKED_BACK = 4  # quarters that may still be audited


@dataclass(frozen=True, slots=True)
class Treated:
    """How a request was treated: its delay, from 0 to 1, whether it was refused, its priority.

    The delay is its rank among the requests for the same service: 0 the fastest, 1 the slowest. A time, or a share of
    what was promised, would mostly show which services each group asks for.
    """

    person: int
    delay: float
    refused: bool
    priority: float


def ranked(shares: Iterable[tuple[Hashable, float]]) -> list[float]:
    """Return the rank, from 0 to 1, of each value among those of its kind; equals share theirs, one alone is at 0.5.

    What is compared after this is compared within its kind (Hodges and Lehmann's aligned ranks, 1962).
    """
    shares = list(shares)
    kinds: dict[Hashable, list[float]] = {}
    for kind, value in sorted(shares, key=itemgetter(1)):
        kinds.setdefault(kind, []).append(value)
    return [
        (bisect_left(kinds[kind], value) + bisect_right(kinds[kind], value)) / 2 / len(kinds[kind])
        for kind, value in shares
    ]


def by_person(rows: Iterable[Treated]) -> list[Treated]:
    """Return one of each person: their requests are no proofs apart, and whoever asks often would decide alone."""
    theirs: dict[int, list[Treated]] = {}
    for row in rows:
        theirs.setdefault(row.person, []).append(row)
    return [
        Treated(
            person, median(one.delay for one in held), any(one.refused for one in held),
            fmean(one.priority for one in held),
        )
        for person, held in theirs.items()
    ]  # fmt: skip


def key_of(words: str, quarter: str) -> bytes:
    """Return the key that the auditor's words give for a quarter; trying many takes long (RFC 7914)."""
    return hashlib.scrypt(words.encode(), salt=f"parity {quarter}".encode(), n=2**14, r=8, p=1, dklen=32)


def code_of(group: str, key: bytes) -> str:
    """Return what a group is called in an audit: whoever lacks the key cannot tell which it is."""
    return hmac.new(key, group.encode(), hashlib.sha256).hexdigest()[:6].upper()


def coded(groups: Mapping[str, Sequence[Treated]], key: bytes) -> dict[str, list[Treated]]:
    """Give each group its code, and pool those of fewer than ten persons; if they are still too few, the next too.

    A group without a name, of whoever belongs to none, is pooled whatever its size.
    """
    by_size = sorted((one for one in groups.items() if one[0]), key=lambda one: _persons(one[1]))
    pool = list(groups.get("", ()))
    while by_size and (_persons(by_size[0][1]) < SMALLEST or 0 < _persons(pool) < SMALLEST):
        pool += by_size.pop(0)[1]
    found = {code_of(name, key): list(rows) for name, rows in by_size}
    return dict(sorted((found | ({POOLED: pool} if _persons(pool) >= SMALLEST else {})).items()))


def _persons(rows: Sequence[Treated]) -> int:
    return len({row.person for row in rows})


def kruskal_wallis(groups: Sequence[Sequence[float]]) -> float | None:
    """Return the probability of ranks at least as far apart, were all treated alike; none where nothing differs.

    Kruskal and Wallis (1952), corrected for ties, by the chi-square approximation. Of values that are 0 or 1 it is
    Pearson's test of independence, but for a factor (n - 1) / n.
    """
    total = sum(len(group) for group in groups)
    tied = Counter(value for group in groups for value in group)
    spread = 1 - sum(count**3 - count for count in tied.values()) / (total**3 - total) if total > 1 else 0
    if len(groups) < 2 or spread <= 0:
        return None
    ranks, before = dict[float, float](), 0
    for value, runs in groupby(sorted(tied.elements())):
        count = sum(1 for _one in runs)
        ranks[value], before = before + (count + 1) / 2, before + count
    sums = sum(sum(ranks[value] for value in group) ** 2 / len(group) for group in groups)
    return chi_square_tail((12 / (total * (total + 1)) * sums - 3 * (total + 1)) / spread, len(groups) - 1)


def chi_square_tail(value: float, freedom: int) -> float:
    """Return the upper tail of the chi-square law, by its recurrence over two degrees (Abramowitz-Stegun 26.4)."""
    half = max(value, 0) / 2
    tail, term = (exp(-half), exp(-half)) if freedom % 2 == 0 else (erfc(sqrt(half)), 0.0)
    start = 2 if freedom % 2 == 0 else 1
    for step in range(start, freedom, 2):
        term = term * half / (step / 2) if term else 2 * sqrt(half / pi) * exp(-half)
        tail += term
    return min(1.0, tail)


def tests_of(groups: Mapping[str, Sequence[Treated]]) -> dict[str, float | None]:
    """Test delays, refusals and priorities between groups; a test that cannot be made says nothing."""
    rows = list(groups.values())
    return {
        "delays": kruskal_wallis([[one.delay for one in group] for group in rows]),
        "refusals": _of_refusals(rows),
        "priorities": kruskal_wallis([[one.priority for one in group] for group in rows]),
    }


def _of_refusals(rows: Sequence[Sequence[Treated]]) -> float | None:
    refused = [[float(one.refused) for one in group] for group in rows]
    total = sum(map(len, refused))
    share = sum(map(sum, refused)) / total if total else 0
    if any(len(group) * min(share, 1 - share) < LEAST_EXPECTED for group in refused):
        return None
    return kruskal_wallis(refused)


def verdict_of(tests: Mapping[str, float | None]) -> str:
    """Say whether a difference was found, by Holm's method (1979); nothing where nothing could be tested."""
    made = sorted(one for one in tests.values() if one is not None)
    if not made:
        return UNKNOWN
    return UNEVEN if made[0] * len(made) < LEVEL else EVEN
