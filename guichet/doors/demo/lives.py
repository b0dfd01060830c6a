"""How a matter goes, from its arrival to its end: who answers when, what is split, asked, returned, forgotten."""

import math
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guichet.areas.catalogue.queries import Offer, Step
from guichet.areas.catalogue.rules import Calendar, Target, Unit
from guichet.areas.catalogue.rules.dated import Dated
from guichet.areas.catalogue.rules.plans import Kind, in_turn
from guichet.areas.tickets.rules import CLOSE_IN_SILENCE, REMIND_OF_CONFIRMATION
from guichet.doors.demo.acts import BUSINESS_DAY, SPOKEN, Act, Case, Script, lognormal, weighted
from guichet.doors.demo.material import Material

# Where the normal law leaves the planted share of promises kept behind it.
KEPT = {"urban": 1.175, "rural": 0.62, "remote": 0.36}
MINUTES = {
    Unit.MINUTES: 1.0,
    Unit.HOURS: 60.0,
    Unit.BUSINESS_DAYS: BUSINESS_DAY,
    Unit.CALENDAR_DAYS: BUSINESS_DAY * 5 / 7,
}
SPLIT_OF_OLD = 0.3
OUTCOMES = {
    "service": {"done": 0.78, "granted": 0.14, "refused": 0.05, "referred": 0.03},
    "resource": {"answered": 0.9, "referred": 0.1},
    "advice": {"answered": 0.95, "referred": 0.05},
}


@dataclass(frozen=True)
class Life:
    """Composes the acts of one case."""

    script: Script
    offer: Offer
    units: dict[int, str]
    material: Material
    recent: bool = True  # what is old is told with fewer details

    @property
    def rng(self) -> random.Random:
        """Return the chance of this demonstration."""
        return self.script.rng

    @property
    def case(self) -> Case:
        """Return the case being told."""
        return self.script.case

    def words(self, kind: str) -> str:
        """Choose words of the service for this client."""
        text = self.material.service_words(self.case.service, kind, self.case.client, self.rng)
        return self._filled(text)

    def said(self, kind: str) -> str:
        """Choose words that fit any service."""
        return self._filled(self.material.said(kind, self.case.client.language, self.rng))

    def _filled(self, text: str) -> str:
        return self.material.filled(text, self.case.client, self.case.logged_at, self.rng)

    def tell(self, fate: str = "natural") -> list[Act]:
        """Write the whole life down; `fate` keeps it open: untouched, asked (and unanswered) or stalled."""
        self.script.do("open", 0)
        if fate == "untouched":
            return self.script.acts
        volume = self.material.volumes["services"][self.case.service]
        first = self._first_response(volume)
        span = self._span(volume, first)
        self._triage(first)
        if fate == "asked":
            self.script.do("ask", first, self.words("questions"))
        elif self.rng.random() < self.material.volumes["outcomes"]["cancelled_share"] and fate == "natural":
            self._withdraw(first, span)
        else:
            self._serve(first, span * 6 if fate == "stalled" else span)
        return self.script.acts

    def _first_response(self, volume: dict[str, dict[str, float]]) -> float:
        drawn = lognormal(self.rng, volume["first_response"]["median"], volume["first_response"]["log_sigma"])
        parity = self.material.volumes["truths"]["first_response_parity"]
        before = self.case.received_at.date() < self.material.planted(parity["until"])
        ratio = parity["before"] if before else parity["after"]
        return max(2.0, drawn * (ratio if self.case.client.language == "fr" else 1.0))

    def _span(self, volume: dict[str, dict[str, float]], first: float) -> float:
        median, sigma = volume["resolution"]["median"], volume["resolution"]["log_sigma"]
        away = KEPT["urban"] - KEPT[self.material.rurality_of(self.case.client)]
        return max(lognormal(self.rng, median, sigma) * math.exp(sigma * away), first + 2.0)

    def _triage(self, first: float) -> None:
        at = 0.5 if self.case.channel in SPOKEN else first * self.rng.uniform(0.3, 0.75)
        self.script.do("take", at)
        if not self.case.known_service:
            self.script.do("sort", at + 0.3)

    def _withdraw(self, first: float, span: float) -> None:
        self.script.do("reply", first, self.words("first_answers"))
        at = first + (span - first) * 0.5
        self.script.do("write", at, self.said("cancel_reasons"))
        self.script.do("cancel", at + 12)

    def _serve(self, first: float, span: float) -> None:
        split = self._is_split() and span > 120
        if not split and (span < first * 2 or span < 90):
            self._end(span)
            return
        self.script.do("reply", first, self.words("first_answers"))
        if self.recent and self.rng.random() < 0.2:
            self.script.do("note", first + 1, self.said("notes"))
        span += self._question(first, span)
        end = self._plan(first + 2, span) if split else span
        self._chase(first, end)
        self._end(end)

    def _is_split(self) -> bool:
        """Tell whether the work is given to others; of what is old, only a part was, and all that holds a truth."""
        if not self.offer.plan or self.offer.tier == "support":
            return False
        return self.recent or bool(self._planted_step()) or self.rng.random() < SPLIT_OF_OLD

    def _question(self, first: float, span: float) -> float:
        """Ask something, sometimes; return how long the client took."""
        outcomes = self.material.volumes["outcomes"]
        if span < BUSINESS_DAY or self.rng.random() > outcomes["waiting_client_share"]:
            return 0.0
        wait = outcomes["waiting_client_bd"]
        taken = min(lognormal(self.rng, wait["median"], wait["log_sigma"]), 6.5) * BUSINESS_DAY
        at = first + (span - first) * self.rng.uniform(0.1, 0.3)
        self.script.do("ask", at, self.words("questions"))
        if taken > 3 * BUSINESS_DAY:
            self.script.do("remind", at + 3 * BUSINESS_DAY + 5)
        self.script.do("write", at + taken, self.said("client_replies"))
        return taken

    def _chase(self, first: float, end: float) -> None:
        """Come back for news, as often as this service makes people do."""
        share = self.material.volumes["services"][self.case.service]["failure_share"]
        if end - first > 2 * BUSINESS_DAY and self.rng.random() < share:
            at = first + (end - first) * self.rng.uniform(0.45, 0.8)
            self.script.do("write", at, self.said("chasers"))
            answered = min(at + lognormal(self.rng, 70, 0.6), (at + end) / 2)  # before the matter ends
            self.script.do("reply", answered, self.said("delay_reasons"))

    # ---- the plan

    def _plan(self, start: float, end: float) -> float:
        """Lay the steps between two instants, each after those it waits for; return when the work is over."""
        plan = in_turn(self.offer.plan)
        raw = self._raw_times(plan)
        steps = [step for step in plan if step.is_done_by_hand]
        self.script.do("plan", start)
        kept = [step for step in steps if step.mandatory or self.rng.random() < 0.6]
        kept = kept or list(steps[:1])
        longest = max(raw[step.key][1] for step in plan if step in kept or step.kind == Kind.WAIT)
        end, drift = max(end, start + 20.0), 0.0
        scale = (end - start - 6.0) / longest
        for step in plan:
            begin, finish = (start + 1 + instant * scale for instant in raw[step.key])
            if (
                step.ends
            ):  # nobody of those whom chance lets leave loses what they have: they come back in other matters
                self.script.do("drop", start + 0.5, step=step.key)
            elif not step.is_done_by_hand:
                self._lapse(finish + drift, step)
            elif step not in kept:
                self.script.do("drop", start + 2, step=step.key)
            elif step.key == self._planted_step():
                drift += self._approve(begin, step) - (finish - begin)
            else:
                self._work(begin + drift, finish + drift, step)
        return end + drift

    def _lapse(self, at: float, step: Step) -> None:
        if step.kind == Kind.WAIT:
            self.script.do("finish", at, step=step.key)

    def _raw_times(self, plan: list[Step]) -> dict[str, tuple[float, float]]:
        """Draw begin and end of each step, in minutes that the whole life then stretches or shrinks."""
        times: dict[str, tuple[float, float]] = {}
        for step in plan:
            begin = max((times[key][1] for key in step.after if key in times), default=0.0)
            if not step.is_done_by_hand:
                times[step.key] = (begin, begin + (_minutes(step.due) if step.kind == Kind.WAIT else 0.0))
                continue
            times[step.key] = (begin, begin + _minutes(step.due) * self.rng.uniform(0.4, 1.0))
        return times

    def _planted_step(self) -> str:
        truth = self.material.volumes["truths"]["travel_approval"]
        return truth["step"] if truth["service"] == self.case.service else ""

    def _approve(self, begin: float, step: Step) -> float:
        """Let the planted step take the planted time; return how long it took."""
        truth = self.material.volumes["truths"]["travel_approval"]
        law = (
            truth["before"] if self.case.received_at.date() < self.material.planted(truth["until"]) else truth["after"]
        )
        taken = lognormal(self.rng, law["median"], law["log_sigma"]) * BUSINESS_DAY
        self._work(begin, begin + taken, step)
        return taken

    def _work(self, begin: float, finish: float, step: Step) -> None:
        outcomes, length = self.material.volumes["outcomes"], max(finish - begin, 1.0)
        unit, language = self.units[step.unit], self.case.client.language
        if self.recent:
            self.script.do("accept", begin + length * self.rng.uniform(0.1, 0.4), step=step.key)
        trouble = self.rng.random()
        if trouble < outcomes["task_return_rate"]:
            self.script.do(
                "send_back",
                begin + length * 0.5,
                self.material.unit_words(unit, "returns", language, self.rng),
                step.key,
            )
            self.script.do("resend", begin + length * 0.6, step=step.key)
        elif trouble < outcomes["task_return_rate"] + outcomes["task_block_rate"]:
            self.script.do(
                "block", begin + length * 0.5, self.material.unit_words(unit, "blocks", language, self.rng), step.key
            )
            self.script.do("unblock", begin + length * 0.85, step=step.key)
        self.script.do("finish", finish, self.material.unit_words(unit, "results", language, self.rng), step.key)

    # ---- the end

    def _end(self, at: float) -> None:
        at = self._resolve(at)
        volume = self.material.volumes["services"][self.case.service]
        if self.rng.random() < volume["reopen_rate"]:
            at += self.rng.uniform(0.2, 1.8) * BUSINESS_DAY
            self.script.do("reject", at, self.said("not_quite"))
            answered = min(lognormal(self.rng, 45, 0.6), 0.6 * BUSINESS_DAY)
            self.script.do("reply", at + answered, self.words("first_answers"))
            at += self.rng.uniform(0.7, 3.0) * BUSINESS_DAY
            at = self._resolve(at)
        self._after(at, volume["low_pulse_rate"])

    def _resolve(self, at: float) -> float:
        """Give the answer, after an introduction where that is what it says; return when."""
        words, outcome = self.words("resolutions"), weighted(self.rng, OUTCOMES[self.offer.nature])
        if outcome == "referred" and self.offer.tier == "support":
            self.script.do("introduce", at, words)
            self.script.do("met", at + 70)
            at += 75
        self.script.do("resolve", at, words, outcome)
        return at

    def _after(self, at: float, low: float) -> None:
        """Hear from the client, or close in silence after the reminders."""
        outcomes = self.material.volumes["outcomes"]
        if self.rng.random() < outcomes["auto_close_share"]:
            since, reminders = self.script.at(at), REMIND_OF_CONFIRMATION[: None if self.recent else 1]
            for place, wait in enumerate((*reminders, CLOSE_IN_SILENCE)):
                due = Target.parse(wait).due_at(since, self.script.calendar) + timedelta(minutes=place)
                self.script.act_at("close" if wait == CLOSE_IN_SILENCE else "remind", due)
            return
        at += lognormal(self.rng, 0.5, 0.8) * 300
        self.script.do("confirm", at)
        if self.rng.random() < outcomes["pulse_response_rate"]:
            self._pulse(at + self.rng.uniform(0.9, 3.0) * BUSINESS_DAY, low)

    def _pulse(self, at: float, low: float) -> None:
        shares = {int(score): share for score, share in self.material.volumes["outcomes"]["pulse_scores"].items()}
        is_low = self.rng.random() < low
        kind = [score for score in shares if (score <= 2) == is_low]
        score = self.rng.choices(kind, weights=[shares[one] for one in kind])[0]
        comment = ""
        if self.rng.random() < 0.45:
            comment = self.rng.choice(self.material.words["pulse"][score][self.case.client.language])
        self.script.do("pulse", at, comment, score=score)
        if score <= 2:
            at += self.rng.uniform(0.3, 1.7) * BUSINESS_DAY
            done = self.material.unit_words("CS", "results", self.case.client.language, self.rng)
            self.script.do("finish", at, done, "call_back")
            at = self._resolve(at + 5)
            self.script.do("confirm", at + self.rng.uniform(0.2, 1.5) * BUSINESS_DAY)


def _minutes(target: Target | Dated) -> float:
    return max(target.amount, 1) * MINUTES[target.unit]


def fates(rng: random.Random, calendar: Calendar, end: datetime, share: float) -> list[tuple[str, date]]:
    """Draw the matters that are open now, whatever chance does: how each stands, and the day it came."""
    wanted = {"untouched": 9, "asked": 12, "stalled": 9, "natural": 30}
    reach = {"untouched": (0, 0), "asked": (1, 4), "stalled": (7, 18), "natural": (0, 3)}
    found = []
    for fate, count in wanted.items():
        for _ in range(max(1, round(count * share))):
            found.append((fate, open_day_before(calendar, end, rng.randint(*reach[fate]))))
    return found


def open_day_before(calendar: Calendar, end: datetime, count: int) -> date:
    """Return the open day that lies this many open days before the present; none gives the last open one."""
    day = calendar.local_day(end)
    while count or not calendar.is_open_day(day):
        count -= calendar.is_open_day(day)
        day -= timedelta(days=1)
    return day
