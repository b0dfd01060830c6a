"""What opens a request, a file or a question is not written in logs."""

import logging

import pytest

from guichet.ground.discretion import Discreet


@pytest.mark.proves("W14")
@pytest.mark.parametrize(
    "address",
    ["/t/G-2026-482913-4/s3cr3tco/", "/t/G-2026-482913-4/s3cr3tco/?to=confirm", "/files/s3cr3tco/", "/pulse/s3cr3tco/"],
)
def test_no_line_holds_what_opens_something(address: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", address), None)
    assert Discreet().filter(record)
    assert "s3cr3tco" not in record.getMessage() and "Not Found" in record.getMessage()


def test_other_addresses_are_written_as_they_are() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s: %s", ("Not Found", "/t/G-2026-482913-4/reply/"), None)
    Discreet().filter(record)
    assert record.getMessage() == "Not Found: /t/G-2026-482913-4/reply/"
