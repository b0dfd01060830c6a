"""What is measured of the product, and the floor under it."""

import email.message
import email.utils
import itertools
import os
import random
import re
import time
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation

from guichet.areas.intake.models import InboundMail
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import viewer_of_staff
from guichet.areas.tickets.models import OPEN, Ticket
from guichet.areas.tickets.queries.search import find_tickets
from guichet.doors.email.reading import read_waiting
from guichet.doors.email.receive import store
from tests.bench import bare, floor, servers
from tests.bench.bulk import is_postgresql
from tests.bench.house import House, body_for, browser_of, cookie_of, token
from tests.bench.load import Call, Target, drive
from tests.bench.past import COMMON, RARE
from tests.bench.processes import cpu_seconds, memory_mib
from tests.bench.timing import timed
from tests.bench.yardstick import Yardstick

PAGES_READ = 300  # different tickets whose pages are asked for
AT_ONCE = 8
LISTS = re.compile(r'href="(/desk/lists/\w+/)')
QUEUE, EVERYTHING, DASHBOARD = "/desk/lists/mine/", "/desk/lists/open/", "/office/"
TYPED = {"palette": "/desk/palette/", "find": "/desk/people/"}
IN_PLACE = {"HX-Request": "true"}
WORDS = " ".join(f"mot{number}" for number in range(66))  # close to 400 characters
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bench:
    """The desk under measure, and for how long each thing is measured."""

    house: House
    folder: Path
    now: datetime
    seconds: float
    mails: int
    yard: Yardstick


def over_http(bench: Bench) -> Figures:
    """Measure the pages, then the creations, through the door that people and machines use."""
    agent, manager = cookie_of(bench.house.agents[0]), cookie_of(bench.house.manager)
    numbers = open_numbers(bench)
    lists = {
        "queue": (QUEUE, agent, "queue"), "all_open": (EVERYTHING, agent, "queue"),
        "dashboard": (DASHBOARD, manager, "ticket"),
    }  # fmt: skip
    found: Figures = {}
    with servers.pages(bench.folder) as (port, pid):
        target = Target(port, (pid, *servers.postmaster()))

        def measure(name: str, calls: Any, yard: str) -> None:
            for callers in (1, AT_ONCE):
                found[f"{name}_c{callers}"] = bench.yard.beside(
                    f"{yard}_c{callers if yard == 'create' else 1}",
                    lambda many=callers: drive(target, calls, callers=many, seconds=bench.seconds).shown(),  # type: ignore[misc]
                )

        for name, (path, headers, yard) in lists.items():
            measure(name, lambda _n, at=path, how=headers: Call(at, headers=how), yard)
        found["slowest_list_c1"] = bench.yard.beside("queue_c1", lambda: _slowest_list(bench, target, agent))
        measure("ticket", _ticket_pages(numbers, agent), "ticket")
        for name, path in TYPED.items():
            measure(name, _answers(path, agent), "ticket")
        measure("create", _creations(token(bench.now), itertools.count()), "create")
        found["pages_mib_after"] = round(memory_mib(pid), 1)
    return found


def _slowest_list(bench: Bench, target: Target, headers: dict[str, str]) -> Figures:
    """Ask for every list that the desk leads to, and return the one that costs the most."""
    lists = sorted(set(LISTS.findall(browser_of(bench.house.agents[0]).get(QUEUE).content.decode())))
    took = {one: drive(target, partial(_asked, one, headers), callers=1, seconds=bench.seconds / 4) for one in lists}
    slowest = max(took, key=lambda one: took[one].cpu_ms)
    return {**took[slowest].shown(), "which": slowest, "of": len(lists)}


def _asked(path: str, headers: dict[str, str], _turn: int) -> Call:
    return Call(path, headers=headers)


def _answers(path: str, headers: dict[str, str]) -> Any:
    """Ask as somebody types: a letter more each time, of a common word, a rare one, and what is not there."""
    typed = [word[:end] for word in (COMMON, RARE, "rien de tel") for end in range(3, len(word) + 1)]
    return lambda turn: Call(f"{path}?{urlencode({'q': typed[turn % len(typed)]})}", headers=headers | IN_PLACE)


def open_numbers(bench: Bench) -> list[str]:
    """Return the numbers of tickets that the agent has open."""
    rows = Ticket.rows.filter(owner=bench.house.agents[0], state__in=OPEN).order_by("pk")
    return random.Random(7).sample(known := list(rows.values_list("number", flat=True)), min(len(known), PAGES_READ))


def _ticket_pages(numbers: list[str], headers: dict[str, str]) -> Any:
    return lambda turn: Call(f"/desk/tickets/{numbers[turn % len(numbers)]}/", headers=headers)


def _creations(headers: dict[str, str], keys: Any) -> Any:
    def creation(turn: int) -> Call:
        more = {**headers, "Idempotency-Key": f"bench-{next(keys)}"}
        return Call("/api/v1/tickets", "POST", body_for(turn, WORDS), more, status=201)

    return creation


def searches(bench: Bench) -> Figures:
    """Measure the search over every message, as the agent may see it, and the bare question to the index."""
    viewer, seconds = viewer_of_staff(bench.house.agents[0]), bench.seconds / 2
    found: Figures = {}
    for name, word in (("rare", f"{RARE} "), ("common", f"{COMMON} ")):
        if not find_tickets(viewer, word, language="fr"):
            raise LookupError(word)
        ask = partial(_found, viewer, word)
        product = bench.yard.beside("ticket_c1", lambda ask=ask: timed(ask, seconds, spent).shown())  # type: ignore[misc]
        under = timed(partial(_bare, word), seconds)
        found |= {f"search_{name}": product, f"search_{name}_floor": under.shown()}
    return found


def dashboards(bench: Bench) -> Figures:
    """Measure the page of the office when nothing of it is kept from an earlier time."""
    browser = browser_of(bench.house.manager)

    def first(_turn: int) -> None:
        cache.clear()
        _open(browser, DASHBOARD)

    return {"dashboard_first": bench.yard.beside("ticket_c1", lambda: timed(first, bench.seconds, spent).shown())}


def spent() -> float:
    """Return the processor time that this process and the database have used."""
    return time.process_time() + cpu_seconds(*servers.postmaster())


def _bare_search(word: str) -> None:
    """Count the documents that hold a word, and fetch the newest fifty."""
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH %s ORDER BY rowid DESC LIMIT 50"
    count = "SELECT COUNT(*) FROM search_index WHERE search_index MATCH %s"
    if is_postgresql():
        found = "WITH found AS MATERIALIZED (SELECT pk FROM search_index WHERE words @@ %s::tsquery)"
        sql, count = f"{found} SELECT pk FROM found ORDER BY pk DESC LIMIT 50", f"{found} SELECT COUNT(*) FROM found"
    with connection.cursor() as cursor:
        for question in (count, sql):
            cursor.execute(question, [word])
            cursor.fetchall()


def mail(bench: Bench) -> Figures:
    """Measure a batch of inbound mail in one process: every message durable, then parsed apart, then admitted."""
    _read(_mails(0, 2))  # the parsing process is there now
    raws = _mails(2, bench.mails)
    return {"mail": bench.yard.beside("create_c1", partial(_batch, raws))}


def _batch(raws: list[bytes]) -> dict[str, float]:
    before, begun = _spent_with_children(), time.perf_counter()
    _read(raws)
    elapsed, used = time.perf_counter() - begun, _spent_with_children() - before
    done = InboundMail.objects.filter(state="done").count()
    if done != len(raws) + 2:
        raise RuntimeError(f"{done} of {len(raws) + 2} messages were admitted")
    cpu = round(1e3 * used / len(raws), 2)
    return {"calls": len(raws), "per_second": round(len(raws) / elapsed, 1), "cpu_ms": cpu}


def _spent_with_children() -> float:
    return cpu_seconds(os.getpid(), *servers.postmaster())


def _read(raws: list[bytes]) -> None:
    for raw in raws:
        store(raw, mailbox=settings.MAILBOX)
    while read_waiting(worker="bench"):
        pass


def _mails(first: int, count: int) -> list[bytes]:
    return [_mail(number) for number in range(first, first + count)]


def _mail(number: int) -> bytes:
    made = email.message.EmailMessage()
    made["From"], made["To"] = f"Prénom Nom <person{number + 1}@example.net>", settings.MAILBOX
    made["Subject"], made["Message-ID"] = f"Demande {number}", f"<bench-{number}@example.net>"
    made["Date"] = email.utils.formatdate()
    made.set_content(f"Bonjour,\n\n{WORDS}\n\nMerci")
    return made.as_bytes()


def floors(bench: Bench) -> Figures:
    """Measure the same SQL without the product: the list, the page, and the creation, which comes last."""
    queue = bare.job(reads=(_list_read(bench),))
    ticket = bare.job(reads=tuple(_page_reads(bench)))
    creation = bare.creation(_newest_by_api())
    found: Figures = {}
    for name, job in (("queue", queue), ("ticket", ticket), ("create", creation)):
        for callers in (1, AT_ONCE):
            found[f"{name}_floor_c{callers}"] = floor.measure(job, callers=callers, seconds=bench.seconds).shown()
    return found


def _list_read(bench: Bench) -> Any:
    browser = browser_of(bench.house.agents[0])
    with bare.heard() as said:
        _open(browser, QUEUE)
    return tuple(one for one in said if '"sla_promise"' in one[0] and "LIMIT 51" in one[0])[:1]


def _page_reads(bench: Bench) -> Any:
    browser = browser_of(bench.house.agents[0])
    for number in open_numbers(bench)[:20]:
        with bare.heard() as said:
            _open(browser, f"/desk/tickets/{number}/")
        yield tuple(said)


def _open(browser: Client, path: str) -> None:
    with translation.override("fr"):
        status = browser.get(path).status_code
    if status != 200:
        raise RuntimeError(f"{path}: {status}")


def _newest_by_api() -> int:
    return Ticket.rows.filter(channel="api").order_by("-pk").values_list("pk", flat=True)[0]


def _found(viewer: Viewer, word: str, _turn: int) -> object:
    return find_tickets(viewer, word, language="fr")


def _bare(word: str, _turn: int) -> None:
    _bare_search(word.strip())
