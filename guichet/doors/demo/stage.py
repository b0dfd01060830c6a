"""Performs the acts of the demonstration through the real actions, as the people concerned would."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.rules.plans import Kind
from guichet.areas.intake import actions as intake
from guichet.areas.intake.rules import Sender, Submission
from guichet.areas.people import queries as people
from guichet.areas.people.access import ANONYMOUS, Viewer, bearer_of
from guichet.areas.problems import actions as problems
from guichet.areas.surveys import actions as surveys
from guichet.areas.surveys import queries as asked
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.queries.desk import tasks_of, ticket_for
from guichet.doors.demo.acts import SPOKEN, Act, Case
from guichet.ground.access import SYSTEM, Actor
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.api import through

RECOURSE = {
    "fr": "demander une révision au directeur du Service à la clientèle dans les trente jours.",
    "en": "ask the director of Client Services to look at it again within thirty days.",
}

USUAL_NOTICE = "25"  # days between a matter and the arrival, or the departure, that it is about
IMPACTS = {"A16": (1, 3), "A20": (3, 3), "A11": (3, 3), "A15": (1, 2), "A01": (3, 2), "A24": (2, 3)}
TAGS = {"A20": "safety", "A10": "office-opening", "A15": "to-improve"}


@dataclass
class Held:
    """A case that became a ticket: what performing its next act needs."""

    case: Case
    ticket: Any
    agent: Any
    by: Viewer
    client: Viewer
    tasks: dict[str, Any] = field(default_factory=dict)
    dated: bool = False  # the day of an arrival or a departure is known


@dataclass
class Stage:
    """The people of the house, and the tickets so far."""

    cases: dict[int, Case]
    held: dict[int, Held] = field(default_factory=dict)
    staff: dict[str, Any] = field(default_factory=dict)
    viewers: dict[int, Viewer] = field(default_factory=dict)
    experts: dict[int, list[Any]] = field(default_factory=dict)
    incidents: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in people.staff_with_role("agent", "expert", "manager"):
            self.staff[one.email] = one
            self.viewers[one.pk] = people.viewer_of_staff(one)
            if "expert" in one.roles:
                self.experts.setdefault(one.unit_id, []).append(one)

    def perform(self, act: Act) -> None:
        """Do one act, at its instant."""
        if act.verb == "open":
            self.held[act.case] = self._open(act)
            return
        held = self.held[act.case]
        door = _door_of(held.case.channel) if act.verb in CLIENT_VERBS else "desk"
        with through("time" if act.verb in ("remind", "close", "ended") else door):
            VERBS[act.verb](self, held, act)

    def _open(self, act: Act) -> Held:
        case = self.cases[act.case]
        agent = self._at_the_window(act.case, case)
        by: Actor = self.viewers[agent.pk] if agent and case.channel in SPOKEN else SYSTEM
        if case.channel in ("web", "kiosk"):
            by = ANONYMOUS
        with through(_door_of(case.channel)):
            ticket = intake.receive(_submission(case), by=by, now=act.at).ticket
        if agent is None or ticket.confidential:  # what is confidential is for whom the window chose, and nobody else
            agent = self.staff_of(ticket.owner_id)
        client = bearer_of(ticket.pk, person=ticket.requester_id, language=ticket.language)
        return Held(case, ticket, agent, self.viewers[agent.pk], client)

    def _at_the_window(self, number: int, case: Case) -> Any:
        """Return who takes the call, or whom the story names."""
        if case.agent:
            return self.staff[case.agent]
        if case.channel not in SPOKEN:
            return None
        speakers = [one for one in people.front_line(on=case.logged_at.date()) if case.client.language in one.languages]
        return speakers[number % len(speakers)]

    def staff_of(self, pk: int | None) -> Any:
        """Return a member of staff by id."""
        return next(one for one in self.staff.values() if one.pk == pk)

    def worker_of(self, held: Held, task: Any) -> Viewer:
        """Return who works on a task: an expert of its unit, or the ticket's agent for ourselves and for partners."""
        known = self.experts.get(task.unit_id, [])
        if not known or held.ticket.confidential or not task.outside:
            return held.by
        return self.viewers[known[held.ticket.pk % len(known)].pk]


CLIENT_VERBS = ("write", "confirm", "reject", "pulse")
VERBS: dict[str, Callable[[Stage, Held, Act], object]] = {}
Verb = Callable[[Stage, Held, Act], object]


def verb(perform: Verb) -> Verb:
    """Declare how one verb of the score is performed."""
    VERBS[perform.__name__] = perform
    return perform


RECOGNISED = {"phone": "known_number", "counter": "in_person", "visit": "in_person", "chat": "questions"}


def _door_of(channel: str) -> str:
    return "email" if channel == "email" else "desk" if channel in SPOKEN or channel == "mail" else "portal"


def _submission(case: Case) -> Submission:
    client = case.client
    sender = Sender(
        email=client.email, phone=client.phone, given_name=client.given, family_name=client.family, group=client.group,
        certain=True,
    )  # fmt: skip
    return Submission(
        channel=case.channel, sender=sender, title=case.title, body=case.text, received_at=case.received_at,
        language=client.language, service=case.service if case.known_service else "", organisation=case.organisation,
        duration=case.duration, identity=RECOGNISED.get(case.channel, ""),
        value_class=case.value_class, failure_cause=case.failure_cause,
    )  # fmt: skip


@verb
def sort(stage: Stage, held: Held, act: Act) -> object:
    offer = catalogue.offer_by_code(held.case.service, on=held.case.received_at.date())
    assert offer is not None
    impact, urgency = IMPACTS.get(offer.code, (2, 2))
    held.ticket = tickets.sort(held.ticket, by=held.by, now=act.at, offer=offer, impact=impact, urgency=urgency)
    if offer.code in TAGS:
        held.ticket = tickets.tag(held.ticket, by=held.by, now=act.at, code=TAGS[offer.code])
    return held.ticket


@verb
def take(stage: Stage, held: Held, act: Act) -> object:
    return tickets.take(held.ticket, by=held.by, now=act.at, owner=held.agent)


@verb
def reply(stage: Stage, held: Held, act: Act) -> object:
    return tickets.reply(held.ticket, by=held.by, now=act.at, body=act.text)


@verb
def ask(stage: Stage, held: Held, act: Act) -> object:
    return tickets.ask(held.ticket, by=held.by, now=act.at, body=act.text)


@verb
def note(stage: Stage, held: Held, act: Act) -> object:
    return tickets.note(held.ticket, by=held.by, now=act.at, body=act.text)


@verb
def write(stage: Stage, held: Held, act: Act) -> object:
    return tickets.write(
        held.ticket, by=held.client, now=act.at, said=tickets.ClientWords(body=act.text, channel=held.case.channel)
    )


@verb
def day(stage: Stage, held: Held, act: Act) -> object:
    """Set the day of an arrival or a departure, so many days after the matter began."""
    held.dated = True
    on = held.case.received_at.date() + timedelta(days=int(act.step))
    on = catalogue.house_calendar().nth_open_day(on, 0)
    return tickets.set_day(held.ticket, by=held.by, now=act.at, on=on)


@verb
def companion(stage: Stage, held: Held, act: Act) -> object:
    """Name who accompanies it, by their address."""
    return tickets.accompany(held.ticket, by=held.by, now=act.at, companion=stage.staff[act.step])


@verb
def ended(stage: Stage, held: Held, act: Act) -> object:
    """Let the clock say what has ended."""
    return tickets.end_access(held.ticket, by=SYSTEM, now=act.at)


@verb
def plan(stage: Stage, held: Held, act: Act) -> object:
    offer = catalogue.offer_by_code(held.case.service, on=held.case.received_at.date())
    assert offer is not None
    if offer.journey and not held.dated:
        day(stage, held, Act(act.at, act.case, "day", step=USUAL_NOTICE))
    made = tickets.start_plan(held.ticket, by=held.by, now=act.at, offer=offer)
    held.tasks = {task.key: task for task in made}
    return made


@verb
def drop(stage: Stage, held: Held, act: Act) -> object:
    return tickets.cancel_task(held.tasks[act.step], by=held.by, now=act.at)


@verb
def accept(stage: Stage, held: Held, act: Act) -> object:
    task = held.tasks[act.step]
    return tickets.accept_task(task, by=stage.worker_of(held, task), now=act.at)


@verb
def block(stage: Stage, held: Held, act: Act) -> object:
    task = held.tasks[act.step]
    return tickets.block_task(task, by=stage.worker_of(held, task), now=act.at, reason=act.text)


@verb
def unblock(stage: Stage, held: Held, act: Act) -> object:
    task = held.tasks[act.step]
    return tickets.unblock_task(task, by=stage.worker_of(held, task), now=act.at)


@verb
def send_back(stage: Stage, held: Held, act: Act) -> object:
    task = held.tasks[act.step]
    return tickets.return_task(task, by=stage.worker_of(held, task), now=act.at, reason=act.text)


@verb
def resend(stage: Stage, held: Held, act: Act) -> object:
    return tickets.resend_task(held.tasks[act.step], by=held.by, now=act.at, instructions=act.text)


@verb
def talk(stage: Stage, held: Held, act: Act) -> object:
    task = held.tasks[act.step]
    return tickets.note_task(task, by=stage.worker_of(held, task), now=act.at, body=act.text)


@verb
def finish(stage: Stage, held: Held, act: Act) -> object:
    if act.step not in held.tasks:  # a call back that a low answer asked for
        held.tasks |= {task.key: task for task in tasks_of(held.by, held.ticket.pk)}
    task = held.tasks[act.step]
    code = "yes" if task.kind == Kind.DECISION else "done"
    return tickets.finish_task(task, by=stage.worker_of(held, task), now=act.at, code=code, result=act.text)


@verb
def introduce(stage: Stage, held: Held, act: Act) -> object:
    """Put the client in touch with whoever does what they need, who calls within the hour."""
    offer = catalogue.offer_by_code(held.case.service, on=held.case.received_at.date())
    assert offer is not None and offer.owner is not None
    unit = people.units().get(pk=offer.owner)
    call = tickets.Handshake(unit=unit, call_at=act.at + timedelta(hours=1), summary=act.text, agreed=True)
    return tickets.introduce(held.ticket, by=held.by, now=act.at, wanted=call)


@verb
def met(stage: Stage, held: Held, act: Act) -> object:
    return tickets.confirm_introduction(held.ticket, by=held.by, now=act.at)


@verb
def resolve(stage: Stage, held: Held, act: Act) -> object:
    body = tickets.Refusal(act.text, RECOURSE[held.ticket.language]) if act.step == "refused" else act.text
    return tickets.resolve(held.ticket, by=held.by, now=act.at, code=act.step or "done", body=body)


@verb
def confirm(stage: Stage, held: Held, act: Act) -> object:
    return tickets.confirm(held.ticket, by=held.client, now=act.at)


@verb
def reject(stage: Stage, held: Held, act: Act) -> object:
    return tickets.reject(
        held.ticket, by=held.client, now=act.at, said=tickets.ClientWords(body=act.text, channel=held.case.channel)
    )


@verb
def cancel(stage: Stage, held: Held, act: Act) -> object:
    return tickets.cancel(held.ticket, by=held.by, now=act.at, reason="client")


@verb
def incident(stage: Stage, held: Held, act: Act) -> object:
    """Say what is broken, from the request of whoever came first, and tell those affected before they call."""
    told = stage.incidents[act.step]
    wanted = problems.NewProblem(
        kind="incident", service=told["service"], region=told["region"], title=Bilingual(**told["title"]),
        workaround=Bilingual(**told["workaround"]), starts_at=held.case.received_at,
    )  # fmt: skip
    problem = problems.declare(wanted, by=held.by, now=act.at)
    problems.tie(held.ticket, problem, by=held.by, now=act.at)
    announcer = stage.viewers[stage.staff[told["announced_by"]].pk]
    return problems.announce(problem, by=announcer, now=act.at)


@verb
def remind(stage: Stage, held: Held, act: Act) -> object:
    as_it_stands = ticket_for(held.by, held.ticket.number)
    assert as_it_stands is not None
    return tickets.remind(as_it_stands, by=SYSTEM, now=act.at)


@verb
def close(stage: Stage, held: Held, act: Act) -> object:
    return tickets.close_in_silence(held.ticket, by=SYSTEM, now=act.at)


@verb
def pulse(stage: Stage, held: Held, act: Act) -> object:
    question = asked.pulse_of(held.ticket)
    assert question is not None
    return surveys.answer(question, by=held.client, now=act.at, score=act.score, comment=act.text)
