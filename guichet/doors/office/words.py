"""The pages where our words are explained, in both languages side by side."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.glossary import actions, queries
from guichet.doors.office.articleform import Choice, keepers, typed
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.frame import frame
from guichet.doors.office.sheetform import SheetForm, day_of
from guichet.doors.office.sheetwords import Plain, boxes
from guichet.doors.office.writing import lang
from guichet.ground.bilingual import LANGUAGES

if TYPE_CHECKING:
    from guichet.areas.glossary.models import Term

HERE = "office-glossary"
WRONG, LONGEST_CODE = 422, 40
PAIRS: dict[str, tuple[str | LazyText, int]] = {
    "name": (gettext_lazy("Word or acronym"), 1), "definition": (gettext_lazy("What it means"), 3),
}  # fmt: skip
for_definers = for_holders("glossary.define")


@require_safe
@for_definers
def every(request: OfficeRequest) -> HttpResponse:
    """List our words in the alphabet of the page."""
    rows = sorted(queries.terms(), key=lambda one: one.name.in_language(lang()).casefold())
    return render(request, "office/glossary/list.html", frame(request, HERE) | {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_definers
def new(request: OfficeRequest) -> HttpResponse:
    """Explain a new word."""
    form = typed(request.POST.dict())
    if request.method == "POST":
        code = slugify(form.get("name_en") or form.get("name_fr"))[:LONGEST_CODE].strip("-")
        if code and queries.term_by_code(code):
            form.general.append(_("This word is explained already."))
        elif _kept(request, form, code):
            return HttpResponseRedirect(reverse(HERE))
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_definers
def one(request: OfficeRequest, pk: int) -> HttpResponse:
    """Explain a word again, or take it out."""
    row = queries.term(pk)
    if row is None:
        raise Http404
    if request.method != "POST":
        said = {f"{name}_{code}": getattr(getattr(row, name), code) for name in PAIRS for code in LANGUAGES}
        said["keeper"] = row.keeper.email if row.keeper else ""
        said["review_on"] = row.review_on.isoformat() if row.review_on else ""
        return _page(request, SheetForm(said), row)
    form = typed(request.POST.dict())
    if request.POST.get("do") == "remove":
        actions.remove(row, by=request.viewer)
        messages.success(request, _("Taken out."))
    elif not _kept(request, form, row.code):
        return _page(request, form, row)
    return HttpResponseRedirect(reverse(HERE))


def _kept(request: OfficeRequest, form: SheetForm, code: str) -> bool:
    if form.get("keeper") not in keepers():
        form.fault("keeper", _("Choose one of the list."))
    said = actions.TermForm(
        code=code, name=form.pair("name"), definition=form.pair("definition"), keeper=form.get("keeper"),
        review_on=day_of(form, "review_on"),
    )  # fmt: skip
    if form.errors:
        return False
    try:
        with transaction.atomic():
            actions.define(said, by=request.viewer)
    except actions.NotWhole as refusal:
        for name in PAIRS:
            for language in LANGUAGES:
                if not form.get(f"{name}_{language}"):
                    form.fault(f"{name}_{language}", str(refusal))
        return False
    messages.success(request, _("Kept."))
    return True


def _page(request: OfficeRequest, form: SheetForm, row: "Term | None") -> HttpResponse:
    context = frame(request, HERE) | {
        "row": row, "form": form, "heading": str(row.name) if row else _("Explain a word"),
        "pairs": [box for name, (words, rows) in PAIRS.items() for box in boxes(form, name, words, rows)],
        "box": Choice(
            "keeper", _("Who keeps it right"), list(keepers().items()), form.get("keeper"),
            form.errors.get("keeper", []),
        ),
        "review": Plain(
            "review_on", _("To be read again on"), "date", form.get("review_on"), form.errors.get("review_on", [])
        ),
    }  # fmt: skip
    return render(request, "office/glossary/page.html", context, status=WRONG if form.errors or form.general else 200)
