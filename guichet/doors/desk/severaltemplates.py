"""A template on several rows of a list: each read first, answered in its own client's language, with its own values."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.areas.macros import actions
from guichet.areas.macros.queries import is_being_written, macro_for, macros_for_any
from guichet.areas.people.access import Viewer
from guichet.doors.desk.macros import link_of, told
from guichet.doors.desk.macrowords import Promised, in_short
from guichet.doors.desk.names import here
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket


class SeveralTemplatesForm(forms.Form):
    """Which template, and its words in each language; their placeholders are filled for each client."""

    macro = forms.IntegerField(min_value=1, max_value=2**63 - 1, error_messages={"required": _("Choose one.")})
    body_fr = forms.CharField(required=False)
    body_en = forms.CharField(required=False)


def use(ticket: "Ticket", said: dict[str, Any], by: Viewer, now: datetime) -> int | None:
    """Run a template on one of several; what its words decide can be taken back with them."""
    outcome = actions.run_unread(
        ticket, by=by, now=now, macro=said["macro"], words=said[f"body_{ticket.language}"], link=link_of(ticket)
    )
    return outcome.message.pk if outcome.message else None


def offered(viewer: Viewer, chosen: list["Ticket"], typed: dict[str, Any]) -> dict[str, Any]:
    """Return the templates to choose from, and what the one that was chosen does to each row."""
    macros = macros_for_any(viewer, chosen)
    macro = next((one for one in macros if str(one.pk) == typed.get("macro")), None)
    rows = [(one, *_foreseen(viewer, one, macro.pk)) for one in chosen] if macro else []
    words = [(lang, typed.get(f"body_{lang}") or getattr(macro.words, lang)) for lang in ("fr", "en")] if macro else []
    return {
        "macros": [(one.pk, one.name.in_language(here()), in_short(one.does)) for one in macros], "rows": rows,
        "macro": macro, "words": [pair for pair in words if pair[0] in {one.language for one in chosen}],
    }  # fmt: skip


def _foreseen(viewer: Viewer, ticket: "Ticket", pk: int) -> tuple[str, list[Promised], str]:
    """Return the words that one row would get, what would be done to it, and what forbids it."""
    macro = macro_for(viewer, ticket, pk)
    if macro is None:
        return "", [], str(actions.NotForThis())
    if is_being_written(ticket, viewer):
        return "", [], str(actions.BeingWritten())
    preview, lines = told(viewer, ticket, macro, now=clock.now())
    return preview.words, lines, preview.fault or (str(actions.Unfilled(preview.missing)) if preview.missing else "")
