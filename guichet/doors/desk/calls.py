"""While somebody speaks with a client: their file opens once it is said how they were recognised."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from guichet.areas.people.queries import known_person
from guichet.areas.sight import actions as sight
from guichet.areas.tickets.queries.desk import open_of
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.labels import IDENTITIES, STATES, choices, word
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.people.access import Viewer
    from guichet.areas.people.models import Person


class IdentityForm(forms.Form):
    """Who says they call, and how one knows."""

    caller = forms.RegexField(r"^\d{1,18}:[\w-]{1,20}$", error_messages={"required": _("Choose who it is.")})
    identity = forms.ChoiceField(choices=choices(IDENTITIES))


@require_POST
@for_front_line
def verification(request: DeskRequest) -> HttpResponse:
    """Keep how a caller was recognised, then open their file: what is open, and their card."""
    form = IdentityForm(request.POST)
    person = known_person(int(form.cleaned_data["caller"].partition(":")[0])) if form.is_valid() else None
    if person is None:
        return render(request, "desk/contact/_file.html", {"is_open": False}, status=422)
    is_open = sight.check_identity(person, by=request.viewer, now=clock.now(), how=form.cleaned_data["identity"])
    context = _file(request.viewer, person) if is_open else {}
    return render(request, "desk/contact/_file.html", {"is_open": is_open, "is_general": not is_open, **context})


def _file(viewer: "Viewer", person: "Person") -> dict[str, Any]:
    return {
        "person": person,
        "tickets": [
            {**one, "url": reverse("desk-ticket", args=[one["number"]]), "state": word(STATES, one["state"])}
            for one in open_of(viewer, person)
        ],
    }  # fmt: skip
