"""The short lists of the office as files: how the house counts time, tells, asks, delivers and learns."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guichet.areas.metrics.queries.equity import Compared
from guichet.doors.office.entrance import OfficeRequest
from guichet.doors.office.exports import file_of
from guichet.doors.office.labels import DIMENSIONS
from guichet.doors.office.writing import lang
from guichet.ground.ui.sheets import Cells, moment

Rows = Iterable[Mapping[str, Any]]


def calendars_file(request: OfficeRequest, rows: Rows) -> HttpResponseBase:
    """Give the calendars."""
    head = [
        _("Calendar"), _("Services that go by it"), pgettext("calendar", "Open requests"),
        pgettext("calendar", "From"), _("Until, that day included"), _("Reason"),
    ]  # fmt: skip
    return file_of(request, "calendars", head, (
        [
            row["code"], len(row["services"]), row["open"],
            *((one.first, one.last, one.name.in_language(lang())) if (one := row["next"]) else ("", "", "")),
        ]
        for row in rows
    ))  # fmt: skip


def standards_file(request: OfficeRequest, rows: Rows) -> HttpResponseBase:
    """Give the standards, with what was kept of each, month by month: one line for each month."""
    head = [
        pgettext("office", "Standard"), _("Code"), pgettext("standard", "Kind"), _("To whom"),
        pgettext("standard", "Target"), _("State"), _("Month"), pgettext("units", "Kept"), "n",
    ]  # fmt: skip
    return file_of(request, "standards", head, _standards(rows))


def _standards(rows: Rows) -> Iterator[Cells]:
    for row in rows:
        what = [
            row["terms"].statement.in_language(lang()), row["version"].code, str(row["kind"]), str(row["reaches"]),
            row["target"], row["state"],
        ]  # fmt: skip
        for month in row["months"] or [{"name": "", "share": "", "n": ""}]:
            yield [*what, month["name"], month["share"], month["n"]]


def ladders_file(request: OfficeRequest, rows: Rows) -> HttpResponseBase:
    """Give the ladders: one line for each rung."""
    head = [
        _("Of what"), _("Service"), _("At, out of 100 used"), _("Tell"), pgettext("calendar", "Open requests"),
        pgettext("ladder", "Since"),
    ]  # fmt: skip
    return file_of(request, "ladders", head, (
        [
            str(row["what"]), row["scope"], share, ", ".join(map(str, who)), row["open"],
            moment(row["version"].since) if row["version"] else "",
        ]
        for row in rows
        for share, who in row["rungs"]
    ))  # fmt: skip


def forms_file(request: OfficeRequest, rows: Iterable[tuple[Any, Any]]) -> HttpResponseBase:
    """Give the services, with the form of each."""
    head = [_("Code"), _("Service"), _("Form"), _("Version")]
    return file_of(request, "forms", head, (
        [service.code, service.name.in_language(lang()), str(state), number]
        for service, versions in rows
        for number, state in versions or [("", "")]
    ))  # fmt: skip


def firings_file(request: OfficeRequest, rows: Rows) -> HttpResponseBase:
    """Give what a rule did."""
    head = [_("When"), _("Request"), _("Why"), pgettext("rule", "What"), _("Outcome"), _("Fault")]
    return file_of(request, "rule", head, (
        [
            moment(one.at), (one.made or one.ticket).number if one.made or one.ticket else "",
            " · ".join(map(str, row["why"])), " · ".join(map(str, row["did"])), str(row["outcome"]), one.fault,
        ]
        for row in rows
        for one in [row["firing"]]
    ))  # fmt: skip


def steps_file(request: OfficeRequest, code: str, rows: Rows) -> HttpResponseBase:
    """Give the steps of a plan."""
    head = [
        pgettext("plan", "Step"), _("Title"), pgettext("plan", "Kind"), _("Unit"), pgettext("plan", "Who else"),
        pgettext("plan", "Delay"), pgettext("plan", "After"), _("starts when"), _("passed over if"),
        _("The client reads"),
    ]  # fmt: skip
    return file_of(request, f"plan-{code}", head, (
        [
            one.key, one.title.in_language(lang()), str(row["kind"]), one.unit,
            " · ".join(f"{label} {named}" for label, named in row["parts"]), row["due"], row["after"],
            row["start_when"], row["skip_if"], one.told.in_language(lang()) if one.told else "",
        ]
        for row in rows
        for one in [row["step"]]
    ))  # fmt: skip


def suggestions_file(request: OfficeRequest, rows: Rows) -> HttpResponseBase:
    """Give how right the suggestions were."""
    head = [
        _("They rested on"), _("Decided"), _("Abstained"), _("Right when it spoke"), _("Impact and urgency kept"),
    ]  # fmt: skip
    return file_of(request, "suggestions", head, (
        [str(row["method"]), row["decided"], row["abstained"], row["right"], row["levels"]] for row in rows
    ))  # fmt: skip


def demand_file(request: OfficeRequest, face: Any, keys: Iterable[Any]) -> HttpResponseBase:
    """Give who asked for what: every row of the table in view, and nothing where something is withheld."""
    head = [str(DIMENSIONS[face.rows]), pgettext("demand", "All"), *(face.name(face.columns, key) for key in keys)]
    return file_of(request, "demand", head, (
        [
            _("All the requests received") if row is None else face.name(face.rows, row), face.found.of(row),
            *(face.found.of(row, key) for key in keys),
        ]
        for row in (None, *face.found.rows)
    ), narrowed=len(face.wanted.held))  # fmt: skip


def equity_file(request: OfficeRequest, sections: Iterable[Mapping[str, Any]]) -> HttpResponseBase:
    """Give what every group gets: one line for each group and figure, and nothing where something is withheld."""
    head = [
        pgettext("equity", "By"), pgettext("equity", "Group"), pgettext("equity", "Figure"),
        pgettext("equity", "Value"), "n", _("Gap, in points"), _("Gap, from"), _("Gap, to"), _("Ratio of medians"),
    ]  # fmt: skip
    return file_of(request, "equity", head, (
        [str(section["name"]), row["name"], str(cell["compared"].figure.definition.name), *_compared(cell["compared"])]
        for section in sections
        for row in section["rows"]
        for cell in row["cells"]
    ))  # fmt: skip


def _compared(one: Compared) -> Cells:
    told = one.half if one.figure.value is None else one.figure.value
    value = "" if told is None else f"{told:.4f}"
    gap = [100 * share for share in (one.gap.points, *one.gap.interval)] if one.gap else []
    ratio = f"{one.ratio.times:.2f}" if one.ratio else ""
    return [value, one.figure.n, *([f"{points:.1f}" for points in gap] or ["", "", ""]), ratio]


def handoffs_file(request: OfficeRequest, rows: Rows) -> HttpResponseBase:
    """Give what goes from unit to unit."""
    head = [
        pgettext("handoffs", "From"), pgettext("handoffs", "To"), _("Handed over"), _("Given back"),
        _("Not taken up yet"), _("Median wait (h)"),
    ]  # fmt: skip
    return file_of(request, "handoffs", head, (
        [*one.pair, one.handed, one.returned, one.waiting, in_hours(one.idle)] for row in rows for one in [row["line"]]
    ))  # fmt: skip


def moves_file(request: OfficeRequest, rows: Rows) -> HttpResponseBase:
    """Give what one unit handed over to another."""
    head = [
        _("Number"), _("Title"), pgettext("handoffs", "From"), pgettext("handoffs", "To"),
        pgettext("handoffs", "When"), _("Taken up"), _("Waited (h)"),
    ]  # fmt: skip
    return file_of(request, "handoff", head, (
        [
            one.work.number, one.work.title, *one.pair, moment(one.at), moment(one.taken_at), in_hours(one.idle)
        ]
        for row in rows
        for one in [row["move"]]
    ), narrowed=1)  # fmt: skip


def in_hours(length: timedelta | None) -> str:
    """Write a length as spreadsheets read it."""
    return "" if length is None else f"{length / timedelta(hours=1):.1f}"


def reading_file(request: OfficeRequest, kept: Rows, sheets: Iterable[tuple[Any, ...]]) -> HttpResponseBase:
    """Give what is to be read again: what one keeps or leads, and the sheets that changed."""
    head = [_("Kind"), _("Title"), _("Kept by"), pgettext("ladder", "Since"), _("Link")]
    return file_of(request, "reading", head, _to_read(kept, sheets))


def _to_read(kept: Rows, sheets: Iterable[tuple[Any, ...]]) -> Iterator[Cells]:
    for one in kept:
        yield [str(one["kind"]), one["title"].in_language(lang()), one["keeper"], one["on"], one.get("dead_url", "")]
    for row, version, *_rest in sheets:
        yield [_("Service"), row.name.in_language(lang()), "", moment(version.at) if version else "", ""]
