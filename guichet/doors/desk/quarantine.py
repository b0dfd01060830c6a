"""Mail that could not be read: what came, as it came, and another try."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.intake import actions, queries
from guichet.doors.desk.downloads import as_download
from guichet.doors.desk.entrance import DeskRequest, for_keepers
from guichet.doors.desk.frame import frame
from guichet.doors.desk.shortfiles import quarantine_file
from guichet.ground.files import store
from guichet.ground.ui.sheets import MOST_ROWS, address_of_sheet, wants_sheet

if TYPE_CHECKING:
    from guichet.areas.intake.models import InboundMail

LONGEST = 100


@require_safe
@for_keepers
def page(request: DeskRequest) -> HttpResponseBase:
    """List what is in quarantine, the newest first."""
    found = queries.quarantine(request.viewer)
    if wants_sheet(request):
        # One more than a file takes tells that it was cut.
        return quarantine_file(request, found[: MOST_ROWS + 1].iterator())
    context = frame(request, "desk-quarantine") | {
        "kept": list(found[:LONGEST]), "sheet_url": address_of_sheet(request),
    }  # fmt: skip
    return render(request, "desk/quarantine/page.html", context)


def _mail(request: DeskRequest, pk: int) -> "InboundMail":
    found = queries.quarantine(request.viewer).filter(pk=pk).select_related("file").first()
    if found is None:
        raise Http404
    return found


@require_safe
@for_keepers
def raw(request: DeskRequest, pk: int) -> HttpResponse:
    """Send the message as it came, to be saved and never opened here."""
    mail = _mail(request, pk)
    return as_download(store.read(mail.file), f"{mail.sha256[:12]}.eml")


@require_POST
@for_keepers
def replays(request: DeskRequest, pk: int) -> HttpResponse:
    """Read a message again."""
    actions.replay(_mail(request, pk), by=request.viewer)
    messages.success(request, _("It is read again in a moment."))
    return HttpResponseRedirect(reverse("desk-quarantine"))
