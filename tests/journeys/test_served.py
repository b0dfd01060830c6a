"""What `scripts/serve` serves: the same mail, the same answer, from the folder of somebody who has just come by.

It takes minutes, so that it runs with `scripts/test --long` only.
"""

import os
import re
import shutil
import signal
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.figures import engine
from tests.journeys.screenshots import free_port, visit, wait_for
from tests.journeys.test_s3_hiring import (
    ANSWER,
    JONAS,
    NUMBER,
    WORDS,
    the_client_confirms_and_sees_no_task,
    the_client_says_how_it_went,
)
from tests.journeys.town import link_in, read_mail, text_of

pytestmark = [pytest.mark.browser, pytest.mark.long]
ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60.0
Found = TypeVar("Found")
PORTS = ("PORT", "LIVE_PORT", "SMTP_IN_PORT", "SMTP_OUT_PORT")


@dataclass(frozen=True)
class Served:
    """A demonstration that runs: where its pages are, where its mail goes in, and where it keeps what it would send."""

    url: str
    mail: int
    caught: Path

    def write(self, subject: str, body: str) -> None:
        """Write to the window as Jonas does."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"Jonas Pelletier <{JONAS}>", "guichet@example.org", subject
        mail["Message-ID"] = f"<{time.monotonic_ns()}@example.org>"
        mail.set_content(body)
        with smtplib.SMTP("127.0.0.1", self.mail, timeout=20) as server:
            server.send_message(mail)

    def letter(self, holding: str) -> EmailMessage:
        """Wait for the letter to Jonas that holds some words."""

        def newest() -> EmailMessage | None:
            read = (read_mail(one.read_bytes()) for one in sorted(self.caught.glob("*.eml"), reverse=True)[:40])
            return next((one for one in read if JONAS in str(one["To"]) and holding in flat(text_of(one))), None)

        return eventually(newest)


def flat(words: str) -> str:
    return " ".join(words.split())


def eventually(what: Callable[[], Found | None]) -> Found:
    """Wait until there is something, and return it."""
    limit = time.monotonic() + SECONDS
    while (found := what()) is None:
        assert time.monotonic() < limit, "it never came"
        time.sleep(0.2)
    return found


@pytest.fixture
def copy() -> Iterator[Path]:
    """A fresh copy of the project, in a folder where PostgreSQL, which runs as somebody else, can get."""
    with tempfile.TemporaryDirectory(prefix="guichet-served-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        for name in filter(None, tracked.decode().split("\0")):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / name)
        yield place


@pytest.fixture
def served(copy: Path) -> Iterator[Served]:
    """What its `scripts/serve` serves, on ports of its own."""
    ports = [free_port() for _ in PORTS]
    url = f"http://localhost:{ports[0]}"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    environ |= {f"GUICHET_{name}": str(port) for name, port in zip(PORTS, ports, strict=True)}
    environ |= {"GUICHET_BASE_URL": url}
    script = ["scripts/serve", *(["--postgres"] if engine() == "postgresql" else [])]
    # Its own group: what the script started is stopped with it.
    with (
        (copy / "log").open("wb") as log,
        subprocess.Popen(script, cwd=copy, env=environ, stdout=log, stderr=log, start_new_session=True) as run,
    ):
        try:
            wait_for(url, run, seconds=600)
            assert run.poll() is None, (copy / "log").read_text()[-2000:]
            yield Served(url, ports[2], copy / "var" / "caught")
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGINT)
            run.wait(60)


@pytest.mark.proves("BIL-02", "BIL-03", "CAN-01", "EQU-01")
def test_one_mail_to_a_desk_that_runs_becomes_one_answer_with_the_work_of_three_units_behind_it(
    browser: Browser, served: Served
) -> None:
    def be(somebody: str, language: str = "en") -> Page:
        return visit(browser, served.url, language, somebody)

    agent, manager = be("lea.comeau@example.org", "fr"), be("nadia.roy@example.org")
    before = received(manager)

    served.write("Nouvelle employée lundi", WORDS)
    told = served.letter("Bonjour Jonas")
    number = str(told["Subject"]).split()[-1]
    assert NUMBER.fullmatch(number)

    the_desk_starts_its_plan(agent, number)
    for place, somebody, result in (
        (0, "sandrine.petit@example.org", "Le contrat est signé."),
        (1, "ines.moreau@example.org", "L’ordinateur et le compte sont prêts."),
        (2, "malcolm.reid@example.org", "La carte attend au comptoir."),
    ):
        task = agent.locator(".plan .task").nth(place).locator("a[href*='/tasks/']").first
        the_expert_does(be(somebody), str(task.get_attribute("href")), result)

    agent.goto(f"/desk/tickets/{number}/")
    agent.keyboard.press("e")
    expect(agent.locator("#c-answer")).to_have_value(re.compile("contrat est signé", re.IGNORECASE))
    agent.locator("#c-answer").fill(ANSWER)
    agent.locator("#a-code").select_option("done")
    agent.locator("#resolve").click()
    expect(agent.locator("[data-undo]")).to_be_visible()

    client = visit(browser, served.url, "fr")
    the_client_confirms_and_sees_no_task(client, link_in(served.letter(ANSWER), "to=confirm"), number)
    the_client_says_how_it_went(client, link_in(served.letter("score=5"), "score=5"))
    agent.reload()
    expect(agent.locator("#thread")).to_contain_text("5")
    assert received(manager) == before + 1


def received(manager: Page) -> int:
    """Read how many requests came in, as the reader of the figures does."""
    manager.goto("/office/")
    tile = manager.locator(".tile").filter(has_text="Requests received").locator(".tile__n")
    return int(re.sub(r"\D", "", tile.inner_text()))


def the_desk_starts_its_plan(agent: Page, number: str) -> None:
    """Take the service that is proposed, take the request, and start its plan."""
    agent.goto(f"/desk/tickets/{number}/")
    agent.locator(".hint-one__go").filter(has_text="Embauche, caucus").click()
    expect(agent.locator("#start-plan")).to_be_visible()
    agent.locator("#take").click()
    expect(agent.locator("#take")).to_have_count(0)
    agent.locator("#start-plan").click()
    expect(agent.locator("#start-plan")).to_have_count(0)
    expect(agent.locator(".plan .task")).to_have_count(4)


def the_expert_does(expert: Page, address: str, result: str) -> None:
    """Accept a task, do it and write what it brought."""
    expert.goto(address)
    expert.locator("[id^=accept-]").click()
    expect(expert.locator(".sheet__state")).to_contain_text("Accepted")
    expert.locator("[id^=f-result-]").fill(result)
    expert.locator("form[action$='completion/'] button").click()
    expect(expert.locator(".sheet__state")).to_contain_text("Done")
