"""An article made of a solved request tells nobody's name, address or number, and waits for a review."""

import pytest

from guichet.areas.catalogue.models import Service
from guichet.areas.knowledge import actions, rules
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Message, Ticket
from guichet.ground.access import Refused
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_person, a_ticket, seen_by


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Écrivez à amina.d@example.org ou au 250 555-0142.", "Écrivez à [courriel] ou au [numéro]."),
        ("J’habite au 123, rue des Lilas, V8V 1A1.", "J’habite au [adresse], [adresse]."),
        ("Mon dossier G-2026-482913-4, NAS 046 454 286.", "Mon dossier [numéro], NAS [numéro]."),
        ("Mme Tremblay a parlé à M. Jean Roy.", "[nom] a parlé à [nom]."),
        ("amina Diallo veut une chaise, Amina aussi.", "[nom] veut une chaise, [nom] aussi."),
        ("Voyez https://example.org/u/77 pour 2 chaises.", "Voyez [lien] pour 2 chaises."),
        ("Compte 12345-AB, plaque AB123C.", "Compte [numéro], plaque [numéro]."),
    ],
)
def test_whatever_tells_whose_words_they_are_is_taken_out(said: str, kept: str) -> None:
    assert rules.anonymised(said, {"Amina", "Diallo"}, "fr") == kept


def test_an_english_street_goes_too() -> None:
    assert rules.anonymised("Come to 12 Old Mill Road today.", (), "en") == "Come to [address] today."


@pytest.fixture
def solved(amina: Person, bruno: Staff, hiring: Service) -> Ticket:
    ticket = a_ticket(amina, owner=bruno, service=hiring, title="La chaise d’Amina", body="Samira Haddad est tombée.")
    tickets.resolve(ticket, by=seen_by(bruno), now=NOON, code="done", body="Bonjour Amina, serrez les vis. Bruno")
    return Ticket.rows.get(pk=ticket.pk)


@pytest.mark.django_db
@pytest.mark.proves("CON-04")
def test_what_a_solved_request_taught_becomes_an_article_to_review(solved: Ticket, bruno: Staff) -> None:
    a_person("samira@example.org", "Samira", "Haddad")
    article = actions.draft_from(solved, by=seen_by(bruno), now=NOON)
    assert (article.state, article.title.fr, article.title.en) == ("review", "La chaise d’[nom]", "")
    assert article.body.fr == "## Question\n\n[nom] est tombée.\n\n## Réponse\n\nBonjour [nom], serrez les vis. [nom]"
    assert [one.code for one in article.services.all()] == ["A04"]
    assert not any(name in article.slug for name in ("amina", "bruno"))


@pytest.mark.django_db
@pytest.mark.proves("N12")
def test_a_riding_a_party_and_an_amount_tell_whose_request_it_was_and_a_human_confirms(
    solved: Ticket, bruno: Staff
) -> None:
    azur = Organisation.objects.create(code="AZUR-2", kind="caucus", name=Bilingual("Caucus Azur", "Azur Caucus"))
    riding = Bilingual("Bureau de circonscription de Anse-Verte", "Anse-Verte Constituency Office")
    Organisation.objects.create(code="BN", kind="office", name=riding, region="Côte-Nord", caucus=azur)
    body = "Le caucus Azur et le bureau de anse-verte, sur la Côte-Nord, paient 1250 $ de loyer."
    Message.objects.filter(ticket=solved, kind="opening").update(body=body)

    article = actions.draft_from(solved, by=seen_by(bruno), now=NOON)

    assert "Le [nom] et le bureau de [nom], sur la [nom], paient [numéro] $ de loyer." in article.body.fr
    assert article.state == "review"


@pytest.mark.django_db
def test_an_open_or_a_confidential_request_teaches_nobody(solved: Ticket, amina: Person, bruno: Staff) -> None:
    Ticket.rows.filter(pk=solved.pk).update(confidential=True)
    for ticket in (a_ticket(amina, owner=bruno), Ticket.rows.get(pk=solved.pk)):
        with pytest.raises(Refused):
            actions.draft_from(ticket, by=seen_by(bruno), now=NOON)
