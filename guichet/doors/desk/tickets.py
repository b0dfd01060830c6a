"""The page of one ticket."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.areas.catalogue.queries import house_calendar
from guichet.areas.people.access import Viewer
from guichet.areas.problems.queries import case_of, open_problems
from guichet.areas.sight.queries.emergencies import going_on
from guichet.areas.tickets.queries.drafts import drafts_on
from guichet.areas.tickets.queries.recourse import usual_recourse
from guichet.areas.tickets.queries.ties import lives_on
from guichet.doors.desk import labels
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.fields import fields_of
from guichet.doors.desk.frame import frame
from guichet.doors.desk.looks import looked
from guichet.doors.desk.meanwhile import last_words
from guichet.doors.desk.names import Colleague, ask_choices, colleagues
from guichet.doors.desk.origin import address_of, origin_of
from guichet.doors.desk.sheet import Sheet, context_of, head_of, opinions_of, sheet_for, undo_of
from guichet.doors.desk.statute import law_on
from guichet.doors.desk.suggesting import NOTHING, sorting_of
from guichet.doors.desk.tagging import tags_of
from guichet.ground.ui.htmx import is_htmx, page_or_part

SOON = timedelta(hours=1)  # what leaves within the hour leaves now
SHOWN = ("all", "client", "internal", "system")
COMPOSERS = ("reply", "question", "note", "unit", "consult", "answer")


@require_safe
@for_front_line
def page(request: DeskRequest, number: str) -> HttpResponse:
    """Show a ticket: its plan, its life, its context."""
    sheet = seen(request.viewer, number, **part_of(request))
    if other := lives_on(request.viewer, sheet.ticket):
        messages.info(request, _("Request %(number)s is joined to this one.") % {"number": number})
        return HttpResponseRedirect(reverse("desk-ticket", args=[other]))
    context = around(request, number) | page_context(sheet, request.GET.get("write", ""))
    shown = page_or_part(request, "desk/ticket/page.html", "desk/ticket/_stream.html", context)
    return looked(request, shown, sheet.ticket, "page")


@require_safe
@for_front_line
def peek(request: DeskRequest, number: str) -> HttpResponse:
    """Show a ticket beside its list, where every verb works; without scripts, its page."""
    if not is_htmx(request):
        return HttpResponseRedirect(reverse("desk-ticket", args=[number]))
    sheet = seen(request.viewer, number)
    context = around(request, number) | page_context(sheet, write="none") | {"is_peek": True}
    return looked(request, render(request, "desk/ticket/_peek.html", context), sheet.ticket, "panel")


def around(request: DeskRequest, number: str) -> dict[str, Any]:
    """Return what surrounds a ticket: the desk, whether this is the panel beside a list, the list it came from."""
    came = origin_of(request)
    return frame(request) | {
        "is_peek": request.headers.get("X-Peek") == "1", "next_url": came.next_url if came else "",
        "back_url": came.back_url(number) if came else "", "way": f"{came.query}&" if came else "?",
    }  # fmt: skip


def part_of(request: DeskRequest) -> dict[str, Any]:
    """Return which part of the conversation the page shows, also for what is sent from the page."""
    said = address_of(request)
    show = said.get("show", "")
    return {"show": show if show in SHOWN else "all", "whole": "whole" in said}


def seen(viewer: Viewer, number: str, *, show: str = "all", whole: bool = False) -> Sheet:
    """Return a ticket's sheet, or answer as if there were no such ticket."""
    sheet = sheet_for(viewer, number, show=show, whole=whole)
    if sheet is None:
        raise Http404
    return sheet


def page_context(sheet: Sheet, write: str = "") -> dict[str, Any]:
    """Return what the templates of the ticket page read."""
    ticket = sheet.ticket
    head, written = head_of(sheet), drafts_of(sheet)
    context: dict[str, Any] = {
        "ticket": ticket, "sheet": sheet, "show": sheet.thread.show, "undo": undo_of(sheet),
        "filters": filters_of(sheet), "thread": sheet.thread, "steps": sheet.steps,
        "asked_opinions": opinions_of(sheet), "segments": sheet.segments, "offer": sheet.offer,
        **written, "write": write if write in (*COMPOSERS, "none") else _first_composer(ticket, written),
        "other_owners": _other_owners(ticket) if ticket.is_open else [],
        "asked_of": ask_choices() if ticket.is_open else [],
        "done_steps": sum(one.shape == "done" for one in sheet.steps),
        "resolutions": labels.choices(labels.RESOLUTIONS), "reasons": labels.choices(labels.REASONS),
        "results": labels.choices(labels.RESULTS), "cancellations": labels.choices(labels.CANCELLATIONS),
        "causes": [(code, labels.CAUSES[code]) for code in ("our_mistake", "new_facts", "asked")],
        "dues": labels.choices(labels.DUES), "levels": labels.choices(labels.LEVELS),
        "macro": None, "macro_undo": None, "picker": None, "is_part": False,
        "inserted": None, "knows": False, "articles": [],
        "said": {}, "form": None, "at": "", "wrong_task": 0, "wrong_verb": "", "stray": False,
        "seen": last_words(sheet), "fields": fields_of(ticket, sheet.now),
        **problem_of(ticket), "change": None, "refused_field": None, "meanwhile": [], "reader": reader_words(sheet),
        **aside_of(sheet), "emergency": going_on(ticket, sheet.viewer, now=sheet.now),
        "law": law_on(ticket), "recourse": usual_recourse(ticket),
    }  # fmt: skip
    context |= head | context_of(sheet) | tags_of(ticket)
    return context | (sorting_of(sheet) if head["is_sortable"] else NOTHING)


def filters_of(sheet: Sheet) -> list[tuple[str, str, int]]:
    """Return the parts of the conversation that can be shown alone, with how many lines each has."""
    words = {"all": _("All"), "client": _("Client"), "internal": _("Internal"), "system": _("System")}
    return [(code, words[code], sheet.thread.counts[code]) for code in SHOWN]


def aside_of(sheet: Sheet) -> dict[str, Any]:
    """Return whether the ticket is set aside, and until when it would be: the next business morning."""
    ticket, until = sheet.ticket, sheet.ticket.asleep_until
    is_mine = ticket.is_open and ticket.owner_id == sheet.viewer.staff
    tomorrow = localtime(sheet.now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {
        "is_mine": is_mine,
        "asleep": until is not None and until > sheet.now,
        "aside_until": localtime(house_calendar().next_opening(tomorrow)) if is_mine else None,
    }


def problem_of(ticket: Any) -> dict[str, Any]:
    """Return the problem that the ticket belongs to, or may belong to, and those that it could."""
    could = [] if ticket.confidential or not ticket.is_open else open_problems()
    return {"case": case_of(ticket) if could else None, "open_problems": could}


def reader_words(sheet: Sheet) -> str:
    """Name whoever will read what is written to the client."""
    return sheet.names.client


def drafts_of(sheet: Sheet) -> dict[str, Any]:
    """Return what the reader was typing, by composer, and the replies that were given their moment."""
    written = drafts_on(sheet.ticket)
    mine = {one.kind: one for one in written if one.staff == sheet.viewer.staff}
    others = [(sheet.names.staff.get(one.staff or 0, ""), one) for one in written if one.staff != sheet.viewer.staff]
    reply = mine.get("reply")
    look = reply if reply and reply.reader and not reply.leaves_at else None
    return {
        "look": look, "look_name": sheet.names.staff.get(look.reader or 0, "") if look else "",
        "draft_version": reply.version if reply else "",
        "to_reread": [(name, one) for name, one in others if one.reader == sheet.viewer.staff and not one.leaves_at],
        "second_readers": [one for one in colleagues() if one.sees and one.pk != sheet.viewer.staff],
        "drafts": {kind: mine[kind].body if kind in mine else "" for kind in ("reply", "note", "answer", "unit")},
        "later": mine["reply"] if "reply" in mine and mine["reply"].leaves_at else None,
        "stopped": mine["reply"].stopped if "reply" in mine else "",
        "later_of_others": [(name, one) for name, one in others if one.leaves_at],
        "opening": localtime(house_calendar().next_opening(sheet.now + SOON)) if sheet.ticket.is_open else None,
    }  # fmt: skip


def _other_owners(ticket: Any) -> list[Colleague]:
    return [one for one in colleagues() if one.owns and one.pk != ticket.owner_id]


def _first_composer(ticket: Any, written: dict[str, Any]) -> str:
    if not ticket.is_open or (written["to_reread"] and not written["drafts"]["reply"]):
        return ""
    return "answer" if written["drafts"]["answer"] else "reply"
