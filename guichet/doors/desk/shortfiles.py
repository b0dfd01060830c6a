"""The short lists of the desk as files: what was found, what waits in a tray, what a checklist holds."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guichet.areas.guidance.queries import List
from guichet.areas.notifications.queries.tray import Waiting
from guichet.areas.people import queries as people
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.queries.search import find_tickets
from guichet.doors.desk import labels
from guichet.doors.desk.entrance import DeskRequest
from guichet.doors.desk.exports import file_of
from guichet.doors.desk.labels import word
from guichet.doors.desk.listfiles import AT_ONCE
from guichet.doors.desk.names import here
from guichet.ground.ui.sheets import Cells, moment

if TYPE_CHECKING:
    from guichet.areas.intake.models import InboundMail
    from guichet.areas.tickets.models import News


def found_file(request: DeskRequest, asked: str) -> HttpResponseBase:
    """Give the people and the requests that answer some words."""
    head = [_("Kind"), _("Number"), _("What"), _("Who"), _("Status"), _("Latest words"), _("Language")]
    return file_of(request, "found", head, _found(asked, request.viewer), narrowed=int(bool(asked)))


def _found(asked: str, viewer: Viewer) -> Iterator[Cells]:
    if not asked:
        return
    for person in people.find_persons(asked, by=viewer, limit=AT_ONCE):
        yield [_("Person"), "", "", person.full_name, "", "", word(labels.LANGUAGES, person.language)]
    for one in find_tickets(viewer, asked, limit=AT_ONCE):
        yield [
            _("Request"), one.number, one.title, one.requester.full_name, word(labels.STATES, one.state),
            moment(one.last_at), word(labels.LANGUAGES, one.language),
        ]  # fmt: skip


def quarantine_file(request: DeskRequest, kept: Iterable["InboundMail"]) -> HttpResponseBase:
    """Give what is in quarantine."""
    head = [pgettext("column", "Received"), _("From"), _("Why"), _("Tries")]
    return file_of(request, "quarantine", head, (
        [moment(one.received_at), one.mail_from, one.reason, one.attempts] for one in kept
    ))  # fmt: skip


def letters_file(request: DeskRequest, waiting: Iterable[tuple[Waiting, Any]]) -> HttpResponseBase:
    """Give the letters that wait to be posted."""
    head = [_("To whom"), _("What"), _("Number"), _("Title"), _("Waits since")]
    return file_of(request, "letters", head, (
        [one.person.full_name, str(kind), one.ticket.number if one.ticket else "", str(one.title), moment(one.since)]
        for one, kind in waiting
    ))  # fmt: skip


def news_file(request: DeskRequest, told: Iterable[tuple["News", str, str]]) -> HttpResponseBase:
    """Give what the reader was told and has not read yet: each with its words and the title that they may see."""
    head = [_("Moment"), _("Number"), _("What"), _("Title")]
    return file_of(request, "news", head, (
        [moment(one.at), one.ticket.number, words, title] for one, words, title in told
    ))  # fmt: skip


def checklist_file(request: DeskRequest, found: List) -> HttpResponseBase:
    """Give a checklist, without the code that opens it."""
    head = [_("What"), pgettext("checklist", "When"), _("Why"), _("Service"), pgettext("checklist", "Done")]
    lang = here()
    return file_of(request, "checklist", head, (
        [
            one.item.title.in_language(lang), one.item.moment.in_language(lang), one.item.why.in_language(lang),
            one.offer.name.in_language(lang) if one.offer else "", _("yes") if one.done else _("no"),
        ]
        for one in found.lines
    ))  # fmt: skip
