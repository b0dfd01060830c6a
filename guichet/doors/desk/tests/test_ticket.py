"""The page of a ticket and its verbs, without a script."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.models import Promise
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Draft, Message, Note, Task, Ticket
from guichet.areas.triage.actions import suggest
from guichet.areas.triage.models import Suggestion
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from tests.cast import NOON, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(amina: Person, bruno: Staff, hiring: Any) -> Ticket:
    """A hiring that Bruno has in hand."""
    return a_ticket(amina, owner=bruno, service=hiring, title="Embauche d’une analyste")


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    """Bruno's browser."""
    return enter(bruno)


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.rows.get(pk=ticket.pk)


@pytest.mark.proves("PRE-02")
def test_a_reply_leaves_in_ten_seconds_and_can_be_taken_back(desk: Client, ticket: Ticket) -> None:
    assert post(desk, "desk-replies", ticket, body="Bonjour, c’est en route.").status_code == 302
    assert "Take it back" in page_of(desk, ticket)
    message = Message.objects.get(ticket=ticket, kind="reply")
    assert post(desk, "desk-unsending", ticket, message=message.pk).status_code == 302
    html = page_of(desk, ticket)
    assert "Take it back" not in html
    assert "Bonjour, c’est en route.</textarea>" in html


def test_it_is_too_late_to_take_words_back_once_they_have_left(desk: Client, ticket: Ticket) -> None:
    post(desk, "desk-replies", ticket, body="Bonjour.")
    message = Message.objects.get(ticket=ticket, kind="reply")
    with clock.at(NOON + timedelta(seconds=11)):
        response = post(desk, "desk-unsending", ticket, message=message.pk)
    assert response.status_code == 422
    assert "too late" in response.content.decode()


def test_a_question_gives_the_turn_to_the_client(desk: Client, ticket: Ticket) -> None:
    post(desk, "desk-questions", ticket, body="Pour quelle date ?")
    assert fresh(ticket).state == "waiting_client"
    assert "the clock waits for the client" in page_of(desk, ticket)


def test_a_note_stays_inside(desk: Client, ticket: Ticket) -> None:
    post(desk, "desk-notes", ticket, body="L’appeler plutôt qu’écrire.")
    assert Note.objects.get(ticket=ticket).body == "L’appeler plutôt qu’écrire."
    html = page_of(desk, ticket)
    assert html.index("slipnote") < html.index("L’appeler plutôt qu’écrire.")


@pytest.mark.parametrize(
    ("name", "field"), [("desk-replies", "body"), ("desk-questions", "body"), ("desk-notes", "body")]
)
def test_empty_words_are_refused_beside_the_form(desk: Client, ticket: Ticket, name: str, field: str) -> None:
    response = post(desk, name, ticket, **{field: "  "})
    assert response.status_code == 422
    assert "Write something first." in response.content.decode()


def test_what_was_typed_survives_a_refusal_in_the_language_of_the_reader(
    bruno: Staff, enter: Enter, ticket: Ticket
) -> None:
    desk = enter(bruno, "fr")
    response = post(
        desk,
        "desk-promise",
        ticket,
        due_on="2026-03-02",
        due_time="10:00",
        reason="partner",
        words="Pardon, ce sera plus long.",
    )
    assert response.status_code == 422
    html = response.content.decode()
    assert "Pardon, ce sera plus long.</textarea>" in html
    assert 'value="2026-03-02"' in html


def test_the_plan_of_the_service_starts_with_one_press(desk: Client, ticket: Ticket) -> None:
    assert "Start this plan" in page_of(desk, ticket)
    post(desk, "desk-plan", ticket)
    html = page_of(desk, ticket)
    assert "A. Contract" in html or "A. Contrat" in html
    assert Task.rows.filter(ticket=ticket).count() == 3


@pytest.mark.proves("BIL-03")
def test_a_ticket_with_open_mandatory_tasks_is_not_resolved_and_says_which(desk: Client, ticket: Ticket) -> None:
    post(desk, "desk-plan", ticket)
    response = post(desk, "desk-resolution", ticket, code="done", body="Tout est prêt pour lundi.")
    assert response.status_code == 422
    html = response.content.decode()
    assert "Still open: A (Contract), B (Account), C (Card)" in html
    assert "Tout est prêt pour lundi.</textarea>" in html
    assert fresh(ticket).state != "resolved"


@pytest.mark.proves("PRE-02")
def test_the_answer_is_drafted_from_the_results_and_resolves(desk: Client, ticket: Ticket, bruno: Staff) -> None:
    post(desk, "desk-plan", ticket)
    for letter in "ABC":
        task = Task.rows.get(ticket=ticket, letter=letter)
        address = reverse("desk-task-finish", args=[task.pk])
        assert desk.post(address, {"on": "ticket", "code": "done", "result": f"Résultat {letter}."}).status_code == 302
    html = page_of(desk, ticket)
    assert "Drafted from what the units brought" in html
    drafted = Draft.objects.get(ticket=ticket, kind="answer").body
    assert drafted == "Résultat A.\n\nRésultat B.\n\nRésultat C."
    post(desk, "desk-resolution", ticket, code="done", body=drafted)
    assert fresh(ticket).state == "resolved"
    assert "Take it back" in page_of(desk, ticket)


def test_a_task_given_ad_hoc_shows_only_the_fields_that_were_ticked(
    desk: Client, ticket: Ticket, house: dict[str, Organisation]
) -> None:
    post(
        desk, "desk-new-task", ticket, unit=house["TI"].pk, title="Ouvrir un compte", instructions="Pour lundi",
        due="1 bd", shown=["description"], mandatory="1",
    )  # fmt: skip
    task = Task.rows.get(ticket=ticket)
    assert (task.unit, task.fields, task.mandatory, task.state) == (house["TI"], ["description"], True, "ready")
    assert fresh(ticket).state == "to_sort"


def test_a_task_without_a_title_keeps_the_words_for_the_unit(desk: Client, ticket: Ticket, house: Any) -> None:
    response = post(desk, "desk-new-task", ticket, unit=house["TI"].pk, title="", instructions="Pour lundi", due="1 bd")
    assert response.status_code == 422
    assert "Pour lundi</textarea>" in response.content.decode()


def test_taking_a_ticket_puts_its_reader_in_charge(desk: Client, ticket: Ticket, bruno: Staff) -> None:
    post(desk, "desk-taking", ticket)
    assert (fresh(ticket).state, fresh(ticket).owner) == ("taken", bruno)


@pytest.mark.proves("TRI-02")
def test_a_ticket_is_only_given_to_client_services(desk: Client, ticket: Ticket, ines: Staff, house: Any) -> None:
    wei = a_staff(house, "CS", "Wei", "Chen", "agent")
    assert post(desk, "desk-assignment", ticket, owner=ines.pk).status_code == 422
    assert post(desk, "desk-assignment", ticket, owner=wei.pk).status_code == 302
    assert fresh(ticket).owner == wei


@pytest.mark.proves("TRI-01")
def test_a_hint_sorts_in_one_press(desk: Client, amina: Person, bruno: Staff, hiring: Any) -> None:
    ticket = a_ticket(amina, owner=bruno, title="Nouvel employé", body="Un contrat pour l’embauche de demain.")
    assert "hint-1" not in page_of(desk, ticket)
    suggest(ticket, by=SYSTEM, now=NOON)
    html = page_of(desk, ticket)
    assert "“contrat”" in html
    assert "urgency high <small>“demain”</small>" in html
    assert "Contract (RH), Account (TI), Card (SEC)" in html
    post(desk, "desk-sorting-of", ticket, service="A04", impact="2", urgency="3")
    assert fresh(ticket).service == hiring
    assert (fresh(ticket).tier, fresh(ticket).priority, fresh(ticket).tasks_total) == ("participant", 2, 0)


@pytest.mark.proves("TRI-01")
def test_the_same_press_may_start_the_plan(desk: Client, amina: Person, bruno: Staff, hiring: Any) -> None:
    ticket = a_ticket(amina, owner=bruno)
    post(desk, "desk-sorting-of", ticket, service="A04", impact="2", urgency="2", plan="on")
    assert (fresh(ticket).service, fresh(ticket).tasks_total) == (hiring, 3)


def test_a_suggestion_that_abstains_says_so(desk: Client, amina: Person, bruno: Staff, hiring: Any) -> None:
    ticket = a_ticket(amina, owner=bruno, body="Un contrat…")
    suggest(ticket, by=SYSTEM, now=NOON)
    Suggestion.objects.update(service=None)
    assert "Not sure enough to suggest one" in page_of(desk, ticket)


def test_sorting_asks_for_a_service_of_the_list(desk: Client, ticket: Ticket) -> None:
    response = post(desk, "desk-sorting-of", ticket, service="NOPE", impact="2", urgency="2")
    assert response.status_code == 422


def test_sorting_into_a_confidential_service_may_hide_the_ticket_from_its_sorter(
    desk: Client, amina: Person, chloe: Staff, hiring: Any
) -> None:
    hiring.confidential = True
    hiring.save()
    ticket = a_ticket(amina, owner=chloe)
    response = post(desk, "desk-sorting-of", ticket, service="A04", impact="2", urgency="2")
    assert response["Location"] == reverse("desk-home")
    assert desk.get(reverse("desk-ticket", args=[ticket.number])).status_code == 404


def test_on_whose_behalf_is_confirmed(desk: Client, amina: Person, bruno: Staff, house: Any) -> None:
    ticket = a_ticket(amina, owner=bruno, behalf_certain=False)
    assert "On whose behalf?" in page_of(desk, ticket)
    post(desk, "desk-behalf", ticket, holder="BN-01")
    assert fresh(ticket).behalf_certain
    assert fresh(ticket).compartment.organisation == house["BN-01"]
    assert post(desk, "desk-behalf", ticket, holder="LV-01").status_code == 422


@pytest.mark.proves("SUI-03")
def test_a_promise_moves_with_words_that_the_client_reads(desk: Client, ticket: Ticket) -> None:
    post(
        desk,
        "desk-promise",
        ticket,
        due_on="2026-03-20",
        due_time="16:00",
        reason="partner",
        words="La province demande dix jours.",
    )
    assert Promise.objects.get(pk=ticket.pk).due_at.isoformat() == "2026-03-20T23:00:00+00:00"  # type: ignore[union-attr]
    assert Message.objects.get(ticket=ticket, kind="news").body == "La province demande dix jours."


def test_a_ticket_is_cancelled_and_reopening_needs_a_resolved_one(desk: Client, ticket: Ticket, bruno: Staff) -> None:
    assert post(desk, "desk-reopening", ticket, cause="new_facts").status_code == 422
    actions.resolve(ticket, by=seen_by(bruno), now=NOON, code="done", body="Fait.")
    post(desk, "desk-reopening", ticket, cause="new_facts")
    assert fresh(ticket).reopen_count == 1
    post(desk, "desk-cancellation", ticket, reason="client_wish")
    assert fresh(ticket).state == "cancelled"
    page_of(desk, ticket)


def test_what_is_being_typed_is_kept_and_restored(desk: Client, ticket: Ticket) -> None:
    for kind, field in [("reply", "body"), ("note", "body"), ("answer", "body"), ("unit", "instructions")]:
        address = reverse("desk-drafts", args=[ticket.number, kind])
        assert "Kept at" in desk.post(address, {field: f"Brouillon {kind}"}).content.decode()
        assert f"Brouillon {kind}</textarea>" in page_of(desk, ticket)
    assert desk.post(reverse("desk-drafts", args=[ticket.number, "other"]), {"body": "x"}).status_code == 404


def test_htmx_gets_the_part_and_a_browser_the_page(desk: Client, ticket: Ticket) -> None:
    part = desk.post(reverse("desk-notes", args=[ticket.number]), {"body": "Une note"}, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert 'id="ticket"' in part.content.decode()


def test_the_filters_of_the_thread_keep_their_side(desk: Client, ticket: Ticket) -> None:
    post(desk, "desk-notes", ticket, body="Mots internes")
    address = reverse("desk-ticket", args=[ticket.number])
    assert "Mots internes" not in desk.get(address, {"show": "client"}).content.decode()
    assert "Mots internes" in desk.get(address, {"show": "internal"}).content.decode()
    assert "wrote a note" in desk.get(address, {"show": "system"}).content.decode()


@pytest.mark.proves("PRE-01")
def test_a_confidential_ticket_does_not_exist_for_an_undesignated_agent(
    desk: Client, amina: Person, chloe: Staff, bruno: Staff, hiring: Any
) -> None:
    hiring.confidential = True
    hiring.save()
    ticket = a_ticket(amina, owner=chloe, service=hiring)
    absent = desk.get(reverse("desk-ticket", args=["G-2026-000000-0"]))
    hidden = desk.get(reverse("desk-ticket", args=[ticket.number]))
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    for name in ("desk-replies", "desk-notes", "desk-resolution", "desk-taking", "desk-plan", "desk-cancellation"):
        assert post(desk, name, ticket, body="x", code="done").status_code == 404
    ticket.readers.add(bruno)
    assert desk.get(reverse("desk-ticket", args=[ticket.number])).status_code == 200


@pytest.mark.parametrize("who", ["ines", "dario"])
def test_only_the_front_line_opens_tickets(
    request: pytest.FixtureRequest, who: str, enter: Enter, ticket: Ticket
) -> None:
    client = enter(request.getfixturevalue(who))
    assert client.get(reverse("desk-ticket", args=[ticket.number])).status_code == 404
    assert post(client, "desk-notes", ticket, body="x").status_code == 404


def test_a_ticket_page_takes_at_most_fourteen_queries(
    desk: Client, ticket: Ticket, bruno: Staff, amina: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    by = seen_by(bruno)
    for place in range(60):
        a_ticket(amina, owner=bruno, title=f"Autre {place}")
    post(desk, "desk-plan", ticket)
    for place in range(20):
        actions.reply(ticket, by=by, now=NOON, body=f"Réponse {place}")
        actions.write(
            ticket,
            by=by.__class__(ref="person:1", roles=frozenset({"system"})),
            now=NOON,
            said=actions.ClientWords(body="Merci", channel="email"),
        )
    catalogue.forget()  # what a process keeps for seconds is read again first, so that it lasts through the count
    page_of(desk, ticket)
    with django_assert_max_num_queries(14):
        page_of(desk, ticket)


def test_a_long_life_shows_its_end_first_and_the_whole_on_demand(desk: Client, ticket: Ticket, bruno: Staff) -> None:
    for place in range(90):
        actions.note(ticket, by=seen_by(bruno), now=NOON + timedelta(seconds=place), body=f"Note {place:03d}")
    html = page_of(desk, ticket)
    assert "Note 089" in html
    assert "Note 000" not in html
    assert "earlier lines" in html
    assert "Note 000" in desk.get(reverse("desk-ticket", args=[ticket.number]) + "?whole").content.decode()
