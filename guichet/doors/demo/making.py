"""Making the demonstration: the whole score is written first, then performed day by day under a held clock."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.people import queries as people
from guichet.areas.people.actions import prefer
from guichet.doors.demo import stories
from guichet.doors.demo.acts import Act, Case, Script, chance
from guichet.doors.demo.arrivals import Arrivals, toner_rounds
from guichet.doors.demo.lives import Life, fates
from guichet.doors.demo.material import Material
from guichet.doors.demo.news import keep_informed
from guichet.doors.demo.stage import Stage
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.journal.readers import is_settled, react
from guichet.ground.outbox import api as outbox
from guichet.ground.references import drawn_from

WHOLE = 0.0452  # of the institution’s volume: about fifteen hundred matters in eighteen months
SMALL = 0.004
BATCH = 120  # acts in one transaction
LARGE_FROM, LARGE_EVERY = 9, 16  # of the clients of the scenario: who asks for larger letters
RECENT = timedelta(days=45)
LEFT_TO_SEND = timedelta(days=2)
# Whose lists the demonstration opens on: they hold more than chance would give them.
HOSTS = ("lea.comeau@example.org", "tariq.haddad@example.org")
Heard = Callable[[int, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What demonstration to make."""

    end: datetime
    seed: int = 46
    months: float = 18.0
    fraction: float = WHOLE


def start_of(order: Order) -> date:
    """Return the first day of the demonstration."""
    return order.end.date() - timedelta(days=round(order.months * 30.44))


def make(order: Order, material: Material, hear: Heard) -> int:
    """Perform the whole score; `hear` gets what is done, what is to do, and the tickets so far; return the tickets."""
    acts, cases = score(order, material)
    stage = Stage(cases, incidents=material.stories["incidents"])
    done = 0
    _wish(material)
    with drawn_from(chance(order.seed)):
        for some in _batches(acts):
            _perform(stage, some)
            done += len(some)
            hear(done, len(acts), len(stage.held))
    _mark_sent(order.end)
    return len(stage.held)


def score(order: Order, material: Material) -> tuple[list[Act], dict[int, Case]]:
    """Write the whole score: what happens until the end, in its order, and to whose matters."""
    scripts = list(_scripts(order, material))
    acts = [act for script in scripts for act in script.acts if act.at <= order.end]
    return sorted(acts, key=lambda act: act.at), {script.number: script.case for script in scripts}


def _wish(material: Material) -> None:
    """Let some clients ask for larger letters, as they would in their preferences."""
    with transaction.atomic():
        for client in material.clients[LARGE_FROM::LARGE_EVERY]:
            for person in people.persons_by_email(client.email) if client.email else ():
                prefer(person, by=SYSTEM, formats=["large"])


def _batches(acts: Sequence[Act]) -> Iterator[list[Act]]:
    """Cut the score into transactions; the question about a confirmed matter must exist before it is answered."""
    batch: list[Act] = []
    confirmed: set[int] = set()
    for act in acts:
        if len(batch) >= BATCH or (act.verb == "pulse" and act.case in confirmed):
            yield batch
            batch, confirmed = [], set()
        batch.append(act)
        if act.verb == "confirm":
            confirmed.add(act.case)
    if batch:
        yield batch


def _perform(stage: Stage, acts: Sequence[Act]) -> None:
    with transaction.atomic():
        for act in acts:
            with clock.at(act.at):
                stage.perform(act)
    with clock.at(acts[-1].at):
        # Somebody else's transaction in the same cluster may hold the readers back for a moment: what counts is what
        # they find once nothing does.
        caught_up = False
        while not caught_up:
            caught_up = is_settled() and not react()


def _scripts(order: Order, material: Material) -> Iterator[Script]:
    calendar, rng = catalogue.house_calendar(), chance(order.seed)
    arrivals = Arrivals(material, calendar, rng, start_of(order), order.end)
    share = order.fraction / WHOLE
    units = {unit.pk: unit.code for unit in people.units()}
    number = 0
    for number, (case, fate) in enumerate(_cases(arrivals, order, share), 1):
        offer = catalogue.offer_by_code(case.service, on=case.received_at.date())
        assert offer is not None
        script = Script(number, case, calendar, rng)
        Life(script, offer, units, material, recent=order.end - case.received_at < RECENT).tell(fate)
        if fate != "stalled":
            keep_informed(script, material)
        yield script
    yield from stories.told(material, calendar, order.end, number + 1)


def _cases(arrivals: Arrivals, order: Order, share: float) -> Iterator[tuple[Case, str]]:
    material, rng = arrivals.material, arrivals.rng
    for case in arrivals.every(order.fraction, order.months):
        yield case, "natural"
    toner = material.volumes["truths"]["toner"]
    for case in toner_rounds(arrivals, toner, material.stories["toner"], share * 0.2):
        text = material.filled(case.text, case.client, case.received_at, rng)
        yield replace(case, text=text), "natural"
    services = list(material.volumes["services"])
    for place, (fate, day) in enumerate(fates(rng, arrivals.calendar, order.end, share)):
        weights = [material.volumes["services"][code]["yearly"] for code in services]
        case = arrivals.one(rng.choices(services, weights=weights)[0], day)
        if fate == "untouched":
            written = "email" if case.client.email else "mail"
            case = replace(case, channel=written, known_service=False, duration=None, value_class="", failure_cause="")
        elif place % 3 < 2 and case.client.language in ("fr", "en"):
            case = replace(case, agent=HOSTS[place % 3])
        yield case, fate


def _mark_sent(end: datetime) -> None:
    """Count the letters of the past as sent when they were due; the last ones really leave, for the catcher."""
    outbox.count_as_sent(due_before=end - LEFT_TO_SEND)
