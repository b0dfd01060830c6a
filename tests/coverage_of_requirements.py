"""Which requirements and threats are proven by which tests."""

import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# An id opens a row of a table or a list: "| BIL-02● | …" in a list of requirements, "| E01★ | …" in one of threats.
REQUIREMENT = re.compile(r"^\s*(?:\||[-*])\s*\**([A-Z]{2,4}-\d{2,3})[^\w-]", re.MULTILINE)
THREAT = re.compile(r"^\s*(?:\||[-*])\s*\**([A-Z]\d{2})[^\w-]", re.MULTILINE)


def ids_in(text: str) -> list[str]:
    """Find the ids that a list defines, in their order."""
    return list(dict.fromkeys(REQUIREMENT.findall(text) or THREAT.findall(text)))


def proofs() -> dict[str, list[str]]:
    """Collect the tests' `proves` markers, without running a test."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-n", "0", f"--proofs={file.name}"]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            raise SystemExit("The tests could not be collected: run pytest --collect-only.")
        pairs = json.loads(Path(file.name).read_text(encoding="utf-8"))
    found: dict[str, list[str]] = defaultdict(list)
    for test, identifier in pairs:
        found[identifier].append(test)
    return found


def report(wanted: Sequence[str], proven: dict[str, list[str]]) -> Iterable[str]:
    """Say for each id which tests prove it, then how many are proven."""
    for identifier in wanted or sorted(proven):
        tests = sorted({test.partition("[")[0] for test in proven.get(identifier, [])})
        yield f"{identifier:<8} {tests[0] if tests else '—'}"
        yield from (f"{'':<8} {test}" for test in tests[1:])
    unknown = sorted(set(proven) - set(wanted)) if wanted else []
    if unknown:
        yield f"ids that no list defines: {', '.join(unknown)}"
    count = sum(1 for identifier in wanted if identifier in proven)
    yield f"{count} of {len(wanted)} proven" if wanted else f"{len(proven)} ids proven"


def main(paths: Sequence[str]) -> int:
    lists = [Path(path) for path in paths] or sorted((ROOT / "docs" / "requirements").glob("*.md"))
    wanted = [identifier for path in lists for identifier in ids_in(path.read_text(encoding="utf-8"))]
    for line in report(wanted, proofs()):
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
