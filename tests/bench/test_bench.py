"""The bench measures something, and says it: how fast is for whoever reads it."""

import json
import os
import subprocess
import sys

import pytest

from tests.bench import report
from tests.bench.servers import ROOT
from tests.bench.timing import timing_of
from tests.figures import engine


def test_percentiles_are_figures_that_were_measured():
    timing = timing_of([0.001 * n for n in range(1, 101)], elapsed=2.0, cpu=1.0)

    assert (timing.p50_ms, timing.p95_ms, timing.per_second, timing.cpu_ms) == (50.0, 95.0, 50.0, 10.0)


def test_a_budget_goes_with_the_machine_on_which_it_is_measured():
    half_as_fast = {"create_c8": {"yard": 1_117.5}, "queue_c1": {"yard": 1_307.5}}
    creation, page = report.LINES[0], report.LINES[1]

    found = {"engine": "postgresql", **half_as_fast}

    assert (creation.here(creation.budget, found), page.here(page.budget, found)) == (122.5, 35.0)


@pytest.mark.rig
def test_a_quick_run_measures_the_product_and_its_floor():
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    command = [sys.executable, "-m", "tests.bench", "--quick", "--engine", engine(), "--seconds", "0.4"]
    command += ["--tickets", "1000", "--articles", "500"]  # the fewest that leave every measure something to find
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]

    (run,) = json.loads(report.place_of(engine(), "json").read_text())
    names = {row["name"] for row in run["ratios"]}
    assert {"create, 8 at once", "queue page, p50", "ticket page, p50", "inbound mail, one process"} <= names
    assert "portal search, p95" in names
    assert {"palette as one types, p95", "search as one types, p95"} <= names
    assert "fifty due, found and claimed" in names
    assert all(row["product"] > 0 and row["machine"] > 0 for row in run["ratios"])
    assert "| queue page, p50 |" in report.place_of(engine(), "md").read_text()
