"""Asking, and being handed a ticket."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Membership, Organisation, Person, Staff
from guichet.areas.tickets.models import Attachment, Message, Ticket
from guichet.doors.portal import limits
from guichet.doors.portal.forms.files import FORBIDDEN
from guichet.doors.portal.tests.conftest import SignIn
from guichet.ground.files.names import clean_name
from guichet.ground.journal.models import Entry
from guichet.ground.references import parse_number
from tests.cast import a_person

pytestmark = pytest.mark.django_db
WORDS = {"body": "Notre imprimante est en panne.", "name": "Odile Roy", "email": "odile@example.org", "language": "fr"}


def asked(visitor: Client, **more: object) -> Ticket:
    response = visitor.post("/ask/", {**WORDS, **more})
    assert response.status_code == 302, response.content.decode()
    return Ticket.rows.get(number=response.headers["Location"].split("/")[2])


@pytest.mark.proves("CAN-02", "SUI-01")
def test_whoever_asks_gets_a_number_a_code_a_date_and_a_name_at_once(house: object, bruno: Staff) -> None:
    visitor = Client()
    ticket = asked(visitor)
    page = visitor.get(f"/asked/{ticket.number}/").content.decode()
    assert parse_number(ticket.number) == ticket.number and ticket.number in page
    assert "Bruno" in page and "March" in page and 'class="code__it"' in page
    assert (ticket.channel, ticket.state, ticket.language) == ("web", "to_sort", "fr")


@pytest.mark.proves("CAN-02")
def test_what_happens_at_the_portal_is_written_as_such(house: object, bruno: Staff) -> None:
    ticket = asked(Client())
    assert set(Entry.objects.filter(stream=ticket.stream).values_list("door", flat=True)) == {"portal"}


@pytest.mark.proves("CAN-02")
def test_the_same_form_sent_twice_opens_one_request(house: object, bruno: Staff) -> None:
    visitor = Client()
    first, second = asked(visitor, key="one-key"), asked(visitor, key="one-key")
    assert first == second and Ticket.rows.count() == 1


def test_a_form_sent_again_with_other_words_says_so_and_keeps_them(house: object, bruno: Staff) -> None:
    visitor = Client()
    asked(visitor, key="one-key")
    again = visitor.post("/ask/", {**WORDS, "key": "one-key", "body": "Autre chose, tout autre."})
    assert again.status_code == 422 and "Autre chose, tout autre." in again.content.decode()
    assert 'value="one-key"' not in again.content.decode()


@pytest.mark.proves("C06")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"body": " "}, "Tell us in a few words what you need."),
        ({"name": ""}, "Tell us your name"),
        ({"email": "", "phone": ""}, "Give an email address or a telephone number"),
        ({"email": "odile@"}, "This address is not complete."),
        ({"email": "", "phone": "12"}, "This number is too short."),
        ({"language": "tlh"}, "Select a valid choice"),
        ({"body": "x" * 20_001}, "That is very long."),
    ],
)
def test_each_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(
    house: object, wrong: dict[str, str], sentence: str
) -> None:
    typed = {**WORDS, "title": "Imprimante du hall", "phone": "555 123 4567", **wrong}
    response = Client().post("/ask/", typed)
    page = response.content.decode()
    assert response.status_code == 422 and sentence in page
    assert all(value in page for name, value in typed.items() if value.strip() and name != "language")
    assert Ticket.rows.count() == 0


@pytest.mark.proves("F05")
@pytest.mark.parametrize("name", ["facture.exe", "photo.jpg.SCR", "setup.msi.", "page.html", "dessin.svg", "x.ps1 "])
def test_a_program_is_refused_by_its_name(house: object, name: str) -> None:
    response = Client().post("/ask/", {**WORDS, "documents": SimpleUploadedFile(name, b"MZ")})
    page = response.content.decode()
    assert response.status_code == 422 and "is a kind of file that we do not take" in page
    assert WORDS["body"] in page and "Choose your files again" in page


@pytest.mark.proves("F05")
def test_files_that_are_too_heavy_together_are_refused_in_words(house: object, settings: Settings) -> None:
    settings.MAX_UPLOAD = 1000
    files = [SimpleUploadedFile(f"{n}.pdf", b"%PDF" + b"x" * 600) for n in range(2)]
    response = Client().post("/ask/", {**WORDS, "documents": files})
    assert response.status_code == 422 and "Your files are too heavy" in response.content.decode()
    assert "1\u00a0KB" in response.content.decode()


@pytest.mark.proves("F05")
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\a\\avis.pdf", "avis.pdf"), ("\u202efdp.exe", "fdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"), ("  .htaccess", "htaccess"), ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)  # fmt: skip
def test_a_file_keeps_its_own_name_and_nothing_else(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept and len(kept) <= 120


def test_several_files_hang_on_the_first_words(house: object, bruno: Staff) -> None:
    files = [SimpleUploadedFile("avis.pdf", b"%PDF"), SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff", "text/html")]
    ticket = asked(Client(), documents=files)
    rows = Attachment.objects.filter(message__ticket=ticket).order_by("pk")
    assert [(row.name, row.content_type) for row in rows] == [
        ("avis.pdf", "application/pdf"), ("photo.jpg", "image/jpeg"),
    ]  # fmt: skip
    assert "pdf" not in FORBIDDEN


@pytest.mark.proves("CAN-02")
def test_somebody_signed_in_says_on_whose_behalf(
    amina: Person, house: dict[str, Organisation], bruno: Staff, sign_in: SignIn
) -> None:
    visitor = sign_in(amina)
    page = visitor.get("/ask/").content.decode()
    assert "Baie-Noire Office" in page and 'name="name"' not in page
    said = {"body": "Une armoire, s’il vous plaît.", "language": "fr"}
    mine = visitor.post("/ask/", {**said, "behalf": "self"}).headers["Location"].split("/")[2]
    ours = visitor.post("/ask/", {**said, "behalf": "BN-01"}).headers["Location"].split("/")[2]
    holders = {row.number: row.compartment.organisation for row in Ticket.rows.all()}
    assert holders == {mine: None, ours: house["BN-01"]}
    assert Message.objects.filter(kind="opening").count() == 2


def test_somebody_with_two_places_has_to_choose(amina: Person, house: dict[str, Organisation], sign_in: SignIn) -> None:
    Membership.objects.create(
        person=amina, organisation=house["LV-01"], role="office_staff", starts_on=date(2026, 1, 1)
    )  # fmt: skip
    response = sign_in(amina).post("/ask/", {"body": "Bonjour, une armoire.", "language": "fr"})
    assert response.status_code == 422 and "Tell us on whose behalf you ask." in response.content.decode()


def test_a_service_is_asked_for_by_its_own_address(hiring: Service, bruno: Staff) -> None:
    response = Client().post("/ask/A04/", WORDS)
    assert Ticket.rows.get().service == hiring and response.status_code == 302
    assert Client().get("/ask/NONE/").status_code == 404


@pytest.mark.proves("O04")
def test_an_address_cannot_be_flooded_with_requests(house: object, bruno: Staff) -> None:
    visitor = Client()
    for _turn in range(limits.REQUESTS_FOR_ADDRESS):
        asked(visitor)
    refused = visitor.post("/ask/", WORDS)
    assert refused.status_code == 429 and WORDS["body"] in refused.content.decode()
    asked(visitor, email="somebody.else@example.org")


@pytest.mark.proves("O04")
def test_a_network_cannot_flood_many_addresses(house: object, bruno: Staff, settings: Settings) -> None:
    limits_before = limits.REQUESTS_OF_NETWORK
    statuses = [
        Client(REMOTE_ADDR="203.0.113.9").post("/ask/", {**WORDS, "email": f"v{turn}@example.org"}).status_code
        for turn in range(limits_before + 1)
    ]
    assert statuses == [302] * limits_before + [429]


def test_an_asker_who_types_the_address_of_a_client_learns_nothing_about_them(amina: Person, bruno: Staff) -> None:
    visitor = Client()
    ticket = asked(visitor, email="amina@example.org", name="Quelqu’un")
    pages = [visitor.get(url).content.decode() for url in (f"/asked/{ticket.number}/", f"/t/{ticket.number}/")]
    assert ticket.requester == amina
    assert not any("Amina" in page or "Diallo" in page or "amina@" in page for page in pages)


def test_the_name_of_a_person_is_read_in_two_parts(house: object, bruno: Staff) -> None:
    requester = asked(Client(), name="Marie  de la Roche").requester
    assert (requester.given_name, requester.family_name) == ("Marie", "de la Roche")
    assert a_person("x@example.org", "X", "Y").pk != requester.pk


@pytest.mark.proves("W04", "A06")
def test_typing_somebodys_address_does_not_tell_whose_it_is(amina: Person, bruno: Staff) -> None:
    visitor = Client()
    ticket = asked(visitor, email="amina@example.org")
    assert ticket.requester == amina
    pages = [visitor.get(f"/{place}/{ticket.number}/").content.decode() for place in ("asked", "t")]
    pages.append(visitor.get(f"/t/{ticket.number}/slip/").content.decode())
    assert not any(name in page for page in pages for name in ("Amina", "Diallo", "Baie-Noire"))
