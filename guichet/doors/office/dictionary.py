"""The dictionary of what is asked: every entry with its reason and where it is used; written and taken out here."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.forms import actions
from guichet.areas.forms.queries.defined import Use, element, elements, uses
from guichet.areas.forms.queries.hanging import impact_of
from guichet.doors.office import dictionaryform
from guichet.doors.office.articleform import typed
from guichet.doors.office.articles import number_in
from guichet.doors.office.dictionaryform import KINDS, KNOWN_FROM, SECRECY
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.exports import file_of
from guichet.doors.office.frame import frame
from guichet.doors.office.sheetform import SheetForm
from guichet.ground import clock
from guichet.ground.ui.sheets import Cells, address_of_sheet, wants_sheet

if TYPE_CHECKING:
    from guichet.areas.forms.models import Element

HERE, WRONG = "office-forms", 422
HEAD = (
    "code", "name_fr", "name_en", "kind", "values", "why_fr", "why_en", "source", "sensitivity", "custodian",
    "kept_months", "deprecated_on", "forms", "questions", "steps",
)  # fmt: skip
for_builders = for_holders("forms.build")


@require_safe
@for_builders
def every(request: OfficeRequest) -> HttpResponseBase:
    """List every entry of the dictionary."""
    found, used = elements(request.viewer), uses()
    if wants_sheet(request):
        return file_of(request, "dictionary", HEAD, _lines(found, used))
    context = frame(request, HERE) | {
        "sheet_url": address_of_sheet(request),
        "rows": [
            {
                "row": one, "kind": KINDS[one.kind], "secrecy": SECRECY[one.sensitivity],
                "source": KNOWN_FROM[one.source],
                "services": list(dict.fromkeys(use.service.code for use in used.get(one.code, []))),
            }
            for one in found
        ],
    }  # fmt: skip
    return render(request, "office/dictionary/list.html", context)


def _lines(found: "list[Element]", used: dict[str, list[Use]]) -> Iterator[Cells]:
    for one in found:
        mine = used.get(one.code, [])
        yield (
            one.code, one.name.fr, one.name.en, one.kind, " ".join(choice["code"] for choice in one.choices),
            one.why.fr, one.why.en, one.source, one.sensitivity, one.custodian.code if one.custodian else "",
            one.kept_months, one.deprecated_on or "", " ".join(dict.fromkeys(use.service.code for use in mine)),
            " ".join(f"{use.service.code}:{key}" for use in mine for key in use.questions),
            "; ".join(dict.fromkeys(f"{use.service.code}: {step}" for use in mine for step in use.steps)),
        )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_builders
def new(request: OfficeRequest) -> HttpResponse:
    """Write a new entry."""
    if request.method != "POST":
        return _page(request, None, dictionaryform.blank())
    form = typed(request.POST.dict())
    if _kept(request, form, form.get("code"), read=0):
        return HttpResponseRedirect(reverse("office-dictionary"))
    return _page(request, None, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_builders
def one(request: OfficeRequest, code: str) -> HttpResponse:
    """Read an entry and where it is used, write it again, or take it out."""
    row = element(request.viewer, code)
    if row is None:
        raise Http404
    if request.method != "POST":
        return _page(request, row, dictionaryform.written(row))
    form, act = typed(request.POST.dict()), request.POST.get("do", "")
    if act == "deprecate":
        return _page(request, row, dictionaryform.written(row), wanted=True)
    if act in ("deprecated", "reinstate"):
        return _asked_for(request, row, act == "reinstate")
    if act == "remove":
        if _removed(request, row, form):
            return HttpResponseRedirect(reverse("office-dictionary"))
    elif _kept(request, form, code, read=number_in(form.get("edition")) or 0):
        return HttpResponseRedirect(reverse("office-element", args=[code]))
    return _page(request, row, form)


def _asked_for(request: OfficeRequest, row: "Element", again: bool) -> HttpResponse:
    if again:
        actions.reinstate(row, by=request.viewer)
        messages.success(request, _("Forms may ask for it again."))
    else:
        actions.deprecate(row, by=request.viewer, now=clock.now())
        messages.success(request, _("Nothing new asks for it from now on."))
    return HttpResponseRedirect(reverse("office-element", args=[row.code]))


def _removed(request: OfficeRequest, row: "Element", form: SheetForm) -> bool:
    try:
        with transaction.atomic():
            actions.remove(row, by=request.viewer)
    except actions.InUse as refusal:
        form.general.append(str(refusal))
        return False
    messages.success(request, _("Taken out."))
    return True


def _kept(request: OfficeRequest, form: SheetForm, code: str, *, read: int) -> bool:
    said = dictionaryform.wanted(form, code)
    if said is None:
        return False
    try:
        with transaction.atomic():
            actions.define(said, read=read, by=request.viewer)
    except actions.CannotKeep as refusal:
        for name, sentence in refusal.slips:
            form.fault(name, sentence)
        return False
    messages.success(request, _("Kept. Forms in force keep what they asked; the next version of each asks this."))
    return True


def _page(request: OfficeRequest, row: "Element | None", form: SheetForm, *, wanted: bool = False) -> HttpResponse:
    form.said.setdefault("edition", "0")
    context: dict[str, Any] = frame(request, HERE) | {
        "row": row, "form": form, "heading": str(row.name) if row else _("Add an entry to the dictionary"),
        "impact": impact_of(row, at=clock.now()) if row else None, "wanted": wanted,
        "parts": dictionaryform.parts_of(form), "wrong": sum(map(len, form.errors.values())),
    }  # fmt: skip
    return render(request, "office/dictionary/page.html", context, status=WRONG if form.errors or form.general else 200)
