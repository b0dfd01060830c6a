"""Signing in, and what a signed-in client finds."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guichet.areas.catalogue.models import LifeEvent, Service
from guichet.areas.people.models import Delegation, Membership, Organisation, Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.queries import client, mine
from guichet.doors.portal.tests.conftest import SignIn, opened_by
from guichet.ground.bilingual import Bilingual
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, TODAY, a_ticket, seen_by

pytestmark = pytest.mark.django_db


def queries() -> CaptureQueriesContext:
    from django.db import connections

    return CaptureQueriesContext(connections["default"])


@pytest.mark.proves("W04")
def test_a_client_we_know_signs_in_with_an_emailed_code(amina: Person) -> None:
    visitor = Client()
    visitor.post("/accounts/login/code/", {"email": "Amina@example.org"})
    [letter] = Outgoing.objects.filter(kind="entrance")
    assert letter.address == "amina@example.org"
    response = visitor.post("/accounts/login/code/confirm/", {"code": letter.refs["opens"]})
    assert response.headers["Location"] == "/mine/"
    assert visitor.get("/mine/").status_code == 200


@pytest.mark.parametrize(("language", "sentence"), [("en", "Our mail is slow"), ("fr", "Nos courriels tardent")])
def test_a_mail_server_that_is_down_breaks_no_page_and_is_told(amina: Person, language: str, sentence: str) -> None:
    visitor = Client()
    visitor.cookies["django_language"] = language
    page = visitor.post("/accounts/login/code/", {"email": "amina@example.org"}, follow=True)
    assert page.status_code == 200 and sentence not in page.content.decode()
    Outgoing.objects.update(attempts=1, reason="0 [Errno 111] Connection refused")
    again = visitor.post("/accounts/login/code/confirm/", {"code": "WRONG-1"}).content.decode()
    assert sentence in again and "WRONG-1" in again and "amina@example.org" in again


@pytest.mark.proves("W04")
def test_an_address_we_do_not_know_gets_the_same_page(amina: Person) -> None:
    pages = []
    for address in ("amina@example.org", "nobody@example.org"):
        visitor = Client()
        page = visitor.post("/accounts/login/code/", {"email": address}, follow=True).content.decode()
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page).replace(address, "ADDRESS"))
    assert pages[0] == pages[1] and "If we know ADDRESS, a code is on its way." in pages[0]


@pytest.mark.ignore_template_errors  # the library's own page reads what is not always there
def test_the_pages_to_sign_in_are_ours(amina: Person, bruno: Staff) -> None:
    anybody = Client()
    assert "No password to remember." in anybody.get("/accounts/login/").content.decode()
    visitor = Client(headers={"accept-language": "en"})
    visitor.cookies["django_language"] = "en"
    assert bruno.user is not None
    visitor.force_login(bruno.user, backend="guichet.doors.portal.accounts.Backend")
    assert "On a shared computer" in visitor.get("/accounts/logout/").content.decode()
    page = visitor.get("/accounts/2fa/", follow=True).content.decode()
    assert 'class="entry' in page and 'class="panel"' in page


def test_my_requests_ask_whoever_is_not_signed_in_to_do_so(house: object, bruno: Staff) -> None:
    for address in ("/mine/", "/mine/preferences/", "/mine/delegations/"):
        response = Client().get(address)
        assert response.headers["Location"] == f"/accounts/login/?next={address.replace('/', '%2F')}"
    visitor = Client()
    assert bruno.user is not None
    visitor.force_login(bruno.user, backend="guichet.doors.portal.accounts.Backend")
    # Staff have no list of their own here; they may first be asked for their second factor.
    refused = visitor.get("/mine/")
    assert refused.status_code == 404 or "/2fa/" in refused.headers["Location"]


@pytest.mark.proves("CLI-03")
def test_a_client_finds_their_requests_the_current_ones_first(amina: Person, bruno: Staff, sign_in: SignIn) -> None:
    first = a_ticket(amina, owner=bruno, title="La plus ancienne")
    over = a_ticket(amina, owner=bruno, title="La terminée")
    tickets.cancel(over, by=seen_by(bruno), now=NOON, reason="client")
    last = a_ticket(amina, owner=bruno, title="La dernière")
    page = sign_in(amina).get("/mine/").content.decode()
    places = [page.index(one.number) for one in (last, first, over)]
    assert places == sorted(places) and "Withdrawn" in page


@pytest.mark.proves("CLI-03", "A06")
def test_the_list_is_cut_into_pages_and_filtered_by_holder(
    amina: Person, etienne: Person, house: dict[str, Organisation], sign_in: SignIn
) -> None:
    for turn in range(mine.PAGE + 3):
        a_ticket(amina, title=f"Affaire {turn}", holder=house["BN-01"] if turn < 2 else amina)
    foreign = a_ticket(etienne, title="Affaire rivale", holder=house["LV-01"])
    visitor = sign_in(amina)
    first = visitor.get("/mine/").content.decode()
    following = re.search(r'href="(\?after=[^"]+)"', first)
    assert following
    second = visitor.get(f"/mine/{following.group(1)}").content.decode()
    numbers = re.findall(r"G-\d{4}-\d{6}-\d", first) + re.findall(r"G-\d{4}-\d{6}-\d", second)
    assert len(set(numbers)) == mine.PAGE + 3 and "Affaire rivale" not in first + second
    ours = Ticket.rows.filter(compartment__organisation=house["BN-01"]).first()
    assert ours is not None and "On behalf of Baie-Noire Office" in second
    filtered = visitor.get(f"/mine/?behalf={ours.compartment_id}").content.decode()
    assert len(set(re.findall(r"G-\d{4}-\d{6}-\d", filtered))) == 2
    assert "Affaire" not in visitor.get(f"/mine/?behalf={foreign.compartment_id}").content.decode()


@pytest.mark.parametrize("odd", ["?after=9-9-9", "?after=x", "?after=²-1", "?behalf=x", "?behalf=²", "?after=99-1"])
def test_an_odd_address_is_the_first_page_or_an_empty_one(amina: Person, sign_in: SignIn, odd: str) -> None:
    assert sign_in(amina).get(f"/mine/{odd}").status_code == 200


@pytest.mark.proves("CLI-03")
def test_somebody_is_given_the_right_to_act_and_loses_it_at_once(
    amina: Person, etienne: Person, house: dict[str, Organisation], bruno: Staff, sign_in: SignIn
) -> None:
    leased = a_ticket(amina, owner=bruno)
    Ticket.rows.filter(pk=leased.pk).update(scope="lease")
    private = a_ticket(amina, owner=bruno)
    Ticket.rows.filter(pk=private.pk).update(scope="hr")
    visitor, delegate = sign_in(amina), sign_in(etienne)
    said = {"grantor": "self", "email": "etienne@example.org", "scopes": ["lease"], "ends_on": "2026-12-31"}
    assert visitor.post("/mine/delegations/", said).status_code == 302
    assert "etienne@example.org" in visitor.get("/mine/delegations/").content.decode()
    assert [delegate.get(f"/t/{one.number}/").status_code for one in (leased, private)] == [200, 404]
    given = Delegation.objects.get()
    assert sign_in(etienne).post(f"/mine/delegations/{given.pk}/revoke/").status_code == 404
    assert visitor.post(f"/mine/delegations/{given.pk}/revoke/").status_code == 302
    assert delegate.get(f"/t/{leased.number}/").status_code == 404


def test_only_who_heads_an_office_gives_rights_in_its_name(
    amina: Person, etienne: Person, house: dict[str, Organisation], sign_in: SignIn
) -> None:
    said = {"grantor": "BN-01", "email": "etienne@example.org", "scopes": ["all", "hr"]}
    refused = sign_in(amina).post("/mine/delegations/", said)
    assert refused.status_code == 422 and "etienne@example.org" in refused.content.decode()
    a_ticket(amina, holder=house["BN-01"])
    Membership.objects.create(person=amina, organisation=house["BN-01"], role="member", starts_on=TODAY)
    accepted = sign_in(amina).post("/mine/delegations/", said)
    assert accepted.status_code == 302, re.findall(r"field__error.*", accepted.content.decode())
    assert Delegation.objects.get().scopes == ["all"]


@pytest.mark.proves("W04")
def test_the_answer_does_not_tell_whether_the_delegate_is_a_client(
    amina: Person, etienne: Person, sign_in: SignIn
) -> None:
    visitor, pages = sign_in(amina), []
    for address in ("etienne@example.org", "unknown@example.org"):
        said = {"grantor": "self", "email": address, "scopes": ["all"]}
        page = visitor.post("/mine/delegations/", said, follow=True).content.decode()
        pages.append(re.sub(r'(value="[A-Za-z0-9]{64}"|/\d+/)', "", page).replace(address, "ADDRESS"))
        Delegation.objects.all().delete()
    assert pages[0] == pages[1] and "Lacasse" not in pages[0]


def test_a_delegation_needs_a_scope_and_a_day_to_come(amina: Person, sign_in: SignIn) -> None:
    said = {"grantor": "self", "email": "x@example.org", "ends_on": "2020-01-01"}
    page = sign_in(amina).post("/mine/delegations/", said).content.decode()
    assert "Choose at least one kind of matter." in page and "This day has passed." in page


@pytest.mark.proves("CAN-05", "C05")
def test_the_language_that_a_client_chooses_is_kept_on_them(amina: Person, sign_in: SignIn) -> None:
    visitor = sign_in(amina)
    del visitor.cookies["django_language"]
    assert 'lang="fr-CA"' in visitor.get("/mine/").content.decode()[:200]
    response = visitor.post("/mine/preferences/", {"language": "en", "told_by": "email", "told_when": "any"})
    amina.refresh_from_db()
    assert (amina.language, amina.language_confirmed) == ("en", True)
    assert response.cookies["django_language"].value == "en"
    assert 'lang="en-CA"' in visitor.get("/mine/").content.decode()[:200]


@pytest.mark.proves("C05")
def test_a_language_chosen_on_this_machine_goes_first(amina: Person, sign_in: SignIn) -> None:
    visitor = sign_in(amina)
    visitor.cookies["django_language"] = "en"
    assert 'lang="en-CA"' in visitor.get("/mine/").content.decode()[:200]


def test_pages_stay_within_their_budget_of_queries(amina: Person, bruno: Staff, sign_in: SignIn, house: object) -> None:
    made = [a_ticket(amina, owner=bruno, title=f"Affaire {turn}") for turn in range(12)]
    for ticket in made:
        tickets.reply(ticket, by=seen_by(bruno), now=NOON - timedelta(hours=1), body="Bonjour")
    ticket = made[0]
    signed, bearer = sign_in(amina), opened_by(ticket, client.code_for(ticket, seen_by(amina)))
    budgets = [
        (signed, f"/t/{ticket.number}/", 14), (bearer, f"/t/{ticket.number}/", 8), (signed, "/mine/", 26),
        (signed, "/mine/", 21), (Client(), "/", 6), (Client(), "/services/", 6), (Client(), "/follow/", 0),
        (Client(), "/ask/", 6),
    ]  # fmt: skip
    for visitor, address, most in budgets:
        with queries() as seen:
            assert visitor.get(address).status_code == 200
        # Who opened what is written once the page has left.
        asked = [one["sql"] for one in seen.captured_queries if "sight_sighting" not in one["sql"]]
        assert len(asked) <= most, (address, len(asked), [one[:90] for one in asked])


def test_the_front_of_the_window_has_services_events_and_no_unit(hiring: Service, house: object) -> None:
    event = LifeEvent.objects.create(
        code="hiring", name=Bilingual("Embaucher", "Hiring"), summary=Bilingual("Une équipe", "A team")
    )  # fmt: skip
    hiring.life_events.add(event)
    front = Client().get("/").content.decode()
    assert "What do you want to do?" in front and "Hiring, caucus" in front and "within 5 business days" in front
    assert "/services/?event=hiring" in front
    for address in ("/services/", "/services/?event=hiring", "/services/A04/", "/services/?q=new employee contract"):
        page = Client().get(address).content.decode()
        assert "Hiring, caucus" in page and "Human Resources" not in page
    assert Client().get("/services/NONE/").status_code == 404
    nothing = Client().get("/services/?q=<b>zeppelin").content.decode()
    assert "No service of ours bears these words." in nothing and "words=%3Cb%3Ezeppelin" in nothing


@pytest.mark.proves("W08")
def test_reading_changes_nothing(amina: Person, bruno: Staff, sign_in: SignIn) -> None:
    ticket = a_ticket(amina, owner=bruno)
    visitor = sign_in(amina)
    for verb in ("reply", "settled", "not-settled"):
        assert visitor.get(f"/t/{ticket.number}/{verb}/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/ask/", {"body": "x"}).status_code == 403
