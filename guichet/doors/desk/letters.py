"""Letters on paper: what waits to be posted, laid out to be printed, and that somebody posted it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy, ngettext, override, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.notifications import actions
from guichet.areas.notifications.queries import Warned
from guichet.areas.notifications.queries.letters import Addresses, Letter, write
from guichet.areas.notifications.queries.tray import Paper, papers, tray
from guichet.areas.notifications.queries.warnings import write_warning
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.shortfiles import letters_file
from guichet.ground import clock
from guichet.ground.ui.places import address
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet
from guichet.ground.ui.squares import Squares, squares_of

KINDS: dict[str, str | LazyText] = {
    "acknowledgement": pgettext_lazy("letter", "Received"), "reply": pgettext_lazy("letter", "Message"),
    "question": pgettext_lazy("letter", "Question"), "answer": pgettext_lazy("letter", "Answer"),
    "news": pgettext_lazy("letter", "News"), "reminder": pgettext_lazy("letter", "Reminder"),
    "pulse": pgettext_lazy("letter", "How it went"), "warning": pgettext_lazy("letter", "Incident"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter as it is laid out: its words, where it goes, and the square that leads back to the request."""

    paper: Paper
    letter: Letter
    squares: Squares

    @property
    def is_large(self) -> bool:
        """Tell whether its reader asked for larger letters."""
        return "large" in self.paper.facts.formats

    @property
    def is_plain(self) -> bool:
        """Tell whether its reader asked for words alone."""
        return "text" in self.paper.facts.formats


@require_safe
@for_front_line
def page(request: DeskRequest) -> HttpResponseBase:
    """List the letters that wait, the oldest first."""
    waiting = [(one, KINDS[one.kind]) for one in tray(request.viewer, now=clock.now())]
    if wants_sheet(request):
        return letters_file(request, waiting)
    context = frame(request, "desk-letters") | {"waiting": waiting, "sheet_url": address_of_sheet(request)}
    return render(request, "desk/letters/page.html", context)


@require_safe
@for_front_line
def printing(request: DeskRequest) -> HttpResponse:
    """Lay out some letters, or all of them, one to a sheet."""
    found = papers(request.viewer, _chosen(request.GET.getlist("letter")), now=clock.now())
    context: dict[str, Any] = {"sheets": [_sheet(one) for one in found], "now": clock.now()}
    return render(request, "desk/letters/printing.html", context)


@require_POST
@for_front_line
def posted(request: DeskRequest) -> HttpResponse:
    """Note which letters somebody posted."""
    chosen = _chosen(request.POST.getlist("letter"))
    count = actions.mark_posted(chosen, by=request.viewer, now=clock.now())
    if count:
        words = ngettext("%(count)s letter is marked as posted.", "%(count)s letters are marked as posted.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.warning(request, NOTHING)
    return HttpResponseRedirect(reverse("desk-letters"))


NOTHING = gettext_lazy("Nothing was marked: tick the letters that you posted. Somebody may have posted them meanwhile.")


def _chosen(given: Iterable[str]) -> set[int]:
    return {int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 19}


def _sheet(paper: Paper) -> Sheet:
    facts = paper.facts
    if isinstance(facts, Warned):
        page = settings.BASE_URL + address("portal-service", facts.service_code)
        with override(facts.language):
            return Sheet(paper, write_warning(facts, page), squares_of(page))
    follow = settings.BASE_URL + reverse("portal-link", args=[facts.number, facts.code])
    with override(facts.language):
        return Sheet(paper, write(facts, Addresses(follow)), squares_of(follow))
