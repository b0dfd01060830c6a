"""Everything that the page of one ticket shows, read once and worded."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import Offer, offers, tags
from guichet.areas.catalogue.rules.targets import describe
from guichet.areas.forms.queries.answered import answers_of
from guichet.areas.forms.queries.published import has_form
from guichet.areas.guidance.facts import Handed
from guichet.areas.guidance.queries import checklist_of_ticket
from guichet.areas.macros.facts import Ran
from guichet.areas.macros.queries import names_of_macros
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import delegates_of, places_of
from guichet.areas.sla.queries import promise_of
from guichet.areas.sla.queries.lists import who_had_the_ball
from guichet.areas.sla.queries.work import budgets_in
from guichet.areas.tickets.access import keeps_the_wall
from guichet.areas.tickets.queries import desk as queries
from guichet.areas.tickets.queries import ties
from guichet.areas.tickets.queries.parties import parts_in
from guichet.areas.tickets.queries.persons import namesakes
from guichet.areas.tickets.rules import SPOKEN, State, role_words
from guichet.doors.desk.labels import (
    HOLDERS,
    LANGUAGES,
    ROLES,
    SCOPES,
    SPLIT_TIES,
    STATES,
    TIES,
    choices,
    word,
)
from guichet.doors.desk.names import Names, colleagues, here
from guichet.doors.desk.partners import taking_part
from guichet.doors.desk.rows import due_chip, today
from guichet.doors.desk.steps import Step, steps_of
from guichet.doors.desk.timeline import Thread, thread_of
from guichet.ground.journal.api import facts_of
from guichet.ground.ui import wording

if TYPE_CHECKING:
    from guichet.areas.sla.models import Promise
    from guichet.areas.tickets.models import Party, Ticket


@dataclass(frozen=True, slots=True)
class Opinions:
    """How many opinions were asked, received, and are late."""

    asked: int
    received: int
    late: int


def opinions_of(sheet: "Sheet") -> Opinions | None:
    """Count the opinions asked on a ticket; none when there was no question."""
    asked = [one for one in sheet.steps if one.question and not one.is_dropped]
    late = sum(one.is_late for one in asked)
    return Opinions(len(asked), sum(one.shape == "done" for one in asked), late) if asked else None


@dataclass(frozen=True, slots=True)
class Undo:
    """Words of ours that can still be taken back."""

    message: int
    seconds: int


@dataclass(frozen=True)
class Sheet:
    """The page of one ticket."""

    ticket: "Ticket"
    promise: "Promise"
    offer: Offer | None
    steps: list[Step]
    thread: Thread
    segments: list[dict[str, Any]]
    names: Names
    said: list[queries.Words]
    viewer: Viewer
    now: datetime
    joined: list[ties.JoinedTicket]
    links: list[ties.LinkedTicket]
    parties: list["Party"]  # everybody who takes, or took, part in it or in what is joined to it
    has_list: bool = False  # a checklist was handed over with it

    @property
    def stays(self) -> bool:
        """Tell whether only an emergency let the reader in: who has it and who sees it stays as it is."""
        return self.ticket.pk in self.viewer.emergencies


def sheet_for(viewer: Viewer, number: str, *, show: str = "all", whole: bool = False) -> Sheet | None:
    """Read a ticket and what surrounds it, if the viewer may see it."""
    ticket = queries.ticket_page(viewer, number)
    if ticket is None:
        return None
    day, lang = today(), here()
    known = offers(ticket.received_at.date())
    joined = ties.joined_to(viewer, ticket, now=day.now) if ticket.shared else []
    links = ties.linked_to(viewer, ticket) if ticket.linked else []  # type: ignore[attr-defined]
    family = (ticket.pk, *(one.pk for one in joined))
    tasks = [task for pk in family for task in queries.tasks_of(viewer, pk)]
    parties = parts_in(family) if ticket.has_parts else []  # type: ignore[attr-defined]
    names = Names(
        lang=lang, now=day.now, client=ticket.requester.full_name or _("the client"),
        staff={one.pk: one.name for one in colleagues()},
        tasks={task.pk: (task.letter, task.title.in_language(lang)) for task in tasks},
        services={pk: one.name.in_language(lang) for pk, one in known.items()},
        tags={code: one.name.in_language(lang) for code, one in tags().items()},
        tickets={one.pk: one.number for one in joined} | {one.pk: one.number for one in links}
        | {ticket.pk: ticket.number},
        apart=ties.gone_on(ticket) if any(one.tie == "split_off" for one in links) else {},
        parties={one.pk: one.person.full_name for one in parties},
        parts={one.person_id: role_words(one.role) for one in parties if one.role != "requester"},
        requester=ticket.requester_id,
    )  # fmt: skip
    said, facts = [*queries.words_of(ticket), *ties.words_of_joined(joined)], facts_of(ticket.stream)
    for one in joined:
        facts += facts_of(one.stream)
    if used := {fact.macro for _entry, fact in facts if isinstance(fact, Ran)}:
        names = replace(names, macros={pk: name.in_language(lang) for pk, name in names_of_macros(used).items()})
    promise, thread = promise_of(ticket), thread_of(said, facts, names, show=show, whole=whole, now=day.now)
    return Sheet(
        ticket, promise, known.get(ticket.service_id or 0), steps_of(tasks, lang, viewer, budgets_in(promise)), thread,
        _segments(promise, lang, day.now), names, said, viewer, day.now, joined, links, parties,
        has_list=any(isinstance(fact, Handed) for _entry, fact in facts),
    )  # fmt: skip


def _segments(promise: "Promise", lang: str, now: datetime) -> list[dict[str, Any]]:
    held = who_had_the_ball(promise, now=now)
    return [
        {
            "holder": str(holder), "amount": length.total_seconds(),
            "label": f"{word(HOLDERS, holder)} {wording.duration(length, lang)}",
        }
        for holder, length in held.items()
        if length > timedelta(minutes=1)
    ]  # fmt: skip


def undo_of(sheet: Sheet) -> Undo | None:
    """Return the last words of the reader that have not left yet."""
    for one in reversed(sheet.said):
        ours = not one.of and one.staff == sheet.viewer.staff and one.kind in {"reply", "question", "answer"}
        if ours and not one.withdrawn_at and one.visible_from and one.visible_from > sheet.now:
            return Undo(one.pk, int((one.visible_from - sheet.now).total_seconds()) + 1)
    return None


def head_of(sheet: Sheet) -> dict[str, Any]:
    """Word the head of the page."""
    ticket, promise, lang = sheet.ticket, sheet.promise, sheet.names.lang
    holder = ticket.compartment.organisation
    behalf = holder.name.in_language(lang) if holder else str(ticket.compartment.person or ticket.requester)
    settled = promise.met_at is not None
    is_news = promise.update_due_at is not None and promise.next_due_at == promise.update_due_at
    due = (promise.first_met_at is None and promise.next_due_at) or promise.due_at or promise.first_due_at
    return {
        "behalf": behalf, "service_name": sheet.offer.name if sheet.offer else _("To sort"),
        "state": word(STATES, ticket.state), "promised": due, "settled_at": promise.met_at,
        "chip": "" if settled or ticket.is_waiting_for_client
        else due_chip(promise.next_due_at, lang, today(), is_news=is_news),
        "news_by": promise.update_due_at,
        "says_news": is_news and bool(promise.update_due_at and promise.update_due_at < today().ends),
        "is_first": promise.first_met_at is None and not settled, "is_paused": promise.paused_at is not None,
        "moved_from": promise.original_due_at if promise.due_at != promise.original_due_at else None,
        "lived": wording.duration((ticket.closed_at or sheet.now) - ticket.received_at, lang),
        "is_sortable": ticket.is_open and (ticket.state in {State.RECEIVED, State.TO_SORT} or sheet.offer is None),
        "is_takeable": not sheet.stays
        and ticket.state in {State.RECEIVED, State.TO_SORT} and sheet.viewer.has("agent"),
        "is_reopenable": ticket.state in {State.RESOLVED, State.CLOSED},
        "journey": sheet.offer.journey if sheet.offer else "",
        "companion": sheet.names.staff.get(ticket.companion_id or 0, ""),
        "can_start_plan": bool(ticket.is_open and sheet.offer and sheet.offer.plan and not sheet.steps),
        "holder_word": word(HOLDERS, promise.holder), "spoken": ticket.channel in SPOKEN,
    }  # fmt: skip


def context_of(sheet: Sheet) -> dict[str, Any]:
    """Word the column about the person, who may act, the service and the other requests."""
    ticket, lang, on = sheet.ticket, sheet.names.lang, localtime(sheet.now).date()
    places = places_of(ticket.requester, on=on)
    delegates = delegates_of(ticket.compartment, on=on)
    return {
        "places": [
            (one.organisation.code, one.organisation.name.in_language(lang), word(ROLES, one.role)) for one in places
        ],
        "delegates": [(one.delegate.full_name, _scopes(one.scopes), one.ends_on) for one in delegates],
        "others": [
            {**one, "url": reverse("desk-ticket", args=[one["number"]]), "state": word(STATES, one["state"])}
            for one in queries.others_of(sheet.viewer, ticket)
        ],
        **(readers_in(sheet) if ticket.confidential else {"readers": [], "candidates": [], "may_designate": False}),
        "links": [
            (one, word(TIES | SPLIT_TIES, one.tie), word(STATES, one.state), _foreign(one.language, lang),
             one.comes_back(sheet.now))
            for one in sheet.links
        ],
        "namesakes": namesakes(ticket.requester) if ticket.has_namesake else [],  # type: ignore[attr-defined]
        "checklist": checklist_of_ticket(ticket, on=on) if sheet.has_list else None,
        "answers": answers_of(sheet.viewer, ticket, lang) if ticket.service_id else None,
        "has_form": has_form(ticket.service_id),
        "ties": choices(TIES), **taking_part(sheet.viewer, ticket, sheet.parties, now=sheet.now),
        "language_word": word(LANGUAGES, ticket.requester.language), "standard": standard_words(sheet.offer, lang),
    }  # fmt: skip


def _foreign(language: str, lang: str) -> str:
    return "" if language == lang else f"{language}-CA"


def readers_in(sheet: Sheet) -> dict[str, Any]:
    """Name who reads a confidential ticket besides whoever is in charge, and who else could."""
    ticket, reading = sheet.ticket, set(queries.readers_of(sheet.ticket))
    known = [one for one in colleagues() if one.pk != ticket.owner_id]
    return {
        "readers": [one for one in known if one.pk in reading],
        "candidates": [one for one in known if one.reads and one.pk not in reading],
        "may_designate": keeps_the_wall(sheet.viewer, ticket) and not sheet.stays,
    }  # fmt: skip


def _scopes(scopes: list[str]) -> str:
    return ", ".join(word(SCOPES, scope) for scope in scopes)


def standard_words(offer: Offer | None, lang: str) -> str:
    """Say what a service promises."""
    if offer is None:
        return ""
    first = _("first answer in %(delay)s") % {"delay": describe(offer.first_response, lang)}
    if offer.completion is None:
        return first
    return f"{first}, " + _("settled in %(delay)s") % {"delay": describe(offer.completion, lang)}


def service_choices(on: date) -> list[tuple[str, str]]:
    """Return codes and names of the services offered on a day, by name."""
    lang = here()
    named = [(one.code, one.name.in_language(lang)) for one in offers(on).values()]
    return sorted(named, key=lambda pair: pair[1])
