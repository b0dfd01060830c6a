"""Narrowing a list, and keeping it under a name."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.sla import actions
from guichet.areas.sla.queries.views import view_kept_by
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.forms import KeptViewForm
from guichet.doors.desk.frame import frame
from guichet.doors.desk.labels import COLUMNS, choices
from guichet.doors.desk.lists import wanted_from
from guichet.doors.desk.narrowing import Asked, as_kept, fields_of, sorts_of
from guichet.doors.desk.performing import attempt
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui.htmx import page_or_part


@require_safe
@for_front_line
def narrowing(request: DeskRequest, view: str) -> HttpResponse:
    """Offer the filters, the order, what rows say, and a name to keep them under."""
    wanted = wanted_from(request, view)
    context = _offered(request, wanted, KeptViewForm())
    return page_or_part(request, "desk/lists/narrow.html", "desk/lists/_narrow.html", context)


def _offered(request: DeskRequest, wanted: Asked, form: KeptViewForm) -> dict[str, Any]:
    mine = view_kept_by(request.viewer, wanted.saved) if wanted.saved else None
    return frame(request, "desk-home") | {
        "wanted": wanted, "query": wanted.query(), "list_url": wanted.url(), "fields": fields_of(), "sorts": sorts_of(),
        "columns": [(code, words, code in wanted.columns) for code, words in choices(COLUMNS)], "mine": mine,
        "filters": [(name, one) for name, values in wanted.listing.filters for one in values], "form": form,
        "said": form.data,
    }  # fmt: skip


@require_POST
@for_front_line
def kept(request: DeskRequest, view: str) -> HttpResponse:
    """Keep a list under a name."""
    wanted, form, found = wanted_from(request, view), KeptViewForm(request.POST), []

    def keep() -> None:
        said = form.cleaned_data
        name = Bilingual(fr=said["name_fr"], en=said["name_en"])
        new = actions.NewView(name, wanted.listing, wanted.columns, shared=said["shared"])
        found.append(actions.keep_view(new, by=request.viewer))

    if not attempt(form, keep):
        return render(request, "desk/lists/narrow.html", _offered(request, wanted, form), status=422)
    messages.success(request, _("Kept. You find it beside your lists."))
    return HttpResponseRedirect(as_kept(found[0]).url())


@require_POST
@for_front_line
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    """Forget a list that was kept."""
    view = view_kept_by(request.viewer, pk)
    if view is None:
        raise Http404
    address = as_kept(view).without_name().url()
    actions.drop_view(view, by=request.viewer)
    messages.success(request, _("This view is not kept any more."))
    return HttpResponseRedirect(address)
