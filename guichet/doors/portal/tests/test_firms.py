"""A representative reads what falls due for their firm; nobody else knows that it is there."""

from datetime import date

import pytest
from django.test import Client

from guichet.areas.automation.models import Term
from guichet.areas.people.actions import NewDelegation, attach_account, delegate, number_firm
from guichet.areas.people.models import Membership, Organisation, Person
from guichet.areas.people.tests.firms import BAKERY, Firms, the_firms
from guichet.areas.tickets.models import Ticket
from guichet.doors.portal.tests.conftest import SignIn
from guichet.ground.access import SYSTEM
from tests.cast import NOON, TODAY, a_person, a_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.proves("CLI-07")]
PAGE = "/mine/firms/BIZ-01/"


@pytest.fixture
def firms(house: dict[str, Organisation]) -> Firms:
    made = the_firms()
    number_firm(made.bakery, by=SYSTEM, now=NOON, number=BAKERY)
    attach_account(made.bakery, by=SYSTEM, now=NOON, code="RT0001", partner=made.revenue)
    attach_account(made.bakery, by=SYSTEM, now=NOON, code="WC0001", partner=made.accidents)
    return made


@pytest.fixture
def owner(firms: Firms) -> Person:
    person = a_person("ana@example.org", "Ana", "Ruiz", group="business", language="en")
    Membership.objects.create(person=person, organisation=firms.bakery, role="owner", starts_on=date(2020, 1, 1))
    asked = a_ticket(person, holder=firms.bakery, title="Oven permit")
    Ticket.rows.filter(pk=asked.pk).update(state="waiting_client", waiting_since=NOON.replace(year=2025))
    Term.objects.create(
        code="bail", kind="lease_end", person=person, organisation=firms.bakery, on=date(2030, 8, 31), known_at=NOON
    )
    return person


def visit(signed_in: Client) -> str:
    page = signed_in.get(PAGE)
    assert page.status_code == 200
    return page.content.decode()


def test_an_owner_reads_the_number_the_accounts_and_what_falls_due(owner: Person, sign_in: SignIn) -> None:
    client = sign_in(owner)
    page = visit(client)
    for words in ("100000009 RT0001", "Revenue", "100000009 WC0001", "Oven permit", "The lease ends"):
        assert words in page
    assert PAGE in client.get("/mine/").content.decode()


@pytest.mark.parametrize(("scope", "accounts", "lease"), [("finance", True, False), ("lease", False, True)])
def test_a_delegate_reads_what_their_mandate_covers(
    owner: Person, firms: Firms, sign_in: SignIn, scope: str, accounts: bool, lease: bool
) -> None:
    lin = a_person("lin@example.org", "Lin", "Wei", language="en")
    delegate(NewDelegation(grantor=firms.bakery, delegate=lin, scopes=(scope,), starts_on=TODAY), by=SYSTEM)
    page = visit(sign_in(lin))
    assert ("RT0001" in page, BAKERY in page, "The lease ends" in page) == (accounts, accounts, lease)


@pytest.mark.parametrize("role", ["", "employee"])
def test_whoever_does_not_act_for_a_firm_gets_the_answer_of_one_that_never_was(
    owner: Person, firms: Firms, amina: Person, sign_in: SignIn, role: str
) -> None:
    if role:
        Membership.objects.create(person=amina, organisation=firms.bakery, role=role, starts_on=TODAY)
    client = sign_in(amina)
    foreign, never = client.get(PAGE), client.get("/mine/firms/NEVER/")
    assert (foreign.status_code, never.status_code) == (404, 404)
    assert PAGE not in client.get("/mine/").content.decode()
