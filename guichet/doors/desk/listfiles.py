"""The lists of the desk as files: the filters, the order and the columns in view, and every page of them."""

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guichet.areas.catalogue.queries import offers
from guichet.areas.people.access import Viewer
from guichet.areas.sla.queries.lists import page_of
from guichet.areas.tickets.queries import worklist
from guichet.areas.tickets.queries.contacts import Narrowed, more_matters, spoken_with
from guichet.doors.desk import labels
from guichet.doors.desk.entrance import DeskRequest
from guichet.doors.desk.exports import file_of
from guichet.doors.desk.labels import COLUMNS, word
from guichet.doors.desk.names import here
from guichet.doors.desk.narrowing import Asked
from guichet.doors.desk.rows import behind, named, today
from guichet.doors.desk.tagging import tag_names
from guichet.ground.ui.sheets import Cells, moment

AT_ONCE = 500


def tickets_file(request: DeskRequest, wanted: Asked) -> HttpResponseBase:
    """Give the tickets of a list."""
    listing = wanted.listing
    head = [
        _("Number"), _("Status"), _("Title"), _("Who asks"), _("Office"), _("Next promise"), _("Latest words"),
        *(word(COLUMNS, one) for one in wanted.columns),
    ]  # fmt: skip
    rows = _tickets(request.viewer, wanted)
    return file_of(request, f"requests-{listing.view}", head, rows, narrowed=len(listing.filters))


def _tickets(viewer: Viewer, wanted: Asked) -> Iterator[Cells]:
    day, after, lang = today(), None, here()
    services = {pk: one.name.in_language(lang) for pk, one in offers(localtime(day.now).date()).items()}
    while True:
        page = page_of(wanted.listing, viewer, day, after=after, size=AT_ONCE)
        for one in page.rows:
            yield [
                one["ticket__number"], word(labels.STATES, one["ticket__state"]), one["ticket__title"],
                named(one, "ticket__requester"), behind(one, lang), moment(one["next_due_at"]),
                moment(one["ticket__last_at"]), *(_column(name, one, services) for name in wanted.columns),
            ]  # fmt: skip
        if page.next is None:
            return
        after = page.next


def _column(name: str, one: dict[str, Any], services: dict[int, str]) -> object:
    return {
        "tasks": f"{one['ticket__tasks_done']}/{one['ticket__tasks_total']}" if one["ticket__tasks_total"] else "",
        "tier": word(labels.TIERS, one["ticket__tier"]) if one["ticket__tier"] else "",
        "language": one["ticket__language"], "owner": named(one, "ticket__owner"),
        "service": services.get(one["ticket__service_id"], ""), "priority": one["ticket__priority"],
        "tags": ", ".join(str(words) for _code, words in tag_names(one["ticket__tags"])),
        "age": moment(one["ticket__received_at"]),
    }[name]  # fmt: skip


def tasks_file(request: DeskRequest, view: str) -> HttpResponseBase:
    """Give the tasks of a list."""
    head = [_("Number"), _("Task"), _("Title"), _("Unit"), _("In charge"), _("Status"), pgettext("task", "Due")]
    return file_of(request, f"tasks-{view}", head, _tasks(request.viewer, view))


def _tasks(viewer: Viewer, view: str) -> Iterator[Cells]:
    after, lang = None, here()
    while found := worklist.tasks_in_hand(view, viewer, after=after):
        for one in found[: worklist.PAGE]:
            yield [
                one["ticket__number"], one["letter"], one["title"].in_language(lang), one["unit__code"],
                named(one, "assignee"), word(labels.TASK_STATES, one["state"]), moment(one["due_at"]),
            ]  # fmt: skip
        if len(found) <= worklist.PAGE:
            return
        last = found[worklist.PAGE - 1]
        after = last["due_at"], last["pk"]


def contacts_file(request: DeskRequest, wanted: Narrowed) -> HttpResponseBase:
    """Give the calls and visits of a list."""
    head = [
        _("Moment"), _("Channel"), _("Who"), _("Who took it"), _("Minutes"), _("Was it needed?"), _("What had failed"),
        _("How they were recognised"), _("Requests"),
    ]  # fmt: skip
    narrowed = sum(value != getattr(Narrowed(), name) for name, value in _said(wanted))
    return file_of(request, "contacts", head, _contacts(request.viewer, wanted), narrowed=narrowed)


def _said(wanted: Narrowed) -> list[tuple[str, Any]]:
    return [(name, getattr(wanted, name)) for name in Narrowed.__slots__]


def _contacts(viewer: Viewer, wanted: Narrowed) -> Iterator[Cells]:
    before = None
    while found := spoken_with(viewer, wanted, before=before, limit=AT_ONCE):
        others = more_matters(viewer, found)
        for one in found:
            tickets = [*([one.ticket] if one.ticket else []), *others.get(one.pk, [])]
            yield [
                moment(one.at), word(labels.CHANNELS, one.channel), one.person.full_name if one.person else "",
                one.staff.full_name if one.staff else "", -(-one.duration // 60) if one.duration else "",
                {"value": _("yes"), "failure": _("no")}.get(one.value_class, ""),
                word(labels.FAILURES, one.failure_cause) if one.failure_cause else "",
                word(labels.IDENTITIES, one.identity) if one.identity else "",
                ", ".join(each.number for each in tickets),
            ]  # fmt: skip
        before = found[-1].pk


def problems_file(request: DeskRequest, rows: list[dict[str, Any]]) -> HttpResponseBase:
    """Give the problems."""
    head = [_("Problem"), _("Kind"), _("State"), _("Service"), _("Since"), _("Requests"), _("Proposed"), _("Warned")]
    return file_of(request, "problems", head, (
        [
            one["name"], one["kind"], one["state_word"], one["service"], moment(one["since"]), one["held"],
            one["proposed"], one["warned"],
        ]
        for one in rows
    ))  # fmt: skip


def templates_file(request: DeskRequest, rows: list[dict[str, Any]]) -> HttpResponseBase:
    """Give the templates."""
    head = [_("Template"), _("For whom"), _("Team"), _("State"), _("Kept by"), _("Read again on"), _("Times used")]
    return file_of(request, "templates", head, (
        [
            one["name"], str(one["scope"]), one["team"], one["state"], one["keeper"], one["review_on"], one["uses"],
        ]
        for one in rows
    ))  # fmt: skip
