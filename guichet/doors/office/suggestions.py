"""The page about suggestions: how often they speak, how often they are right."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from guichet.areas.metrics.rules import SMALLEST
from guichet.areas.triage.queries.accuracy import Accuracy, accuracy, lessons
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.shortfiles import suggestions_file
from guichet.doors.office.writing import lang, number
from guichet.ground import clock
from guichet.ground.ui import wording
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

SINCE = timedelta(days=90)
METHODS = {"words": _("Words of the services"), "history": _("How it was sorted here")}
MODES = {
    "off": _("Suggestions are off in this installation."),
    "words": _("Suggestions rest on the words of the services; nothing is learned."),
    "history": _("Suggestions rest on how requests were sorted here, and on the words of the services."),
}
WHY_NOT = {
    "little": _("too little to learn from"),
    "missing": _("scikit-learn is not installed"),
    "failed": _("the lesson failed; the log says why"),
}


@require_safe
@for_readers
def page(request: OfficeRequest) -> HttpResponseBase:
    """Show how right suggestions were on what people then decided."""
    since = clock.now() - SINCE
    rows = [_row(one) for one in accuracy(request.viewer, since=since)]
    if wants_sheet(request):
        return suggestions_file(request, rows)
    context = frame(request, "office-suggestions") | {
        "since": since, "mode": MODES[settings.TRIAGE], "smallest": SMALLEST,
        "rows": rows, "sheet_url": address_of_sheet(request),
        "lessons": [_lesson(one) for one in lessons(request.viewer)],
    }  # fmt: skip
    return render(request, "office/suggestions.html", context)


def _row(one: Accuracy) -> dict[str, Any]:
    return {
        "method": METHODS[one.method], "decided": number(one.decided),
        "abstained": share(one.decided - one.spoke, one.decided), "right": share(one.right, one.spoke),
        "levels": share(one.levels, one.decided),
    }  # fmt: skip


def _lesson(one: Any) -> dict[str, Any]:
    return {
        "at": one.at, "examples": number(one.examples), "taught": one.model_id is not None,
        "why": WHY_NOT.get(one.fault, WHY_NOT["little"]),
        "later": number(one.later), "abstained": share(one.later - one.spoke, one.later),
        "right": share(one.right, one.spoke), "best": share(one.best, one.later),
        "threshold": wording.percent(one.threshold, lang()),
    }  # fmt: skip


def share(part: int, whole: int) -> str:
    """Write a rate with what it rests on; none on too few."""
    if whole < SMALLEST:
        return "—"
    return f"{wording.percent(part / whole, lang())} ({number(part)} / {number(whole)})"
