"""The templates that somebody finds on a ticket, and exactly what one will do there.

The desk asks `macros_for(viewer, ticket)` which there are, and `preview_of(macro, ticket, ...)` what one does and
says: its list of doings is the very one that `actions.run` goes through.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import Offer, house_calendar, offer, offer_by_code, tags
from guichet.areas.catalogue.rules import Target
from guichet.areas.catalogue.rules.targets import Unit
from guichet.areas.macros.models import Macro
from guichet.areas.macros.rules.placeholders import filled, unfilled
from guichet.areas.macros.rules.steps import ME, Steps, Work, may_appear
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Organisation, Staff
from guichet.areas.people.queries import staff, units
from guichet.areas.sla.queries import promise_of
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.queries.drafts import drafts_on
from guichet.areas.tickets.rules import State, tags_in
from guichet.ground.ui import wording


class Gone(ValueError):
    """A template names something that is not there any more."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)

    def __str__(self) -> str:
        return _("This template names %(what)s, which is not there any more. Nothing was done.") % {"what": self.what}


class Walled(ValueError):
    """A template would put a ticket behind a wall that its user might stand outside of."""

    def __str__(self) -> str:
        return _("A confidential service is chosen by hand, not by a template.")


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that a template does to a ticket."""

    do: str  # sort, take, assign, plan, task, tag, note, reply, question, answer, aside
    offer: Offer | None = None
    impact: int = 0
    urgency: int = 0
    owner: Staff | None = None
    work: Work | None = None
    unit: Organisation | None = None
    body: str = ""
    code: str = ""  # of a tag, or of how it ends
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a template will do to a ticket, and the words that it will send."""

    macro: Macro
    doings: list[Doing]
    sends: str
    words: str  # in the language of the client, with what they are given
    other: str  # the same in the other language
    missing: list[str]  # placeholders of the words that have no value here
    fault: str = field(default="")  # why it cannot run at all


def macros_for(viewer: Viewer, ticket: Ticket, *, words: str = "") -> list[Macro]:
    """Return the templates that may appear on a ticket, those used most first; `words` narrows them."""
    traits = traits_of(ticket)
    rows = [one for one in _published(viewer) if may_appear(one.conditions, traits)]
    return [one for one in rows if _answers(one, words)] if words.strip() else rows


def macros_for_any(viewer: Viewer, tickets: list[Ticket]) -> list[Macro]:
    """Return the templates that speak to a client and that may appear on one of several tickets at least."""
    traits = [traits_of(one) for one in tickets]
    return [
        one for one in _published(viewer) if one.does.sends and any(may_appear(one.conditions, each) for each in traits)
    ]  # fmt: skip


def macro_for(viewer: Viewer, ticket: Ticket, pk: int) -> Macro | None:
    """Return a template by its id, if it may appear on the ticket."""
    return next((one for one in macros_for(viewer, ticket) if one.pk == pk), None)


def _published(viewer: Viewer) -> list[Macro]:
    rows = Macro.objects.visible_to(viewer).filter(state=Macro.State.PUBLISHED)
    return list(rows.order_by(F("uses").desc(), "pk"))


def macros_of(viewer: Viewer) -> list[Macro]:
    """Return the templates that somebody may read: all of theirs to write, and those in use of the others."""
    rows = Macro.objects.visible_to(viewer).select_related("keeper", "unit", "owner").order_by("-uses", "pk")
    return [one for one in rows if one.state == Macro.State.PUBLISHED or viewer.may("macros.keep", one)]


def macro_of(viewer: Viewer, pk: int) -> Macro | None:
    """Return a template by its id, for whoever may read it."""
    return next((one for one in macros_of(viewer) if one.pk == pk), None)


def names_of_macros(pks: set[int]) -> dict[int, Any]:
    """Return the names of templates that a journal speaks of; none of one that was somebody's own."""
    return dict(Macro.rows.filter(pk__in=pks, owner=None).values_list("pk", "name"))


def _answers(macro: Macro, words: str) -> bool:
    text = _folded(" ".join((macro.name.fr, macro.name.en, macro.words.fr, macro.words.en)))
    return all(word in text for word in _folded(words).split())


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def traits_of(ticket: Ticket) -> dict[str, str]:
    """Return what conditions look at."""
    service = offer(ticket.service_id, on=localtime(ticket.received_at).date()).code if ticket.service_id else ""
    return {
        "service": service, "state": ticket.state, "language": ticket.language, "channel": ticket.channel,
        "tier": ticket.tier,
    }  # fmt: skip


def preview_of(macro: Macro, ticket: Ticket, *, by: Viewer, now: datetime, link: str) -> Preview:
    """Return exactly what a template will do to a ticket, and say; `link` is where the client follows it."""
    fault = ""
    doings: list[Doing] = []
    try:
        doings = doings_of(macro, ticket, by=by, now=now)
    except (Gone, Walled) as refusal:
        fault = str(refusal)
    sends = macro.does.sends

    def said(language: str) -> str:
        if not sends:
            return ""
        values = values_of(ticket, language, doings, by=by, now=now) | {"link": link}
        return filled(macro.words.in_language(language), values)

    words, other = said(ticket.language), said("en" if ticket.language == "fr" else "fr")
    return Preview(macro, doings, sends, words, other, unfilled(words), fault)


def doings_of(macro: Macro, ticket: Ticket, *, by: Viewer, now: datetime) -> list[Doing]:
    """Return what a template does to a ticket as it stands, in order; what is so already is left out."""
    steps = macro.does
    found = [*_sorting(steps, ticket, now), *_charge(steps, ticket, by), *_plan(steps, ticket, now)]
    if steps.work:
        unit = next((one for one in units() if one.code == steps.work.unit), None)
        if unit is None:
            raise Gone(steps.work.unit)
        words = _inside(steps.work.instructions.in_language(unit.language), ticket, unit.language, found, by, now)
        found.append(Doing("task", work=steps.work, unit=unit, body=words))
    found += _tag(steps, ticket)
    if steps.note.fr or steps.note.en:
        words = _inside(steps.note.in_language(by.language), ticket, by.language, found, by, now)
        found.append(Doing("note", body=words))
    if steps.sends:
        found.append(Doing(steps.sends, code=steps.code))
    return found + _aside(steps, ticket, found, by, now)


def _sorting(steps: Steps, ticket: Ticket, now: datetime) -> list[Doing]:
    impact, urgency = steps.impact or ticket.impact, steps.urgency or ticket.urgency
    on = localtime(now).date()
    known = offer_by_code(steps.service, on=on) if steps.service else None
    if steps.service and known is None:
        raise Gone(steps.service)
    if known and known.confidential and not ticket.confidential:
        raise Walled
    if known and known.pk == ticket.service_id:
        known = None
    if known is None and (impact, urgency) == (ticket.impact, ticket.urgency):
        return []
    return [Doing("sort", offer=known, impact=impact, urgency=urgency)]


def _charge(steps: Steps, ticket: Ticket, by: Viewer) -> list[Doing]:
    if not steps.owner:
        return []
    pk = by.staff or 0 if steps.owner == ME else int(steps.owner)
    try:
        owner = staff(pk)
    except Staff.DoesNotExist as absence:
        raise Gone(_("somebody")) from absence
    if ticket.state in {State.RECEIVED, State.TO_SORT}:
        return [Doing("take", owner=owner)]
    return [Doing("assign", owner=owner)] if ticket.owner_id != owner.pk else []


def _plan(steps: Steps, ticket: Ticket, now: datetime) -> list[Doing]:
    if not steps.plan or ticket.tasks_total:
        return []
    on = localtime(now).date()
    known = offer_by_code(steps.service, on=on) if steps.service else None
    if known is None and ticket.service_id:
        known = offer(ticket.service_id, on=on)
    return [Doing("plan", offer=known)] if known and known.plan else []


def _tag(steps: Steps, ticket: Ticket) -> list[Doing]:
    if not steps.tag or steps.tag in tags_in(ticket.tags):
        return []
    known = tags().get(steps.tag)
    if known is None or known.retired:
        raise Gone(steps.tag)
    return [Doing("tag", code=steps.tag)]


def _aside(steps: Steps, ticket: Ticket, doings: list[Doing], by: Viewer, now: datetime) -> list[Doing]:
    """Set aside last, what is one's own once the rest is done; after whole days, it comes back in the morning."""
    owner = next((one.owner.pk for one in doings if one.owner), ticket.owner_id)
    if not steps.aside or owner != by.staff:
        return []
    wanted, calendar = Target.parse(steps.aside), house_calendar()
    until = wanted.due_at(now, calendar)
    if wanted.unit is Unit.BUSINESS_DAYS:
        until = calendar.next_opening(localtime(until).replace(hour=0, minute=0))
    return [Doing("aside", until=until)]


def _inside(text: str, ticket: Ticket, language: str, doings: list[Doing], by: Viewer, now: datetime) -> str:
    """Fill words that stay in the house: what has no value there is a dash."""
    values = values_of(ticket, language, doings, by=by, now=now) if "{" in text else {}
    return filled(text, values, empty="—")


def values_of(ticket: Ticket, language: str, doings: list[Doing], *, by: Viewer, now: datetime) -> dict[str, str]:
    """Return what placeholders stand for on a ticket, once the doings before the words are done."""
    owner = next((one.owner for one in doings if one.owner), ticket.owner)
    chosen = next((one.offer for one in doings if one.do == "sort" and one.offer), None)
    known = chosen or (offer(ticket.service_id, on=localtime(now).date()) if ticket.service_id else None)
    place = ticket.compartment.organisation
    return {
        "person": ticket.requester.full_name, "office": place.name.in_language(language) if place else "",
        "number": ticket.number, "title": ticket.title, "service": known.name.in_language(language) if known else "",
        "promise": _promised(ticket, chosen, language, now), "owner": owner.given_name if owner else "",
        "me": staff(by.staff).given_name if by.staff else "",
    }  # fmt: skip


def _promised(ticket: Ticket, chosen: Offer | None, language: str, now: datetime) -> str:
    """Word the date that stands promised; nothing while the clock waits, or once it has passed."""
    promise = promise_of(ticket)
    due = promise.due_at
    if chosen:
        due = chosen.completion.due_at(promise.received_at, chosen.calendar) if chosen.completion else None
    if promise.paused_at or due is None or due <= now:
        return ""
    return wording.when(due, wording.language(language), now)


def is_being_written(ticket: Ticket, by: Viewer) -> bool:
    """Tell whether words for the client of a ticket wait to be reread: somebody's own, or what the units brought."""
    return any(one.staff in {by.staff, None} and one.kind in {"reply", "answer"} for one in drafts_on(ticket))


def waits_to_leave(ticket: Ticket, by: Viewer) -> bool:
    """Tell whether a reply of somebody was given its moment."""
    return any(one.staff == by.staff and one.leaves_at for one in drafts_on(ticket))
