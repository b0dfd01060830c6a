"""Figures that a rig measures, kept for the last lines of scripts/test."""

import json
import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "var" / "rigs"


def engine() -> str:
    return "postgresql" if os.environ.get("GUICHET_DATABASE_URL", "").startswith("postgres") else "sqlite"


def keep(rig: str, **figures: float | str) -> None:
    """Write the figures of one rig on this engine, over those of the run before."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{rig}-{engine()}.json"
    path.write_text(json.dumps({"rig": rig, "engine": engine(), **figures}, indent=2, ensure_ascii=False) + "\n")
