"""The page of one ticket."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from guichet.areas.people.access import Viewer
from guichet.doors.desk import labels
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.meanwhile import last_words
from guichet.doors.desk.names import colleagues, unit_choices
from guichet.doors.desk.sheet import Sheet, context_of, head_of, sheet_for, sorting_of, undo_of
from guichet.ground.ui.htmx import page_or_part

SHOWN = ("all", "client", "internal", "system")
COMPOSERS = ("reply", "question", "note", "unit", "answer")


@require_safe
@for_front_line
def page(request: DeskRequest, number: str) -> HttpResponse:
    """Show a ticket: its plan, its life, its context."""
    sheet = seen(request.viewer, number, show=request.GET.get("show", "all"), whole="whole" in request.GET)
    context = frame(request) | page_context(sheet, request.GET.get("show", "all"), request.GET.get("write", ""))
    return page_or_part(request, "desk/ticket/page.html", "desk/ticket/_stream.html", context)


def seen(viewer: Viewer, number: str, *, show: str = "all", whole: bool = False) -> Sheet:
    """Return a ticket's sheet, or answer as if there were no such ticket."""
    sheet = sheet_for(viewer, number, show=show if show in SHOWN else "all", whole=whole)
    if sheet is None:
        raise Http404
    return sheet


def page_context(sheet: Sheet, show: str = "all", write: str = "") -> dict[str, Any]:
    """Return what the templates of the ticket page read."""
    ticket = sheet.ticket
    head = head_of(sheet)
    context: dict[str, Any] = {
        "ticket": ticket, "sheet": sheet, "show": show if show in SHOWN else "all", "undo": undo_of(sheet),
        "thread": sheet.thread, "steps": sheet.steps, "segments": sheet.segments, "offer": sheet.offer,
        "drafts": drafts_of(ticket), "write": write if write in COMPOSERS else _first_composer(ticket),
        "owners": [one for one in colleagues() if one.owns] if ticket.is_open else [],
        "units": unit_choices() if ticket.is_open else [],
        "done_steps": sum(one.shape == "done" for one in sheet.steps),
        "resolutions": labels.choices(labels.RESOLUTIONS), "reasons": labels.choices(labels.REASONS),
        "results": labels.choices(labels.RESULTS), "cancellations": labels.choices(labels.CANCELLATIONS),
        "causes": [(code, labels.CAUSES[code]) for code in ("our_mistake", "new_facts", "asked")],
        "dues": labels.choices(labels.DUES), "levels": labels.choices(labels.LEVELS),
        "said": {}, "form": None, "at": "", "wrong_task": 0, "wrong_verb": "", "stray": False,
        "seen": last_words(sheet), "meanwhile": [], "reader": reader_words(sheet),
    }  # fmt: skip
    context |= head | context_of(sheet)
    return context | (sorting_of(sheet) if head["is_sortable"] else {"hints": [], "services": []})


def reader_words(sheet: Sheet) -> str:
    """Name whoever will read what is written to the client."""
    return sheet.names.client


def drafts_of(ticket: Any) -> dict[str, str]:
    """Return what the reader was typing, by composer."""
    return {kind: getattr(ticket, f"draft_{kind}") or "" for kind in ("reply", "note", "answer", "unit")}


def _first_composer(ticket: Any) -> str:
    if not ticket.is_open:
        return ""
    return "answer" if drafts_of(ticket)["answer"] else "reply"
