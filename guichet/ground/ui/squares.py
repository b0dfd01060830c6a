"""QR codes: an address as the path of dark squares that a telephone reads."""

from dataclasses import dataclass
from functools import lru_cache

import qrcode  # type: ignore[import-untyped]


@dataclass(frozen=True, slots=True)
class Squares:
    """A code, ready to be drawn as SVG."""

    size: int
    path: str


@lru_cache(maxsize=2_048)  # drawing one takes longer than the page it stands on
def squares_of(address: str) -> Squares:
    """Draw the QR code of an address, row by row."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(address)
    code.make()
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}.5h1" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return Squares(len(rows), path)
