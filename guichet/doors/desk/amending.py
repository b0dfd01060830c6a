"""A field of a ticket, saved when it changes and taken back with one press."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guichet.areas.catalogue.queries import offers
from guichet.areas.people.queries import staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.fields import CHOOSE, CODES, FieldForm, fields_of
from guichet.doors.desk.performing import Place, attempt, refused, shown_again
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.people.access import Viewer
    from guichet.areas.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Change:
    """What just changed, and how to take it back."""

    name: str
    label: str
    before: str
    after: str
    words: str


def _amend(ticket: "Ticket", said: dict[str, Any], *, by: "Viewer", now: datetime) -> object:
    known = fields_of(ticket, now)[said["field"]]
    value, was = said["value"] or None, said["was"] or None
    if (value or was) is None or (value and value not in dict(known.options)):
        raise ValueError(str(CHOOSE))
    if known.name not in CODES:
        value, was = value and int(value), was and int(was)
    if value and known.name == "owner":
        value = staff(value)
    if value and known.name == "service":
        value = offers(localtime(now).date())[value]
    wanted = actions.Amendment(known.name, value, was)
    return actions.amend(ticket, by=by, now=now, said=wanted)


@require_POST
@for_front_line
def fields(request: DeskRequest, number: str) -> HttpResponse:
    """Save one field; the answer says how to take it back, or shows both values when it had changed meanwhile."""
    ticket, form, now = ticket_for(request.viewer, number), FieldForm(request.POST), clock.now()
    if ticket is None or "field" in form.errors:
        raise Http404
    before = fields_of(ticket, now)[form.cleaned_data["field"]]
    if not attempt(form, lambda: _amend(ticket, form.cleaned_data, by=request.viewer, now=now)):
        shown = replace(before, chosen=str(form.cleaned_data.get("value", "")))
        return refused(request, number, form, "fields", {"refused_field": shown})
    after = replace(before, value=str(form.cleaned_data["value"]))
    words = _("%(field)s: %(value)s") % {"field": before.label, "value": after.shown}
    change = Change(before.name, before.label, before.value, after.value, words)
    return shown_again(request, number, Place("fields"), {"change": change})
