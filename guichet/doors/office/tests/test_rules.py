"""The pages of rules: written without code, tried without harm, stopped at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.automation.models import Firing, Halt, Rule
from guichet.areas.automation.rules.spec import Acts, Condition
from guichet.areas.automation.tests.stage import a_rule, catch_up
from guichet.areas.catalogue.models import Tag
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.test_listfiles import rows_of
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.models import Entry
from tests.cast import NOON, a_ticket

LATER = NOON + timedelta(hours=2)
WRITTEN = {
    "name_fr": "Encre", "name_en": "Toner", "on": "opened", "text": "toner, cartouche", "tag": "toner",
    "when_channel": ["email", "web"], "impact": "2", "urgency": "3", "review_on": "2027-01-15", "most": "1",
    "due": "2 bd",
}  # fmt: skip


@pytest.fixture
def toner(house: Any) -> Tag:
    return Tag.objects.create(code="toner", name=Bilingual("Encre", "Toner"))


@pytest.fixture
def office(client: Client, chloe: Staff, toner: Tag) -> Client:
    assert chloe.user
    client.force_login(chloe.user)
    client.cookies["django_language"] = "en"
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.proves("PRC-03")
def test_whoever_leads_writes_a_rule_without_code_and_puts_it_to_work(
    office: Client, amina: Person, chloe: Staff
) -> None:
    with clock.at(NOON):
        office.post(reverse("office-rule-new"), WRITTEN | {"keeper": chloe.pk})
        rule = Rule.objects.get()
        assert (rule.mode, rule.since) == ("off", None)
        said = {"mode": "active", "version": rule.version}
        page = office.post(reverse("office-rule-mode", args=[rule.pk]), said, follow=True)
    assert "Done: At work." in text_of(page)
    ticket = a_ticket(amina, at=LATER, body="Une CARTOUCHE vide")
    catch_up()
    assert Ticket.rows.get(pk=ticket.pk).tags == " toner "
    with clock.at(LATER):
        log = text_of(office.get(reverse("office-rule-log", args=[rule.pk])))
    assert ticket.number in log
    assert "A request is opened · Channel · Words of the client" in log


def test_what_is_wrong_is_said_in_its_place_and_nothing_typed_is_lost(office: Client, chloe: Staff) -> None:
    wrong = WRITTEN | {"name_fr": "", "tag": "", "impact": "", "urgency": "", "most": "99"}
    answer = office.post(reverse("office-rule-new"), wrong)
    page = text_of(answer)
    assert answer.status_code == 422
    for sentence in (
        "Missing: a rule speaks both languages.", "Say who keeps it right", "It does nothing yet", "From 1 to 20 times."
    ):  # fmt: skip
        assert sentence in page
    assert 'value="toner, cartouche"' in page
    assert not Rule.objects.exists()


def test_a_rule_read_and_kept_again_is_the_same_rule(office: Client, chloe: Staff) -> None:
    with clock.at(NOON):
        office.post(reverse("office-rule-new"), WRITTEN | {"keeper": chloe.pk})
        rule = Rule.objects.get()
        form = office.get(reverse("office-rule", args=[rule.pk])).context["form"]
        said = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
        typed = {key: one for key, one in said.items() if one not in ("", False)}
        answer = office.post(reverse("office-rule", args=[rule.pk]), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    again = Rule.objects.get()
    assert (again.conditions, again.acts, again.trigger, again.version) == (rule.conditions, rule.acts, rule.trigger, 2)


@pytest.mark.proves("PRC-03")
def test_trying_a_rule_lists_what_it_would_have_done_as_things_stood_and_writes_nothing(
    office: Client, amina: Person, bruno: Staff, chloe: Staff
) -> None:
    nobody = Condition(fact="owner", values=("no",))
    rule = a_rule(chloe, Acts(tag="toner"), nobody, mode="off")
    alone, owned = a_ticket(amina, title="Seule"), a_ticket(amina, owner=bruno, title="Tenue")
    secret = a_ticket(amina, title="Secrète", confidential=True)
    tickets.assign(alone, by=SYSTEM, now=LATER, owner=bruno)  # since then, somebody is in charge of it
    before = Entry.objects.count()
    with clock.at(LATER):
        page = text_of(office.get(reverse("office-rule-trial", args=[rule.pk])))
    assert "1 time, out of 3" in page
    assert alone.number in page
    assert owned.number not in page
    assert secret.number not in page
    assert (Entry.objects.count(), Firing.objects.count()) == (before, 0)


@pytest.mark.proves("PRC-03")
def test_one_key_stops_every_rule_and_says_who_did(office: Client, chloe: Staff) -> None:
    page = office.post(reverse("office-rules-halt"), {"on": "1"}, follow=True)
    assert "by Chloe Roy" in text_of(page)
    office.post(reverse("office-rules-halt"), {"on": "0"})
    assert not Halt.objects.exists()


def test_what_a_rule_touches_is_said_before_it_is_changed(office: Client, amina: Person, chloe: Staff) -> None:
    first = a_rule(chloe, Acts(tag="toner"), en="Marks toner")
    a_rule(chloe, Acts(place=True), on="tagged", en="Places what is marked")
    a_ticket(amina)
    catch_up()
    with clock.at(LATER):
        page = text_of(office.get(reverse("office-rule", args=[first.pk])))
    assert "Fired 1 time in 30 days." in page
    assert "It did something on 1 request that is open now" in page
    assert "What it does may set off:" in page
    assert "Places what is marked" in page


@pytest.mark.proves("PRC-03", "INT-03")
def test_what_a_rule_did_leaves_as_a_file_without_what_its_reader_may_not_see(
    office: Client, amina: Person, chloe: Staff
) -> None:
    rule = a_rule(chloe, Acts(tag="toner"), Condition(fact="channel", values=("email",)))
    told = a_ticket(amina, title="Encre")
    secret = a_ticket(amina, title="Secrète", confidential=True)
    catch_up()
    head, *rows = rows_of(office, reverse("office-rule-log", args=[rule.pk]))
    assert head == ["When", "Request", "Why", "What", "Outcome", "Fault"]
    assert [row[1] for row in rows if row[1]] == [told.number] and secret.number not in str(rows)
    assert "toner" in rows[-1][3].lower() and all(rows[-1][place] for place in (0, 2, 4))


def test_a_rule_that_switched_itself_off_is_counted_where_its_keeper_looks(office: Client, chloe: Staff) -> None:
    rule = a_rule(chloe, Acts(tag="toner"))
    Rule.objects.filter(pk=rule.pk).update(mode="off", off_why="errors")
    page = text_of(office.get(reverse("office-home")))
    assert 'Rules <span class="bar__count">1</span>' in page
    assert "by itself: three errors" in text_of(office.get(reverse("office-rules")))


def test_two_who_change_the_same_rule_do_not_overwrite_one_another(office: Client, chloe: Staff) -> None:
    rule = a_rule(chloe, Acts(tag="toner"))
    answer = office.post(reverse("office-rule", args=[rule.pk]), WRITTEN | {"keeper": chloe.pk, "version": "1"})
    assert "Somebody changed this rule meanwhile" in text_of(answer)
    assert Rule.objects.get().acts == {"tag": "toner"}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_date_is_tried_too(office: Client, amina: Person, chloe: Staff, lang: str) -> None:
    rule = a_rule(chloe, Acts(tag="toner"), on="received", days=3, mode="off")
    ticket = a_ticket(amina)
    office.cookies["django_language"] = lang
    with clock.at(NOON + timedelta(days=5)):
        page = text_of(office.get(reverse("office-rule-trial", args=[rule.pk])))
    assert ticket.number in page
    assert ("3 days after" if lang == "en" else "3 jours après") in page
