"""The life of a ticket as one thread: words with the client, words among us, and the journal in sentences."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guichet.areas.intake.rules import beyond
from guichet.areas.tickets.queries.desk import Words
from guichet.areas.tickets.rules import role_words
from guichet.doors.desk.labels import (
    BEYOND,
    CANCELLATIONS,
    CAUSES,
    CHANNELS,
    DECISIONS,
    FAILURES,
    REASONS,
    RESOLUTIONS,
    RESULTS,
    WHY_OWNER,
    word,
)
from guichet.doors.desk.names import Names
from guichet.ground.journal.facts import Fact
from guichet.ground.journal.models import Entry
from guichet.ground.ui import wording

LONGEST = 80
CLIENT, INTERNAL, SYSTEM = "client", "internal", "system"
# Facts whose words are in the thread already: they show only when the journal is asked for by name.
SPOKEN = frozenset(
    "tickets.client_wrote tickets.replied tickets.asked tickets.noted tickets.announced tickets.task_noted "
    "tickets.acknowledged tickets.party_wrote triage.suggested triage.accepted triage.overridden".split()
)
ICONS = {
    "tickets.task": "git-branch", "tickets.resolved": "circle-check", "tickets.confirmed": "circle-check",
    "tickets.reopened": "rotate-ccw", "tickets.undelivered": "triangle-alert", "tickets.opened": "inbox",
    "tickets.posted": "mail-open",
    "sla.": "hourglass", "surveys.": "smile", "tickets.assigned": "user-check", "tickets.taken": "user-check",
    "tickets.unassigned": "undo-2", "tickets.unsorted": "undo-2", "tickets.reader": "lock",
    "tickets.behalf": "user-check",
    "tickets.merged": "git-merge", "tickets.joined": "git-merge", "tickets.unmerged": "undo-2",
    "tickets.parted": "undo-2", "tickets.split": "split", "tickets.linked": "link", "tickets.unlinked": "link",
    "tickets.party": "users", "tickets.introduced": "users", "tickets.met": "users", "tickets.followed_up": "bell",
    "tickets.sorted": "tag", "tickets.tagged": "tag", "triage.": "tag", "tickets.unsent": "undo-2",
    "sight.emergency": "triangle-alert",
    "tickets.cancelled": "ban", "macros.": "sticky-note", "tickets.snoozed": "hourglass", "tickets.woken": "hourglass",
    "tickets.followed": "bell", "tickets.unfollowed": "bell",
}  # fmt: skip

TABLES = (
    ("channel", CHANNELS), ("cause", {**CAUSES, **FAILURES}), ("reason", {**REASONS, **CANCELLATIONS}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the thread."""

    side: str
    shape: str  # said, ours, note, task, system
    at: datetime
    when: str
    text: str
    who: str = ""
    role: str = ""
    icon: str = ""
    language: str = ""
    files: tuple[tuple[str, str, str], ...] = ()  # token, name, size in words
    warnings: tuple[str, ...] = ()
    doubled: bool = False  # says what another line says


@dataclass(frozen=True, slots=True)
class Thread:
    """The lines that one filter keeps, and how many every filter would."""

    lines: list[Line]
    counts: dict[str, int]
    hidden: int
    show: str


def thread_of(
    said: list[Words], facts: list[tuple[Entry, Fact]], names: Names, *, show: str, whole: bool, now: datetime
) -> Thread:
    """Weave words and facts into one thread, oldest first, kept to its last lines unless the whole is wanted."""
    words = [spoken(one, names, now) for one in said if one.body.strip()]
    journal = [_sentence(entry, fact, names, now) for entry, fact in facts]
    lines = sorted([*words, *journal], key=lambda line: line.at)
    kept = [line for line in lines if (show == "all" and not line.doubled) or line.side == show]
    counts = {side: sum(line.side == side for line in lines) for side in (CLIENT, INTERNAL, SYSTEM)}
    counts["all"] = sum(not line.doubled for line in lines)
    hidden = 0 if whole else max(0, len(kept) - LONGEST)
    return Thread(kept[hidden:], counts, hidden, show)


def spoken(one: Words, names: Names, now: datetime) -> Line:
    """Word what somebody said as one line."""
    shape = {"note": "note", "task": "task"}.get(one.table, "said" if one.is_from_client else "ours")
    line = Line(
        side=CLIENT if one.table == "message" else INTERNAL, shape=shape, at=one.at, text=one.body,
        when=wording.ago(one.at, names.lang, now), who=_author(one, names), role=_role(one, names),
        files=tuple((token, name, wording.filesize(size, names.lang)) for token, name, size in one.files),
        language=f"{one.language}-CA" if one.language and one.language != names.lang else "",
    )  # fmt: skip
    return replace(line, warnings=tuple(_warnings(one)))


def _author(one: Words, names: Names) -> str:
    if one.is_from_client:
        return one.person.strip() or names.client
    return names.staff.get(one.staff or 0, _("Guichet"))


def _role(one: Words, names: Names) -> str:
    if one.table == "task":
        return _("about task %(letter)s") % {"letter": names.tasks.get(one.task or 0, ("", ""))[0]}
    if one.table == "note":
        return ""
    kinds = {"question": _("question"), "answer": _("the answer"), "news": _("news")}
    said = kinds.get(one.kind) or word(CHANNELS, one.channel).lower()
    if part := names.parts.get(one.author or 0):
        said = f"{part}, {said}"
    said = f"{said}, {one.of}" if one.of else said
    if one.table == "message" and one.pk in names.apart:
        said = _("%(said)s, goes on in %(number)s") % {"said": said, "number": names.apart[one.pk]}
    return said


def _warnings(one: Words) -> list[str]:
    found = []
    if one.withdrawn_at:
        found.append(_("Taken back: the client did not get it."))
    if not one.verified:
        found.append(_("We could not make sure who wrote this."))
    if kind := beyond(one.body) if one.is_from_client else "":
        found.append(word(BEYOND, kind))
    if one.undelivered:
        found.append(_("Not delivered: %(reason)s") % {"reason": one.undelivered})
    return found


def _sentence(entry: Entry, fact: Fact, names: Names, now: datetime) -> Line:
    text = sentence(entry, fact, names)
    icon = next((name for start, name in ICONS.items() if entry.kind.startswith(start)), "circle-dot")
    when = wording.ago(entry.at, names.lang, now)
    return Line(SYSTEM, "system", entry.at, when, text, icon=icon, doubled=entry.kind in SPOKEN)


def sentence(entry: Entry, fact: Fact, names: Names) -> SafeString:
    """Say a fact in words: each kind has its own template."""
    by_staff = entry.actor.startswith("staff:")
    context = {"fact": fact, "who": names.of_actor(entry.actor), "by_staff": by_staff, **_details(fact, names)}
    return SafeString(_template(f"desk/timeline/{entry.kind}.html")(context).strip())


@cache
def _template(name: str) -> Callable[[dict[str, Any]], str]:
    return get_template(name).render


def _details(fact: Fact, names: Names) -> dict[str, Any]:
    """Return the words for the ids and codes of a fact."""
    data = fact.data()
    letter, title = names.tasks.get(data.get("task", 0), ("", ""))
    known: dict[str, Any] = {"letter": letter, "title": title}
    for field, table in TABLES:
        if field in data:
            known[field] = word(table, data[field]).lower()
    if "code" in data:
        known["code"] = word({**RESULTS, **DECISIONS, **RESOLUTIONS}, data["code"])
    known |= _names(data, names)
    if data.get("why"):
        known["why"] = ", ".join(word(WHY_OWNER, one) for one in data["why"].split())
    for field in {"due", "until"} & data.keys():
        known[field] = wording.when(datetime.fromisoformat(data[field]), names.lang, names.now) if data[field] else ""
    if "day" in data:
        known["day"] = wording.day(date.fromisoformat(data["day"]), names.lang, names.now)
    known["client"] = names.client if data.get("person") == names.requester else ""
    return {"due": "", "service": "", "number": "", "why": "", "name": "", "part": "", **known}


def _names(data: dict[str, Any], names: Names) -> dict[str, str]:
    """Return the names of the persons and things, and the numbers of the tickets, that a fact speaks of."""
    tables = dict.fromkeys(("owner", "was", "staff", "reader", "writer"), names.staff)
    tables |= {"macro": names.macros, "service": names.services}
    one_each = {field: data[field] or 0 for field in tables if field in data and not isinstance(data[field], list)}
    known = {field: tables[field].get(one, "") for field, one in one_each.items()}
    if isinstance(data.get("staff"), list):
        known["staff"] = ", ".join(names.staff.get(one, "") for one in data["staff"])
    if "tag" in data:
        known["tag"] = names.tags.get(data["tag"], data["tag"])
    if "party" in data:
        known["name"] = names.parties.get(data["party"], _("somebody"))
    if "role" in data:
        known["part"] = role_words(data["role"])
    other = data.get("other") or data.get("into")
    return known | ({"number": names.tickets.get(other, _("another request"))} if other else {})
