"""Rows of the desk's lists, every word ready: a template that writes fifty of them has nothing left to work out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import offers
from guichet.areas.people.access import Viewer
from guichet.areas.sla.queries.lists import Day
from guichet.doors.desk import marks
from guichet.doors.desk.labels import CHANNEL_ICONS, CHANNELS, TASK_STATES, USUAL, word
from guichet.doors.desk.tagging import tag_names
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui import wording
from guichet.ground.ui.shown import Shown
from guichet.ground.ui.templatetags.ui import chip, icon, tier

SOON = timedelta(hours=4)
SAMPLE = "G-0000-000000-0"  # stands in the address that fifty rows share


@dataclass(frozen=True, slots=True)
class Row(Shown):
    """One ticket in a list."""

    url: str
    peek_url: str
    number: str
    prefix: str
    short: str
    who: str
    where: str
    title: str
    words: str
    ours: bool
    when: str
    channel: SafeString
    chip: SafeString
    tasks: str
    task_late: bool
    opinions: str  # received of those asked; nothing where none was asked
    opinions_late: str  # how many are overdue, in words
    tier: SafeString
    language: str
    foreign: str  # the language to mark, when it is not the page's
    owner: str
    more: str  # what a view shows besides
    draft: str
    back: str  # why it stands on top, or changed
    fresh: bool
    confidential: bool


@dataclass(frozen=True, slots=True)
class TaskRow(Shown):
    """One task in an expert's list."""

    url: str
    reference: str
    title: str
    unit: str
    who: str
    state: str
    chip: SafeString
    when: str
    returned: bool
    told: int = 0  # the share of its time of which the reader was told


def today() -> Day:
    """Return the present moment and the midnight that ends the day, where the window is."""
    now = clock.now()
    midnight = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Day(now, midnight)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the rows of a page have in common, worked out once."""

    lang: str
    address: str
    peek: str
    channels: dict[str, SafeString]
    tiers: dict[str, SafeString]
    services: dict[int, str]
    columns: frozenset[str]
    sort: str
    viewer: Viewer
    day: Day


def came_from(view: str, query: str) -> dict[str, str]:
    """Return what the address of a ticket says of the list that it was opened from."""
    return {"from": f"{view}{query}"}


@dataclass(frozen=True, slots=True)
class Within:
    """The list that rows stand in: its view, what narrows it as the address has it, its order and its columns."""

    view: str
    query: str
    sort: str = "due"
    columns: Iterable[str] = USUAL


def ticket_rows(found: Iterable[dict[str, Any]], viewer: Viewer, day: Day, within: Within) -> list[Row]:
    """Make the rows of a page, with the columns that its view shows."""
    lang, shown = wording.language(get_language()), frozenset(within.columns)
    known = offers(localtime(day.now).date()) if "service" in shown else {}
    shared = _Shared(
        lang, f"{reverse('desk-ticket', args=[SAMPLE])}?{urlencode(came_from(within.view, within.query))}&at=",
        reverse("desk-peek", args=[SAMPLE]),
        {code: icon(CHANNEL_ICONS[code], word(CHANNELS, code) + ",") for code in CHANNELS},
        {code: tier(code) for code in ("lead", "participant", "support")} if "tier" in shown else {},
        {pk: one.name.in_language(lang) for pk, one in known.items()}, shown, within.sort, viewer, day,
    )  # fmt: skip
    return [_row(one, shared) for one in found]


def _row(one: dict[str, Any], shared: _Shared) -> Row:
    prefix, short = wording.split_number(one["ticket__number"])
    lang, day, shown = shared.lang, shared.day, shared.columns
    total = one["ticket__tasks_total"] if "tasks" in shown else 0
    hides_owner = "owner" not in shown or one["ticket__owner_id"] == shared.viewer.staff
    written_in = one["ticket__language"]
    return Row(
        url=shared.address.replace(SAMPLE, one["ticket__number"]) + marks.of_row(one, shared.sort),
        peek_url=shared.peek.replace(SAMPLE, one["ticket__number"]), number=one["ticket__number"], prefix=prefix,
        short=short,
        who=named(one, "ticket__requester") or "—",
        where=behind(one, lang), title=one["ticket__title"], words=one["ticket__last_words"],
        ours=not one["ticket__last_from_client"], when=wording.ago(one["ticket__last_at"], lang, day.now),
        channel=shared.channels.get(one["ticket__channel"], SafeString("")), chip=_chip(one, lang, day),
        tasks=f"{one['ticket__tasks_done']}/{total}" if total else "", task_late=one["task_late"],
        opinions=_opinions(one), opinions_late=_overdue(one["opinions_late"]),
        tier=shared.tiers.get(one["ticket__tier"], SafeString("")),
        language=written_in.upper() if "language" in shown else "",
        foreign="" if written_in == lang else f"{written_in}-CA",
        owner="" if hides_owner else named(one, "ticket__owner"),
        more=_more(one, shared), draft=_draft(one), back=_back(one, day), confidential=one["ticket__confidential"],
        fresh=one["ticket__last_from_client"] and one["ticket__state"] != "resolved",
    )  # fmt: skip


def _opinions(one: dict[str, Any]) -> str:
    asked = one["opinions_asked"]
    return _("opinions %(received)s/%(asked)s") % {"received": one["opinions_had"], "asked": asked} if asked else ""


def _overdue(count: int) -> str:
    return _("%(n)s overdue") % {"n": count} if count else ""


def _back(one: dict[str, Any], day: Day) -> str:
    until = one["ticket__asleep_until"]
    if until and until <= day.now:
        return _("Back")
    return _("Changed") if one["stirred"] else ""


def _draft(one: dict[str, Any]) -> str:
    if one["written_by"]:
        return _("To read over, from %(who)s") % {"who": one["written_by"]}
    if one["read_by"]:
        return _("Draft, read over by %(who)s") % {"who": one["read_by"]}
    return _("Draft") if one["drafted"] else ""


def _more(one: dict[str, Any], shared: _Shared) -> str:
    said = [shared.services.get(one["ticket__service_id"], "")]
    if "priority" in shared.columns:
        said.append(_("priority %(n)s") % {"n": one["ticket__priority"]})
    if "tags" in shared.columns:
        said += [words for _code, words in tag_names(one["ticket__tags"])]
    if "age" in shared.columns:
        said.append(
            _("received %(when)s") % {"when": wording.ago(one["ticket__received_at"], shared.lang, shared.day.now)}
        )
    return " · ".join(filter(None, said))


def behind(one: dict[str, Any], lang: str) -> str:
    """Name the office that the ticket is for, or the other person."""
    office = one["ticket__compartment__organisation__name"]
    if isinstance(office, Bilingual):
        return office.in_language(lang)
    if one["ticket__compartment__person_id"] in {None, one["ticket__requester_id"]}:
        return ""
    return named(one, "ticket__compartment__person")


def named(one: dict[str, Any], who: str) -> str:
    """Write the name of somebody whose columns a row holds."""
    return f"{one[f'{who}__given_name'] or ''} {one[f'{who}__family_name'] or ''}".strip()


def _chip(one: dict[str, Any], lang: str, day: Day) -> SafeString:
    if one["ticket__state"] == "waiting_client":
        return chip("turn", _("client’s turn"))
    due, news = one["next_due_at"], one["update_due_at"]
    return due_chip(due, lang, day, is_news=due is not None and due == news)


def due_chip(due: datetime | None, lang: str, day: Day, *, is_news: bool = False) -> SafeString:
    """Show a due moment only when it changes what to do next: late, within four hours, today."""
    if due is None or due >= day.ends:
        return SafeString("")
    said = _("news due, %(when)s") if is_news else "%(when)s"
    if due < day.now:
        return chip("late", said % {"when": wording.left(due, lang, day.now)})
    if due - day.now < SOON:
        return chip("soon", said % {"when": wording.left(due, lang, day.now)})
    return chip("line", said % {"when": _("before %(time)s") % {"time": wording.hour(due, lang)}}, "clock")


def task_rows(found: Iterable[dict[str, Any]], day: Day, told: Mapping[int, int]) -> list[TaskRow]:
    """Make the rows of a page of tasks; `told` gives the share of their time of which the reader was told."""
    lang = wording.language(get_language())
    return [
        TaskRow(
            url=reverse("desk-task", args=[one["pk"]]),
            reference=f"{wording.split_number(one['ticket__number'])[1]} {one['letter']}",
            title=one["title"].in_language(lang), unit=one["unit__code"],
            who=named(one, "assignee"),
            state=_state(one), chip=due_chip(one["due_at"], lang, day),
            when=wording.when(one["due_at"], lang, day.now), returned=one["return_count"] > 0,
            told=told.get(one["pk"], 0),
        )
        for one in found
    ]  # fmt: skip


def _state(one: dict[str, Any]) -> str:
    """Word where a task stands, and how often its unit was reminded of it."""
    said = word(TASK_STATES, one["state"])
    return _("%(state)s, reminded %(n)s×") % {"state": said, "n": one["reminders"]} if one["reminders"] else said


def capped(count: int, cap: int) -> str:
    """Write a count that stopped at a cap."""
    return str(count) if count <= cap else f"{cap}+"
