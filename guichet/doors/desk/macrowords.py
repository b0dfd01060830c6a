"""What a template does, in the words of whoever is about to use it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.areas.catalogue.queries import tags
from guichet.areas.people.queries import units
from guichet.doors.desk.labels import DUES, LEVELS, RESOLUTIONS, word
from guichet.doors.desk.names import here
from guichet.ground import clock
from guichet.ground.ui import wording

if TYPE_CHECKING:
    from guichet.areas.macros.queries import Doing
    from guichet.areas.macros.rules.steps import Steps
    from guichet.areas.tickets.models import Ticket

ICONS = {
    "sort": "tag", "take": "user-check", "assign": "user-check", "plan": "git-branch", "task": "building-2",
    "tag": "tag", "note": "sticky-note", "reply": "reply", "question": "hourglass", "answer": "circle-check",
    "aside": "hourglass",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Promised:
    """One line of a preview."""

    icon: str
    words: str
    more: str = ""


def lines_of(doings: list["Doing"], ticket: "Ticket") -> list[Promised]:
    """Word everything that a template will do, in order."""
    return [Promised(ICONS[one.do], *_WORDS[one.do](one, ticket)) for one in doings]


def _sort(one: "Doing", ticket: "Ticket") -> tuple[str, ...]:
    said = []
    if one.offer:
        said.append(_("Service: %(service)s") % {"service": one.offer.name.in_language(here())})
    if one.impact != ticket.impact:
        said.append(_("impact: %(level)s") % {"level": word(LEVELS, str(one.impact)).lower()})
    if one.urgency != ticket.urgency:
        said.append(_("urgency: %(level)s") % {"level": word(LEVELS, str(one.urgency)).lower()})
    words = ", ".join(said)
    return (words[:1].upper() + words[1:],)


def _take(one: "Doing", _ticket: "Ticket") -> tuple[str, ...]:
    assert one.owner
    return _("Taken in charge by %(name)s") % {"name": one.owner.full_name}, _("the client is told the name and date")


def _assign(one: "Doing", ticket: "Ticket") -> tuple[str, ...]:
    assert one.owner
    words = _("In charge: %(name)s") % {"name": one.owner.full_name}
    return (words, _("instead of %(name)s") % {"name": ticket.owner.full_name}) if ticket.owner else (words,)


def _plan(one: "Doing", _ticket: "Ticket") -> tuple[str, ...]:
    assert one.offer
    steps = one.offer.plan
    codes = {row.pk: row.code for row in units()}
    words = ngettext("The plan starts: %(n)s task", "The plan starts: %(n)s tasks", len(steps)) % {"n": len(steps)}
    return words, ", ".join(dict.fromkeys(codes.get(step.unit, "") for step in steps))


def _task(one: "Doing", _ticket: "Ticket") -> tuple[str, ...]:
    assert one.work
    assert one.unit
    words = _("Task for %(unit)s: %(title)s") % {"unit": one.unit.code, "title": one.work.title.in_language(here())}
    within = _("within %(delay)s") % {"delay": word(DUES, one.work.due)}
    needed = _("needed before the answer") if one.work.mandatory else ""
    return words, " · ".join(filter(None, (within, needed, one.body)))


def _tag(one: "Doing", _ticket: "Ticket") -> tuple[str, ...]:
    return (_("Tag: %(name)s") % {"name": tags()[one.code].name.in_language(here())},)


def _aside(one: "Doing", _ticket: "Ticket") -> tuple[str, ...]:
    assert one.until
    words = _("Set aside until %(moment)s") % {"moment": wording.when(one.until, here(), clock.now())}
    return words, _("it comes back on top of your list, also when the client writes")


def _note(one: "Doing", _ticket: "Ticket") -> tuple[str, ...]:
    return _("Internal note"), one.body


def _reply(_one: "Doing", ticket: "Ticket") -> tuple[str, ...]:
    return _("Words to %(name)s") % {"name": _client(ticket)}, _leaves(ticket)


def _question(_one: "Doing", ticket: "Ticket") -> tuple[str, ...]:
    words = _("A question to %(name)s: it is the client’s turn") % {"name": _client(ticket)}
    return words, _leaves(ticket)


def _answer(one: "Doing", ticket: "Ticket") -> tuple[str, ...]:
    words = _("The answer to %(name)s, resolved as “%(code)s”") % {
        "name": _client(ticket), "code": word(RESOLUTIONS, one.code)
    }  # fmt: skip
    return words, _leaves(ticket)


def _client(ticket: "Ticket") -> str:
    return ticket.requester.full_name or _("the client")


def _leaves(ticket: "Ticket") -> str:
    return (
        _("in French, 10 seconds after you send")
        if ticket.language == "fr"
        else _("in English, 10 seconds after you send")
    )


_WORDS = {
    "sort": _sort, "take": _take, "assign": _assign, "plan": _plan, "task": _task, "tag": _tag, "note": _note,
    "reply": _reply, "question": _question, "answer": _answer, "aside": _aside,
}  # fmt: skip


def in_short(steps: "Steps") -> str:
    """Say in a few words what a template does, beside its name in a list."""
    said = {
        _("sorts"): steps.service or steps.impact or steps.urgency, _("changes who is in charge"): steps.owner,
        _("starts the plan"): steps.plan, _("gives a task"): steps.work, _("tags"): steps.tag,
        _("notes"): steps.note.fr or steps.note.en, _("sets aside"): steps.aside,
        _("replies"): steps.sends == "reply", _("asks the client"): steps.sends == "question",
        _("resolves"): steps.sends == "answer",
    }  # fmt: skip
    return ", ".join(words for words, is_so in said.items() if is_so)
