"""The contact bar, the people page and the quarantine, without a script."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import Service, ServiceTier
from guichet.areas.intake.models import InboundMail
from guichet.areas.people.actions import NewPerson, mark_undeliverable, register
from guichet.areas.people.models import ContactPoint, Person, Staff
from guichet.areas.tickets.models import Contact, Ticket
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground.access import SYSTEM
from guichet.ground.files import store
from guichet.ground.journal.models import Entry
from tests.cast import NOON, a_staff, a_ticket

pytestmark = pytest.mark.django_db
BAR = {"channel": "phone", "language": "fr", "identity": "known_number", "service": "", "code": "answered"}


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    """Bruno's browser."""
    return enter(bruno)


def conclude(client: Client, **data: Any) -> Any:
    return client.post(reverse("desk-new-contact"), {**BAR, **data})


@pytest.mark.proves("CAN-01")
def test_a_call_is_settled_at_once(desk: Client, amina: Person, bruno: Staff, hiring: Any) -> None:
    said = {"caller": f"{amina.pk}:BN-01", "words": "Quels papiers pour embaucher ?", "answer": "Le formulaire 12."}
    response = conclude(desk, **said, outcome="settled", service="A04")
    ticket = Ticket.rows.get()
    assert response["Location"] == reverse("desk-ticket", args=[ticket.number])
    assert (ticket.state, ticket.channel, ticket.owner, ticket.resolution_text) == (
        "resolved",
        "phone",
        bruno,
        "Le formulaire 12.",
    )
    assert ticket.compartment.organisation is not None
    contact = Contact.objects.get(ticket=ticket)
    assert (contact.staff, contact.identity) == (bruno, "known_number")


@pytest.mark.proves("CAN-01")
def test_a_call_to_follow_up_is_in_charge_of_whoever_took_it(
    desk: Client, amina: Person, bruno: Staff, hiring: Any
) -> None:
    conclude(desk, caller=f"{amina.pk}:self", words="Je rappellerai", outcome="follow_up", service="A04")
    ticket = Ticket.rows.get()
    assert (ticket.state, ticket.owner, ticket.compartment.person) == ("taken", bruno, amina)


@pytest.mark.proves("BIL-06", "BIL-07")
def test_a_contact_about_what_we_lead_or_take_part_in_is_kept_with_a_request_or_not_at_all(
    desk: Client, amina: Person, hiring: Service
) -> None:
    said = {"caller": f"{amina.pk}:self", "words": "Et l’embauche ?", "outcome": "only_contact", "service": "A04"}
    for tier in ("lead", "participant"):
        ServiceTier.objects.filter(service=hiring).update(tier=tier)
        catalogue.forget()
        refused = conclude(desk, **said)
        page = unescape(refused.content.decode())
        assert refused.status_code == 422 and "keep the contact with a request" in page and "Et l’embauche ?" in page
    assert not Contact.objects.exists()
    ServiceTier.objects.filter(service=hiring).update(tier="support")
    catalogue.forget()
    assert conclude(desk, **said).status_code == 302 and Contact.objects.get().ticket is None
    answered = conclude(desk, **said | {"outcome": "settled", "answer": "Demandez au service du personnel."})
    assert answered.status_code == 302 and Ticket.rows.get().resolution_code == "answered"


def test_a_contact_without_a_request_is_kept(desk: Client, amina: Person) -> None:
    conclude(desk, caller=f"{amina.pk}:self", words="Heures d’ouverture", outcome="only_contact")
    assert Contact.objects.get().ticket is None
    assert not Ticket.rows.exists()


@pytest.mark.proves("VAL-01")
@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("Bonjour, où en est ma demande ?", "follow_up"), ("Where is my refund?", "follow_up"),
        ("Vous aviez promis lundi.", "broken_promise"), ("Je voudrais un deuxième écran", ""),
    ],
)  # fmt: skip
def test_a_contact_that_should_not_have_been_needed_is_heard_in_the_words(desk: Client, words: str, cause: str) -> None:
    html = desk.get(reverse("desk-causes"), {"words": words}).content.decode()
    chosen = [line.split('"')[1] for line in html.split("<option value=")[1:] if " selected" in line]
    assert chosen == ([cause] if cause else [])
    assert ("Suggested because" in html) == bool(cause)


@pytest.mark.proves("VAL-01")
def test_why_they_called_is_kept_with_the_contact_and_told_to_the_journal(desk: Client, amina: Person) -> None:
    said = {"caller": f"{amina.pk}:self", "words": "Où en est ma demande ?", "needed": "follow_up"}
    conclude(desk, **said, outcome="follow_up")
    contact = Contact.objects.get()
    assert (contact.value_class, contact.failure_cause) == ("failure", "follow_up")
    conclude(desk, **{**said, "needed": "value"}, outcome="only_contact")
    kept = Entry.objects.filter(kind="tickets.contact_classified").order_by("pk").values_list("data", flat=True)
    assert [(data["value_class"], data["cause"]) for data in kept] == [("failure", "follow_up"), ("value", "")]
    page = desk.get(reverse("desk-ticket", args=[Ticket.rows.get().number]), {"show": "system"}).content.decode()
    assert "should not have been needed: asks where it stands" in page
    assert conclude(desk, **{**said, "needed": "weather"}, outcome="follow_up").status_code == 422


@pytest.mark.proves("CAN-01")
def test_one_contact_holds_several_matters(desk: Client, amina: Person, hiring: Any) -> None:
    said = {"caller": f"{amina.pk}:BN-01", "outcome": "follow_up"}
    first = conclude(desk, **said, words="Un écran", HTTP_HX_REQUEST="true")
    assert first.status_code == 302 or "Another matter" in first.content.decode()
    contact = Contact.objects.get()
    bar = desk.get(reverse("desk-new-contact"), {"same": str(contact.pk), "place": "BN-01"}).content.decode()
    assert f'value="{amina.pk}:BN-01" checked' in bar
    conclude(desk, **said, words="Un bail", contact=contact.pk)
    second = Ticket.rows.get(title="Un bail")
    assert list(Contact.objects.values_list("pk", flat=True)) == [contact.pk]
    assert list(contact.also.all()) == [second]
    conclude(desk, **{**said, "outcome": "only_contact"}, words="Les heures", contact=contact.pk)
    contact.refresh_from_db()
    assert contact.words == "Un écran\nLes heures"


def test_a_contact_of_somebody_else_is_not_gone_on_with(desk: Client, amina: Person, chloe: Staff) -> None:
    theirs = Contact.objects.create(
        at=NOON, channel="phone", person=amina, staff=chloe, language="fr", words="Chez Chloé"
    )
    assert "Chez Chloé" not in desk.get(reverse("desk-new-contact"), {"same": theirs.pk}).content.decode()
    conclude(desk, caller=f"{amina.pk}:self", words="Autre chose", outcome="follow_up", contact=theirs.pk)
    assert Contact.objects.count() == 2
    assert not theirs.also.exists()


def test_a_telephone_opens_the_bar_on_whoever_calls(desk: Client, amina: Person) -> None:
    desk.post(reverse("desk-points", args=[amina.pk]), {"kind": "phone", "value": "250 555-0111"})
    html = desk.get(reverse("desk-new-contact"), {"who": "+1 250 555-0111"}).content.decode()
    assert f'value="{amina.pk}:BN-01" checked' in html


def test_somebody_new_needs_a_name_and_no_address(desk: Client, house: Any) -> None:
    refused = conclude(desk, caller="new", words="Bonjour", outcome="follow_up")
    assert refused.status_code == 422
    assert "Bonjour</textarea>" in refused.content.decode()
    conclude(
        desk,
        caller="new",
        given_name="Fernande",
        family_name="Richard",
        phone="250 555-0199",
        words="Bonjour",
        outcome="follow_up",
    )
    ticket = Ticket.rows.get()
    assert ticket.requester.full_name == "Fernande Richard"
    assert not ContactPoint.objects.filter(person=ticket.requester, kind="email").exists()


def test_somebody_new_at_a_known_number_is_not_taken_for_another(desk: Client, house: Any) -> None:
    old = register(NewPerson(given_name="Marc", phone="250 555-0199"), by=SYSTEM, now=NOON)
    conclude(desk, caller="new", given_name="Lise", phone="250 555-0199", words="Bonjour", outcome="follow_up")
    assert Ticket.rows.get().requester != old


@pytest.mark.parametrize("missing", ["caller", "words", "answer"])
def test_what_is_missing_is_asked_for_and_nothing_is_kept(desk: Client, amina: Person, missing: str) -> None:
    said = {"caller": f"{amina.pk}:self", "words": "Mots", "answer": "Réponse", missing: ""}
    response = conclude(desk, **said, outcome="settled")
    assert response.status_code == 422
    assert not Ticket.rows.exists()
    for kept in {"Mots", "Réponse"} & set(said.values()):
        assert f"{kept}</textarea>" in response.content.decode()


def test_people_are_found_while_typing_with_each_office(desk: Client, amina: Person) -> None:
    html = desk.get(reverse("desk-callers"), {"who": "ami"}).content.decode()
    assert "Baie-Noire Office" in html
    assert "for themselves" in html


def test_without_a_script_finding_is_a_button(desk: Client, amina: Person) -> None:
    html = conclude(desk, find="1", who="dial", words="Déjà tapé", outcome="settled").content.decode()
    assert f'value="{amina.pk}:BN-01" checked' in html
    assert "Déjà tapé</textarea>" in html


@pytest.mark.parametrize("who", ["ines", "dario"])
def test_only_the_front_line_takes_calls(request: pytest.FixtureRequest, who: str, enter: Enter) -> None:
    client = enter(request.getfixturevalue(who))
    assert client.get(reverse("desk-new-contact")).status_code == 404
    assert client.get(reverse("desk-people")).status_code == 404
    assert "+</span>" not in client.get(reverse("desk-home")).content.decode()


def test_a_persons_card_says_how_they_are_reached(desk: Client, amina: Person, bruno: Staff) -> None:
    a_ticket(amina, owner=bruno, title="Un bail à revoir")
    mark_undeliverable("amina@example.org", by=SYSTEM, reason="boîte pleine", now=NOON)
    html = desk.get(reverse("desk-person", args=[amina.pk])).content.decode()
    for words in ("Baie-Noire Office", "Un bail à revoir", "boîte pleine"):
        assert words in html
    assert desk.get(reverse("desk-person", args=[99999])).status_code == 404


def test_a_way_to_reach_somebody_is_added_or_refused_with_its_reason(desk: Client, amina: Person) -> None:
    address = reverse("desk-points", args=[amina.pk])
    assert desk.post(address, {"kind": "phone", "value": "250 555-0111"}).status_code == 302
    assert ContactPoint.objects.filter(person=amina, normal="2505550111").exists()
    refused = desk.post(address, {"kind": "email", "value": "amina@"})
    assert refused.status_code == 422
    assert 'value="amina@"' in refused.content.decode()


def test_a_language_is_confirmed(desk: Client, amina: Person) -> None:
    desk.post(reverse("desk-language", args=[amina.pk]), {"language": "en", "was": "fr"})
    amina.refresh_from_db()
    assert (amina.language, amina.language_confirmed) == ("en", True)


def test_two_who_confirm_another_language_see_both(desk: Client, amina: Person) -> None:
    Person.objects.filter(pk=amina.pk).update(language="en")  # a colleague, meanwhile
    address = reverse("desk-language", args=[amina.pk])

    assert desk.post(address, {"language": "en", "was": "fr"}).status_code == 302  # both say the same
    Person.objects.filter(pk=amina.pk).update(language="fr")
    moved = desk.post(address, {"language": "en", "was": "en"})

    html = moved.content.decode()
    assert moved.status_code == 422
    assert "Somebody changed this meanwhile." in html
    assert 'Language · now</dt><dd class="said"><b>French</b>' in html
    assert 'what you wrote</dt><dd class="said"><b>English</b>' in html
    assert "Put “English” all the same" in html
    amina.refresh_from_db()
    assert amina.language == "fr"
    desk.post(address, {"language": "en", "was": "fr"})
    amina.refresh_from_db()
    assert amina.language == "en"


def test_the_search_opens_a_number_and_lists_people(desk: Client, amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    found = desk.get(reverse("desk-search"), {"q": ticket.number.lower().removeprefix("g-")})
    assert found["Location"] == reverse("desk-ticket", args=[ticket.number])
    assert "Amina Diallo" in desk.get(reverse("desk-people"), {"q": "diallo"}).content.decode()


def test_the_quarantine_is_saved_and_read_again_by_its_keepers(chloe: Staff, bruno: Staff, enter: Enter) -> None:
    file = store.keep(b"From: <broken>\r\n\r\n\xff", now=NOON)
    mail = InboundMail.objects.create(
        mailbox="m", sha256="a" * 64, file=file, received_at=NOON, state="quarantined", reason="unreadable", attempts=3
    )
    client = enter(chloe)
    assert "unreadable" in client.get(reverse("desk-quarantine")).content.decode()
    raw = client.get(reverse("desk-raw", args=[mail.pk]))
    assert raw["Content-Disposition"].startswith("attachment")
    assert raw.content.endswith(b"\xff")
    client.post(reverse("desk-replays", args=[mail.pk]))
    assert InboundMail.objects.get(pk=mail.pk).state == "stored"
    assert client.get(reverse("desk-raw", args=[mail.pk])).status_code == 404
    for name, args in [("desk-quarantine", []), ("desk-raw", [mail.pk])]:
        assert enter(bruno).get(reverse(name, args=args)).status_code == 404


@pytest.mark.proves("CAN-01", "GOU-06")
@pytest.mark.parametrize("outcome", ["follow_up", "settled"])
def test_a_call_about_a_confidential_matter_stays_with_whoever_took_it(
    desk: Client, amina: Person, bruno: Staff, house: Any, hiring: Any, outcome: str
) -> None:
    a_staff(house, "CS", "Adele", "Free", "agent")  # has more room than Bruno, and would be chosen for a letter
    a_ticket(amina, owner=bruno)
    hiring.confidential = True
    hiring.save()
    said = {"caller": f"{amina.pk}:self", "words": "En toute discrétion", "answer": "Je vous écoute.", "service": "A04"}
    assert conclude(desk, **said, outcome=outcome).status_code == 302
    ticket = Ticket.rows.get(service=hiring)
    assert ticket.owner == bruno and ticket.confidential


def test_a_manager_cannot_settle_a_confidential_matter_from_the_bar_and_loses_nothing(
    amina: Person, bruno: Staff, chloe: Staff, hiring: Any, enter: Enter
) -> None:
    hiring.confidential = True
    hiring.save()
    said = {"caller": f"{amina.pk}:self", "words": "En toute discrétion", "answer": "Voilà.", "service": "A04"}
    answer = conclude(enter(chloe), **said, outcome="settled")
    page = answer.content.decode()
    assert answer.status_code == 422 and "This service is confidential." in page and "En toute discrétion" in page
    assert not Ticket.rows.exists()
