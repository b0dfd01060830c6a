"""Where the links of published pages lead: those that lead nowhere first, where they stand and who keeps that."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise as LazyText
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from guichet.areas.people.access import Viewer
from guichet.areas.upkeep import queries
from guichet.areas.upkeep.rules import LISTED, is_outside
from guichet.areas.upkeep.rules.words import KINDS, words_of
from guichet.doors.office.articles import number_in
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.exports import file_of
from guichet.doors.office.frame import frame
from guichet.doors.office.sheetwords import LANGUAGE_WORDS

WHICH: dict[str, str | LazyText] = {
    "dead": pgettext_lazy("links", "Lead nowhere"), "moved": pgettext_lazy("links", "Have moved"),
    "waiting": pgettext_lazy("links", "Not checked"), "all": pgettext_lazy("links", "All"),
}  # fmt: skip
HEAD = (
    "address", "stands_in", "languages", "kept_by", "nights_dead", "why", "last_good", "last_bad", "looked", "failed",
    "moved_to",
)  # fmt: skip
for_link_readers = for_holders("upkeep.read_links")


def _which(request: OfficeRequest) -> str:
    wanted = request.GET.get("which", "")
    return wanted if wanted in LISTED else "dead"


@require_safe
@for_link_readers
def page(request: OfficeRequest) -> HttpResponse:
    """List the links, with what became of each."""
    which, after = _which(request), number_in(request.GET.get("after", "")) or 0
    rows, further = queries.links(request.viewer, which, after=after)
    counts = queries.counts()
    context = frame(request, "office-articles") | {
        "rows": [_shown(one, request.viewer) for one in rows], "which": which, "next": further, "is_later": bool(after),
        "lists": [(code, words, getattr(counts, code), code == which) for code, words in WHICH.items()],
        "last": queries.last_round(),
    }  # fmt: skip
    return render(request, "office/links.html", context)


def _shown(row: queries.Row, viewer: Viewer) -> dict[str, Any]:
    return {
        "link": row.link, "is_outside": is_outside(row.link.url),
        "why": words_of(row.link.why) if row.link.nights else "",
        "places": [
            {
                "title": one.title, "kind": KINDS[one.kind], "keeper": one.keeper_name,
                "languages": [LANGUAGE_WORDS[code] for code in said],
                "url": one.page_for(viewer),
            }
            for one, said in row.places
        ],
    }  # fmt: skip


@require_safe
@for_link_readers
def file(request: OfficeRequest) -> HttpResponseBase:
    """Give the links of the list in view as a file: one line for each place where one stands."""
    return file_of(request, "links", HEAD, _lines(request.viewer, _which(request)))


def _lines(viewer: Viewer, which: str) -> Iterator[Sequence[object]]:
    for row in queries.every_link(viewer, which):
        link = row.link
        for one, said in row.places:
            yield (
                link.url, f"{one.kind} {one.code}", " ".join(said), one.keeper_name, link.nights, link.why,
                link.good_at and link.good_at.isoformat(), link.bad_at and link.bad_at.isoformat(), link.looks,
                link.failures, link.moved_to,
            )  # fmt: skip
