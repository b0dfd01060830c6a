"""What is refused before a byte of it is kept: a form checks its files only once the whole request has come in."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# A form says kindly that files are too heavy, so it must see somewhat more than it takes.
SLACK = 4


class Quota(FileUploadHandler):
    """Refuses a request that announces far more than anybody may send: it would only fill the disk."""

    def __init__(self, request: Any = None) -> None:
        """Look at the announced length; Django reads no further than it."""
        super().__init__(request)
        announced = str(request.META.get("CONTENT_LENGTH") or "0") if request else "0"
        if announced.isdecimal() and int(announced[:18]) > settings.MAX_UPLOAD * SLACK:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the bytes on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to whoever keeps it."""
