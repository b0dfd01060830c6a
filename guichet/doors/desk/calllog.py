"""Calls and visits, the newest first, narrowed from the address bar; only those whose every matter the reader sees."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import known_person
from guichet.areas.tickets.queries.contacts import Narrowed, more_matters, spoken_with
from guichet.areas.tickets.rules import SPOKEN
from guichet.doors.desk import labels
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.labels import word
from guichet.doors.desk.listfiles import contacts_file
from guichet.doors.desk.names import colleagues, here
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Contact, Ticket

PAGE = 50
NEEDED: labels.Words = {
    "value": gettext_lazy("It moved their matter"), "failure": gettext_lazy("We had failed them"),
    "none": gettext_lazy("Not said"),
}  # fmt: skip
MATTERS: labels.Words = {"yes": gettext_lazy("About a request"), "no": gettext_lazy("About none")}
FIELDS: labels.Words = {
    "staff": gettext_lazy("Who took it"), "channel": gettext_lazy("Channel"), "needed": gettext_lazy("Was it needed?"),
    "cause": gettext_lazy("What had failed"), "identity": gettext_lazy("How they were recognised"),
    "matter": gettext_lazy("Requests"), "tier": gettext_lazy("Our part in it"),
    "since": pgettext_lazy("day", "From"), "until": pgettext_lazy("day", "To"),
}  # fmt: skip


class NarrowingForm(forms.Form):
    """What narrows the calls and visits; what nobody understands is left out."""

    staff = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    channel = forms.ChoiceField(required=False)
    needed = forms.ChoiceField(choices=labels.choices(NEEDED), required=False)
    cause = forms.ChoiceField(choices=labels.choices(labels.FAILURES), required=False)
    identity = forms.ChoiceField(choices=labels.choices(labels.IDENTITIES), required=False)
    matter = forms.ChoiceField(choices=labels.choices(MATTERS), required=False)
    tier = forms.ChoiceField(choices=labels.choices(labels.TIERS), required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    person = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [(one.pk, one.name) for one in colleagues()]  # type: ignore[attr-defined]
        self.fields["channel"].choices = _channels()  # type: ignore[attr-defined]

    def understood(self) -> dict[str, Any]:
        """Return what is asked for and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _channels() -> list[tuple[str, Any]]:
    return [(code, words) for code, words in labels.CHANNELS.items() if code in SPOKEN]


@require_safe
@for_front_line
def contacts(request: DeskRequest) -> HttpResponseBase:
    """Show who called or came, who took it, how they were recognised, whether it was needed, and what came of it."""
    form = NarrowingForm(request.GET)
    asked = form.understood()
    before = asked.pop("before", None)
    if wants_sheet(request):
        return contacts_file(request, Narrowed(**asked))
    rows = spoken_with(request.viewer, Narrowed(**asked), before=before, limit=PAGE + 1)
    shown = rows[:PAGE]
    others = more_matters(request.viewer, shown)
    context = frame(request, "desk-people") | {
        "rows": [_row(one, others.get(one.pk, []), request.viewer) for one in shown], "is_later": bool(before),
        "fields": _fields(form, asked),
        "dates": [(name, FIELDS[name], form[name].value() or "") for name in ("since", "until")],
        "not_understood": [FIELDS[name] for name in form.errors if name in FIELDS], "is_narrowed": bool(asked),
        "person": known_person(asked["person"]) if "person" in asked else None,
        "sheet_url": address_of_sheet(request),
        "first_url": _url(asked), "next_url": _url(asked, before=shown[-1].pk) if len(rows) > PAGE else "",
    }  # fmt: skip
    return render(request, "desk/contact/log.html", context)


def _url(asked: dict[str, Any], **more: int) -> str:
    said = urlencode(asked | more)
    return reverse("desk-contacts") + (f"?{said}" if said else "")


def _fields(form: NarrowingForm, asked: dict[str, Any]) -> list[tuple[str, Any, str, list[tuple[str, Any]]]]:
    """Return each field that offers values: its name, its words, what is chosen, the values."""
    offered = {
        "staff": [(str(one.pk), one.name) for one in colleagues() if one.sees], "channel": _channels(),
        "needed": labels.choices(NEEDED), "cause": labels.choices(labels.FAILURES),
        "identity": labels.choices(labels.IDENTITIES), "matter": labels.choices(MATTERS),
        "tier": labels.choices(labels.TIERS),
    }  # fmt: skip
    return [(name, FIELDS[name], str(asked.get(name, "")), values) for name, values in offered.items()]


def _row(one: "Contact", others: list["Ticket"], viewer: Viewer) -> dict[str, Any]:
    needed = word(NEEDED, one.value_class) if one.value_class in NEEDED else ""
    tickets = [*([one.ticket] if one.ticket else []), *others]
    return {
        "one": one, "channel": word(labels.CHANNELS, one.channel), "icon": labels.CHANNEL_ICONS[one.channel],
        "minutes": -(-one.duration // 60) if one.duration else 0, "needed": needed,
        "failed": one.value_class == "failure",
        "cause": word(labels.FAILURES, one.failure_cause) if one.failure_cause else "",
        "identity": word(labels.IDENTITIES, one.identity) if one.identity else "",
        "service": one.service.name.in_language(here()) if one.service and not tickets else "",
        "is_mine": one.person is not None and one.staff_id == viewer.staff,
        "tickets": [(reverse("desk-ticket", args=[each.number]), each) for each in tickets],
    }  # fmt: skip
