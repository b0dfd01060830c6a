"""Tags in words: what a request has, what it may get."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.areas.catalogue.queries import tags
from guichet.areas.tickets.rules import tags_in
from guichet.doors.desk.names import here

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

Choices = list[tuple[str, str]]
CHOOSE = _("Choose one of the tags of the list.")


def tag_choices() -> Choices:
    """Return the tags that can be put on a request: code, name."""
    return [(code, one.name.in_language(here())) for code, one in tags().items() if not one.retired]


def tag_names(kept: str) -> Choices:
    """Return the tags that a ticket keeps, in words."""
    known = tags()
    return [(code, known[code].name.in_language(here()) if code in known else code) for code in tags_in(kept)]


def tags_of(ticket: "Ticket") -> dict[str, Any]:
    """Return what the templates read of a ticket's tags: those it has, those it may get."""
    has = tag_names(ticket.tags)
    return {"tags": has, "more_tags": [one for one in tag_choices() if one not in has]}


class TagForm(forms.Form):
    """One tag, by its code."""

    tag = forms.SlugField(max_length=30, error_messages={"required": CHOOSE, "invalid": CHOOSE})
