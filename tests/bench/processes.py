"""What a tree of processes costs, read from /proc: processor time and memory."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def tree(*roots: int) -> list[int]:
    """Return the processes and all their descendants."""
    parents = {pid: _parent(pid) for pid in (int(path.name) for path in PROC.glob("[0-9]*"))}
    found = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)


def _fields(pid: int) -> list[str]:
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _parent(pid: int) -> int:
    fields = _fields(pid)
    return int(fields[1]) if fields else 0


def cpu_seconds(*roots: int) -> float:
    """Return the processor time that a tree has used, its dead and awaited children included."""
    return sum(sum(map(int, fields[11:15])) for pid in tree(*roots) if (fields := _fields(pid))) / TICKS


def memory_mib(*roots: int) -> float:
    """Return the proportional memory of a tree (PSS): what the processes share is counted once."""
    return sum(_pss(pid) for pid in tree(*roots)) / 1024


def _pss(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
