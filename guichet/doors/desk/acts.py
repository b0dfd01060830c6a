"""What the ticket in view allows now, as the palette offers it: each verb with its key and where it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.areas.catalogue.queries import Offer, offers
from guichet.areas.catalogue.rules.dated import due_words
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.rules import State
from guichet.doors.desk.names import here, unit_choices

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

Allowed = Callable[["Ticket", Viewer], bool]


@dataclass(frozen=True, slots=True)
class Act:
    """A verb: its key, its name, when a ticket allows it, and where its page does it."""

    code: str
    key: str
    label: str | LazyText
    icon: str
    allowed: Allowed
    place: str = ""  # of the ticket's page
    page: str = ""  # a page of its own
    sends: str = ""  # what is done at once


def _is_open(ticket: "Ticket", viewer: Viewer) -> bool:
    return ticket.is_open


def _is_new(ticket: "Ticket", viewer: Viewer) -> bool:
    return ticket.state in {State.RECEIVED, State.TO_SORT}


def _is_takeable(ticket: "Ticket", viewer: Viewer) -> bool:
    return _is_new(ticket, viewer) and viewer.has("agent")


def _is_sortable(ticket: "Ticket", viewer: Viewer) -> bool:
    return ticket.is_open and (_is_new(ticket, viewer) or ticket.service_id is None)


def _is_at_work(ticket: "Ticket", viewer: Viewer) -> bool:
    return ticket.is_open and not _is_sortable(ticket, viewer)


def _has_owner(ticket: "Ticket", viewer: Viewer) -> bool:
    return ticket.is_open and ticket.owner_id is not None


def _is_reopenable(ticket: "Ticket", viewer: Viewer) -> bool:
    return ticket.state in {State.RESOLVED, State.CLOSED}


def _has_plan_ahead(ticket: "Ticket", viewer: Viewer) -> bool:
    known = service_of(ticket)
    return bool(ticket.is_open and not ticket.tasks_total and known and known.plan)


def _is_theirs(ticket: "Ticket", viewer: Viewer) -> bool:
    return ticket.is_open and ticket.owner_id == viewer.staff


def _always(ticket: "Ticket", viewer: Viewer) -> bool:
    return True


ACTS = (
    Act("take", "t", gettext_lazy("Take"), "hand-helping", _is_takeable, sends="desk-taking"),
    Act("status", "s", gettext_lazy("Choose the service"), "tag", _is_sortable, "#sort"),
    Act("status", "s", gettext_lazy("Status"), "circle-dot", _is_at_work, "#status"),
    Act("status", "s", gettext_lazy("Reopen"), "rotate-ccw", _is_reopenable, "#reopen"),
    Act("reply", "r", gettext_lazy("Write to the client"), "reply", _is_open, "?write=reply#composers"),
    Act("ask", "q", gettext_lazy("Ask the client"), "hourglass", _is_open, "?write=question#composers"),
    Act("note", "n", gettext_lazy("Internal note"), "sticky-note", _is_open, "?write=note#composers"),
    Act("templates", "i", gettext_lazy("Templates"), "file-text", _is_open, page="desk-templates-of"),
    Act("consult", "c", gettext_lazy("Consult an expert"), "circle-help", _is_open, "?write=consult#composers"),
    Act("delegate", "d", gettext_lazy("Delegate to a unit"), "building-2", _is_open, "?write=unit#composers"),
    Act("plan", "g", gettext_lazy("Start this plan"), "git-branch", _has_plan_ahead, sends="desk-plan"),
    Act("assign", "a", gettext_lazy("Assign"), "user-check", _is_open, "#assign"),
    Act("hand", "h", gettext_lazy("Hand over to a colleague"), "users", _has_owner, "#hand"),
    Act("priority", "P", gettext_lazy("Priority"), "flag", _is_open, "#priority"),
    Act("promise", "p", gettext_lazy("Move the promise"), "calendar-clock", _is_open, "#promise"),
    Act("resolve", "e", gettext_lazy("Resolve"), "circle-check", _is_open, "?write=answer#composers"),
    Act("next", "E", gettext_lazy("Resolve, then the next one"), "list-checks", _is_open, "?write=answer#composers"),
    Act("merge", "m", gettext_lazy("Join to another request"), "git-merge", _is_open, page="desk-merging"),
    Act("split", "D", gettext_lazy("Split off another matter"), "split", _is_open, page="desk-splitting"),
    Act("parties", "w", gettext_lazy("Who takes part"), "users", _always, "#parties"),
    Act("link", "l", gettext_lazy("Link to another request"), "link", _always, "#links"),
    Act("snooze", "z", gettext_lazy("Set aside until a moment"), "hourglass", _is_theirs, "#aside"),
    Act("follow", "f", gettext_lazy("Follow, or stop following"), "bell", _is_open),
    Act("copy", "y", gettext_lazy("Copy the number"), "copy", _always),
)

MOVING = ("take", "assign", "hand", "split", "parties")  # not for whoever is here in an emergency
VERB_KEYS = "".join(dict.fromkeys(one.key for one in ACTS))


def acts_on(ticket: "Ticket", viewer: Viewer) -> list[Act]:
    """Return the verbs that a ticket allows now."""
    stays = MOVING if ticket.pk in viewer.emergencies else ()
    return [one for one in ACTS if one.allowed(ticket, viewer) and one.code not in stays]


def address_of(act: Act, ticket: "Ticket") -> str:
    """Return where a verb is done on a ticket."""
    name = act.sends or act.page
    return reverse(name, args=[ticket.number]) if name else reverse("desk-ticket", args=[ticket.number]) + act.place


def service_of(ticket: "Ticket") -> Offer | None:
    """Return the service of a ticket as it stood when it came."""
    return offers(localtime(ticket.received_at).date()).get(ticket.service_id or 0)


CONSEQUENCES = {
    "consult": gettext_lazy("a question; the request and its clock stay with you"),
    "delegate": gettext_lazy("a task; your promise to the client stays yours"),
    "hand": gettext_lazy("the client is told the new first name"),
    "assign": gettext_lazy("without a word to the client"),
}


def preview_of(act: Act, ticket: "Ticket") -> list[str]:
    """Say what a verb will do that does several things at once."""
    known = service_of(ticket) if act.code == "plan" else None
    if known is None:
        return []
    lang, units = here(), {pk: code for pk, code, _name in unit_choices()}
    letters = {step.key: chr(ord("A") + place % 26) for place, step in enumerate(known.plan)}
    lines = []
    for step in known.plan:
        said = [units.get(step.unit, ""), due_words(step.due, lang)]
        if step.after:
            said.append(_("after %(letters)s") % {"letters": ", ".join(letters.get(key, "") for key in step.after)})
        lines.append(f"{letters[step.key]}. {step.title.in_language(lang)} ({', '.join(filter(None, said))})")
    return lines
