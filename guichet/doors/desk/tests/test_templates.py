"""A template on a ticket: found, read before it runs, changed, run whole; refused without losing a word."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.macros.models import Macro
from guichet.areas.macros.rules.steps import Work
from guichet.areas.macros.tests.templates import a_macro
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Draft, Message, Task, Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_person, a_ticket, seen_by

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Une chaise")


def at(name: str, ticket: Ticket, macro: Macro | None = None) -> str:
    return reverse(name, args=[ticket.number, *([macro.pk] if macro else [])])


def shown(client: Client, ticket: Ticket, macro: Macro, **more: Any) -> str:
    return client.get(at("desk-template-on", ticket, macro), **more).content.decode()


def use(client: Client, ticket: Ticket, macro: Macro, **said: Any) -> Any:
    return client.post(at("desk-template-use", ticket, macro), said, headers=HTMX)


def test_templates_are_found_on_the_ticket_by_a_part_of_their_words(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    a_macro(bruno, "Chaise", words=Bilingual("Une chaise", "An armchair"))
    a_macro(bruno, "Lampe", words=Bilingual("Une lampe", "A lamp"))
    client, address = enter(bruno), at("desk-templates-of", ticket)
    both = client.get(address).content.decode()
    assert "Chaise (EN)" in both
    assert "Lampe (EN)" in both
    assert 'id="composers"' in both
    part = client.get(address, {"q": "armch"}, headers=HTMX).content.decode()
    assert "Chaise (EN)" in part
    assert "Lampe (EN)" not in part
    assert "<html" not in part
    assert "An armchair" in client.get(address, {"q": "armch", "go": "1"}).content.decode()
    assert "No template has these words" in client.get(address, {"q": "xyzzy"}).content.decode()


def test_the_preview_says_everything_that_will_happen_and_the_words_in_the_clients_language(
    ticket: Ticket, bruno: Staff, hiring: Service, enter: Enter
) -> None:
    work = Work(title=Bilingual("Poser un câble", "Lay a cable"), unit="TI")
    macro = a_macro(
        bruno, service="A04", impact=3, owner="me", plan=True, work=work, sends="question",
        note=Bilingual("À suivre", "To follow"),
    )  # fmt: skip
    html = shown(enter(bruno), ticket, macro)
    for words in (
        "Service: Hiring, caucus, impact: high", "Taken in charge by Bruno Tremblay", "The plan starts: 3 tasks",
        "Task for TI: Lay a cable", "within 2 business days", "Internal note", "A question to Amina Diallo",
        "in French, 10 seconds after you send", f"Bonjour Amina Diallo, votre billet est le {ticket.number}.",
        f"Hello Amina Diallo, your ticket is {ticket.number}.",
    ):  # fmt: skip
        assert words in html
    assert 'name="cmp" id="cmp-macro" open' in html
    assert not Message.objects.filter(kind="question").exists()


def test_a_template_runs_whole_and_its_words_can_be_taken_back(
    ticket: Ticket, bruno: Staff, house: dict[str, Organisation], enter: Enter
) -> None:
    work = Work(title=Bilingual("Poser un câble", "Lay a cable"), unit="TI")
    macro, client = a_macro(bruno, work=work, impact=3), enter(bruno)
    html = use(client, ticket, macro, body="Bonjour Amina", seen="").content.decode()
    message = Message.objects.get(kind="reply")
    assert message.body == "Bonjour Amina"
    assert "It leaves in" in html
    assert "Bruno Tremblay used a template" in html
    assert Task.rows.get().unit == house["TI"]
    client.post(reverse("desk-unsending", args=[ticket.number]), {"message": message.pk})
    assert Draft.objects.get().body == "Bonjour Amina"
    assert Macro.rows.get().uses == 1


def test_an_empty_place_refuses_to_leave_and_keeps_every_word(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    macro = a_macro(bruno, words=Bilingual("Au {bureau}", "At {office}"), impact=3)
    client = enter(bruno)
    assert "No value here for {bureau}" in shown(client, ticket, macro)
    response = use(client, ticket, macro, body="Je passe au {bureau} demain", seen="")
    html = response.content.decode()
    assert response.status_code == 422
    assert "Nothing was sent: {bureau} has no value here" in html
    assert "Je passe au {bureau} demain</textarea>" in html
    assert Ticket.rows.get(pk=ticket.pk).impact == 2


def test_what_was_being_typed_stands_before_the_words_and_leaves_with_them(
    ticket: Ticket, bruno: Staff, enter: Enter
) -> None:
    macro, client = a_macro(bruno, words=Bilingual("Merci.", "Thanks.")), enter(bruno)
    tickets.draft(ticket, by=seen_by(bruno), now=NOON, kind="reply", body="J’ai bien reçu la photo.")
    assert "J’ai bien reçu la photo.\n\nMerci.</textarea>" in shown(client, ticket, macro)
    use(client, ticket, macro, body="J’ai bien reçu la photo.\n\nMerci.", seen="")
    assert not Draft.objects.exists()


def test_the_client_who_writes_meanwhile_is_read_first(
    ticket: Ticket, bruno: Staff, amina: Person, enter: Enter
) -> None:
    macro, client = a_macro(bruno), enter(bruno)
    found = re.search(r'id="seen-macro" value="(\d+)"', shown(client, ticket, macro))
    assert found
    said = tickets.ClientWords(body="Oubliez tout !", channel="web", person=amina)
    tickets.write(ticket, by=seen_by(amina), now=NOON, said=said)
    response = use(client, ticket, macro, body="Bonjour", seen=found[1])
    html = response.content.decode()
    assert response.status_code == 422
    assert "The client wrote while you were writing" in html
    assert "Oubliez tout" in html
    assert "Send anyway" in html
    assert not Message.objects.filter(kind="reply").exists()


def test_fields_alone_are_put_back_with_one_press(
    ticket: Ticket, bruno: Staff, hiring: Service, enter: Enter
) -> None:  # fmt: skip
    tickets.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)
    macro, client = a_macro(bruno, sends="", impact=3, urgency=1), enter(bruno)
    html = use(client, ticket, macro).content.decode()
    found = re.search(r'name="done" value="([^"]+)"', html)
    assert found
    assert Ticket.rows.get(pk=ticket.pk).impact == 3
    address = reverse("desk-template-undoing", args=[ticket.number])
    assert "too late" in client.post(address, {"done": "forged"}, headers=HTMX).content.decode()
    client.post(address, {"done": found[1]}, headers=HTMX)
    now = Ticket.rows.get(pk=ticket.pk)
    assert (now.impact, now.urgency) == (2, 2)


@pytest.mark.proves("A05")
def test_a_template_that_is_not_for_this_ticket_or_not_ones_own_does_not_exist(
    ticket: Ticket, bruno: Staff, chloe: Staff, enter: Enter
) -> None:
    english = a_macro(bruno, conditions=(("language", ("en",)),))
    hers = a_macro(chloe)
    client = enter(bruno)
    for macro in (english, hers):
        assert client.get(at("desk-template-on", ticket, macro)).status_code == 404
    assert use(client, ticket, hers, body="x").status_code == 404
    refused = use(client, ticket, english, body="Mes mots")
    assert refused.status_code == 422
    assert "not for this request as it stands now" in refused.content.decode()
    assert "Mes mots</textarea>" in refused.content.decode()


@pytest.mark.proves("O11")
def test_what_a_client_is_called_is_shown_as_it_is(house: Any, bruno: Staff, enter: Enter) -> None:
    name = "{owner} {{ 7*7 }} <script>alert(1)</script>"
    eve = a_ticket(a_person("eve@example.org", name, "X"), owner=bruno)
    macro = a_macro(bruno, words=Bilingual("Bonjour {personne}", "Hello {person}"))
    html = shown(enter(bruno), eve, macro, headers=HTMX)
    assert "Bonjour {owner} {{ 7*7 }} &lt;script&gt;alert(1)&lt;/script&gt; X</textarea>" in html


def test_a_ticket_with_templates_used_on_it_names_them(
    ticket: Ticket, bruno: Staff, enter: Enter, dario: Staff
) -> None:
    macro, client = a_macro(dario, "Bien reçu", scope="all"), enter(bruno)
    use(client, ticket, macro, body="Bonjour")
    assert "Bruno Tremblay used a template: Bien reçu (EN)" in page_of(client, ticket)


def test_several_are_answered_from_a_template_each_in_their_own_language(
    ticket: Ticket, bruno: Staff, house: dict[str, Organisation], enter: Enter
) -> None:
    gwen = a_person("gwen@example.org", "Gwen", "Hall", language="en")
    english, busy = a_ticket(gwen, owner=bruno), a_ticket(gwen, owner=bruno)
    tickets.draft(busy, by=seen_by(bruno), now=NOON, kind="reply", body="Dear Gwen")
    macro, client = a_macro(bruno, impact=3), enter(bruno)
    address, numbers = (
        reverse("desk-selection", args=["mine", "templates"]),
        [ticket.number, english.number, busy.number],
    )
    assert "Bien reçu (EN)" in client.post(address, {"ticket": numbers}).content.decode()
    seen = client.post(address, {"ticket": numbers, "macro": macro.pk}).content.decode()
    assert f"Bonjour Amina Diallo, votre billet est le {ticket.number}." in seen
    assert f"Hello Gwen Hall, your ticket is {english.number}." in seen
    assert "You are writing to this client already" in seen
    assert not Message.objects.filter(kind="reply").exists()
    said = {"sent": "1", "macro": macro.pk, "body_fr": "Merci {personne}", "body_en": "Thanks {person}"}
    done = client.post(address, {"ticket": numbers, **said}).content.decode()
    assert "2 requests done" in done
    bodies = Message.objects.filter(kind="reply").order_by("pk").values_list("body", flat=True)
    assert list(bodies) == ["Merci Amina Diallo", "Thanks Gwen Hall"]
    assert Draft.objects.get().body == "Dear Gwen"
    found = re.search(r'name="done" value="([^"]+)"', done)
    assert found
    client.post(reverse("desk-selection-undoing", args=["mine"]), {"done": found[1]})
    assert Message.objects.filter(kind="reply", withdrawn_at=None).count() == 0


def test_a_row_whose_values_are_missing_gets_nothing_and_says_so(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    macro, client = a_macro(bruno, words=Bilingual("Au {bureau}", "At {office}")), enter(bruno)
    said = {"ticket": [ticket.number], "sent": "1", "macro": macro.pk, "body_fr": "Au {bureau}"}
    html = client.post(reverse("desk-selection", args=["mine", "templates"]), said).content.decode()
    assert "{bureau} has no value here" in html
    assert not Message.objects.filter(kind="reply").exists()
