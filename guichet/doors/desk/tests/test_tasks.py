"""What an expert sees and does: the task, its fields, and nothing else of the ticket."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Attachment, Task, TaskMessage, Ticket
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    """A ticket full of words that no expert may read."""
    upload = actions.Upload("avis.pdf", "application/pdf", b"%PDF-1")
    made = a_ticket(amina, owner=bruno, title="TITRE-SECRET", body="Mots de la demande", uploads=(upload,))
    actions.note(made, by=seen_by(bruno), now=NOON, body="NOTE-SECRETE")
    actions.reply(made, by=seen_by(bruno), now=NOON, body="REPONSE-SECRETE")
    return made


def give(ticket: Ticket, unit: Organisation, bruno: Staff, *fields: str) -> Task:
    task = actions.NewTask(title=Bilingual("Ouvrir le compte", "Open the account"), unit=unit, fields=fields)
    return actions.add_task(ticket, by=seen_by(bruno), now=NOON, task=task)


@pytest.fixture
def task(ticket: Ticket, bruno: Staff, house: dict[str, Organisation]) -> Task:
    """A task of the IT unit that shows what was asked, and nothing else."""
    return give(ticket, house["TI"], bruno, "description")


def act(client: Client, verb: str, task: Task, **data: Any) -> int:
    return client.post(reverse(f"desk-task-{verb}", args=[task.pk]), data).status_code


def state(task: Task) -> str:
    return Task.rows.get(pk=task.pk).state


@pytest.mark.proves("PRE-01")
def test_an_expert_sees_the_task_and_its_fields_only(ines: Staff, enter: Enter, ticket: Ticket, task: Task) -> None:
    client = enter(ines)
    html = client.get(reverse("desk-task", args=[task.pk])).content.decode()
    assert "Mots de la demande" in html
    for hidden in (
        "TITRE-SECRET",
        "NOTE-SECRETE",
        "REPONSE-SECRETE",
        "Diallo",
        "amina@example.org",
        "avis.pdf",
        "Baie-Noire",
    ):
        assert hidden not in html
    assert client.get(reverse("desk-ticket", args=[ticket.number])).status_code == 404
    assert "Open the account" in client.get(reverse("desk-home")).content.decode()


@pytest.mark.proves("PRE-01")
def test_each_field_shows_when_the_plan_lets_it_through(
    ines: Staff, bruno: Staff, enter: Enter, ticket: Ticket, house: dict[str, Organisation]
) -> None:
    task = give(ticket, house["TI"], bruno, "requester_name", "requester_contact", "attachments")
    html = enter(ines).get(reverse("desk-task", args=[task.pk])).content.decode()
    assert "Amina Diallo" in html
    assert "amina@example.org" in html
    assert "avis.pdf" in html
    assert "Mots de la demande" not in html


def test_a_file_is_saved_by_an_expert_only_when_the_task_shows_it(
    ines: Staff, bruno: Staff, enter: Enter, ticket: Ticket, task: Task, house: dict[str, Organisation]
) -> None:
    address = reverse("desk-file", args=[Attachment.objects.get(message__ticket=ticket).token])
    assert enter(ines).get(address).status_code == 404
    assert enter(bruno).get(address).status_code == 200
    give(ticket, house["TI"], bruno, "attachments")
    sent = enter(ines).get(address)
    assert sent["Content-Disposition"].startswith("attachment")
    assert "sandbox" in sent["Content-Security-Policy"]


def test_another_units_task_does_not_exist(bruno: Staff, enter: Enter, task: Task, house: Any) -> None:
    other = a_staff(house, "SEC", "Paul", "Roy", "expert")
    client = enter(other)
    assert client.get(reverse("desk-task", args=[task.pk])).status_code == 404
    assert act(client, "accept", task) == 404


def test_an_expert_takes_finishes_and_writes(ines: Staff, enter: Enter, task: Task) -> None:
    client = enter(ines)
    assert act(client, "accept", task) == 302
    assert (state(task), Task.rows.get(pk=task.pk).assignee) == ("accepted", ines)
    assert act(client, "note", task, body="Il manque la date.") == 302
    assert TaskMessage.objects.get(task=task).body == "Il manque la date."
    assert act(client, "block", task, reason="Licence attendue") == 302
    assert state(task) == "blocked"
    assert act(client, "unblock", task) == 302
    assert act(client, "finish", task, code="done", result="Le compte est ouvert.") == 302
    assert state(task) == "done"


@pytest.mark.parametrize("verb", ["block", "return"])
def test_stopping_needs_a_reason(ines: Staff, enter: Enter, task: Task, verb: str) -> None:
    client = enter(ines)
    response = client.post(reverse(f"desk-task-{verb}", args=[task.pk]), {"reason": " "})
    assert response.status_code == 422
    assert "Write something first." in response.content.decode()


def test_a_returned_task_comes_back_completed(
    ines: Staff, bruno: Staff, enter: Enter, ticket: Ticket, task: Task
) -> None:
    assert act(enter(ines), "return", task, reason="Quel poste ?") == 302
    assert act(enter(ines), "resend", task) == 404
    assert act(enter(bruno), "resend", task, on="ticket", instructions="Analyste principal") == 302
    again = Task.rows.get(pk=task.pk)
    assert (again.state, again.instructions, again.return_count) == ("ready", "Analyste principal", 1)


def test_a_task_refused_on_the_ticket_page_keeps_its_words(
    bruno: Staff, enter: Enter, ticket: Ticket, task: Task
) -> None:
    client = enter(bruno)
    actions.finish_task(task, by=seen_by(bruno), now=NOON, result="Fait")
    response = client.post(
        reverse("desk-task-finish", args=[task.pk]), {"on": "ticket", "code": "done", "result": "Encore"}
    )
    assert response.status_code == 422
    assert "not in hand" in response.content.decode()


def test_the_front_line_cancels_a_task(bruno: Staff, ines: Staff, enter: Enter, task: Task) -> None:
    assert act(enter(ines), "cancel", task) == 404
    assert act(enter(bruno), "cancel", task, on="ticket") == 302
    assert state(task) == "cancelled"


def test_a_task_page_for_the_front_line_leads_to_the_request(
    bruno: Staff, enter: Enter, ticket: Ticket, task: Task
) -> None:
    html = enter(bruno).get(reverse("desk-task", args=[task.pk])).content.decode()
    assert reverse("desk-ticket", args=[ticket.number]) in html


def test_two_who_finish_one_task_see_both_results(
    ines: Staff, bruno: Staff, enter: Enter, task: Task, house: dict[str, Organisation]
) -> None:
    wei = a_staff(house, "TI", "Wei", "Chen", "expert")
    assert act(enter(ines), "finish", task, code="done", result="Le compte est ouvert.") == 302

    late = enter(wei).post(
        reverse("desk-task-finish", args=[task.pk]), {"code": "refused", "result": "Aucune licence libre."}
    )

    html = late.content.decode()
    both = ["Result · now", "<b>Done</b>", "Result · what you wrote", "<b>Refused</b>"]
    both += ["<b>Le compte est ouvert.</b>", "<b>Aucune licence libre.</b>", "Your words, to copy"]
    assert late.status_code == 422
    assert [one for one in both if one not in html] == []
    kept = Task.rows.get(pk=task.pk)
    assert (kept.result_code, kept.result_text) == ("done", "Le compte est ouvert.")
    on_ticket = {"on": "ticket", "code": "done", "result": "Autre chose."}
    there = enter(bruno).post(reverse("desk-task-finish", args=[task.pk]), on_ticket).content.decode()
    assert "<b>Le compte est ouvert.</b>" in there and "<b>Autre chose.</b>" in there
    assert "Result · now" not in there  # both say the same of it


@pytest.mark.parametrize("verb", ["block", "return"])
def test_two_who_say_why_a_task_stops_see_both_reasons(
    verb: str, ines: Staff, enter: Enter, task: Task, house: dict[str, Organisation]
) -> None:
    wei = a_staff(house, "TI", "Wei", "Chen", "expert")
    assert act(enter(ines), verb, task, reason="Il manque le nom.") == 302

    late = enter(wei).post(reverse(f"desk-task-{verb}", args=[task.pk]), {"reason": "Il manque la date."})

    assert late.status_code == 422
    assert "<b>Il manque le nom.</b>" in late.content.decode() and "<b>Il manque la date.</b>" in late.content.decode()


def test_a_form_that_is_refused_for_what_it_says_stands_against_nobody(ines: Staff, enter: Enter, task: Task) -> None:
    refused = enter(ines).post(reverse("desk-task-block", args=[task.pk]), {"reason": " "})

    assert refused.status_code == 422
    assert "what you wrote" not in refused.content.decode()
