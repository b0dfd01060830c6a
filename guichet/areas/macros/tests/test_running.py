"""A template runs whole or not at all, in the client's language, and does exactly what its preview lists."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.catalogue.models import Service, Tag
from guichet.areas.macros import actions
from guichet.areas.macros.models import Macro
from guichet.areas.macros.queries import macros_for, preview_of
from guichet.areas.macros.rules.steps import Work
from guichet.areas.macros.tests.templates import a_macro
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Draft, Message, Note, Task, Ticket
from guichet.areas.tickets.rules import tags_in
from guichet.ground.access import Refused
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.models import Entry
from tests.cast import *  # noqa: F403
from tests.cast import NOON, a_person, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.django_db
LINK = "https://example.org/t"
CABLE = Work(
    title=Bilingual("Poser un câble", "Lay a cable"), unit="TI", instructions=Bilingual("Au {bureau}", "At {office}")
)  # fmt: skip


@pytest.fixture
def ticket(amina: Person, bruno: Staff, house: dict[str, Organisation]) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Une chaise", holder=house["BN-01"])


def run(macro: Macro, ticket: Ticket, by: Staff, body: str = "Bonjour", **more: Any) -> actions.Outcome:
    return actions.run(ticket, by=seen_by(by), now=NOON, macro=macro.pk, said=actions.Said(body, **more))


def told(macro: Macro, ticket: Ticket, by: Staff) -> list[str]:
    found = preview_of(macro, Ticket.rows.get(pk=ticket.pk), by=seen_by(by), now=NOON, link=LINK)
    return [one.do for one in found.doings]


def test_the_words_are_those_of_the_clients_language_with_the_other_beside_them(
    ticket: Ticket, bruno: Staff, house: Any
) -> None:
    gwen = a_person("gwen@example.org", "Gwen", "Hall", language="en")
    macro = a_macro(bruno)
    french = preview_of(macro, ticket, by=seen_by(bruno), now=NOON, link=LINK)
    english = preview_of(macro, a_ticket(gwen, owner=bruno), by=seen_by(bruno), now=NOON, link=LINK)
    assert french.words == f"Bonjour Amina Diallo, votre billet est le {ticket.number}."
    assert french.other == f"Hello Amina Diallo, your ticket is {ticket.number}."
    assert english.words.startswith("Hello Gwen Hall, your ticket is G-")


def test_every_placeholder_has_its_value(ticket: Ticket, bruno: Staff, hiring: Service) -> None:
    tickets.sort(ticket, by=seen_by(bruno), now=NOON, offer=_offer(hiring), impact=2, urgency=2)
    words = "{person}|{office}|{number}|{subject}|{service}|{promise}|{owner}|{me}|{link}"
    macro = a_macro(bruno, words=Bilingual(words, words))
    said = preview_of(macro, Ticket.rows.get(pk=ticket.pk), by=seen_by(bruno), now=NOON, link=LINK)
    parts = said.words.split("|")
    assert parts[:5] == ["Amina Diallo", "Bureau de Baie-Noire", ticket.number, "Une chaise", "Embauche, caucus"]
    assert parts[5].startswith("mardi 10")
    assert parts[6:] == ["Bruno", "Bruno", LINK]
    assert said.missing == []


def _offer(service: Service) -> Any:
    from guichet.areas.catalogue.queries import offer
    from tests.cast import TODAY

    return offer(service.pk, on=TODAY)


def test_everything_that_a_template_lists_is_done_at_once(
    ticket: Ticket, bruno: Staff, chloe: Staff, hiring: Service, house: dict[str, Organisation]
) -> None:
    lea = a_staff(house, "CS", "Lea", "Morin", "agent")
    macro = a_macro(
        lea, service="A04", impact=3, owner="me", plan=True, work=CABLE, sends="question",
        note=Bilingual("Vu avec {bureau}", "Seen with {office}"),
    )  # fmt: skip
    assert told(macro, ticket, lea) == ["sort", "take", "plan", "task", "note", "question"]
    outcome = run(macro, ticket, lea, "De quelle couleur ?")
    now = Ticket.rows.get(pk=ticket.pk)
    assert (now.service, now.impact, now.owner, now.state) == (hiring, 3, lea, "waiting_client")
    assert Task.rows.filter(ticket=ticket).count() == 4
    assert Task.rows.get(ticket=ticket, letter="D").instructions == "Au Bureau de Baie-Noire"
    assert Note.objects.get().body == "Vu avec Bureau de Baie-Noire"
    assert outcome.message
    assert (outcome.message.kind, outcome.message.body) == ("question", "De quelle couleur ?")
    assert outcome.changed == ()
    assert Entry.objects.filter(stream=ticket.stream).order_by("-pk")[0].kind == "macros.ran"
    assert (Macro.rows.get().uses, Macro.rows.get().used_at) == (1, NOON)


def test_a_template_tags_and_sets_aside_last_of_all(ticket: Ticket, bruno: Staff, house: Any) -> None:
    Tag.objects.create(code="rush", name=Bilingual("Urgence", "Rush"))
    macro = a_macro(bruno, owner="me", tag="rush", aside="2 bd")
    assert told(macro, ticket, bruno) == ["take", "tag", "reply", "aside"]
    run(macro, ticket, bruno, "Merci de patienter.")
    now = Ticket.rows.get(pk=ticket.pk)
    assert (tags_in(now.tags), now.asleep_until) == (("rush",), NOON + timedelta(days=2, minutes=-90))  # at 8:30
    assert told(macro, now, bruno) == ["reply", "aside"]  # the tag is on, the request in charge
    lea = a_staff(house, "CS", "Lea", "Morin", "agent")
    elsewhere = a_macro(lea, "Patience", aside="2 h", sends="")
    assert told(elsewhere, now, lea) == []  # what is in charge of a colleague stays before their eyes
    mine = a_macro(bruno, "Pause", aside="2 h", sends="")
    run(mine, now, bruno)
    assert Ticket.rows.get(pk=ticket.pk).asleep_until == NOON + timedelta(hours=2)


def test_a_first_choice_of_a_template_is_put_back_to_none(amina: Person, bruno: Staff, hiring: Service) -> None:
    fresh = a_ticket(amina, title="Une chaise")
    outcome = run(a_macro(bruno, sends="", service="A04"), fresh, bruno)
    assert outcome.changed == (("service", None, hiring.pk),)
    actions.take_back(fresh, by=seen_by(bruno), now=NOON, changed=outcome.changed)
    assert Ticket.rows.get(pk=fresh.pk).service is None


def test_what_is_so_already_is_not_listed(ticket: Ticket, bruno: Staff) -> None:
    tickets.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)
    macro = a_macro(bruno, owner="me", impact=2, urgency=2, plan=True)
    assert told(macro, ticket, bruno) == ["reply"]


def test_a_template_that_is_refused_in_one_part_does_nothing(ticket: Ticket, bruno: Staff, house: Any) -> None:
    wanted = tickets.NewTask(title=Bilingual("Câble", "Cable"), unit=house["TI"])
    tickets.add_task(ticket, by=seen_by(bruno), now=NOON, task=wanted)
    macro = a_macro(bruno, impact=3, note=Bilingual("x", "x"), sends="answer", code="done")
    with pytest.raises(tickets.StillHasOpenTasks), transaction.atomic():
        run(macro, ticket, bruno)
    assert Ticket.rows.get(pk=ticket.pk).impact == 2
    assert not Note.objects.exists()
    assert Macro.rows.get().uses == 0


def test_words_with_an_empty_place_are_never_sent(amina: Person, bruno: Staff) -> None:
    mine = a_ticket(amina, owner=bruno)
    macro = a_macro(bruno, words=Bilingual("Au {bureau}", "At {office}"))
    found = preview_of(macro, mine, by=seen_by(bruno), now=NOON, link=LINK)
    assert (found.words, found.missing) == ("Au {bureau}", ["{bureau}"])
    with pytest.raises(actions.Unfilled, match="bureau"), transaction.atomic():
        run(macro, mine, bruno, found.words)
    assert not Message.objects.filter(kind="reply").exists()
    assert run(macro, mine, bruno, "Au bureau").message


def test_a_date_is_not_promised_while_the_clock_waits_or_once_it_has_passed(ticket: Ticket, bruno: Staff) -> None:
    macro = a_macro(bruno, words=Bilingual("{promesse}", "{promise}"))
    later = preview_of(macro, ticket, by=seen_by(bruno), now=NOON + timedelta(days=60), link=LINK)
    assert later.missing == ["{promesse}"]
    tickets.ask(ticket, by=seen_by(bruno), now=NOON, body="Quand ?")
    assert preview_of(macro, ticket, by=seen_by(bruno), now=NOON, link=LINK).missing == ["{promesse}"]


def test_the_date_is_the_one_of_the_service_that_the_template_chooses(
    ticket: Ticket, bruno: Staff, hiring: Service
) -> None:
    macro = a_macro(bruno, words=Bilingual("{promesse}, {service}", "{promise}"), service="A04")
    foreseen = preview_of(macro, ticket, by=seen_by(bruno), now=NOON, link=LINK).words
    run(macro, ticket, bruno)
    after = preview_of(macro, Ticket.rows.get(pk=ticket.pk), by=seen_by(bruno), now=NOON, link=LINK).words
    assert foreseen == after
    assert foreseen.endswith("Embauche, caucus")


def test_a_template_appears_only_where_it_is_for(ticket: Ticket, bruno: Staff, hiring: Service) -> None:
    a_macro(bruno, "Embauche", conditions=(("service", ("A04",)),))
    a_macro(bruno, "Courriel", conditions=(("channel", ("email",)), ("language", ("fr",))))
    english = a_macro(bruno, "Anglais", conditions=(("language", ("en",)),))
    a_macro(bruno, "Brouillon", publish=False)
    assert [one.name.fr for one in macros_for(seen_by(bruno), ticket)] == ["Courriel"]
    with pytest.raises(actions.NotForThis), transaction.atomic():
        run(english, ticket, bruno)


def test_templates_are_found_by_words_of_either_language_without_accents(ticket: Ticket, bruno: Staff) -> None:
    a_macro(bruno, "Bien reçu")
    a_macro(bruno, "Chaise", words=Bilingual("Une chaise", "An armchair"))
    found = [one.name.fr for one in macros_for(seen_by(bruno), ticket, words="ARMCH")]
    assert found == ["Chaise"]
    assert [one.name.fr for one in macros_for(seen_by(bruno), ticket, words="recu")] == ["Bien reçu"]


def test_those_used_most_come_first(ticket: Ticket, bruno: Staff) -> None:
    a_macro(bruno, "Un")
    second = a_macro(bruno, "Deux")
    run(second, ticket, bruno)
    assert [one.name.fr for one in macros_for(seen_by(bruno), ticket)] == ["Deux", "Un"]


def test_a_template_is_its_owners_its_teams_or_everybodys(
    ticket: Ticket, bruno: Staff, chloe: Staff, dario: Staff, ines: Staff, house: Any
) -> None:
    lea = a_staff(house, "CS", "Lea", "Morin", "agent")
    a_macro(bruno, "À Bruno")
    a_macro(chloe, "À l’équipe", scope="unit")
    a_macro(dario, "À tous", scope="all")
    assert {one.name.fr for one in macros_for(seen_by(lea), ticket)} == {"À l’équipe", "À tous"}
    assert {one.name.fr for one in macros_for(seen_by(bruno), ticket)} == {"À Bruno", "À l’équipe", "À tous"}
    assert {one.name.fr for one in macros_for(seen_by(ines), ticket)} == {"À tous"}


@pytest.mark.proves("A05")
def test_who_may_not_see_a_ticket_runs_nothing_on_it(ticket: Ticket, dario: Staff, ines: Staff, bruno: Staff) -> None:
    macro = a_macro(dario, scope="all")
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True)
    stranger = a_staff({"CS": bruno.unit}, "CS", "Lea", "Morin", "agent")
    for who in (dario, ines, stranger):
        with pytest.raises(Refused), transaction.atomic():
            run(macro, ticket, who)


def test_fields_alone_can_be_put_back_unless_they_moved_meanwhile(
    ticket: Ticket, bruno: Staff, hiring: Service, house: Any
) -> None:
    tickets.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)
    tickets.sort(ticket, by=seen_by(bruno), now=NOON, offer=_offer(hiring), impact=2, urgency=2)
    lea = a_staff(house, "CS", "Lea", "Morin", "agent")
    macro = a_macro(bruno, sends="", impact=3, urgency=3, owner=str(lea.pk))
    outcome = run(macro, ticket, bruno)
    assert outcome.changed == (("owner", bruno.pk, lea.pk), ("impact", 2, 3), ("urgency", 2, 3))
    actions.take_back(ticket, by=seen_by(bruno), now=NOON, changed=outcome.changed)
    now = Ticket.rows.get(pk=ticket.pk)
    assert (now.owner, now.impact, now.urgency) == (bruno, 2, 2)
    outcome = run(macro, ticket, bruno)
    tickets.prioritise(ticket, by=seen_by(bruno), now=NOON, impact=1, urgency=3)
    with pytest.raises(tickets.FieldMoved), transaction.atomic():
        actions.take_back(ticket, by=seen_by(bruno), now=NOON, changed=outcome.changed)


def test_nothing_that_waits_to_leave_is_sent_over(ticket: Ticket, bruno: Staff) -> None:
    macro = a_macro(bruno)
    said = {"ticket": ticket, "staff": bruno, "kind": "reply", "body": "Plus tard", "updated_at": NOON}
    Draft.objects.create(**said, leaves_at=NOON + timedelta(days=1))
    with pytest.raises(actions.StillLeaves), transaction.atomic():
        run(macro, ticket, bruno)
    assert Draft.objects.get().body == "Plus tard"


def test_on_several_a_draft_is_left_alone(ticket: Ticket, bruno: Staff) -> None:
    macro = a_macro(bruno)
    tickets.draft(ticket, by=seen_by(bruno), now=NOON, kind="reply", body="Je commençais")
    told = {"by": seen_by(bruno), "now": NOON, "macro": macro.pk, "words": macro.words.fr, "link": LINK}
    with pytest.raises(actions.BeingWritten), transaction.atomic():
        actions.run_unread(ticket, **told)
    assert Draft.objects.get().body == "Je commençais"
    Draft.objects.all().delete()
    message = actions.run_unread(ticket, **told).message
    assert message
    assert message.body == f"Bonjour Amina Diallo, votre billet est le {ticket.number}."


def test_a_template_that_names_what_is_gone_says_so_and_does_nothing(
    ticket: Ticket, bruno: Staff, house: dict[str, Organisation]
) -> None:
    macro = a_macro(bruno, work=CABLE)
    Organisation.objects.filter(code="TI").update(active=False)
    assert "TI" in preview_of(macro, ticket, by=seen_by(bruno), now=NOON, link=LINK).fault
    with pytest.raises(ValueError, match="TI"), transaction.atomic():
        run(macro, ticket, bruno)
    assert not Message.objects.filter(kind="reply").exists()
