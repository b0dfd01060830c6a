"""Opening a request with its number and its code, and nothing else."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.utils.module_loading import import_string

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.queries import client
from guichet.doors.portal import limits
from guichet.doors.portal.tests.conftest import SignIn, opened_by
from guichet.ground import clock
from guichet.ground.access import Refused
from guichet.ground.references import draw_number
from tests.cast import a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Une armoire")


@pytest.fixture
def code(ticket: Ticket, amina: Person) -> str:
    return client.code_for(ticket, seen_by(amina))


def tried(ticket: str, code: str, network: str = "192.0.2.1") -> tuple[int, str]:
    response = Client(REMOTE_ADDR=network).post("/follow/", {"number": ticket, "code": code})
    return response.status_code, response.content.decode()


@pytest.mark.proves("SUI-02")
def test_a_number_and_its_code_open_the_request_without_an_account(ticket: Ticket, code: str) -> None:
    page = opened_by(ticket, f" {code[:4].upper()} - {code[4:]} ").get(f"/t/{ticket.number}/").content.decode()
    assert "Une armoire" in page and "Received. Bruno will read it by" in page


@pytest.mark.proves("SUI-02")
def test_a_number_is_read_however_it_is_spaced(ticket: Ticket, code: str) -> None:
    assert tried(ticket.number.replace("-", " ").lower(), code)[0] == 302


def test_a_mistyped_number_is_told_from_its_last_digit(ticket: Ticket, code: str) -> None:
    wrong = ticket.number[:-1] + str((int(ticket.number[-1]) + 1) % 10)
    status, page = tried(wrong, code)
    assert status == 422 and "A digit seems wrong." in page and wrong in page


@pytest.mark.proves("SUI-02", "W06")
def test_five_wrong_codes_close_the_number_for_a_quarter_of_an_hour(
    ticket: Ticket, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [tried(ticket.number, "00000000")[0] for _turn in range(5)] == [422, 422, 422, 422, 429]
    assert tried(ticket.number, code)[0] == 429
    assert limits.WAIT == 15 * 60
    caches["limits"].clear()  # what the passing of that time does
    assert tried(ticket.number, code)[0] == 302


@pytest.mark.proves("W06")
def test_the_client_still_gets_in_from_elsewhere_while_somebody_guesses(ticket: Ticket, code: str) -> None:
    for _turn in range(12):
        tried(ticket.number, "00000000", "198.51.100.7")
    assert tried(ticket.number, code, "198.51.100.7")[0] == 429
    assert tried(ticket.number, code, "192.0.2.44")[0] == 302


@pytest.mark.proves("W06")
def test_a_network_that_guesses_at_many_numbers_waits_for_all_of_them(ticket: Ticket, code: str) -> None:
    for _turn in range(limits.WRONG_CODES_OF_NETWORK):
        tried(draw_number(2026), "00000000", "198.51.100.7")
    assert tried(ticket.number, code, "198.51.100.7")[0] == 429


@pytest.mark.proves("W06")
def test_guesses_from_everywhere_end_by_closing_the_number(ticket: Ticket, code: str) -> None:
    for turn in range(limits.WRONG_CODES_ON_NUMBER):
        tried(ticket.number, "00000000", f"203.0.113.{turn}")
    assert tried(ticket.number, code, "192.0.2.44")[0] == 429


@pytest.mark.proves("W04", "SUI-02")
def test_an_unknown_number_is_answered_like_a_wrong_code(ticket: Ticket) -> None:
    unknown = draw_number(2026)
    while unknown == ticket.number:
        unknown = draw_number(2026)
    for _turn in range(7):
        known, other = tried(ticket.number, "00000000", "192.0.2.1"), tried(unknown, "00000000", "192.0.2.2")
        assert (known[0], plain(known[1], ticket.number)) == (other[0], plain(other[1], unknown))


def plain(page: str, number: str) -> str:
    """Return a page without what differs by chance."""
    lines = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
    return "\n".join(lines).replace(number, "NUMBER")


@pytest.mark.proves("A06", "W04")
def test_what_is_not_mine_and_what_is_not_answer_the_same_404(ticket: Ticket, etienne: Person, sign_in: SignIn) -> None:
    for visitor in (Client(), sign_in(etienne)):
        for page in ("", "slip/"):
            foreign = visitor.get(f"/t/{ticket.number}/{page}")
            unknown = visitor.get(f"/t/{draw_number(2026)}/{page}")
            assert foreign.status_code == unknown.status_code == 404
            assert foreign.content == unknown.content
        assert visitor.get(f"/asked/{ticket.number}/").status_code == 404
        assert visitor.get("/t/G-2026-000000-1/").status_code == 404


@pytest.mark.proves("A06")
def test_somebody_else_signed_in_cannot_act_on_it(ticket: Ticket, etienne: Person, sign_in: SignIn) -> None:
    visitor = sign_in(etienne)
    for verb in ("reply", "settled", "not-settled"):
        assert visitor.post(f"/t/{ticket.number}/{verb}/", {"body": "x"}).status_code == 404


@pytest.mark.proves("W03")
def test_a_link_followed_by_a_machine_opens_nothing(ticket: Ticket, code: str) -> None:
    visitor, address = Client(), f"/t/{ticket.number}/{code}/"
    pages = [visitor.get(address) for _turn in range(5)]
    assert {page.status_code for page in pages} == {200} and "Une armoire" not in pages[0].content.decode()
    assert visitor.get(f"/t/{ticket.number}/").status_code == 404
    response = visitor.post(address)
    assert response.headers["Location"] == f"/t/{ticket.number}/"
    assert visitor.get(response.headers["Location"]).status_code == 200


@pytest.mark.proves("W03")
def test_the_page_of_a_link_is_the_same_for_a_request_that_does_not_exist(ticket: Ticket, code: str) -> None:
    unknown = draw_number(2026)
    known, other = Client().get(f"/t/{ticket.number}/{code}/"), Client().get(f"/t/{unknown}/{code}/")
    assert plain(known.content.decode(), ticket.number) == plain(other.content.decode(), unknown)


@pytest.mark.proves("W03", "W06")
def test_a_link_with_a_wrong_code_counts_as_a_try(ticket: Ticket, code: str) -> None:
    for _turn in range(5):
        assert Client().post(f"/t/{ticket.number}/00000000/").status_code == 422
    assert Client().post(f"/t/{ticket.number}/{code}/").status_code == 422


def test_a_link_leads_to_what_the_letter_proposed(ticket: Ticket, code: str) -> None:
    for asked, place in (("confirm", "#settled"), ("reject", "#not-quite"), ("//evil.example", "")):
        response = Client().post(f"/t/{ticket.number}/{code}/?to={asked}")
        assert response.headers["Location"] == f"/t/{ticket.number}/{place}"


@pytest.mark.proves("W01", "W03")
def test_a_code_opens_its_own_request_only_and_in_a_new_session(ticket: Ticket, code: str, amina: Person) -> None:
    other = a_ticket(amina, title="Une autre affaire")
    visitor = Client()
    store = SessionStore()
    store["planted"] = True
    store.create()
    visitor.cookies["session"] = store.session_key or ""
    visitor.post("/follow/", {"number": ticket.number, "code": code})
    assert visitor.cookies["session"].value != store.session_key
    assert visitor.get(f"/t/{ticket.number}/").status_code == 200
    assert visitor.get(f"/t/{other.number}/").status_code == 404
    assert visitor.get("/mine/").status_code == 302


@pytest.mark.proves("W03")
def test_a_code_that_was_replaced_opens_nothing_any_more(ticket: Ticket, code: str) -> None:
    visitor = opened_by(ticket, code)
    Ticket.rows.filter(pk=ticket.pk).update(code_version=2)
    assert visitor.get(f"/t/{ticket.number}/").status_code == 404
    assert tried(ticket.number, code)[0] == 422


@pytest.mark.proves("A09", "F04")
def test_a_code_that_was_replaced_gives_no_file_either(ticket: Ticket, code: str, amina: Person) -> None:
    upload = tickets.Upload("bail.pdf", "application/pdf", b"%PDF-")
    words = tickets.write(
        ticket,
        by=seen_by(amina),
        now=clock.now(),
        said=tickets.ClientWords(body="Le bail.", channel="web", uploads=(upload,)),
    )
    visitor = opened_by(ticket, code)
    address = f"/files/{words.attachments.get().token}/"
    assert visitor.get(address).status_code == 200
    Ticket.rows.filter(pk=ticket.pk).update(code_version=2)
    assert visitor.get(address).status_code == 404


def test_several_requests_can_be_open_in_one_session(ticket: Ticket, code: str, amina: Person) -> None:
    other = a_ticket(amina, title="Une autre affaire")
    visitor = opened_by(ticket, code)
    visitor.post("/follow/", {"number": other.number, "code": client.code_for(other, seen_by(amina))})
    assert [visitor.get(f"/t/{one.number}/").status_code for one in (ticket, other)] == [200, 200]


@pytest.mark.proves("C06")
def test_words_typed_in_a_session_that_ended_are_there_again_after_the_code(ticket: Ticket, code: str) -> None:
    visitor = Client()
    response = visitor.post(f"/t/{ticket.number}/reply/", {"body": "Tout ce que j’avais écrit."})
    assert response.headers["Location"] == f"/follow/?number={ticket.number}"
    visitor.post("/follow/", {"number": ticket.number, "code": code})
    page = visitor.get(f"/t/{ticket.number}/").content.decode()
    assert "Tout ce que j’avais écrit." in page and "Nothing was sent yet." in page
    assert "Tout ce que j’avais écrit." not in visitor.get(f"/t/{ticket.number}/").content.decode()


@pytest.mark.proves("W06")
@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.9", "192.0.2.9"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("", "unknown"), ("nonsense", "unknown")],
)
def test_tries_are_counted_by_network(address: str, network: str) -> None:
    request = Client().get("/follow/", REMOTE_ADDR=address).wsgi_request
    assert limits.network_of(request) == network


@pytest.mark.proves("W06")
def test_a_forwarded_address_is_believed_from_a_trusted_proxy_only(settings: object) -> None:
    request = Client().get("/follow/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.5").wsgi_request
    assert limits.network_of(request) == "127.0.0.1"
    settings.TRUSTED_PROXIES = ("127.0.0.1",)  # type: ignore[attr-defined]
    assert limits.network_of(request) == "192.0.2.5"


@pytest.mark.proves("A06")
def test_an_action_that_is_refused_is_answered_as_if_the_thing_did_not_exist() -> None:
    # By its name, as Django loads it: it stands above every door.
    middleware = import_string("guichet.viewing.ViewerMiddleware")(lambda request: HttpResponse())
    request = Client().get("/follow/").wsgi_request
    assert middleware.process_exception(request, Refused("tickets.reply")).status_code == 404
    assert middleware.process_exception(request, ValueError()) is None


@pytest.mark.parametrize(
    ("path", "door"),
    [("/", "portal"), ("/desk/x", "desk"), ("/office", "office"), ("/api/v1/", "api"), ("/t", "portal")],
)
def test_facts_name_the_door_of_the_address(path: str, door: str) -> None:
    assert import_string("guichet.viewing.door_of")(path) == door
