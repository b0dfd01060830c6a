"""The fields of a standard in words, for whoever compares two versions."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.areas.catalogue.rules.standardwords import CHANNEL_WORDS, KIND_WORDS, MEASURE_WORDS, SILENCE_WORDS
from guichet.doors.office.labels import Words

FIELDS: Words = {
    "kind": gettext_lazy("What it is about"), "measure": gettext_lazy("What is counted"),
    "statement": gettext_lazy("What is promised"), "service": gettext_lazy("Service"),
    "priority": gettext_lazy("Priority"), "channel": gettext_lazy("Channel"),
    "step": gettext_lazy("Step of its plan, by its key"), "unit": gettext_lazy("Unit or partner that agreed to it"),
    "share": gettext_lazy("Share that must meet it, out of 100"), "limit": gettext_lazy("Within"),
    "calendar": gettext_lazy("Counted in the hours of"), "exceptions": gettext_lazy("What is not counted"),
    "suspended": gettext_lazy("Suspended"), "public": gettext_lazy("Everybody reads it, and what was kept of it"),
    "law": gettext_lazy("Where the law says so"), "silence": gettext_lazy("What no decision in time means"),
    "extension": gettext_lazy("Longest extension that the law allows"),
    "retired": gettext_lazy("It is not promised any more"),
}  # fmt: skip
VALUES: dict[str, Any] = {
    "kind": KIND_WORDS, "measure": MEASURE_WORDS, "channel": CHANNEL_WORDS, "silence": SILENCE_WORDS
}  # fmt: skip


def field_words(path: str) -> str:
    """Name a field by its path, with the language where it has two."""
    name, _dot, language = path.partition(".")
    words = str(FIELDS[name])
    said = {"fr": _("%(field)s, in French"), "en": _("%(field)s, in English")}.get(language)
    return said % {"field": words} if said else words


def shown(path: str, value: Any) -> str:
    """Write a value of a field."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, "", [], {}):
        return "—"
    if path.startswith("suspended"):
        rows = value.values() if isinstance(value, dict) else value
        return "; ".join(f"{one['from']} – {one['until']}" for one in rows) if not isinstance(value, str) else value
    return str(VALUES.get(path, {}).get(value, value))
