"""The verbs that move the clock of a legal maximum."""

from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext_lazy as _

from guichet.areas.people.access import Viewer
from guichet.areas.sla import actions
from guichet.doors.desk import labels
from guichet.doors.desk.performing import Said, verb
from guichet.doors.desk.statute import REASONS

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

NEEDED = {"required": _("Give the reason in words the client will read.")}


class CompletionForm(forms.Form):
    """Since when the file is complete."""

    on = forms.DateField(error_messages={"required": _("Give a date."), "invalid": _("Give a date.")})
    time = forms.TimeField(error_messages={"required": _("Give a time."), "invalid": _("Give a time.")})


class PauseForm(forms.Form):
    """Why the legal clock stands still."""

    reason = forms.ChoiceField(choices=labels.choices(REASONS))
    words = forms.CharField(max_length=1000, error_messages=NEEDED)


class ExtensionForm(forms.Form):
    """By how much, and why, the decision comes later."""

    longer = forms.CharField(max_length=20, error_messages={"required": _("Say by how much.")})
    words = forms.CharField(max_length=1000, error_messages=NEEDED)


@verb("law", CompletionForm, _("The client is told by when we decide."))
def completion(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Say that the file is complete."""
    moment = make_aware(datetime.combine(said["on"], said["time"]), get_current_timezone())
    actions.complete_file(ticket, by=by, now=now, at=moment)


@verb("law", PauseForm, _("The client is told why the legal delay stands still."))
def pause(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Stop the legal clock."""
    actions.pause_maximum(ticket, by=by, now=now, reason=said["reason"], words=said["words"])


@verb("law", thanks=_("The client is told by when we decide."))
def running(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Let the legal clock run again."""
    actions.resume_maximum(ticket, by=by, now=now)


@verb("law", ExtensionForm, _("The client is told the new latest date and why."))
def extension(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Take the extension that the law allows."""
    actions.extend_maximum(ticket, by=by, now=now, longer=said["longer"], words=said["words"])
