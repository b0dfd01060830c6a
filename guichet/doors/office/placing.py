"""The pages where a service is begun, and where one says where it stands in the catalogue."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.areas.catalogue import actions, queries
from guichet.areas.people.queries import staff
from guichet.doors.office import placeform
from guichet.doors.office.articleform import Choice
from guichet.doors.office.articles import number_in
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.frame import frame
from guichet.doors.office.sheetform import PAIRS, SheetForm
from guichet.doors.office.sheetwords import Plain, boxes
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.catalogue.models import Service

HERE, WRONG = "office-services", 422
for_keepers = for_holders("catalogue.edit")


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def new(request: OfficeRequest) -> HttpResponse:
    """Begin a service: a draft until it is reviewed and published."""
    if request.method != "POST":
        assert request.viewer.staff is not None
        said = {"nature": "service", "tier": "participant", "owner": staff(request.viewer.staff).unit.code}
        return _page(request, None, SheetForm(said | {"calendar": queries.house_calendar().code}))
    form = placeform.typed(request.POST.dict())
    made = _begun(request, form)
    if made is None:
        return _page(request, None, form)
    messages.success(request, _("Kept as a draft that nobody outside sees: write its sheet, then hand it over."))
    return HttpResponseRedirect(reverse("office-service", args=[made.code]))


def _begun(request: OfficeRequest, form: SheetForm) -> "Service | None":
    name, plan_of = form.pair("name"), form.get("plan_of")
    if not (name.fr or name.en):
        form.fault("name_fr", _("Give it a name, in one language to begin with."))
    if plan_of and plan_of not in {code for code, _words in _planned(request)}:
        form.fault("plan_of", _("Choose one of the list."))
    placing = placeform.wanted(form)
    if placing is None:
        return None
    said = actions.NewService(
        code=form.get("code"), name=name, summary=form.pair("summary"), placing=placing, plan_of=plan_of
    )
    try:
        with transaction.atomic():
            return actions.begin(said, by=request.viewer, now=clock.now())
    except actions.CannotBegin as refusal:
        form.fault(refusal.field, refusal.sentence)
        return None


def _planned(request: OfficeRequest) -> list[tuple[str, str]]:
    return [(one.code, f"{one.code} · {one.name}") for one in queries.catalogue_of(request.viewer)]


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def one(request: OfficeRequest, code: str) -> HttpResponse:
    """Say where a service stands: its unit, its hours, for whom, when in life, by which words it is found."""
    row = queries.service_of(request.viewer, code)
    if row is None:
        raise Http404
    if request.method != "POST":
        return _page(request, row, placeform.written(queries.content_of(row), row.version))
    form = placeform.typed(request.POST.dict())
    placing = placeform.wanted(form)
    if placing is None:
        return _page(request, row, form)
    try:
        with transaction.atomic():
            read = number_in(form.get("version")) or 0
            made = actions.place(row, placing, read=read, by=request.viewer, now=clock.now())
    except actions.ChangedMeanwhile:
        form.general.append(_("Somebody else changed this service meanwhile. What you wrote is still here: compare."))
        form.said["version"] = str(row.version)
        return _page(request, row, form)
    messages.success(request, _("Kept.") if made else _("Nothing was changed."))
    return HttpResponseRedirect(reverse("office-service", args=[code]))


def _page(request: OfficeRequest, row: "Service | None", form: SheetForm) -> HttpResponse:
    form.said.setdefault("version", "0")
    context: dict[str, Any] = frame(request, HERE) | {"row": row, "form": form, "parts": placeform.parts_of(form)}
    if row is None:
        context["pairs"] = [
            box for name in ("name", "summary") for box in boxes(form, name, PAIRS[name][0], PAIRS[name][1])
        ]
        context["code"] = Plain("code", _("Code, such as A28"), "text", form.get("code"), form.errors.get("code", []))
        context["plan"] = Choice(
            "plan_of", _("Delivered like"), [("", _("no plan yet")), *_planned(request)], form.get("plan_of"),
            form.errors.get("plan_of", []),
        )  # fmt: skip
    return render(request, "office/services/place.html", context, status=WRONG if form.errors or form.general else 200)
