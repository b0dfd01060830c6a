"""The calendar of what is published: what waits for a decision, what takes effect on which day, what is read again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.knowledge import queries as knowledge
from guichet.areas.people.access import Viewer
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.frame import frame
from guichet.doors.office.listfiles import agenda_file
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

AHEAD = timedelta(days=90)
ARTICLE: str | LazyText = pgettext_lazy("calendar", "Article")
SERVICE: str | LazyText = pgettext_lazy("calendar", "Service")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to decide, or something that has its day."""

    on: date | None
    kind: str | LazyText
    title: Bilingual
    what: str
    url: str
    who: str


@require_safe
@for_holders("knowledge.write")
def page(request: OfficeRequest) -> HttpResponseBase:
    """Show what waits, what should have been read again, and the three months to come, month by month."""
    today = localtime(clock.now()).date()
    found = [*_of_articles(request.viewer, today + AHEAD), *_of_services(request.viewer, today + AHEAD)]
    dated = sorted((one for one in found if one.on), key=lambda one: (one.on or today, str(one.title)))
    if wants_sheet(request):
        return agenda_file(request, [*(one for one in found if one.on is None), *dated])
    coming = [one for one in dated if (one.on or today) >= today]
    months = groupby(coming, key=lambda one: (one.on or today).replace(day=1))
    context = frame(request, "office-articles") | {
        "sheet_url": address_of_sheet(request),
        "waiting": [one for one in found if one.on is None], "late": dated[: len(dated) - len(coming)],
        "months": [(first, list(rows)) for first, rows in months],
    }  # fmt: skip
    return render(request, "office/agenda.html", context)


def _of_articles(viewer: Viewer, until: date) -> Iterator[Entry]:
    for row in knowledge.in_review(viewer):
        yield _entry(ARTICLE, row.title, _("to be reviewed"), reverse("office-article", args=[row.pk]), row.keeper)
    for one in knowledge.to_come(viewer):
        url = reverse("office-article-version", args=[one.article_id, one.pk])
        what = _("takes effect") if one.effective_on else _("a change to accept or not")
        yield _entry(ARTICLE, one.article.title, what, url, one.staff, one.effective_on)
    for row in knowledge.to_read_again(viewer, until=until):
        url = reverse("office-article", args=[row.pk])
        yield _entry(ARTICLE, row.title, _("to be read again"), url, row.keeper, row.review_on)


def _of_services(viewer: Viewer, until: date) -> Iterator[Entry]:
    if not viewer.may("catalogue.edit"):
        return
    for coming in catalogue.coming_versions(viewer):
        url = reverse("office-service-version", args=[coming.service.code, coming.pk])
        yield _entry(SERVICE, coming.service.name, _("takes effect"), url, coming.staff, coming.effective_on)
    for row in catalogue.to_look_at(viewer, until=until):
        url = reverse("office-service", args=[row.code])
        if row.state == row.State.REVIEW:
            yield _entry(SERVICE, row.name, _("to be reviewed"), url, row.responsible)
        else:
            yield _entry(SERVICE, row.name, _("to be read again"), url, row.responsible, row.review_on)


def _entry(
    kind: str | LazyText, title: Bilingual, what: str, url: str, who: Any, on: date | None = None
) -> Entry:  # fmt: skip
    return Entry(on, kind, title, what, url, who.full_name if who else "")
