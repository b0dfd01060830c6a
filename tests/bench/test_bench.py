"""The bench measures something, and says it: how fast is for whoever reads it."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import report
from tests.bench.servers import ROOT
from tests.bench.sorting import table, task_of
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


@pytest.mark.proves("TRI-01")
def test_triage_is_measured_beside_its_floor_on_the_same_draws(tmp_path: Path) -> None:
    head = ["department_name_en", "service_name_fr", "service_description_fr"]
    told = {"Roads": ("Permis de conduire", "Essai de conduite"), "Health": ("Carte de santé", "Soins et vaccins")}
    rows = [[name, *texts] for name, texts in told.items() for _n in range(20)] + [["Parks", "Sentiers", "Forêts"]]
    path = tmp_path / "services.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    task = task_of(path, "fr", 2)
    assert (len(task.known), len(task.others)) == (40, 1)
    assert {name: row["right"] for name, row in table(task, 1).items()} == {
        "floor, usual settings": 1, "floor, C=20": 1, "Guichet, as requests": 1, "Guichet, as published": 1,
    }  # fmt: skip


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
