"""Everything that somebody can take away as a file, from every page that needs no number."""

from importlib import import_module
from typing import Any

from django.test import Client


def body_of(answer: Any) -> str:
    """Return everything that an answer holds, its headers too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{content.decode('utf-8', 'replace')}\n{answer.headers}"


def plain_addresses() -> set[str]:
    """Return every address of the house that needs no number, and the lists of tasks."""
    found = {"/desk/worklists/mine/", "/desk/worklists/unit/"}
    for prefix, part in (("/", "portal"), ("/desk/", "desk"), ("/office/", "office")):
        patterns = import_module(f"guichet.doors.{part}.urls").urlpatterns
        found |= {f"{prefix}{one.pattern}" for one in patterns if not {"<", "(", "^"} & set(str(one.pattern))}
    return found


def files_of(client: Client) -> dict[str, str]:
    """Return every CSV file that somebody reaches, by its address: those of all pages that need no number."""
    found = {}
    for address in sorted(plain_addresses()):
        for asked in (
            (address,) if address.endswith(".csv") else (f"{address}?format=csv", f"{address}?q=zq&format=csv")
        ):
            answer = client.get(asked)
            if answer.headers.get("Content-Type", "").startswith("text/csv"):
                found[asked] = body_of(answer)
    return found
