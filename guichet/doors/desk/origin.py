"""The list that a reader of a ticket came from: the way back to their row, and on to the next one."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.areas.sla.queries.lists import Mark, page_of
from guichet.doors.desk import marks
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.lists import wanted_from
from guichet.doors.desk.narrowing import Asked, asked
from guichet.doors.desk.rail import views_of
from guichet.doors.desk.rows import came_from, today


@dataclass(frozen=True, slots=True)
class Origin:
    """A list, the page of it, and the place of the row that was opened."""

    wanted: Asked
    after: str
    at: Mark

    @property
    def next_url(self) -> str:
        """Return the address that leads to the next ticket of the list."""
        return reverse("desk-next", args=[self.wanted.listing.view]) + self.wanted.query(
            after=self.after, at=marks.written(self.at)
        )

    @property
    def query(self) -> str:
        """Return what a ticket's address says of this list."""
        here = came_from(self.wanted.listing.view, self.wanted.query(after=self.after))
        return "?" + urlencode(here | {"at": marks.written(self.at)})

    def back_url(self, number: str) -> str:
        """Return the address of the row in its list."""
        return f"{self.wanted.url(after=self.after)}#tk-{number}"


def address_of(request: DeskRequest) -> QueryDict:
    """Read what the page's own address says, also for what is sent from the page."""
    sent_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    return request.GET if request.method == "GET" else QueryDict(urlsplit(sent_from).query)


def origin_of(request: DeskRequest) -> Origin | None:
    """Read where the reader came from."""
    said = address_of(request)
    view, _mark, query = said.get("from", "").partition("?")
    at = marks.read(said.get("at", ""))
    if at is None or view not in views_of(request.viewer):
        return None
    there = QueryDict(query)
    return Origin(asked(view, there), there.get("after", ""), at)


@require_safe
@for_front_line
def following(request: DeskRequest, view: str) -> HttpResponse:
    """Open the ticket that comes after a row of a list, wherever that row went meanwhile."""
    wanted, at, after = wanted_from(request, view), marks.read(request.GET.get("at", "")), request.GET.get("after", "")
    found = page_of(wanted.listing, request.viewer, today(), after=at, size=1).rows
    if not found:
        messages.info(request, _("That was the last one of this list."))
        return HttpResponseRedirect(wanted.url(after=after if marks.read(after) else ""))
    row = found[0]
    here = came_from(view, wanted.query(after=after)) | {"at": marks.of_row(row, wanted.listing.sort)}
    return HttpResponseRedirect(reverse("desk-ticket", args=[row["ticket__number"]]) + "?" + urlencode(here))
