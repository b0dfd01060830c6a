"""What a client sees of their request, says of it, and never sees."""

import re
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from guichet.areas.people import actions as people
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.actions import move_promise
from guichet.areas.surveys import actions as surveys
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Attachment, Message, Ticket
from guichet.areas.tickets.queries import client, mine
from guichet.doors.portal.tests.conftest import SignIn, opened_by
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Une armoire")


@pytest.fixture
def visitor(ticket: Ticket, amina: Person) -> Client:
    return opened_by(ticket, client.code_for(ticket, seen_by(amina)))


def page_of(visitor: Client, ticket: Ticket, *, at: Any = LATER) -> str:
    with clock.at(at):
        response = visitor.get(f"/t/{ticket.number}/")
    assert response.status_code == 200
    return response.content.decode()


def resolved(
    ticket: Ticket, by: Staff, body: str | tickets.Refusal = "L’armoire est livrée.", code: str = "done"
) -> None:
    tickets.resolve(ticket, by=seen_by(by), now=NOON, code=code, body=body)


@pytest.mark.proves("SUI-01", "SUI-02", "BIL-02")
def test_a_request_goes_from_question_to_settled_on_one_page(visitor: Client, ticket: Ticket, bruno: Staff) -> None:
    tickets.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)
    assert "We are working on it. Answer promised" in page_of(visitor, ticket)
    tickets.ask(ticket, by=seen_by(bruno), now=NOON, body="De quelle couleur ?")
    page = page_of(visitor, ticket)
    assert "One question for you" in page and "De quelle couleur ?" in page
    with clock.at(LATER):
        visitor.post(f"/t/{ticket.number}/reply/", {"body": "Bleue."})
    ticket.refresh_from_db()
    assert ticket.state == "in_progress" and "Bleue." in page_of(visitor, ticket)
    resolved(ticket, bruno)
    assert "Is it settled?" in page_of(visitor, ticket)
    with clock.at(LATER):
        page = visitor.post(f"/t/{ticket.number}/settled/", follow=True).content.decode()
    assert "Thank you. Your request is closed." in page and "Closed. You can reopen it until" in page


@pytest.mark.proves("SUI-01")
def test_not_quite_reopens_the_same_request_with_the_same_person(visitor: Client, ticket: Ticket, bruno: Staff) -> None:
    resolved(ticket, bruno)
    with clock.at(LATER):
        empty = visitor.post(f"/t/{ticket.number}/not-settled/", {"not_quite-body": ""})
        assert empty.status_code == 422 and "Tell us what is still missing" in empty.content.decode()
        visitor.post(f"/t/{ticket.number}/not-settled/", {"not_quite-body": "La porte ne ferme pas."})
    ticket.refresh_from_db()
    assert (ticket.state, ticket.reopen_count, ticket.owner) == ("in_progress", 1, bruno)
    page = page_of(visitor, ticket)
    assert "La porte ne ferme pas." in page and "you told us it was not quite settled" in page.lower()


def test_a_closed_request_reopens_for_thirty_days(visitor: Client, ticket: Ticket, bruno: Staff) -> None:
    resolved(ticket, bruno)
    with clock.at(LATER):
        visitor.post(f"/t/{ticket.number}/settled/")
    assert "Reopen this request" in page_of(visitor, ticket)
    after = NOON + timedelta(days=31)
    assert "Reopen this request" not in page_of(visitor, ticket, at=after)
    with clock.at(after):
        late = visitor.post(f"/t/{ticket.number}/not-settled/", {"not_quite-body": "Encore moi."})
    assert late.status_code == 422 and "more than 30 days ago" in late.content.decode()
    with clock.at(LATER):
        visitor.post(f"/t/{ticket.number}/not-settled/", {"not_quite-body": "Encore moi."})
    ticket.refresh_from_db()
    assert ticket.state == "in_progress"


@pytest.mark.proves("C06")
def test_words_for_a_request_that_is_over_come_back_with_the_reason(
    visitor: Client, ticket: Ticket, bruno: Staff
) -> None:
    tickets.cancel(ticket, by=seen_by(bruno), now=NOON, reason="client")
    response = visitor.post(f"/t/{ticket.number}/not-settled/", {"not_quite-body": "Et pourtant."})
    page = response.content.decode()
    assert response.status_code == 422 and "Et pourtant." in page and "Withdrawn." in page
    assert "There is nothing to confirm on this request for now." in page


def test_an_answer_to_an_answer_reopens_it(visitor: Client, ticket: Ticket, bruno: Staff) -> None:
    resolved(ticket, bruno)
    with clock.at(LATER):
        visitor.post(f"/t/{ticket.number}/reply/", {"body": "Ce n’est pas la bonne."})
    ticket.refresh_from_db()
    assert (ticket.state, ticket.reopen_count) == ("in_progress", 1)


def test_a_refusal_is_called_one(visitor: Client, ticket: Ticket, bruno: Staff) -> None:
    for code, body in (("refused", "Le budget ne le permet pas."), ("refused", tickets.Refusal("Non.", " "))):
        with pytest.raises(tickets.NeedsRecourse), transaction.atomic():
            tickets.resolve(ticket, by=seen_by(bruno), now=NOON, code=code, body=body)
    resolved(ticket, bruno, tickets.Refusal("Le budget ne le permet pas.", "le bureau de révision."), code="refused")
    page = page_of(visitor, ticket)
    assert "We cannot do what you asked." in page and "Vos recours" in page and "le bureau de révision." in page


@pytest.mark.proves("BIL-02")
def test_words_that_can_still_be_taken_back_do_not_show_in_any_way(
    visitor: Client, ticket: Ticket, bruno: Staff
) -> None:
    tickets.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)
    before = page_of(visitor, ticket, at=NOON)
    question = tickets.ask(ticket, by=seen_by(bruno), now=NOON, body="SECRET-QUESTION")
    during = page_of(visitor, ticket, at=NOON + timedelta(seconds=5))
    assert "SECRET-QUESTION" not in during and "One question" not in during
    assert "We are working on it." in before and "We are working on it." in during
    tickets.unsend(ticket, question, by=seen_by(bruno), now=NOON + timedelta(seconds=6))
    resolved(ticket, bruno, body="SECRET-ANSWER")
    during = page_of(visitor, ticket, at=NOON + timedelta(seconds=5))
    assert "SECRET-ANSWER" not in during and "Is it settled?" not in during
    assert "SECRET-QUESTION" not in page_of(visitor, ticket)


@pytest.mark.proves("SUI-02")
def test_a_date_that_moves_is_told_with_its_reason(visitor: Client, ticket: Ticket, bruno: Staff) -> None:
    words = "le fabricant livre une semaine plus tard."
    due = NOON + timedelta(days=20)
    move_promise(ticket, by=seen_by(bruno), now=NOON, due_at=due, reason="supplier", words=words)
    page = page_of(visitor, ticket)
    assert f"We need more time: {words} Sorry." in page and "New date: Monday, March\u00a023." in page
    assert "supplier" not in page


def test_a_late_request_says_so_first(visitor: Client, ticket: Ticket, bruno: Staff) -> None:
    tickets.reply(ticket, by=seen_by(bruno), now=NOON, body="Je regarde.")
    assert "We need more time than we promised. Sorry." in page_of(visitor, ticket, at=NOON + timedelta(days=30))


@pytest.mark.proves("BIL-02")
def test_words_of_somebody_we_could_not_make_sure_of_do_not_show(visitor: Client, ticket: Ticket) -> None:
    tickets.write(
        ticket, by=SYSTEM, now=NOON, said=tickets.ClientWords(body="FORGED-WORDS", channel="email", verified=False)
    )
    assert "FORGED-WORDS" not in page_of(visitor, ticket)


@pytest.mark.proves("BIL-02", "O09", "A12")
def test_no_internal_word_reaches_any_page_of_a_client(
    ticket: Ticket, amina: Person, bruno: Staff, ines: Staff, house: dict[str, Organisation], sign_in: SignIn,
) -> None:  # fmt: skip
    planted = plant(ticket, bruno, ines, house)
    bearer, signed = opened_by(ticket, client.code_for(ticket, seen_by(amina))), sign_in(amina)
    pulse = surveys.ask(ticket, by=SYSTEM, now=NOON)
    addresses = [
        "/", "/services/", f"/t/{ticket.number}/", f"/t/{ticket.number}/slip/", f"/asked/{ticket.number}/",
        f"/pulse/{pulse.token}/", "/mine/", "/mine/delegations/", "/mine/preferences/", "/ask/", "/contact/",
    ]  # fmt: skip
    seen = ""
    for visitor in (bearer, signed):
        for address in addresses:
            with clock.at(NOON + timedelta(hours=2)):
                seen += visitor.get(address).content.decode()
    assert "Bruno" in seen and "Client Services" in seen
    found = [canary for canary in planted if canary.lower() in seen.lower()]
    assert [seen[max(0, at - 60) : at + 60] for canary in found for at in [seen.lower().index(canary.lower())]] == []


def plant(ticket: Ticket, bruno: Staff, ines: Staff, house: dict[str, Organisation]) -> list[str]:
    """Put a word of its own in every internal field, and return them all."""
    for code in ("RH", "TI", "SEC"):
        house[code].name = Bilingual(f"CANARY-UNITE-{code}", f"CANARY-UNIT-{code}")
        house[code].save()
    by, expert = seen_by(bruno), seen_by(ines)
    tickets.take(ticket, by=by, now=NOON, owner=bruno)
    tickets.reply(ticket, by=by, now=NOON, body="Bonjour, je m’en occupe.")
    tickets.note(ticket, by=by, now=NOON, body="CANARY-NOTE")
    for kind in ("reply", "note", "answer"):
        tickets.draft(ticket, by=by, now=NOON, kind=kind, body=f"CANARY-DRAFT-{kind}")
    for turn, finish in enumerate((False, True, None)):
        new = tickets.NewTask(
            title=Bilingual(f"CANARY-TITRE-{turn}", f"CANARY-TITLE-{turn}"), unit=house["TI"], due="2 bd",
            instructions=f"CANARY-INSTRUCTIONS-{turn}", assignee=ines, key=f"canary-key-{turn}",
        )  # fmt: skip
        task = tickets.add_task(ticket, by=by, now=NOON, task=new)
        tickets.accept_task(task, by=expert, now=NOON)
        tickets.note_task(task, by=expert, now=NOON, body=f"CANARY-TASK-MESSAGE-{turn}")
        if finish is None:
            tickets.block_task(task, by=expert, now=NOON, reason="CANARY-BLOCK")
        elif finish:
            tickets.finish_task(task, by=expert, now=NOON, code="done", result="CANARY-RESULT")
        else:
            tickets.return_task(task, by=expert, now=NOON, reason="CANARY-RETURN")
    return ["CANARY", bruno.email, ines.email, "Ines Costa", "waiting_unit"]


@pytest.mark.proves("BIL-02")
def test_what_a_page_is_made_of_leads_to_no_table(ticket: Ticket, amina: Person) -> None:
    tracked = client.tracker(ticket, seen_by(amina), now=NOON)
    row = mine.mine(seen_by(amina), now=NOON).rows[0]
    made_of: list[Any] = [tracked, row, *tracked.thread]
    for made in made_of:
        values = [getattr(made, field.name) for field in fields(made)]
        assert not any(hasattr(value, "_meta") for value in values)


@pytest.mark.proves("F03", "F04")
def test_a_file_is_saved_and_never_shown_and_only_to_those_who_read_the_words(
    visitor: Client, ticket: Ticket, amina: Person, etienne: Person, sign_in: SignIn
) -> None:
    body = b"<script>alert(1)</script>"
    sent = {"body": "Voici.", "documents": SimpleUploadedFile("re\u0301sume\u0301 n\u00b0 1.txt", body)}
    with clock.at(LATER):
        visitor.post(f"/t/{ticket.number}/reply/", sent)
    token = Attachment.objects.get().token
    assert len(token) >= 26 and f"/files/{token}/" in page_of(visitor, ticket)
    with clock.at(LATER):
        for reader in (visitor, sign_in(amina)):
            response = reader.get(f"/files/{token}/")
            assert response.content == body
            assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert response.headers["Content-Type"] == "application/octet-stream"
        for stranger in (Client(), sign_in(etienne)):
            assert stranger.get(f"/files/{token}/").status_code == 404


@pytest.mark.proves("F04")
def test_a_file_of_words_not_yet_said_is_not_there(visitor: Client, ticket: Ticket, bruno: Staff) -> None:
    upload = tickets.Upload("plan.pdf", "application/pdf", b"%PDF")
    message = tickets.reply(ticket, by=seen_by(bruno), now=NOON, body="Voici.", uploads=(upload,))
    address = f"/files/{Attachment.objects.get().token}/"
    with clock.at(NOON + timedelta(seconds=5)):
        assert visitor.get(address).status_code == 404
    with clock.at(LATER):
        assert visitor.get(address).status_code == 200
    Message.objects.filter(pk=message.pk).update(withdrawn_at=NOON)
    with clock.at(LATER):
        assert visitor.get(address).status_code == 404


@pytest.mark.proves("F01")
def test_words_are_shown_as_words(visitor: Client, ticket: Ticket) -> None:
    attack = "<img src=x onerror=alert(1)> javascript:alert(1) https://example.org/?a=1&b=2"
    with clock.at(LATER):
        visitor.post(f"/t/{ticket.number}/reply/", {"body": attack})
    page = page_of(visitor, ticket)
    assert "<img src=x" not in page and "&lt;img src=x" in page
    assert not re.search(r'href="javascript:', page)


@pytest.mark.proves("C06")
def test_an_empty_or_forbidden_reply_keeps_what_was_typed(visitor: Client, ticket: Ticket) -> None:
    empty = visitor.post(f"/t/{ticket.number}/reply/", {"body": ""})
    assert empty.status_code == 422 and "Write a few words before sending." in empty.content.decode()
    refused = visitor.post(
        f"/t/{ticket.number}/reply/", {"body": "Ma longue réponse", "documents": SimpleUploadedFile("a.exe", b"MZ")}
    )
    assert refused.status_code == 422 and "Ma longue réponse" in refused.content.decode()


@pytest.mark.proves("SUI-02")
def test_the_slip_carries_number_date_person_code_and_both_languages(
    visitor: Client, ticket: Ticket, amina: Person
) -> None:
    page = visitor.get(f"/t/{ticket.number}/slip/").content.decode()
    code = client.code_for(ticket, seen_by(amina))
    assert ticket.number in page and code.upper() in page and "Bruno" in page
    assert 'lang="fr-CA"' in page and 'lang="en-CA"' in page and 'class="qr"' in page


@pytest.mark.proves("CLI-03")
def test_a_delegate_sees_the_request_but_not_its_code_and_loses_both_at_once(
    ticket: Ticket, amina: Person, etienne: Person, sign_in: SignIn
) -> None:
    wanted = people.NewDelegation(grantor=amina, delegate=etienne, scopes=("all",), starts_on=NOON.date())
    given = people.delegate(wanted, by=seen_by(amina))
    visitor = sign_in(etienne)
    assert visitor.get(f"/t/{ticket.number}/").status_code == 200
    slip = visitor.get(f"/t/{ticket.number}/slip/").content.decode()
    assert client.code_for(ticket, seen_by(amina)) not in slip.lower()
    people.revoke(given, by=seen_by(amina), now=NOON)
    assert visitor.get(f"/t/{ticket.number}/").status_code == 404


@pytest.mark.proves("SUI-03")
def test_the_one_question_is_shown_by_get_and_answered_by_post(visitor: Client, ticket: Ticket, bruno: Staff) -> None:
    resolved(ticket, bruno)
    tickets.confirm(ticket, by=SYSTEM, now=LATER)
    pulse = surveys.ask(ticket, by=SYSTEM, now=LATER)
    assert f"/pulse/{pulse.token}/" in page_of(visitor, ticket)
    anybody = Client()
    shown = anybody.get(f"/pulse/{pulse.token}/?score=2").content.decode()
    assert re.search(r'value="2"[^>]*checked', shown) and Pulse.objects.get().score is None
    wrong = anybody.post(f"/pulse/{pulse.token}/", {"score": "9", "comment": "Mes mots"})
    assert wrong.status_code == 422 and "Mes mots" in wrong.content.decode()
    said = anybody.post(f"/pulse/{pulse.token}/", {"score": "2", "comment": "Trop long."}, follow=True)
    assert "Your answer is kept." in said.content.decode()
    ticket.refresh_from_db()
    assert Pulse.objects.get().score == 2 and ticket.reopen_count == 1 and ticket.tasks_total == 1
    assert "call back" not in page_of(visitor, ticket).lower()
