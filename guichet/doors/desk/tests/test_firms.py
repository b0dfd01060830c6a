"""The card of a firm: found by its number, kept at the window, with all that falls due."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.automation.models import Term
from guichet.areas.people.actions import NewDelegation, delegate, number_firm
from guichet.areas.people.models import Membership, Organisation, Person, Staff
from guichet.areas.people.tests.firms import BAKERY, Firms, the_firms
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground.access import SYSTEM
from tests.cast import NOON, TODAY, a_person, a_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.proves("CLI-07")]
CARD = "/desk/firms/BIZ-01/"


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    """Bruno's browser."""
    return enter(bruno)


@pytest.fixture
def firms(house: dict[str, Organisation]) -> Firms:
    return the_firms()


def test_the_window_keeps_the_number_and_the_accounts_of_two_partners(desk: Client, firms: Firms) -> None:
    assert desk.post(f"{CARD}number/", {"number": "100 000 009"}).status_code == 302
    for code, partner in (("RT0001", "REV"), ("WC0001", "CAT"), ("XX0001", "REV")):
        assert desk.post(f"{CARD}accounts/", {"code": code, "partner": partner}).status_code == 302
    assert desk.post(f"{CARD}accounts/XX0001/gone/").status_code == 302
    page = desk.get(CARD).content.decode()
    for words in ("Business number 100000009", "RT0001", "Revenue", "Work Accidents", "Account removed", "Bruno"):
        assert words in page
    found = desk.get(reverse("desk-people"), {"q": "100000009"}).content.decode()
    assert CARD in found


def test_what_is_refused_stays_as_typed_and_names_no_other_firm(desk: Client, firms: Firms) -> None:
    number_firm(firms.garage, by=SYSTEM, now=NOON, number=BAKERY)
    taken = desk.post(f"{CARD}number/", {"number": BAKERY})
    page = taken.content.decode()
    assert taken.status_code == 422
    assert "already in our files" in page and f'value="{BAKERY}"' in page and "Garage" not in page
    early = desk.post(f"{CARD}accounts/", {"code": "RT0001", "partner": "REV"})
    assert early.status_code == 422 and 'value="RT0001"' in early.content.decode()
    assert "Give the firm its business number first." in early.content.decode()


def test_the_card_shows_who_represents_what_is_open_and_what_falls_due(
    desk: Client, firms: Firms, amina: Person, bruno: Staff
) -> None:
    Membership.objects.create(person=amina, organisation=firms.bakery, role="owner", starts_on=TODAY)
    lin = a_person("lin@example.org", "Lin", "Wei", group="intermediary")
    mandate = NewDelegation(grantor=firms.bakery, delegate=lin, scopes=("finance",), starts_on=TODAY)
    delegate(mandate, by=SYSTEM)
    asked = a_ticket(amina, owner=bruno, holder=firms.bakery, title="Four")
    Ticket.rows.filter(pk=asked.pk).update(state="waiting_client", waiting_since=NOON.replace(year=2025))
    secret = a_ticket(amina, holder=firms.bakery, title="Secret")
    Ticket.rows.filter(pk=secret.pk).update(confidential=True)
    Term.objects.create(
        code="bail", kind="lease_end", person=amina, organisation=firms.bakery, on=date(2030, 8, 31), known_at=NOON
    )
    page = desk.get(CARD).content.decode()
    for words in ("Amina", "owner", "Lin Wei", "finances", "Four", "A question of ours waits", "The lease ends"):
        assert words in page
    assert "Secret" not in page


@pytest.mark.parametrize("code", ["BN-01", "NONE"])
def test_what_is_no_firm_has_no_card(desk: Client, firms: Firms, code: str) -> None:
    assert desk.get(f"/desk/firms/{code}/").status_code == 404
    assert desk.post(f"/desk/firms/{code}/number/", {"number": BAKERY}).status_code == 404


def test_an_expert_finds_no_card(ines: Staff, enter: Enter, firms: Firms) -> None:
    assert enter(ines).get(CARD).status_code == 404
