"""The pages of standards: what is promised, what was kept, what a change touches, and what is told by hand."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.areas.catalogue import actions
from guichet.areas.catalogue.queries.standards import StandardVersion, standard_versions
from guichet.areas.catalogue.rules.standards import Measure, StandardTerms
from guichet.areas.catalogue.rules.standardwords import KIND_WORDS, measured_words, scope_words
from guichet.areas.catalogue.rules.versions import changes
from guichet.areas.metrics.queries import Slice, Span, StandardMonth, StandardResult, standard_results
from guichet.areas.metrics.queries.figures import month_starts
from guichet.areas.sla.queries.promises import open_by_standard
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.shortfiles import standards_file
from guichet.doors.office.standardforms import StandardPage
from guichet.doors.office.standardwords import field_words, shown
from guichet.doors.office.writing import lang, value_of
from guichet.ground import clock
from guichet.ground.ui import wording
from guichet.ground.ui.places import address
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

HERE = "office-standards"
MONTHS = 6


class FigureForm(forms.Form):
    """What was counted elsewhere for a month."""

    month = forms.DateField(
        label=gettext_lazy("A day of the month"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    met = forms.IntegerField(label=gettext_lazy("How many met it"), min_value=0, required=False)
    total = forms.IntegerField(
        label=gettext_lazy("Out of how many"), min_value=0, required=False,
        help_text=gettext_lazy("Leave both numbers empty when it did not apply that month."),
    )  # fmt: skip


@require_safe
@for_readers
def every(request: OfficeRequest) -> HttpResponseBase:
    """List the standards, and what was kept of each lately."""
    found = results(request)
    rows = [row_of(versions[-1], found.get(code)) for code, versions in standard_versions().items()]
    if wants_sheet(request):
        return standards_file(request, rows)
    context = {
        "rows": rows, "may_write": request.viewer.may("catalogue.edit"), "sheet_url": address_of_sheet(request),
    }  # fmt: skip
    return render(request, "office/standards/list.html", frame(request, HERE) | context)


def results(request: OfficeRequest) -> dict[str, StandardResult]:
    """Return what was kept of each standard in force over the last months."""
    now = clock.now()
    today = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    years, month = divmod(today.year * 12 + today.month - MONTHS, 12)
    part = Slice(today.replace(year=years, month=month + 1, day=1), now)
    span = Span(request.viewer, part, tuple(month_starts(part)), now)
    return {one.version.code: one for public in (True, False) for one in standard_results(span, public=public)}


def row_of(version: StandardVersion, result: StandardResult | None) -> dict[str, Any]:
    """Word a standard, with what was kept of it lately."""
    terms = version.terms
    state = _("retired") if terms.retired else _("not in force yet") if result is None else ""
    return {
        "version": version, "terms": terms, "kind": KIND_WORDS[terms.kind], "counts": measured_words(terms),
        "reaches": scope_words(terms, service=terms.service, step=terms.step, unit=terms.unit), "state": state,
        "target": wording.percent(terms.share / 100, lang()),
        "months": [_month(one) for one in reversed(result.months)] if result else [],
    }  # fmt: skip


def _month(one: StandardMonth) -> dict[str, Any]:
    return {
        "name": date_format(one.start, "F Y"), "share": value_of(one.figure), "n": one.figure.n, "met": one.met,
        "suspended": one.suspended,
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def new(request: OfficeRequest) -> HttpResponse:
    """Write a new standard."""
    request.viewer.require("catalogue.edit")
    return _written(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def one(request: OfficeRequest, code: str) -> HttpResponse:
    """Read a standard; whoever may writes its next version, once they read what that touches."""
    versions = _versions(code)
    if request.method == "POST":
        request.viewer.require("catalogue.edit")
    return _written(request, versions[-1])


def _versions(code: str) -> list[StandardVersion]:
    found = standard_versions().get(code)
    if not found:
        raise Http404
    return found


def _written(request: OfficeRequest, version: StandardVersion | None) -> HttpResponse:
    form = StandardPage(request.POST if request.method == "POST" else None, version)
    wanted = form.terms() if form.is_bound and form.is_valid() else None
    if wanted and (kept := _kept(request, form, wanted, version)) is not None:
        return HttpResponseRedirect(reverse("office-standard", args=[kept]))
    return _page(request, form, version, wanted if not form.errors else None)


def _kept(
    request: OfficeRequest, form: StandardPage, wanted: StandardTerms, version: StandardVersion | None
) -> str | None:
    """Keep what was written and confirmed; return its code, or nothing while it is to be read or corrected first."""
    given = form.cleaned_data
    code = version.code if version else given["code"]
    asked = actions.StandardForm(code=code, terms=wanted, valid_from=given["valid_from"])
    try:
        with transaction.atomic():
            made = actions.revise_standard(asked, by=request.viewer, now=clock.now(), base=given["base"])
            # What is to be read first is tried, so that every fault shows at once, and undone.
            transaction.set_rollback(_is_to_be_read(request, version))
    except actions.BadStandard as refusal:
        form.tell(refusal.faults)
    except actions.StandardMoved as moved:
        form.add_error(None, str(moved))
    else:
        if not _is_to_be_read(request, version):
            messages.success(request, _("Kept as a new version.") if made else _("Nothing was changed."))
            return code
    return None


def _is_to_be_read(request: OfficeRequest, version: StandardVersion | None) -> bool:
    return version is not None and "confirmed" not in request.POST


def _page(
    request: OfficeRequest, form: StandardPage, version: StandardVersion | None, wanted: StandardTerms | None
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form, "parts": form.parts(), "version": version, "may_write": request.viewer.may("catalogue.edit"),
        "heading": version.code if version else _("Write a standard"),
    }  # fmt: skip
    if version:
        context |= _touch(request, version, wanted)
    status = 422 if form.errors else 200
    return render(request, "office/standards/page.html", frame(request, HERE) | context, status=status)


def _touch(request: OfficeRequest, version: StandardVersion, wanted: StandardTerms | None) -> dict[str, Any]:
    """Return what depends on a standard, and field by field what a change makes of it."""
    counted = open_by_standard()
    versions = standard_versions()[version.code]
    differ = changes(version.terms.to_data(), wanted.to_data()) if wanted else []
    return {
        "row": row_of(version, results(request).get(version.code)), "open": sum(
            counted.get(one.reference, 0) for one in versions
        ),
        "versions": [(one, counted.get(one.reference, 0)) for one in reversed(versions)],
        "wanted": wanted, "posted": request.POST,
        "differ": [(field_words(one.path), shown(one.path, one.was), shown(one.path, one.now)) for one in differ],
        "published_url": address("portal-commitments"), "figure_form": _figure_form(version),
    }  # fmt: skip


def _figure_form(version: StandardVersion) -> FigureForm | None:
    if version.terms.measure != Measure.DECLARED:
        return None
    last = localtime(clock.now()).date().replace(day=1)
    month = date(last.year - (last.month == 1), (last.month - 2) % 12 + 1, 1)
    return FigureForm(initial={"month": month})


@require_POST
@for_readers
def figure(request: OfficeRequest, code: str) -> HttpResponse:
    """Tell what was counted elsewhere of a standard for a month."""
    version = _versions(code)[-1]
    request.viewer.require("catalogue.edit")
    form = FigureForm(request.POST)
    if version.terms.measure != Measure.DECLARED:
        raise Http404
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.tell_figure(code, by=request.viewer, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Told for that month."))
        except actions.NotAFigure as refusal:
            form.add_error("met", str(refusal))
    if form.errors:
        page = StandardPage(None, version)
        known = {"form": page, "parts": page.parts(), "version": version, "may_write": True, "heading": version.code}
        context = frame(request, HERE) | known | _touch(request, version, None) | {"figure_form": form}
        return render(request, "office/standards/page.html", context, status=422)
    return HttpResponseRedirect(reverse("office-standard", args=[code]))
