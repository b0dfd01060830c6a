"""How a promise and its steps are said to the client (the texts of domain.md, appendix A, and nothing else)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from guichet.areas.sla.queries import history_of, promise_of
from guichet.areas.sla.queries.law import legal_date
from guichet.areas.tickets.queries.client import Tracked
from guichet.areas.tickets.rules import State
from guichet.ground import clock
from guichet.ground.ui import wording

BEING_WORKED_ON = (State.TAKEN, State.IN_PROGRESS, State.WAITING_UNIT, State.WAITING_CLIENT)
OVER = (State.CLOSED, State.CANCELLED, State.MERGED)


@dataclass(frozen=True, slots=True)
class Moved:
    """A date that changed, with the reason in plain words."""

    at: datetime
    was: datetime | None
    due: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """What was promised on a request."""

    first_due: datetime
    first_met: datetime | None
    due: datetime | None
    paused: bool
    met: datetime | None
    moves: tuple[Moved, ...]
    legal: datetime | None = None  # by when the law wants a decision
    news: datetime | None = None  # by when a person says how it goes, before the answer

    def owes_news(self, now: datetime) -> bool:
        """Tell whether somebody should have said by now how it goes."""
        return self.news is not None and self.news < now

    def is_late(self, now: datetime) -> bool:
        """Tell whether the answer is late: we say so before anybody has to ask."""
        return self.met is None and not self.paused and self.due is not None and self.due < now


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps of a request: done, now or next."""

    title: str
    words: str
    mark: str


def promised_on(tracked: Tracked) -> Promised:
    """Return what was promised, and how it changed."""
    promise = promise_of(tracked.goes_by)
    said = {words.at: words.body for words in tracked.thread if words.about == "promise"}
    moves = tuple(
        Moved(change.at, change.was, change.due_at, said.get(change.at) or reason_words(change.reason))
        for change in history_of(tracked.goes_by)
    )
    return Promised(
        first_due=promise.first_due_at, first_met=promise.first_met_at, due=promise.due_at,
        paused=promise.paused_at is not None, met=promise.met_at, moves=moves,
        legal=legal_date(promise.ticket_id), news=promise.update_due_at,
    )  # fmt: skip


def reason_words(reason: str) -> str:
    """Say why a date changed, in words that blame nobody."""
    words = {
        "sorted": _("we now know exactly what you need"),
        "unsorted": _("we looked again at what you need"),
        "waited": _("the clock stood still while we waited for your answer"),
        "reopened": _("you told us it was not quite settled"),
    }
    return words.get(reason) or _("it takes longer than we thought")


def state_label(state: str, *, observed: bool = False) -> str:
    """Name a state in a list, in a few words; nothing waits for somebody who only reads."""
    seen = {State.WAITING_CLIENT: _("We are waiting for an answer"), State.RESOLVED: pgettext("request", "Answered")}
    if observed and (said := seen.get(State(state))):
        return said
    labels = {
        State.RECEIVED: pgettext("request", "Received"),
        State.TO_SORT: pgettext("request", "Received"),
        State.WAITING_CLIENT: _("We are waiting for your answer"),
        State.RESOLVED: _("Settled? Tell us"),
        State.CLOSED: pgettext("request", "Closed"),
        State.CANCELLED: pgettext("request", "Withdrawn"),
        State.MERGED: _("Joined to another request"),
    }
    return labels.get(State(state)) or _("We are working on it")


def channel_words(channel: str) -> str:
    """Say how a request came."""
    words = {
        "counter": _("at the counter"), "phone": _("by telephone"), "email": _("by email"), "web": _("on this site"),
        "chat": _("by chat"), "kiosk": _("at the kiosk"), "mail": _("by mail"), "sms": _("by text message"),
        "visit": _("during a visit"), "social": _("on social media"),
    }  # fmt: skip
    return words.get(channel, "")


def steps(tracked: Tracked, promised: Promised) -> list[Step]:
    """Lay out where a request stands: received, first answer, work, answer."""
    received = _joined(_day(tracked.received_at), channel_words(tracked.channel))
    begun = Step(pgettext("request", "Received"), received, "done")
    if tracked.state in (State.CANCELLED, State.MERGED):
        return [begun, Step(state_label(tracked.state), "", "now")]
    return [begun, _first_answer(tracked, promised), _work(tracked, promised), _answer(tracked, promised)]


def _first_answer(tracked: Tracked, promised: Promised) -> Step:
    title = _("First answer")
    if promised.first_met:
        return Step(title, _when(promised.first_met), "done")
    words = _("promised by %(moment)s") % {"moment": _when(promised.first_due)}
    return Step(title, words, "now" if tracked.state in (State.RECEIVED, State.TO_SORT) else "next")


def _work(tracked: Tracked, promised: Promised) -> Step:
    if tracked.state == State.WAITING_CLIENT:
        waiting = _("We are waiting for an answer") if tracked.observes else _("We are waiting for your answer")
        return Step(waiting, "", "now")
    if tracked.state in BEING_WORKED_ON:
        return Step(_("We are working on it"), "", "now")
    return Step(_("We are working on it"), "", "next" if promised.met is None else "done")


def _answer(tracked: Tracked, promised: Promised) -> Step:
    if tracked.state == State.RESOLVED:
        settled = pgettext("request", "Answered") if tracked.observes else _("Settled? Tell us")
        return Step(settled, _day(promised.met), "now")
    if tracked.state == State.CLOSED:
        return Step(pgettext("request", "Closed"), _day(promised.met), "done")
    words = _("promised for %(day)s") % {"day": _day(promised.due)} if promised.due else ""
    return Step(pgettext("noun", "Answer"), words, "next")


def _joined(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _lang() -> str:
    return wording.language(get_language())


def _day(moment: datetime | None) -> str:
    return wording.day(moment, _lang(), clock.now()) if moment else ""


def _when(moment: datetime | None) -> str:
    return wording.when(moment, _lang(), clock.now()) if moment else ""
