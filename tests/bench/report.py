"""Figures beside their budgets: product, floor, best peer, and the ratios between them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.machine import factor

FOLDER = Path(__file__).resolve().parents[2] / "var" / "bench"
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured, and what was promised of it on the machine on which the budgets were set."""

    name: str
    product: str  # where the figure is: a measure and its part
    budget: float
    unit: str
    floor: str = ""
    peer: float = 0.0  # the best one measured there
    more_is_better: bool = False
    yard: str = ""  # the job of the yardstick that tells how fast this machine is at such work

    def machine(self, found: Figures) -> float:
        """Return how fast this machine was at such work, beside that one, when the product was measured."""
        measure = self.product.partition(".")[0]
        return factor(found["engine"], self.yard, found[measure]["yard"]) if self.yard else 1.0

    def here(self, promised: float, found: Figures) -> float:
        """Return what a figure of that machine comes to on this one."""
        return promised * self.machine(found) if self.more_is_better else promised / self.machine(found)

    def met(self, value: float, budget: float) -> bool:
        """Tell whether a figure keeps a budget."""
        return value >= budget if self.more_is_better else value <= budget


QUEUE, TICKET, ALONE = "queue_c1", "ticket_c1", "create_c1"
LINES = (
    Line("create, 8 at once", "create_c8.per_second", 245, "/s", "create_floor_c8.per_second", 49, True, "create_c8"),
    Line("queue page, p50", "queue_c1.p50_ms", 17.5, "ms", "queue_floor_c1.p50_ms", 140, yard=QUEUE),
    Line("queue page, processor", "queue_c1.cpu_ms", 15, "ms", yard=QUEUE),
    Line("all open, p50", "all_open_c1.p50_ms", 17.5, "ms", "", 97, yard=QUEUE),
    Line("the slowest list, processor", "slowest_list_c1.cpu_ms", 15, "ms", yard=QUEUE),
    Line("ticket page, p50", "ticket_c1.p50_ms", 17, "ms", "ticket_floor_c1.p50_ms", 34, yard=TICKET),
    Line("ticket page, processor", "ticket_c1.cpu_ms", 15, "ms", yard=TICKET),
    Line("search, rare word, p50", "search_rare.p50_ms", 12, "ms", "search_rare_floor.p50_ms", 35, yard=TICKET),
    Line("search, common word, p50", "search_common.p50_ms", 50, "ms", "search_common_floor.p50_ms", 160, yard=TICKET),
    Line("portal search, p95", "portal_search_c1.p95_ms", 100, "ms", yard=TICKET),
    Line("palette as one types, p95", "palette_c1.p95_ms", 150, "ms", yard=TICKET),
    Line("search as one types, p95", "find_c1.p95_ms", 150, "ms", yard=TICKET),
    Line("dashboard, the first time", "dashboard_first.p50_ms", 50, "ms", "", 420, yard=TICKET),
    Line("dashboard, p50", "dashboard_c1.p50_ms", 50, "ms", "", 420, yard=TICKET),
    Line("inbound mail, one process", "mail.per_second", 150, "/s", "", 60, True, yard=ALONE),
    Line("fifty due, found and claimed", "tick.p50_ms", 200, "ms", yard=ALONE),
    Line("whole stack at rest", "stack.idle_mib", 180, "MiB", "", 178),
    Line("cold start to first page", "stack.cold_start_s", 1.0, "s", "", 0.6),
)
FLOOR_SHARE = 0.10  # of the floor's creations, on PostgreSQL
PAGES_SHARE = 1.3  # p95 of the largest over p95 of the smallest


def figure(found: Figures, place: str) -> float:
    """Return one figure."""
    measure, _, part = place.partition(".")
    return float(found[measure][part])


def rows_of(found: Figures) -> Iterator[dict[str, Any]]:
    """Give each line with its figures and ratios, its budget, and what the budget comes to on this machine."""
    for line in LINES:
        value, here = figure(found, line.product), line.here(line.budget, found)
        under = figure(found, line.floor) if line.floor else 0.0
        yield {
            "name": line.name, "product": value, "unit": line.unit, "floor": under or None, "peer": line.peer or None,
            "machine": round(line.machine(found), 2), "processor": found[line.product.partition(".")[0]].get("cpu_ms"),
            "of_floor": round(value / under, 3) if under else None,
            "of_peer": round(value / line.here(line.peer, found), 3) if line.peer else None,
            "budget": f"{'≥' if line.more_is_better else '≤'} {line.budget:g}", "met": line.met(value, line.budget),
            "budget_here": float(f"{here:.3g}"), "met_here": line.met(value, here),
        }  # fmt: skip
    if found["engine"] == "postgresql":
        yield _share_of_floor(found)


def _share_of_floor(found: Figures) -> dict[str, Any]:
    made, under = figure(found, "create_c8.per_second"), figure(found, "create_floor_c8.per_second")
    share = round(made / under, 3)
    return {
        "name": "create, share of the floor", "product": share, "unit": "", "floor": None, "peer": None,
        "machine": 1.0, "processor": None, "of_floor": share, "of_peer": None, "budget": f"≥ {FLOOR_SHARE:g}",
        "met": share >= FLOOR_SHARE, "budget_here": FLOOR_SHARE, "met_here": share >= FLOOR_SHARE,
    }  # fmt: skip


def table(found: Figures) -> str:
    """Return one run as a table."""
    load, after = found["load_before"], found["load_after"]
    lines = [
        f"## {found['engine']}, {found['tickets']:,} tickets".replace(",", " "), "",
        f"Load average {load} before, {after} after, on {found['cpus']} processors: "
        + ("the machine was busy with other things; read the processor times." if max(load, 0) > 1 else "at rest."),
        "", "| work | product | processor, ms | floor | best peer | ÷ floor | ÷ peer | budget | | machine | here | |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    return "\n".join([*lines, *map(_shown, rows_of(found)), "", _rates(found), ""])


def _shown(row: dict[str, Any]) -> str:
    cells = [row["name"], f"{row['product']:g} {row['unit']}".strip()]
    names = ("processor", "floor", "peer", "of_floor", "of_peer")
    cells += ["" if row[name] is None else f"{row[name]:g}" for name in names]
    verdicts = {True: "kept", False: "**missed**"}
    cells += [
        row["budget"],
        verdicts[row["met"]],
        f"× {row['machine']:g}",
        f"{row['budget_here']:g}",
        verdicts[row["met_here"]],
    ]
    return f"| {' | '.join(cells)} |"


def _rates(found: Figures) -> str:
    """Say the rates at eight callers, and what the floor's table would not hold."""
    names = ("queue", "all_open", "ticket", "palette", "find", "dashboard", "create")
    said = [
        f"{name.replace('_', ' ')} {found[f'{name}_c8']['per_second']:g}/s "
        f"(p95 {found[f'{name}_c8']['p95_ms']:g} ms, processor {found[f'{name}_c8']['cpu_ms']:g} ms)"
        for name in names
    ]
    floors = [
        f"{name} {alone:g}/s alone, {together:g}/s by eight"
        for name in ("queue", "ticket", "create")
        for alone, together in [[found[f"{name}_floor_c{callers}"]["per_second"] for callers in (1, 8)]]
    ]
    return f"Eight at once: {'; '.join(said)}.\n\nThe floor: {'; '.join(floors)}."


def growth(runs: list[Figures]) -> str:
    """Say how the queue page grows with the data, between the smallest and the largest size of one engine."""
    first, *_, last = sorted([runs[0], *runs], key=lambda run: int(run["tickets"]))
    if first is last:
        return ""
    times = figure(last, "queue_c1.p95_ms") / figure(first, "queue_c1.p95_ms")
    said = (
        f"Queue page p95: × {times:.2f} from {first['tickets']} to {last['tickets']} tickets; × {PAGES_SHARE} at most."
    )
    return "\n".join(["## Growth", "", said, ""])


def place_of(engine: str, ending: str) -> Path:
    """Return where the figures of an engine are kept."""
    return FOLDER / f"ratios-{engine}.{ending}"


def write(runs: list[Figures], say: Callable[[str], None]) -> None:
    """Keep the runs of each engine as JSON and as tables, and print the tables."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for engine in dict.fromkeys(run["engine"] for run in runs):
        mine = [run for run in runs if run["engine"] == engine]
        kept = [{**run, "ratios": list(rows_of(run))} for run in mine]
        place_of(engine, "json").write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        text = "\n".join(["# Measured budgets\n", *map(table, mine), growth(mine)])
        place_of(engine, "md").write_text(text.rstrip() + "\n", encoding="utf-8")
        say(text)
