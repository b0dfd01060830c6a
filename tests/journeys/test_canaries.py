"""What is said inside never comes out: a canary in every internal field, then every word that a client may get."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import Service, Tag
from guichet.areas.people import actions as people
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.surveys.queries import pulse_of
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Attachment, Party, Task, Ticket
from guichet.areas.tickets.queries import client as following
from guichet.areas.tickets.queries.parties import own_code
from guichet.doors.api import limits
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import a_person, a_staff, a_ticket, seen_by
from tests.journeys.conftest import BACKEND, STATIC, account_of
from tests.journeys.taking import body_of, files_of
from tests.journeys.town import Post, Wall, read_mail, work

pytestmark = pytest.mark.django_db(transaction=True)
AMINA = "amina@example.org"
SAMIRA = "samira@example.org"


@dataclass
class Cage:
    """The canaries, by where they were planted."""

    names: dict[str, str] = field(default_factory=dict)

    def plant(self, where: str) -> str:
        """Return words that exist nowhere else, to be written in an internal field."""
        self.names[where] = f"canari{len(self.names):03d}zq"
        return self.names[where]

    def found_in(self, text: str) -> list[str]:
        """Return where the canaries that a text holds had been planted."""
        heard = text.lower()
        return [where for where, name in self.names.items() if name in heard]


@dataclass
class Matter:
    """A request with a life behind the window, and its canaries."""

    ticket: Ticket
    cage: Cage
    code: str
    upload: Attachment


@pytest.fixture(autouse=True)
def nobody_came_before(settings: Settings, tmp_path: Any) -> None:
    """Forget the tries of other tests, and keep files aside."""
    settings.FILES_DIR, settings.STORAGES = tmp_path, {**settings.STORAGES, **STATIC}
    caches["limits"].clear()
    limits.forget()


@pytest.fixture
def cage(house: dict[str, Organisation], bruno: Staff) -> Cage:
    """Canaries in the house itself: its units and its people."""
    cage = Cage()
    unit = house["TI"]
    unit.name = Bilingual(cage.plant("unit, fr"), cage.plant("unit, en"))
    unit.save(update_fields=["name"])
    bruno.email = f"{cage.plant('e-mail of the agent')}@example.org"
    bruno.save(update_fields=["email"])
    return cage


@pytest.fixture
def matter(
    post: Post, cage: Cage, house: dict[str, Organisation], hiring: Service, amina: Person, bruno: Staff, wall: Wall
) -> Matter:
    """Live through everything that can happen to a request, a canary in each internal word, letters sent all along."""
    expert = a_staff(house, "TI", cage.plant("name of the expert").title(), "Costa", "expert")
    expert.email = f"{cage.plant('e-mail of the expert')}@example.org"
    expert.save(update_fields=["email"])
    upload = tickets.Upload("avis.pdf", "application/pdf", b"%PDF-1.4 avis")
    ticket = a_ticket(amina, owner=bruno, service=hiring, title="Une embauche", uploads=(upload,), at=clock.now())
    work()
    tickets.take(ticket, by=seen_by(bruno), now=clock.now(), owner=bruno)
    daughter = a_person(SAMIRA, "Samira", "Haddad", language="en", group="citizen")
    wishes = tickets.Wishes(level="all", language="en", channel="email")
    tickets.add_party(ticket, by=seen_by(bruno), now=clock.now(), person=daughter, role="observer", wishes=wishes)
    tickets.note(ticket, by=seen_by(bruno), now=clock.now(), body=cage.plant("note"))
    for kind in ("reply", "note", "answer", "unit"):
        tickets.draft(ticket, by=seen_by(bruno), now=clock.now(), kind=kind, body=cage.plant(f"draft of {kind}"))
    Tag.objects.create(code=cage.plant("code of a tag"), name=Bilingual(cage.plant("tag, fr"), cage.plant("tag, en")))
    catalogue.forget()
    tickets.tag(ticket, by=seen_by(bruno), now=clock.now(), code=cage.names["code of a tag"])
    _work_behind(ticket, cage, house, bruno, expert)
    _company(ticket, cage, house, bruno)
    touch = tickets.Touch(person=amina, channel="phone", language="fr", words=cage.plant("contact"))
    tickets.log_contact(touch, by=seen_by(bruno), now=clock.now())
    tickets.ask(ticket, by=seen_by(bruno), now=clock.now(), body="De quelle couleur ?")
    _leave(wall)
    tickets.write(ticket, by=seen_by(amina), now=clock.now(), said=tickets.ClientWords(body="Bleue.", channel="web"))
    tickets.reply(ticket, by=seen_by(bruno), now=clock.now(), body="Merci, c’est noté.")
    _leave(wall)
    tickets.resolve(ticket, by=seen_by(bruno), now=clock.now(), code="done", body="Tout est prêt.")
    _leave(wall)
    tickets.reject(ticket, by=seen_by(amina), now=clock.now(), said=tickets.ClientWords(body="Presque.", channel="web"))
    tickets.resolve(ticket, by=seen_by(bruno), now=clock.now(), code="done", body="Voilà, cette fois.")
    _leave(wall, days=3)
    tickets.confirm(ticket, by=seen_by(amina), now=clock.now())
    _leave(wall)
    ticket.refresh_from_db()
    code = following.code_for(ticket, seen_by(amina))
    return Matter(ticket, cage, code, Attachment.objects.get(message__ticket=ticket))


def _leave(wall: Wall, **longer: float) -> None:
    wall.forward(seconds=11, **longer)
    work()


def _company(ticket: Ticket, cage: Cage, house: dict[str, Organisation], bruno: Staff) -> None:
    lea = a_staff(house, "CS", "Lea", cage.plant("family name of the companion").title(), "agent")
    tickets.accompany(ticket, by=seen_by(bruno), now=clock.now(), companion=lea)
    tickets.set_day(ticket, by=seen_by(bruno), now=clock.now(), on=clock.now().date())


def _work_behind(ticket: Ticket, cage: Cage, house: dict[str, Organisation], owner: Staff, expert: Staff) -> None:
    """Give a task, block it, return it, send it again, talk about it, finish it."""
    title = Bilingual(cage.plant("title of the task, fr"), cage.plant("title of the task, en"))
    wanted = tickets.NewTask(title=title, unit=house["TI"], instructions=cage.plant("instructions"))
    by, unit = seen_by(owner), seen_by(expert)
    task = tickets.add_task(ticket, by=by, now=clock.now(), task=wanted)
    parts = {"accountable": cage.plant("who answers for a step"), "informed": [cage.plant("who is informed of it")]}
    Task.rows.filter(pk=task.pk).update(raci=parts)
    tickets.block_task(task, by=unit, now=clock.now(), reason=cage.plant("what blocks"))
    tickets.return_task(task, by=unit, now=clock.now(), reason=cage.plant("reason of the return"))
    tickets.resend_task(task, by=by, now=clock.now(), instructions=cage.plant("more instructions"))
    tickets.accept_task(task, by=unit, now=clock.now())
    tickets.note_task(task, by=unit, now=clock.now(), body=cage.plant("words on the task"))
    tickets.finish_task(task, by=unit, now=clock.now(), result=cage.plant("result"))
    left_open = tickets.NewTask(title=title, unit=house["TI"], mandatory=False, instructions="…")
    tickets.add_task(ticket, by=by, now=clock.now(), task=left_open)
    work()


def visitor(user: Any = None, language: str = "fr") -> Client:
    """Return a browser, signed in or not."""
    client = Client(headers={"accept-language": language})
    client.cookies["django_language"] = language
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def pages_of(matter: Matter) -> list[str]:
    """Return every address of the portal that shows something of a request or of its client."""
    number, pulse = matter.ticket.number, pulse_of(matter.ticket)
    assert pulse is not None
    return [
        "/", "/contact/", "/services/", "/services/?q=embauche", "/services/A04/", "/ask/", "/ask/A04/", "/follow/",
        "/mine/", "/mine/preferences/", "/mine/delegations/", "/team/", f"/t/{number}/", f"/t/{number}/slip/",
        f"/asked/{number}/", f"/t/{number}/{matter.code}/", f"/pulse/{pulse.token}/", f"/files/{matter.upload.token}/",
        "/openapi.json", "/healthz", "/readyz", "/metrics", "/api/v1/services",
    ]  # fmt: skip


def bearer(matter: Matter, language: str) -> Client:
    """Return somebody who opened the request with its code."""
    client = visitor(language=language)
    client.post("/follow/", {"number": matter.ticket.number, "code": matter.code})
    assert client.get(f"/t/{matter.ticket.number}/").status_code == 200
    return client


def observer(matter: Matter, language: str) -> Client:
    """Return somebody who reads the request with a code of their own."""
    client = visitor(language=language)
    client.post("/follow/", {"number": matter.ticket.number, "code": _code_of_samira(matter)})
    assert client.get(f"/t/{matter.ticket.number}/").status_code == 200
    return client


def every_part(mail: EmailMessage) -> Iterator[str]:
    """Yield the headers and each part of a message, decoded."""
    yield "\n".join(f"{name}: {value}" for name, value in mail.items())
    for part in mail.walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield content.decode("utf-8", "replace")


@pytest.mark.proves("BIL-03", "A01", "N01")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_of_a_client_holds_an_internal_word(matter: Matter, amina: Person, language: str) -> None:
    samira = Person.objects.get(family_name="Haddad")
    signed = (visitor(account_of(amina), language), visitor(account_of(samira), language))
    for client in (*signed, bearer(matter, language), observer(matter, language), visitor(language=language)):
        for address in pages_of(matter):
            assert matter.cage.found_in(body_of(client.get(address))) == [], address


@pytest.mark.proves("BIL-03", "A01", "N11")
def test_no_letter_holds_an_internal_word(matter: Matter, post: Post) -> None:
    letters = [read_mail(raw) for recipient, raw in post.caught]
    assert {recipient for recipient, _raw in post.caught} == {AMINA, SAMIRA}
    assert len(letters) >= 7, [str(one["Subject"]) for one in letters]
    # A locked screen shows the number alone; nothing goes into anybody's calendar.
    assert {str(one["Subject"]) for one in letters} == {matter.ticket.number}
    assert not [part for one in letters for part in one.walk() if part.get_content_type() == "text/calendar"]
    for letter in letters:
        assert matter.cage.found_in("\n".join(every_part(letter))) == [], letter["Subject"]
    to_samira = ["\n".join(every_part(read_mail(raw))) for recipient, raw in post.caught if recipient == SAMIRA]
    assert not any("/pulse/" in text or matter.code in text or "?to=confirm" in text for text in to_samira)


@pytest.mark.proves("BIL-03", "A01")
def test_no_answer_of_the_api_holds_an_internal_word(matter: Matter, amina: Person) -> None:
    token = people.issue_token(
        people.NewIntegration(name="Portail", scopes=("tickets.open", "tickets.follow")), by=SYSTEM, now=clock.now()
    )[1]
    number, machine = matter.ticket.number, {"Authorization": f"Bearer {token}"}
    asked = json.dumps({"person": {"email": AMINA, "language": "fr"}, "title": "Un bureau", "body": "Debout."})
    opened = visitor().post(
        "/api/v1/tickets", asked, content_type="application/json", headers={**machine, "Idempotency-Key": "a-key-1"}
    )
    assert opened.status_code == 201
    another = opened.json()["number"]
    _work_on_another(matter.cage, another)
    answers = [
        opened, visitor().get(f"/api/v1/tickets/{number}", headers={"X-Ticket-Code": matter.code}),
        visitor().get(f"/api/v1/tickets/{another}", headers=machine),
        visitor().get(f"/api/v1/tickets/{number}", headers={"X-Ticket-Code": _code_of_samira(matter)}),
        visitor(account_of(amina)).get("/api/v1/tickets"),
        visitor(account_of(amina)).get(f"/api/v1/tickets/{number}"),
        visitor().post(
            f"/api/v1/tickets/{another}/messages", '{"body": "Vite."}', content_type="application/json", headers=machine
        ),
    ]  # fmt: skip
    assert {one.status_code for one in answers} <= {200, 201}
    for answer in answers:
        assert matter.cage.found_in(body_of(answer)) == [], answer.request["PATH_INFO"]


def _code_of_samira(matter: Matter) -> str:
    return own_code(Party.objects.get(ticket=matter.ticket, person__family_name="Haddad"), matter.ticket.number)


def _work_on_another(cage: Cage, number: str) -> None:
    ticket = Ticket.rows.get(number=number)
    tickets.note(ticket, by=SYSTEM, now=clock.now(), body=cage.plant("note on the machine’s request"))


@pytest.mark.proves("BIL-03")
def test_the_canaries_sing_inside(matter: Matter, bruno: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cage that nobody can hear proves nothing: the desk must show them."""
    client = inside(bruno)
    shown = body_of(client.get(f"/desk/tickets/{matter.ticket.number}/"))
    task = Task.rows.filter(ticket=matter.ticket).order_by("pk").first()
    assert task is not None
    shown += body_of(client.get(f"/desk/tasks/{task.pk}/"))
    heard = set(matter.cage.found_in(shown))
    assert {"note", "title of the task, fr", "more instructions", "words on the task", "result"} <= heard


def inside(staff: Staff) -> Client:
    """Return somebody who works here, past both factors."""
    from tests.journeys.conftest import session_of

    client = visitor()
    assert staff.user
    client.cookies["session"] = session_of(staff.user)["session"]
    return client


def same(one: Any, other: Any, *numbers: str) -> bool:
    """Tell whether two answers cannot be told apart, the number asked for aside."""
    bodies = []  # what protects from forged forms is never twice the same
    for answer in (one, other):
        text = re.sub(r"[A-Za-z0-9]{64}", "TOKEN", answer.content.decode())
        for number in numbers:
            text = text.replace(number, "NUMBER")
        bodies.append((answer.status_code, text, sorted(answer.headers.keys())))
    return bodies[0] == bodies[1]


@pytest.mark.proves("A01", "A02", "BIL-03")
@pytest.mark.parametrize("who", ["etienne", "anonymous"])
def test_a_rival_and_a_stranger_cannot_tell_amina_s_request_from_none(
    matter: Matter, etienne: Person, who: str
) -> None:
    number, unknown = matter.ticket.number, "G-2026-000001-1"
    user = account_of(etienne) if who == "etienne" else None
    for tail in ("", "slip/", "zzzzzzzz/"):
        there, nowhere = (visitor(user).get(f"/t/{one}/{tail}") for one in (number, unknown))
        assert same(there, nowhere, number, unknown), tail
        assert matter.ticket.title not in there.content.decode()
    for tail in ("reply/", "settled/", "not-settled/"):
        there, nowhere = (visitor(user).post(f"/t/{one}/{tail}", {"body": "Bonjour"}) for one in (number, unknown))
        assert same(there, nowhere, number, unknown), tail
    assert visitor(user).get(f"/asked/{number}/").status_code == 404
    assert visitor(user).get(f"/files/{matter.upload.token}/").status_code == 404
    there, nowhere = (visitor(user).get(f"/api/v1/tickets/{one}") for one in (number, unknown))
    assert same(there, nowhere, number, unknown)
    assert visitor(user).get(f"/desk/tickets/{number}/").status_code in {302, 404}
    listed = visitor(user).get("/mine/")
    assert number not in listed.content.decode()
    matter.ticket.refresh_from_db()
    assert matter.ticket.state == "closed"


@pytest.mark.proves("BIL-03", "A01", "A13")
def test_no_file_that_leaves_for_a_client_or_another_unit_holds_an_internal_word(
    matter: Matter, amina: Person, ines: Staff, house: dict[str, Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guichet.areas.sight.actions.exporting.MOST_AN_HOUR", 1_000)
    stranger = a_staff(house, "RH", "Odile", "Roy", "expert")
    house_itself = {where for where in matter.cage.names if where.startswith(("unit,", "tag", "code of a tag"))}
    outside = (visitor(), visitor(account_of(amina)), bearer(matter, "fr"), observer(matter, "en"))
    for client, told in [*((one, set()) for one in outside), (inside(stranger), house_itself)]:
        files = files_of(client)
        assert len(files) >= 4, sorted(files)  # services, what they ask, results, standards
        for address, text in files.items():
            assert set(matter.cage.found_in(text)) <= told, address
    # A cage that nobody can hear proves nothing: who works on it reads its task in a file.
    heard = matter.cage.found_in("".join(files_of(inside(ines)).values()))
    assert "title of the task, fr" in heard or "title of the task, en" in heard
