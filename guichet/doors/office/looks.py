"""The access log, for the auditor: who opened which file, when, by which door, with what right."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.areas.people.queries import everybody_here
from guichet.areas.sight.queries import Look, log
from guichet.areas.sight.rules import DOORS, WHYS
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame

LONGEST = 100


@require_safe
@for_readers
def page(request: OfficeRequest) -> HttpResponse:
    """Show the access log: of one who works here, about one person or one request."""
    staff, about = _number(request.GET.get("staff", "")), request.GET.get("about", "").strip()[:LONGEST]
    after = _number(request.GET.get("after", ""))
    found = log(request.viewer, staff=staff, about=about, after=after)
    kept = QueryDict(mutable=True)
    kept.update({name: str(value) for name, value in (("staff", staff), ("about", about)) if value})
    here = reverse("office-looks")
    context = frame(request, "office-looks") | {
        "home_url": reverse("office-home"), "about": about, "colleagues": everybody_here(), "chosen": staff,
        "rows": [_row(one) for one in found.rows], "is_later": after is not None,
        "first_url": f"{here}?{kept.urlencode()}",
        "next_url": f"{here}?{kept.urlencode()}&after={found.next}" if found.next else "",
        "months": settings.ACCESS_LOG_DAYS // 30,
    }  # fmt: skip
    return render(request, "office/looks.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _row(one: Look) -> dict[str, Any]:
    who = one.name or (_("Whoever holds the code") if one.reader.startswith("bearer:") else one.reader)
    return {"one": one, "who": who, "door": DOORS.get(one.door, one.door), "why": WHYS.get(one.why, one.why)}
