"""A telephone system tells whose call reaches whom; what it becomes shows at that desk, and nowhere else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.intake.actions import pick_up
from guichet.areas.intake.models import Call
from guichet.areas.people.models import ContactPoint, Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.doors.api.tests.calls import Caller, a_token, machine
from guichet.doors.desk import live
from guichet.doors.desk.tail import end_of_journal
from guichet.doors.desk.tests.test_live import hearing
from guichet.ground import clock
from guichet.ground.journal.models import Entry
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
THEN = NOON + timedelta(minutes=10)


@pytest.fixture
def telephone() -> Caller:
    return machine(a_token("calls.ring")[1])


def rings(telephone: Caller, who: Staff, **more: str) -> Any:
    return telephone.post("calls", {"id": "7", "number": "250 555-0142", "agent": who.email} | more)


@pytest.mark.proves("CAN-03")
def test_a_call_reaches_one_desk_once_and_is_over(telephone: Caller, bruno: Staff, chloe: Staff) -> None:
    before = end_of_journal()
    assert [rings(telephone, bruno).status_code for _twice in range(2)] == [201, 200]
    call = Call.objects.get()
    with clock.at(THEN):
        heard = live.look(hearing(bruno), before)
        assert heard and heard.calls == ((call.pk, True),)
        elsewhere = live.look(hearing(chloe), before)
        assert elsewhere and elsewhere.calls == ()
        late = live.look(hearing(bruno), heard.place, begins=True)  # a page that was opened while it rings
        assert late and late.calls == ((call.pk, True),)
    assert telephone.post("calls", {"id": "7", "state": "ended"}).json() == {"id": "7", "state": "ended"}
    with clock.at(THEN):
        over = live.look(hearing(bruno), heard.place)
        assert over and over.calls == ((call.pk, False),)


def test_a_call_that_is_passed_on_leaves_the_first_desk(telephone: Caller, bruno: Staff, chloe: Staff) -> None:
    rings(telephone, bruno)
    before, call = end_of_journal(), Call.objects.get()
    rings(telephone, chloe)
    with clock.at(THEN):
        first, second = live.look(hearing(bruno), before), live.look(hearing(chloe), before)
    assert first and second
    assert (first.calls, second.calls) == (((call.pk, False),), ((call.pk, True),))


@pytest.mark.proves("O13")
def test_the_journal_knows_no_number(telephone: Caller, bruno: Staff) -> None:
    rings(telephone, bruno)
    told = Entry.objects.filter(kind="intake.rang").values_list("data", flat=True)
    assert list(told) == [{"call": Call.objects.get().pk, "staff": bruno.pk}]


@pytest.mark.parametrize(
    ("said", "status", "field"),
    [
        ({"agent": "nobody@example.org"}, 422, "/agent"), ({"number": "<script>"}, 422, "/number"),
        ({"id": ""}, 422, "/id"), ({"state": "dancing"}, 422, "/state"), ({"more": "x"}, 422, "/more"),
        ({"id": "unknown", "state": "ended"}, 404, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_place(
    telephone: Caller, bruno: Staff, said: dict[str, str], status: int, field: str
) -> None:
    answer = rings(telephone, bruno, **said)
    assert answer.status_code == status
    assert field in answer.content.decode()
    assert not Call.objects.exists()


def test_an_expert_who_answers_no_telephone_is_nobody_of_the_window(telephone: Caller, ines: Staff) -> None:
    assert rings(telephone, ines).status_code == 422


def test_a_token_for_something_else_tells_of_no_call_and_ends_none_of_others(
    telephone: Caller, bruno: Staff, house: Any
) -> None:
    rings(telephone, bruno)
    assert rings(machine(a_token("tickets.open")[1]), bruno).status_code == 403
    other = machine(a_token("calls.ring")[1])
    assert other.post("calls", {"id": "7", "state": "ended"}).status_code == 404
    assert Call.objects.get().ended_at is None


def at_the_desk(who: Staff) -> Client:
    browser = Client()
    assert who.user
    browser.force_login(who.user, backend="guichet.doors.portal.accounts.Backend")
    return browser


def test_the_bar_opens_on_whoever_the_number_stands_for_and_the_contact_lasts_as_long_as_the_call(
    telephone: Caller, amina: Person, bruno: Staff, chloe: Staff
) -> None:
    ContactPoint.objects.create(person=amina, kind="phone", value="250 555-0142", normal="2505550142", primary=True)
    rings(telephone, bruno)
    call = Call.objects.get()
    shown = at_the_desk(bruno).get(reverse("desk-call", args=[call.pk])).content.decode()
    assert "Amina Diallo</b> appelle" in shown
    assert f"call={call.pk}" in shown
    assert at_the_desk(chloe).get(reverse("desk-call", args=[call.pk])).status_code == 404
    bar = (
        at_the_desk(bruno).get(reverse("desk-new-contact"), {"who": call.number, "call": str(call.pk)}).content.decode()
    )
    assert f'name="call" value="{call.pk}"' in bar
    assert "Amina Diallo" in bar
    touch = tickets.Touch(person=amina, channel="phone", language="fr", words="Où en est ma chaise ?")
    contact = tickets.log_contact(touch, by=seen_by(bruno), now=THEN)
    pick_up(call, contact, by=seen_by(bruno))
    with clock.at(THEN + timedelta(seconds=95)):
        telephone.client.post(
            "/api/v1/calls", '{"id": "7", "state": "ended"}', content_type="application/json", headers=telephone.headers
        )
    contact.refresh_from_db()
    assert contact.duration == 95


def test_concluding_keeps_which_contact_the_call_became(telephone: Caller, amina: Person, bruno: Staff) -> None:
    rings(telephone, bruno)
    call, ticket = Call.objects.get(), a_ticket(amina, owner=bruno)
    said = {
        "caller": f"{amina.pk}:self", "channel": "phone", "language": "fr", "words": "Où en est ma demande ?",
        "outcome": "only_contact", "call": call.pk, "who": "Diallo",
    }  # fmt: skip
    assert at_the_desk(bruno).post(reverse("desk-new-contact"), said).status_code == 302
    call.refresh_from_db()
    assert call.contact and call.contact.person == amina
    assert ticket.requester == amina
