"""The pages where guides for offices are written, and where one sees how many did not have to ask."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.catalogue.queries import house_calendar, offers
from guichet.areas.guidance import actions, queries
from guichet.areas.guidance.queries import AFTER, Deflection
from guichet.areas.guidance.rules import Path
from guichet.areas.knowledge.queries import published
from guichet.doors.office import guideform
from guichet.doors.office.articleform import typed
from guichet.doors.office.articles import number_in
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.exports import file_of
from guichet.doors.office.frame import frame
from guichet.doors.office.sheetform import SheetForm
from guichet.doors.office.writing import lang
from guichet.ground import clock
from guichet.ground.ui.places import address
from guichet.ground.ui.sheets import Cells, address_of_sheet, wants_sheet

HERE, WRONG = "office-articles", 422
for_writers = for_holders("guidance.write")


@require_safe
@for_writers
def every(request: OfficeRequest) -> HttpResponseBase:
    """List the guides, and what became of each over the last year."""
    told = queries.deflections(now=clock.now())
    rows = [(row, guide, told.get(row.code, Deflection())) for row, guide in queries.guides(request.viewer)]
    if wants_sheet(request):
        return file_of(request, "guides", _head(), (_line(*row) for row in rows))
    context = {"rows": rows, "days": AFTER.days, "sheet_url": address_of_sheet(request)}
    return render(request, "office/articles/guides.html", frame(request, HERE) | context)


def _head() -> list[str]:
    return [
        _("Code"), _("Guide"), _("Service"), _("State"), pgettext("guide", "Begun"), pgettext("guide", "Finished"),
        _("Finished long enough ago"), _("Did not have to ask"),
    ]  # fmt: skip


def _line(row: Any, guide: Path, told: Deflection) -> Cells:
    return [
        row.code, guide.name.in_language(lang()), guide.service, "retired" if guide.retired else "", told.begun,
        told.finished, told.judged, told.spared,
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def new(request: OfficeRequest) -> HttpResponse:
    """Write a new guide."""
    form = typed(request.POST.dict())
    code = slugify(form.get("name_en"))[: guideform.LONGEST_CODE].strip("-")
    code = code if code != "new" else "new-guide"  # the page where one is begun has that address
    if request.method == "POST" and _kept(request, form, code, None):
        return HttpResponseRedirect(reverse("office-guide", args=[code]))
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def one(request: OfficeRequest, code: str) -> HttpResponse:
    """Write a guide again, or take it out of use."""
    found = queries.guide_of(request.viewer, code)
    if found is None:
        raise Http404
    row, guide = found
    if request.method != "POST":
        return _page(request, guideform.written(guide, row.version), guide)
    if request.POST.get("do") in ("retire", "restore"):
        moved = replace(guide, retired=request.POST["do"] == "retire")
        actions.write_guide(moved, read=row.version, by=request.viewer)
        messages.success(request, _("Out of use.") if moved.retired else _("In use again."))
        return HttpResponseRedirect(reverse("office-guides"))
    form = typed(request.POST.dict())
    if _kept(request, form, code, guide):
        return HttpResponseRedirect(reverse("office-guide", args=[code]))
    return _page(request, form, guide)


def _kept(request: OfficeRequest, form: SheetForm, code: str, guide: Path | None) -> bool:
    services, articles = _services(), _articles()
    said = guideform.wanted(form, code, guide, services, articles)
    if said is None:
        return False
    read = number_in(form.get("version")) or 0
    try:
        with transaction.atomic():
            actions.write_guide(said, read=read if guide else 0, by=request.viewer)
    except actions.ChangedMeanwhile as refusal:
        form.general.append(str(refusal) if guide else _("There is a guide by this name already."))
        return False
    messages.success(request, _("Kept: people read it from now on."))
    return True


def _services() -> dict[str, str]:
    on = house_calendar().local_day(clock.now())
    return dict(sorted((one.code, f"{one.code} {one.name}") for one in offers(on).values()))


def _articles() -> dict[str, str]:
    return {one.slug: str(one.title) for one in sorted(published(), key=lambda one: str(one.title).casefold())}


def _page(request: OfficeRequest, form: SheetForm, guide: Path | None) -> HttpResponse:
    form.said.setdefault("version", "0")
    context = frame(request, HERE) | {
        "guide": guide, "form": form, "heading": str(guide.name) if guide else _("Write a guide"),
        "parts": guideform.parts_of(form, _services(), _articles()),
        "preview_url": address("portal-path", guide.code) if guide and not guide.retired else "",
    }  # fmt: skip
    return render(request, "office/articles/guide.html", context, status=WRONG if form.errors or form.general else 200)
