"""The lists of the office as files: what is in view, every page of it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guichet.areas.metrics import queries
from guichet.areas.metrics.queries import Slice
from guichet.areas.people.access import Viewer
from guichet.areas.sight.queries import Look, log
from guichet.areas.sight.rules import DOORS, WHYS
from guichet.doors.office import labels
from guichet.doors.office.entrance import OfficeRequest
from guichet.doors.office.exports import file_of
from guichet.doors.office.sheetwords import STATES
from guichet.doors.office.writing import lang
from guichet.ground import clock
from guichet.ground.ui.sheets import Cells, moment

AT_ONCE = 500


def services_file(request: OfficeRequest, rows: Iterable[Any], state: str) -> HttpResponseBase:
    """Give the services of the catalogue."""
    head = [
        _("Code"), _("Name, in French"), _("Name, in English"), _("State"), _("Owning unit"), _("Who keeps it right"),
        _("Read again on"), _("Version"),
    ]  # fmt: skip
    return file_of(request, "services", head, (
        [
            row.code, row.name.fr, row.name.en, str(STATES[row.state]), row.owner.code,
            row.responsible.full_name if row.responsible else "", row.review_on, row.version,
        ]
        for row in rows
    ), narrowed=int(bool(state)))  # fmt: skip


def rules_file(request: OfficeRequest, rows: Iterable[dict[str, Any]]) -> HttpResponseBase:
    """Give the rules."""
    head = [
        _("Rule"), _("When"), _("Then"), _("Mode"), _("Times in 30 days"), _("Kept by"), _("Read again on"),
    ]  # fmt: skip
    return file_of(request, "rules", head, (
        [
            str(row["rule"].name), row["when"], " · ".join(map(str, row["does"])), row["mode"], row["lately"],
            row["keeper"], row["rule"].review_on,
        ]
        for row in rows
    ))  # fmt: skip


def units_file(request: OfficeRequest, rows: Iterable[dict[str, Any]]) -> HttpResponseBase:
    """Give what units keep."""
    head = [
        _("Unit"), pgettext("units", "Kept"), pgettext("units", "In time"), pgettext("units", "Late"),
        _("Open, overdue"), _("Open, in time"), pgettext("units", "Returned"), _("Opinions"),
    ]  # fmt: skip
    return file_of(request, "units", head, (
        [
            f"{one.code} {one.name.in_language(lang())}", row["rate"], one.kept, one.late, one.overdue, one.in_time,
            one.returned, f"{one.received}/{one.asked}" if one.asked else "",
        ]
        for row in rows
        for one in [row["unit"]]
    ))  # fmt: skip


def problems_file(request: OfficeRequest, rows: Iterable[dict[str, Any]]) -> HttpResponseBase:
    """Give the problems."""
    head = [
        _("Problem"), _("Service"), _("State"), _("Since"), _("Requests"), _("Warned before they called"),
        _("Closed"), _("Kept by"),
    ]  # fmt: skip
    return file_of(request, "problems", head, (
        [
            one["name"], one["service"], str(one["state"]), moment(one["row"].starts_at), one["line"].held,
            one["line"].warned, moment(one["row"].closed_at), one["keeper"],
        ]
        for one in rows
    ))  # fmt: skip


def worded(one: Look) -> dict[str, Any]:
    """Return a look in words."""
    who = one.name or (_("Whoever holds the code") if one.reader.startswith("bearer:") else one.reader)
    return {"one": one, "who": who, "door": DOORS.get(one.door, one.door), "why": WHYS.get(one.why, one.why)}


def looks_file(request: OfficeRequest, staff: int | None, about: str) -> HttpResponseBase:
    """Give the access log."""
    head = [pgettext("look", name) for name in ("Who", "What", "Day", "First", "Last", "Times", "Where", "Right")]
    rows = _looks(request.viewer, staff, about)
    return file_of(request, "looks", head, rows, narrowed=bool(staff) + bool(about))


def _looks(viewer: Viewer, staff: int | None, about: str) -> Iterator[Cells]:
    after = None
    while True:
        found = log(viewer, staff=staff, about=about, after=after)
        for row in map(worded, found.rows):
            one = row["one"]
            yield [
                row["who"], one.number or one.person, one.on, moment(one.first_at), moment(one.last_at), one.times,
                str(row["door"]), str(row["why"]),
            ]  # fmt: skip
        if found.next is None:
            return
        after = found.next


def counted_file(request: OfficeRequest, part: Slice, code: str, *, narrowed: int) -> HttpResponseBase:
    """Give the requests that a figure counted."""
    head = [
        _("Number"), _("Title"), _("Service"), _("In charge"), _("Status"), _("Received"), _("Promised"),
        _("Completed"),
    ]  # fmt: skip
    return file_of(request, f"figures-{code}", head, _counted(request.viewer, part, code), narrowed=narrowed)


def _counted(viewer: Viewer, part: Slice, code: str) -> Iterator[Cells]:
    after, now = None, clock.now()
    while True:
        page = queries.listed(viewer, part, code, now=now, after=after, size=AT_ONCE)
        for row in page.rows:
            service = row.service.in_language(lang()) if row.service else ""
            yield [
                row.number, row.title, service, row.owner, str(labels.STATES[row.state]), moment(row.received_at),
                moment(row.due_at), moment(row.met_at),
            ]  # fmt: skip
        if page.next is None:
            return
        after = page.next


def agenda_file(request: OfficeRequest, entries: Iterable[Any]) -> HttpResponseBase:
    """Give the calendar of what is published."""
    head = [pgettext("calendar", "Day"), _("Kind"), _("Title"), _("What"), _("Who")]
    rows = ([one.on, str(one.kind), one.title.in_language(lang()), one.what, one.who] for one in entries)
    return file_of(request, "calendar", head, rows)
