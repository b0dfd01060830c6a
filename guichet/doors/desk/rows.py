"""Rows of the desk's lists, every word ready: a template that writes fifty of them has nothing left to work out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet.areas.people.access import Viewer
from guichet.areas.sla.queries.lists import Day
from guichet.doors.desk.labels import CHANNEL_ICONS, CHANNELS, TASK_STATES, word
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
    tier: SafeString
    language: str
    foreign: str  # the language to mark, when it is not the page's
    owner: str
    drafted: bool
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


def today() -> Day:
    """Return the present moment and the midnight that ends the day, where the window is."""
    now = clock.now()
    midnight = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Day(now, midnight)


def ticket_rows(found: Iterable[dict[str, Any]], viewer: Viewer, day: Day) -> list[Row]:
    """Make the rows of a page."""
    lang = wording.language(get_language())
    address = reverse("desk-ticket", args=[SAMPLE])
    channels = {code: icon(CHANNEL_ICONS[code], word(CHANNELS, code) + ",") for code in CHANNELS}
    tiers = {code: tier(code) for code in ("lead", "participant", "support")}
    return [_row(one, lang, address, channels, tiers, viewer, day) for one in found]


def _row(  # noqa: PLR0913 -- what fifty rows share is worked out once
    one: dict[str, Any], lang: str, address: str, channels: dict[str, SafeString], tiers: dict[str, SafeString],
    viewer: Viewer, day: Day,
) -> Row:  # fmt: skip
    prefix, short = wording.split_number(one["ticket__number"])
    total = one["ticket__tasks_total"]
    mine = one["ticket__owner_id"] == viewer.staff
    written_in = one["ticket__language"]
    return Row(
        url=address.replace(SAMPLE, one["ticket__number"]), prefix=prefix, short=short,
        who=_name(one["ticket__requester__given_name"], one["ticket__requester__family_name"]) or "—",
        where=_behind(one, lang), title=one["ticket__title"], words=one["ticket__last_words"],
        ours=not one["ticket__last_from_client"], when=wording.ago(one["ticket__last_at"], lang, day.now),
        channel=channels.get(one["ticket__channel"], SafeString("")), chip=_chip(one, lang, day),
        tasks=f"{one['ticket__tasks_done']}/{total}" if total else "", task_late=one["task_late"],
        tier=tiers.get(one["ticket__tier"], SafeString("")), language=written_in.upper(),
        foreign="" if written_in == lang else f"{written_in}-CA",
        owner="" if mine else _name(one["ticket__owner__given_name"], one["ticket__owner__family_name"]),
        drafted=one["drafted"], confidential=one["ticket__confidential"],
        fresh=one["ticket__last_from_client"] and one["ticket__state"] != "resolved",
    )  # fmt: skip


def _behind(one: dict[str, Any], lang: str) -> str:
    """Name the office that the ticket is for, or the other person."""
    office = one["ticket__compartment__organisation__name"]
    if isinstance(office, Bilingual):
        return office.in_language(lang)
    if one["ticket__compartment__person_id"] in {None, one["ticket__requester_id"]}:
        return ""
    return _name(one["ticket__compartment__person__given_name"], one["ticket__compartment__person__family_name"])


def _name(given: str | None, family: str | None) -> str:
    return f"{given or ''} {family or ''}".strip()


def _chip(one: dict[str, Any], lang: str, day: Day) -> SafeString:
    if one["ticket__state"] == "waiting_client":
        return chip("turn", _("client’s turn"))
    return due_chip(one["next_due_at"], lang, day)


def due_chip(due: datetime | None, lang: str, day: Day) -> SafeString:
    """Show a due moment only when it changes what to do next: late, within four hours, today."""
    if due is None or due >= day.ends:
        return SafeString("")
    if due < day.now:
        return chip("late", wording.left(due, lang, day.now))
    if due - day.now < SOON:
        return chip("soon", wording.left(due, lang, day.now))
    return chip("line", _("before %(time)s") % {"time": wording.hour(due, lang)}, "clock")


def task_rows(found: Iterable[dict[str, Any]], day: Day) -> list[TaskRow]:
    """Make the rows of a page of tasks."""
    lang = wording.language(get_language())
    return [
        TaskRow(
            url=reverse("desk-task", args=[one["pk"]]),
            reference=f"{wording.split_number(one['ticket__number'])[1]} {one['letter']}",
            title=one["title"].in_language(lang), unit=one["unit__code"],
            who=_name(one["assignee__given_name"], one["assignee__family_name"]),
            state=word(TASK_STATES, one["state"]), chip=due_chip(one["due_at"], lang, day),
            when=wording.when(one["due_at"], lang, day.now), returned=one["return_count"] > 0,
        )
        for one in found
    ]  # fmt: skip


def capped(count: int, cap: int) -> str:
    """Write a count that stopped at a cap."""
    return str(count) if count <= cap else f"{cap}+"
