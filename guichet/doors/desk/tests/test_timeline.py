"""Every kind of fact has its sentence, in both languages."""

from dataclasses import fields
from typing import Any, get_type_hints

import pytest
from django.template.loader import get_template
from django.utils import translation

from guichet.areas.people.models import Person, Staff
from guichet.doors.desk.names import Names
from guichet.doors.desk.sheet import sheet_for
from guichet.doors.desk.timeline import sentence
from guichet.ground.journal.facts import KINDS, Fact
from guichet.ground.journal.models import Entry
from tests.cast import NOON, a_ticket, seen_by

OF_TICKETS = sorted(kind for kind, fact in KINDS.items() if "ticket" in {one.name for one in fields(fact)})
SAMPLES = {
    "received": NOON.isoformat(),
    "due": NOON.isoformat(),
    "until": NOON.isoformat(),
    "day": "2026-03-20",
    "channel": "email",
    "code": "done",
    "reason": "partner",
    "cause": "asked",
}


def sample(kind: str) -> Fact:
    fact = KINDS[kind]
    hints = get_type_hints(fact)
    values: dict[str, Any] = {
        one.name: SAMPLES.get(one.name, "x" if hints[one.name] is str else True if hints[one.name] is bool else 7)
        for one in fields(fact)
    }
    return fact(**values)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", OF_TICKETS)
def test_every_fact_of_a_ticket_has_a_sentence(kind: str, language: str) -> None:
    get_template(f"desk/timeline/{kind}.html")
    names = Names(language, NOON, "Amina Diallo", {7: "Bruno Tremblay"}, {7: ("A", "Contrat")}, {7: "Embauche"})
    with translation.override(language):
        said = sentence(Entry(kind=kind, actor="staff:7"), sample(kind), names)
    assert len(said) > 8
    assert said != "x"


@pytest.mark.django_db
@pytest.mark.proves("N3")
def test_words_of_a_client_that_are_not_for_this_window_say_so_beside_them(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno, body="Voici le dossier d'un citoyen.")
    with translation.override("en"):
        sheet = sheet_for(seen_by(bruno), ticket.number)
    assert sheet
    warned = [line.warnings for line in sheet.thread.lines if line.warnings]
    assert warned == [("Looks like a constituent’s file: not for this window. Pass nothing of it on.",)]
