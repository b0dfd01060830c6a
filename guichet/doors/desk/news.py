"""What the reader was told, and takes off the list once it is read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.tickets import actions
from guichet.areas.tickets.queries import news as queries
from guichet.doors.desk.entrance import DeskRequest, for_planners
from guichet.doors.desk.frame import frame
from guichet.doors.desk.labels import DECISIONS, RESULTS, word
from guichet.doors.desk.names import here
from guichet.doors.desk.rail import forget_news
from guichet.doors.desk.rows import capped
from guichet.doors.desk.shortfiles import news_file
from guichet.ground import clock
from guichet.ground.ui import wording
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

if TYPE_CHECKING:
    from guichet.areas.tickets.models import News


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that the reader was told."""

    pk: int
    prefix: str
    number: str
    url: str
    words: str
    when: str
    title: str = ""  # of the request, for whoever may open it
    foreign: str = ""


@require_safe
@for_planners
def news(request: DeskRequest) -> HttpResponseBase:
    """Show what the reader was told and has not read yet."""
    rows = queries.unread(request.viewer, now=clock.now())
    tickets, tasks = queries.opened_from(request.viewer, rows)
    if wants_sheet(request):
        said = ((one, _words(one, here()), one.ticket.title if one.ticket_id in tickets else "") for one in rows)
        return news_file(request, said)
    context = frame(request, "desk-home") | {
        "heading": _("For your information"), "told": [_told(one, tickets, tasks) for one in rows],
        "sheet_url": address_of_sheet(request),
        "total": capped(len(rows), queries.MOST),
    }  # fmt: skip
    return render(request, "desk/news/page.html", context)


@require_POST
@for_planners
def reading(request: DeskRequest) -> HttpResponse:
    """Take what was read off the reader's list."""
    which = [int(one) for one in request.POST.getlist("news") if one.isdecimal() and len(one) < 19]
    actions.read_news(by=request.viewer, now=clock.now(), which=which)
    forget_news(request.viewer)
    return HttpResponseRedirect(reverse("desk-news"))


def _told(one: "News", tickets: set[int], tasks: set[int]) -> Told:
    lang, url = here(), ""
    title, foreign = "", ""
    if one.ticket_id in tickets:
        url, title = reverse("desk-ticket", args=[one.ticket.number]), one.ticket.title
        foreign = "" if one.ticket.language == lang else f"{one.ticket.language}-CA"
    elif one.task_id in tasks:
        url = reverse("desk-task", args=[one.task_id])
    prefix, number = wording.split_number(one.ticket.number)
    return Told(one.pk, prefix, number, url, _words(one, lang), wording.ago(one.at, lang, clock.now()), title, foreign)


def _words(one: "News", lang: str) -> str:
    if one.task is None:
        return {
            "companion": _("You accompany this request: you are the first to be told."),
            "day": _("The day that its plan is counted from is set, or has moved."),
            "access": _("An access ended by itself, as its plan said."),
        }[one.about]
    return _("“%(step)s” has ended: %(result)s") % {
        "step": one.task.title.in_language(lang), "result": word(RESULTS | DECISIONS, one.task.result_code).lower()
    }  # fmt: skip
