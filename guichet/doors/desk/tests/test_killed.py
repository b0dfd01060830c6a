"""The processes that serve the pages are killed while a reply is on its way to them: no word is lost, none leaves."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Message, Ticket
from guichet.children import Launch, start
from guichet.supervisor import GUNICORN
from tests.bench.processes import tree
from tests.bench.servers import free_ports
from tests.cast import a_ticket

pytestmark = [pytest.mark.browser, pytest.mark.rig, pytest.mark.django_db(transaction=True)]
WORDS, MORE = "La chaise arrive lundi.", " C’est promis."
PATIENCE = 60.0  # seconds
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(autouse=True)
def whole_house(desk_alone: None, settings: Any) -> None:
    """The cookie of the session is signed in here, and read by the processes."""
    settings.ROOT_URLCONF = "guichet.urls"


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Chaise")


def database_url() -> str:
    """Return the address of the database of this test."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{known['NAME']}"
    return f"postgres://{known['USER']}:{quote(known['PASSWORD'])}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


@contextmanager
def served(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Serve the pages as `guichet serve` does, by gunicorn: a process that watches, another that answers."""
    environ = {
        **os.environ, "GUICHET_DATABASE_URL": database_url(), "GUICHET_DATA_DIR": str(folder),
        "GUICHET_DEBUG": "true",  # no file has been collected
    }  # fmt: skip
    command = [sys.executable, "-m", GUNICORN, "--bind", f"127.0.0.1:{port}", "-k", "gthread", "--threads", "4"]
    with (folder / "pages.log").open("ab") as log:
        command += ["--preload", "--no-control-socket", "guichet.wsgi:application"]
        child = start(Launch(command=command, environ=environ, output=log.fileno(), folder=ROOT))
    try:
        wait_for_page(port, child, folder)
        yield child
    finally:
        kill(child)


def wait_for_page(port: int, child: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and child.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE):
            return
        time.sleep(0.05)
    raise AssertionError((folder / "pages.log").read_text()[-3000:])


def kill(child: subprocess.Popen[bytes]) -> None:
    """End every process of the server as the kernel does, without a word of warning."""
    for pid in tree(child.pid) if child.poll() is None else ():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    child.wait(PATIENCE)


def opened(browser: Browser, url: str, who: Staff) -> Page:
    client = Client()
    assert who.user
    client.force_login(who.user, backend="guichet.doors.portal.accounts.Backend")
    context = browser.new_context(base_url=url, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.add_cookies([
        {"name": "session", "value": client.cookies["session"].value, "url": url},
        {"name": "django_language", "value": "en", "url": url},
    ])  # fmt: skip
    return context.new_page()


def replies(ticket: Ticket) -> list[str]:
    return [one.body for one in Message.objects.filter(ticket=ticket, kind="reply")]


@pytest.mark.proves("W01")
def test_a_server_that_is_killed_in_the_middle_of_a_reply_loses_no_word(
    browser: Browser, bruno: Staff, ticket: Ticket, tmp_path: Path
) -> None:
    (port,), address = free_ports(1), reverse("desk-ticket", args=[ticket.number])
    page = opened(browser, f"http://127.0.0.1:{port}", bruno)
    with served(port, tmp_path) as server:
        page.goto(address)
        page.locator("#c-reply").fill(WORDS)
        expect(page.locator("#kept-reply")).to_contain_text("Kept at")
        with transaction.atomic():  # the reply waits for its turn to write, and is killed there
            Ticket.rows.select_for_update().get(pk=ticket.pk)
            Ticket.rows.filter(pk=ticket.pk).update(title=ticket.title)
            with page.expect_request(lambda sent: sent.method == "POST" and "/replies/" in sent.url):
                page.locator("#send").click()
            kill(server)
        expect(page.locator("#messages")).to_contain_text("No connection")
        page.locator("#c-reply").press_sequentially(MORE)
        expect(page.locator("#c-reply")).to_have_value(WORDS + MORE)
    assert replies(ticket) == []
    with served(port, tmp_path):
        page.goto(address)
        expect(page.locator("#c-reply")).to_have_value(WORDS)
        page.locator("#send").click()
        expect(page.locator("[data-stream]")).to_contain_text(WORDS)
    assert replies(ticket) == [WORDS]
    page.context.close()
