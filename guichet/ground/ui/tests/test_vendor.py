"""What the browser gets from others is exactly what VENDOR.md says."""

import hashlib
import re
from pathlib import Path

import pytest

from guichet.ground.ui import apps

UI = Path(apps.__file__).parent
ROWS = re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", (UI / "VENDOR.md").read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize(("path", "digest"), ROWS)
def test_a_vendored_file_is_the_one_that_was_recorded(path: str, digest: str) -> None:
    assert hashlib.sha256((UI / "static" / "ui" / path).read_bytes()).hexdigest() == digest


def test_every_vendored_file_is_recorded() -> None:
    static = UI / "static" / "ui"
    present = {str(path.relative_to(static)) for folder in ("vendor", "fonts") for path in (static / folder).iterdir()}
    assert present <= {path for path, _digest in ROWS}
