"""The last lines of scripts/test: what ran on which engine, the rigs' figures, the verdict."""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

VAR = Path(__file__).resolve().parent.parent / "var"
# How the reasons begin for which a test may be left out where it is decided: it has nothing to show there.
MAY_BE_SKIPPED = (
    "SQLite is a library: it falls with its process",
    "SQLite has one writer",
    "SQLite has no transaction ids",
    "the inventory of 2019-2020 is not at",
)


@dataclass(frozen=True)
class Run:
    """What one run of the suite came to."""

    engine: str
    tests: int
    failed: int
    skipped: int
    seconds: float
    missed: Mapping[str, int] = field(default_factory=dict)  # how many tests were left out for want of what

    @property
    def is_good(self) -> bool:
        return self.tests > self.skipped and not self.failed and not (self.missed and _decides())

    def __str__(self) -> str:
        passed = self.tests - self.failed - self.skipped
        return (
            f"{self.engine}: {self.tests} tests, {passed} passed, {self.failed} failed, "
            f"{self.skipped} skipped, in {self.seconds:.0f} s"
        )


def run_of(engine: str, folder: Path) -> Run | None:
    """Read what pytest wrote; nothing when the run did not take place."""
    path = folder / "tests" / f"{engine}.xml"
    if not path.exists():
        return None
    # The file is our own pytest's, written a moment ago.
    suite = ElementTree.parse(path).getroot().find("testsuite")
    if suite is None:
        return None
    count = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    missed = Counter(
        why for one in suite.iter("skipped") if not (why := one.get("message", "")).startswith(MAY_BE_SKIPPED)
    )
    return Run(engine, count["tests"], failed, count["skipped"], float(suite.get("time", 0)), missed)


def figures(folder: Path) -> Iterator[str]:
    """Tell what each rig measured, one line per rig and engine."""
    for path in sorted((folder / "rigs").glob("*.json")):
        kept = json.loads(path.read_text(encoding="utf-8"))
        title = f"{kept.pop('rig', path.stem)} on {kept.pop('engine', '?')}"
        yield f"rig {title}: " + ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in kept.items())


def lines(engines: Sequence[str], folder: Path) -> tuple[list[str], bool]:
    """Return the summary and whether the whole is good."""
    runs = {engine: run_of(engine, folder) for engine in engines}
    said = ["", *figures(folder)]
    said += [f"bench ratios: {bench.relative_to(folder.parent)}" for bench in sorted(folder.glob("bench/ratios-*.md"))]
    for engine, run in runs.items():
        said.append(str(run) if run else f"{engine}: DID NOT RUN")
        said += [f"{engine}: NOT SHOWN ({count} left out): {why}" for why, count in (run.missed if run else {}).items()]
    if len(runs) > 1:
        said.append("What asks no database, and a browser with a page, ran on one engine each; the rest on both.")
    return said, all(_is_acceptable(engine, run) for engine, run in runs.items())


def _is_acceptable(engine: str, run: Run | None) -> bool:
    if run is not None:
        return run.is_good
    return engine == "postgresql" and not _decides()


def _decides() -> bool:
    """Tell whether this machine is the one that decides: a laptop may lack PostgreSQL or Chromium, that one may not."""
    return os.environ.get("CI") == "true"


def main(engines: Sequence[str]) -> int:
    said, is_good = lines(engines, VAR)
    print(*said, sep="\n")
    print("test: all good" if is_good else "test: FAILED")
    return 0 if is_good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
