"""The life cycle and what guards it: pure, total, named for the question answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _


class State(StrEnum):
    """Where a ticket stands (domain.md 2.7)."""

    RECEIVED = "received"
    TO_SORT = "to_sort"
    TAKEN = "taken"
    IN_PROGRESS = "in_progress"
    WAITING_CLIENT = "waiting_client"
    WAITING_UNIT = "waiting_unit"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


OPEN_STATES = (State.RECEIVED, State.TO_SORT, State.TAKEN, State.IN_PROGRESS, State.WAITING_CLIENT, State.WAITING_UNIT)
WORKING_STATES = (State.TAKEN, State.IN_PROGRESS, State.WAITING_CLIENT, State.WAITING_UNIT)


class TaskState(StrEnum):
    """Where a task stands (domain.md 2.7)."""

    PLANNED = "planned"
    READY = "ready"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    RETURNED = "returned"
    CANCELLED = "cancelled"


TASK_OPEN = (
    TaskState.PLANNED,
    TaskState.READY,
    TaskState.ACCEPTED,
    TaskState.IN_PROGRESS,
    TaskState.BLOCKED,
    TaskState.RETURNED,
)
TASK_IN_HAND = (TaskState.READY, TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.BLOCKED)

DECIDED = ("yes", "no")  # the results of a step that decides what comes next


class ResolutionCode(StrEnum):
    """How a ticket ended (domain.md 2.3)."""

    ANSWERED = "answered"
    DONE = "done"
    GRANTED = "granted"
    REFUSED = "refused"
    REFERRED = "referred"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """The way a contact came or went."""

    COUNTER = "counter"
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    CHAT = "chat"
    KIOSK = "kiosk"
    MAIL = "mail"
    SMS = "sms"
    VISIT = "visit"
    SOCIAL = "social"
    API = "api"


SPOKEN = frozenset({Channel.COUNTER, Channel.PHONE, Channel.VISIT, Channel.CHAT})


class FailureCause(StrEnum):
    """Why a contact should not have been needed (domain.md, section 2.9 B)."""

    FOLLOW_UP = "follow_up"
    MISSING_INFORMATION = "missing_information"
    INCOMPLETE_ANSWER = "incomplete_answer"
    BROKEN_PROMISE = "broken_promise"
    UNCLEAR_FORM = "unclear_form"
    WRONG_INFORMATION = "wrong_information"
    OUR_ERROR = "our_error"
    ASKED_AGAIN = "asked_again"
    WRONG_DESK = "wrong_desk"
    OUTAGE = "outage"
    OTHER = "other"


# Said by people who call because something did not come, folded to lower case; the first one found wins.
TELLING = {
    FailureCause.BROKEN_PROMISE: ("vous aviez promis", "on m’avait promis", "you promised", "i was promised"),
    FailureCause.ASKED_AGAIN: ("déjà fourni", "déjà envoyé", "already sent", "already provided", "already gave"),
    FailureCause.OUTAGE: ("ne fonctionne pas", "en panne", "is down", "not working"),
    FailureCause.UNCLEAR_FORM: ("comprends pas le formulaire", "comment remplir", "fill in the form", "fill out the"),
    FailureCause.WRONG_DESK: ("on m’a dit d’appeler", "on m’a envoyé ici", "told me to call", "sent me here"),
    FailureCause.FOLLOW_UP: (
        "où en est", "où en êtes", "des nouvelles", "toujours pas", "pas encore reçu", "je rappelle", "where is my",
        "any news", "still waiting", "have not heard", "haven’t heard", "status of my", "following up",
    ),
}  # fmt: skip


def failure_heard(words: str) -> tuple[FailureCause, str] | None:
    """Return the cause that somebody's words point to, with the words that do; None when nothing does (VAL-01)."""
    heard = " ".join(words.lower().replace("'", "’").split())
    found = ((cause, said) for cause, known in TELLING.items() for said in known if said in heard)
    return next(found, None)


def priority(impact: int, urgency: int) -> int:
    """Return 1 (highest) to 4 from impact and urgency, each 1 to 3 (3 is the strongest)."""
    return {6: 1, 5: 2, 4: 3, 3: 3}.get(impact + urgency, 4)


def raised(present: int) -> int:
    """Return the priority one step higher: what a reopening does."""
    return max(1, present - 1)


UNDO = timedelta(seconds=10)  # how long words of ours can still be taken back
# How long we wait before we remind, and before silence is taken for a yes (domain.md 2.7, SUI-01).
REMIND_OF_QUESTION = ("3 bd", "7 bd")
REMIND_OF_CONFIRMATION = ("2 bd", "5 bd")
CLOSE_IN_SILENCE = "7 bd"


# When we ask whether the call took place, counted from its moment; after both, a referral may end a request (NIV-05).
FOLLOW_UPS = ("2 bd", "5 bd")


REOPENABLE = timedelta(days=30)


def comes_back(state: str, closed_at: datetime | None, now: datetime) -> bool:
    """Tell whether a ticket that was answered or closed may still be taken up again."""
    if state == State.RESOLVED:
        return True
    return state == State.CLOSED and closed_at is not None and now - closed_at <= REOPENABLE


SEPARABLE = timedelta(days=30)


def comes_apart(merged_at: datetime, now: datetime) -> bool:
    """Tell whether two tickets that were joined may still be separated."""
    return now - merged_at <= SEPARABLE


def words_of_tie(about: str, other: str) -> str:
    """Say to a client, in the language in use, what became of their request and another; nothing for other news."""
    words = {
        "merged": _(
            "Somebody asked us the same thing in request %(number)s: one answer will settle both. Your "
            "number and your code still work."
        ),
        "joined": _(
            "Your request %(number)s is joined to this one: one answer will settle both. Both numbers still work."
        ),
        "joined_other": _(
            "Another request about the same matter is joined to yours: one answer will settle both. Nothing "
            "changes for you."
        ),
        "parted": _("We answer your request and request %(number)s separately again. Both numbers still work."),
        "parted_other": _("We answer your request separately again. Nothing changes for you."),
        "split": _(
            "You wrote to us about this in request %(number)s. It is another matter: it now has a number and a code of "
            "its own. Request %(number)s goes on as before."
        ),
        "split_off": _("A part of what you wrote here is another matter: it goes on in request %(number)s."),
    }
    return words[about] % {"number": other} if about in words else ""


class Role(StrEnum):
    """The part that somebody takes in a ticket."""

    REQUESTER = "requester"
    BENEFICIARY = "beneficiary"
    REPRESENTATIVE = "representative"
    OBSERVER = "observer"


class Level(StrEnum):
    """Of what somebody who takes part is told."""

    ALL = "all"
    ANSWER = "answer"
    NONE = "none"


def role_words(role: str) -> str:
    """Name a part, in the language in use."""
    words: dict[str, str] = {
        Role.REQUESTER: _("the person who asks"), Role.BENEFICIARY: _("the person it is for"),
        Role.REPRESENTATIVE: _("representative"), Role.OBSERVER: _("observer"),
    }  # fmt: skip
    return words.get(role, role)


def words_of_party(details: dict[str, Any], names: dict[int, str]) -> str:
    """Say to a client, in the language in use, that somebody takes part in their request; nothing for other news."""
    if details.get("about") != "party":
        return ""
    name = names.get(details["party"], "")
    known = {
        Role.BENEFICIARY: _("%(name)s, whom this request is for, reads it here as you do."),
        Role.REPRESENTATIVE: _("%(name)s reads this request here as you do, and may answer for you."),
        Role.OBSERVER: _("%(name)s reads this request here as you do, and decides nothing."),
    }
    return known[Role(details["role"])] % {"name": name} if name else ""


# News that everybody who takes part is told; what ties two requests together is for whoever asked.
SHARED_NEWS = ("taken", "promise")


def hears(role: str, level: str, kind: str, about: str = "") -> bool:
    """Tell whether somebody who takes part is told words of ours; what asks for an act reaches whoever may do it."""
    acts = role in {Role.REQUESTER, Role.REPRESENTATIVE}
    if level == Level.NONE:
        return False
    if kind == "answer" or (acts and kind in {"question", "reminder"}):
        return True
    if kind == "news" and about not in SHARED_NEWS:
        return role == Role.REQUESTER
    return level == Level.ALL and kind != "reminder"


def ticket_in(stream: str) -> int | None:
    """Return the ticket that a stream of letters is about, if it is about one."""
    kind, _colon, rest = stream.partition(":")
    return int(rest.partition(":")[0]) if kind == "ticket" else None


MERGE_REASONS = ("asked_twice", "same_matter", "follows", "unsplit")


MOST_TAGS = 9


def tags_in(kept: str) -> tuple[str, ...]:
    """Return the codes of the tags that a ticket keeps."""
    return tuple(kept.split())


def tags_kept(codes: Iterable[str]) -> str:
    """Return codes as a ticket keeps them, in their order, so that ` code ` is found in it; nothing of none."""
    words = " ".join(sorted(set(codes)))
    return f" {words} " if words else ""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """What the life cycle needs to know of a task."""

    letter: str
    title: str
    state: TaskState
    mandatory: bool
    outside: bool  # given to a unit or a partner, not to Client Services


def blocking(tasks: Iterable[OpenTask]) -> list[OpenTask]:
    """Return the mandatory tasks that are still open: what forbids a resolution."""
    return [task for task in tasks if task.mandatory and task.state in TASK_OPEN]


def working_state(tasks: Iterable[OpenTask]) -> State:
    """Return the state of a ticket at work: with a unit while an outside task is in hand, with us otherwise."""
    return State.WAITING_UNIT if any(t.outside and t.state in TASK_IN_HAND for t in tasks) else State.IN_PROGRESS


def next_letter(count: int) -> str:
    """Return the letter of the task after `count` others: A … Z, AA, AB …"""
    letters = ""
    count += 1
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def unmet(after: Iterable[str], done: Iterable[str]) -> set[str]:
    """Return the keys that a task still waits for."""
    return set(after) - set(done)


def may_read_confidential(roles: Iterable[str], *, active: bool) -> bool:
    """Tell whether designating somebody brings them anything: they work on tickets or on tasks, and still do (N2)."""
    return active and not {"agent", "manager", "expert"}.isdisjoint(roles)


# What the second ticket is to the first, by what the first is to the second.
TIES = {
    "related": "related", "duplicate": "original", "original": "duplicate", "parent": "child", "child": "parent"
}  # fmt: skip
