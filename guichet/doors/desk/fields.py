"""The fields of a ticket: what each is called, what it holds, what it may become."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.areas.catalogue.queries import offers
from guichet.doors.desk import labels
from guichet.doors.desk.names import colleagues, here

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

CHOOSE = gettext_lazy("Choose one of the list.")
NAMES = ("owner", "service", "impact", "urgency", "language")
CODES = frozenset({"language"})  # the others hold numbers


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it is called, what it holds and what it may become, and what somebody chose against it."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""  # refused, because it had changed meanwhile

    @property
    def shown(self) -> str:
        """Word what the field holds."""
        return self.worded(self.value)

    @property
    def wanted(self) -> str:
        """Word what was chosen against it."""
        return self.worded(self.chosen)

    def worded(self, value: str) -> str:
        """Word a value."""
        return dict(self.options).get(value, "—")


def fields_of(ticket: "Ticket", now: datetime) -> dict[str, Field]:
    """Return the fields of a ticket, by name."""
    lang = here()
    services = sorted(
        ((str(pk), one.name.in_language(lang)) for pk, one in offers(localtime(now).date()).items()),
        key=lambda one: one[1],
    )  # fmt: skip
    people = tuple((str(one.pk), one.name) for one in colleagues() if one.owns)
    levels = tuple((code, str(words)) for code, words in labels.LEVELS.items())
    return {
        "owner": Field("owner", _("In charge"), str(ticket.owner_id or ""), people),
        "service": Field("service", _("Service"), str(ticket.service_id or ""), tuple(services)),
        "impact": Field("impact", _("Impact"), str(ticket.impact), levels),
        "language": Field(
            "language", _("We write in"), ticket.language,
            tuple((code, str(words)) for code, words in labels.LANGUAGES.items()),
        ),
        "urgency": Field("urgency", _("Urgency"), str(ticket.urgency), levels),
    }  # fmt: skip


class FieldForm(forms.Form):
    """One field, what it becomes, and what its writer saw in it."""

    field = forms.ChoiceField(choices=[(name, name) for name in NAMES])
    value = forms.RegexField(r"^(\d{1,18}|[a-z]{2})$", required=False, error_messages={"invalid": CHOOSE})
    was = forms.RegexField(r"^(\d{1,18}|[a-z]{2})$", required=False)
