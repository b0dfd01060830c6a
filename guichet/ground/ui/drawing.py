"""Geometry of the small drawings (clock ledger, gauge, spark line): pure numbers, drawn as SVG by templates."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 280.0
GAP = 1.0
SPARK_WIDTH, SPARK_HEIGHT, SPARK_PAD = 120.0, 28.0, 3.0
GAUGE_WIDTH = 240.0
HOLDERS = ("us", "unit", "partner", "client", "pause")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the ledger: who held the ticket, for how long, and the words that say so."""

    holder: str
    amount: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of the ledger, ready to draw."""

    holder: str
    x: str
    width: str
    end: str
    label: str


def bars(segments: Sequence[Segment], width: float = WIDTH) -> list[Bar]:
    """Lay segments side by side in proportion to their amounts, a hair of paper between them."""
    kept = [segment for segment in segments if segment.amount > 0]
    total = sum(segment.amount for segment in kept)
    room = width - GAP * max(len(kept) - 1, 0)
    drawn, x = [], 0.0
    for segment in kept:
        length = room * segment.amount / total
        drawn.append(Bar(segment.holder, f"{x:.1f}", f"{length:.1f}", f"{x + length:.1f}", segment.label))
        x += length + GAP
    return drawn


def gauge(value: float, top: float, standard: float | None) -> dict[str, str]:
    """Place the fill and the standard's mark of a gauge that ends at `top`."""
    scale = GAUGE_WIDTH / top if top > 0 else 0.0
    fill = min(max(value * scale, 0.0), GAUGE_WIDTH)
    mark = "" if standard is None else f"{min(max(standard * scale, 1.0), GAUGE_WIDTH - 1):.1f}"
    return {"fill": f"{fill:.1f}", "mark": mark}


def spark(values: Sequence[float], standard: float | None = None) -> dict[str, str]:
    """Place a spark line's points, its last dot and its standard; an unchanging series runs through the middle."""
    if not values:
        return {"points": "", "x": "", "y": "", "standard": ""}
    seen = [*values, *([] if standard is None else [standard])]
    low, high = min(seen), max(seen)

    def height(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return SPARK_HEIGHT - SPARK_PAD - share * (SPARK_HEIGHT - 2 * SPARK_PAD)

    step = (SPARK_WIDTH - 2 * SPARK_PAD) / max(len(values) - 1, 1)
    points = [(SPARK_PAD + place * step, height(value)) for place, value in enumerate(values)]
    last_x, last_y = points[-1]
    return {
        "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
        "x": f"{last_x:.1f}",
        "y": f"{last_y:.1f}",
        "standard": "" if standard is None else f"{height(standard):.1f}",
    }
