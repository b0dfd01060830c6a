"""The access log, for the auditor: who opened which file, when, by which door, with what right."""

from django.conf import settings
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guichet.areas.people.queries import everybody_here
from guichet.areas.sight.queries import exports, log
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.listfiles import looks_file, worded
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

LONGEST = 100


@require_safe
@for_readers
def page(request: OfficeRequest) -> HttpResponseBase:
    """Show the access log: of one who works here, about one person or one request."""
    staff, about = _number(request.GET.get("staff", "")), request.GET.get("about", "").strip()[:LONGEST]
    after = _number(request.GET.get("after", ""))
    if wants_sheet(request):
        return looks_file(request, staff, about)
    found = log(request.viewer, staff=staff, about=about, after=after)
    kept = QueryDict(mutable=True)
    kept.update({name: str(value) for name, value in (("staff", staff), ("about", about)) if value})
    here = reverse("office-looks")
    context = frame(request, "office-looks") | {
        "home_url": reverse("office-home"), "about": about, "colleagues": everybody_here(), "chosen": staff,
        "rows": [worded(one) for one in found.rows], "sheet_url": address_of_sheet(request),
        "exports": exports(request.viewer), "is_later": after is not None,
        "first_url": f"{here}?{kept.urlencode()}",
        "next_url": f"{here}?{kept.urlencode()}&after={found.next}" if found.next else "",
        "months": settings.ACCESS_LOG_DAYS // 30,
    }  # fmt: skip
    return render(request, "office/looks.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
