"""A request too large for anybody is refused before its files are kept."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client


class Endless(BytesIO):
    """A body that must not be read."""

    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError("a body that is far too large was read")


@pytest.mark.django_db
@pytest.mark.proves("I12", "F05")
def test_a_body_far_too_large_is_refused_unread() -> None:
    environ: dict[str, Any] = {"CONTENT_LENGTH": str(10**12), "wsgi.input": Endless()}
    response = Client().generic("POST", "/ask/", b"--b", content_type="multipart/form-data; boundary=b", **environ)
    assert response.status_code in {400, 413}
