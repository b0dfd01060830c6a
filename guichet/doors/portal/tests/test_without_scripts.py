"""The whole life of a request at the portal, by the links and the forms that stand in the HTML: no script runs."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from guichet.areas.people.models import Staff
from guichet.areas.surveys import actions as surveys
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Attachment, Ticket
from guichet.areas.tickets.queries import client as following
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from tests.cast import NOON, seen_by

MINUTE = timedelta(minutes=1)


@dataclass
class Browser:
    """A browser that runs nothing: it knows a page, its links, and its forms with what they hold."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True, headers={"accept-language": "en"}))
    page: Any = None
    at: str = ""

    def go(self, address: str) -> None:
        """Open an address and remember the page."""
        self._show(self.client.get(address, follow=True), address)

    def follow(self, words: str) -> None:
        """Press the link that says so."""
        self.go(next(one.get("href") for one in self.page.iter("a") if words in one.text_content()))

    def send(self, button: str, **typed: Any) -> None:
        """Type into the fields of the form that has this button, and press it; what is not there cannot be typed."""
        [form] = [
            one for one in self.page.forms if button in {each.text_content().strip() for each in one.iter("button")}
        ]
        unknown = typed.keys() - set(form.fields)
        assert not unknown, f"the form has no field {unknown}"
        files = [name for name, value in typed.items() if hasattr(value, "read")]
        assert not files or form.get("enctype") == "multipart/form-data"
        held = {name: value for name, value in form.fields.items() if value is not None}
        address = form.get("action") or self.at
        if form.method == "GET":
            self._show(self.client.get(address, held | typed, follow=True), address)
        else:
            self._show(self.client.post(address, held | typed, follow=True), address)

    def _show(self, response: Any, address: str) -> None:
        assert response.status_code == 200, response.content
        self.at = response.redirect_chain[-1][0].partition("#")[0] if response.redirect_chain else address
        self.page = html.fromstring(response.content.decode())
        for script in self.page.iter("script", "noscript"):
            script.drop_tree()

    def reads(self) -> str:
        """Return the words of the page."""
        return " ".join(self.page.text_content().split())


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF", "application/pdf")


@pytest.mark.django_db
@pytest.mark.proves("C01", "EQU-04", "SUI-01", "SUI-02", "CAN-01")
def test_one_asks_follows_answers_confirms_says_not_quite_and_rates_without_any_script(bruno: Staff) -> None:
    asker = Browser()
    with clock.at(NOON):
        asker.go("/ask/")
        asker.send(
            "Send my request", body="My door does not close.", name="Odile Roy", email="odile@example.org",
            documents=pdf("door.pdf"),
        )  # fmt: skip
    ticket = Ticket.rows.get()
    assert ticket.number in asker.reads() and Attachment.objects.get().name == "door.pdf"
    tickets.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)
    tickets.ask(ticket, by=seen_by(bruno), now=NOON, body="Which door?")

    code = following.code_for(ticket, seen_by(ticket.requester))
    browser = Browser()
    with clock.at(NOON + MINUTE):
        browser.go("/")
        browser.send("Follow", number=ticket.number)
        browser.send("Follow", code=code)
        assert "Which door?" in browser.reads()
        browser.send("Send my answer", body="The blue one.", documents=pdf("blue.pdf"))
        assert "The blue one." in browser.reads() and "blue.pdf" in browser.reads()
    answers(ticket, bruno, 2)
    with clock.at(NOON + 4 * MINUTE):
        browser.go(browser.at)
        browser.send("Send", **{"not_quite-body": "It still creaks.", "not_quite-documents": pdf("creak.pdf")})
        assert "It still creaks." in browser.reads()
    answers(ticket, bruno, 5)
    with clock.at(NOON + 7 * MINUTE):
        browser.go(browser.at)
        browser.send("It is settled")
        assert "Your request is closed." in browser.reads()
        surveys.ask(Ticket.rows.get(), by=SYSTEM, now=clock.now())
        browser.go(browser.at)
        browser.follow("Answer the one question")
        browser.send("Send my answer", score="4", comment="Quick.")
        assert "We have your answer" in browser.reads()
    ticket.refresh_from_db()
    assert (ticket.state, ticket.reopen_count, Pulse.objects.get().score) == ("closed", 1, 4)
    assert set(Attachment.objects.values_list("name", flat=True)) == {"door.pdf", "blue.pdf", "creak.pdf"}


def answers(ticket: Ticket, bruno: Staff, minutes: int) -> None:
    now = NOON + minutes * MINUTE
    tickets.resolve(Ticket.rows.get(pk=ticket.pk), by=seen_by(bruno), now=now, code="done", body="It closes.")
