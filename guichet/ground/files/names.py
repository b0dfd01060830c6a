"""What files are called: a name from outside is cleaned, and says nothing sure of what is in it."""

import mimetypes
import re
import unicodedata

LONGEST_NAME = 120
_SLASHES = re.compile(r"[\\/]+")


def clean_name(name: str) -> str:
    """Return a file's own name without folders, control characters or marks that turn the text around."""
    own = _SLASHES.split(name)[-1]
    kept = "".join(one for one in own if unicodedata.category(one)[0] != "C")
    kept = " ".join(kept.split()).lstrip(". ")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) <= LONGEST_NAME or not dot:
        return kept[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - 1 - len(ending[:10])]}.{ending[:10]}"


def content_type_of(name: str) -> str:
    """Say what a file is by its name: what the browser claims proves nothing."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
