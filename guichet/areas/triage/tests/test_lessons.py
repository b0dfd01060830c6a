"""Learning from the desk's own history: what it learns, what it must never learn, and what happens without it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import Service, ServiceTier
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Ticket
from guichet.areas.triage.actions import learning, suggest
from guichet.areas.triage.models import Lesson
from guichet.areas.triage.queries import advice_on
from guichet.areas.triage.queries.examples import sheets
from guichet.areas.triage.rules.learned import read
from guichet.areas.triage.rules.lesson import MISSING, Example, fit, lesson, vocabulary
from guichet.areas.triage.rules.words import stems
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import *  # noqa: F403
from tests.cast import NOON, TODAY, a_person, a_ticket, seen_by

KEYS, PAY = ("badge", "porte", "serrure", "clé"), ("salaire", "dépôt", "virement", "paie")
ZACHARIE = frozenset(stems("Zacharie", "fr"))
SAID = ("Bonjour, ma {0} ne marche plus et la {1} reste fermée", "Pourriez-vous regarder {0} et {1} cette semaine")


def taught(n: int = 240) -> list[Example]:
    return [
        Example(SAID[place % 2].format(*_pair(place)) + f" {place} Zacharie", "fr", 1 + place % 2, place % 20)
        for place in range(n)
    ]


def _pair(place: int) -> tuple[str, str]:
    words = (KEYS, PAY)[place % 2]
    return words[place // 2 % 4], words[place // 3 % 4]


@pytest.mark.proves("TRI-01")
def test_a_lesson_learns_speaks_when_sure_and_is_measured_on_later_decisions() -> None:
    told = lesson(taught(), ZACHARIE)
    model = read(told["model"].encode())
    best = model.guesses("Ma clé est dans la serrure", "fr")[0]
    assert (best.service, best.words) == (1, best.words) and "serrure" in best.words
    assert told["later"] == 36
    assert told["right"] == told["spoke"] > 30
    assert model.guesses("Quelque chose de tout autre", "fr") == []


def test_what_is_learned_names_nobody_and_holds_no_number_and_no_rare_word() -> None:
    rare = [Example("Ma maladie de Fabry et le badge", "fr", 1, person) for person in (1, 1, 1, 2, 3, 4)]
    known = vocabulary([*taught(), *rare], ZACHARIE)
    learned = " ".join(known.words + known.letters)
    assert "badg" in learned
    assert re.search(r"zach|fabr|mala|\d", learned) is None


@pytest.mark.proves("TRI-01")
def test_what_the_institution_publishes_is_learned_from_one_use_but_never_from_whoever_wrote_it() -> None:
    sheet = Example("Un chantier : échafaudage", "fr", 2)
    alone = Example("Mon échafaudage et ma clé", "fr", 1, 99)
    examples = [*taught(), sheet, alone]
    known = vocabulary(examples, frozenset())
    assert {"fr:echafaudag", "fr:chanti echafaudag"} <= set(known.words)
    assert "fr:echafaudag" in known.said(sheet) and "fr:echafaudag" not in known.said(alone)
    model = fit(examples, frozenset(), 0.0)
    assert model and read(model).guesses("un échafaudage", "fr")[0].service == 2


@pytest.fixture
def history(house: Any, amina: Person, bruno: Staff, hiring: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    """A hundred and twenty requests that were sorted: about doors, about pay; one hiding a secret."""
    monkeypatch.setattr(learning, "FEWEST", 100)
    # A lesson lets everybody else go first: beside a whole suite, it would wait for most of a minute.
    monkeypatch.setattr(learning, "_ENTRY", "import os; os.nice = int; " + learning._ENTRY)
    doors = Service.objects.create(
        code="D01", name=Bilingual("Accès", "Access"), nature="service", owner=house["SEC"], calendar="default"
    )
    ServiceTier.objects.create(service=doors, tier="lead", valid_from=TODAY - timedelta(days=900))
    catalogue.forget()
    people = [a_person(f"p{place}@example.org", "Zacharie", "Untel") for place in range(7)]
    for place in range(120):
        about = Example(SAID[place % 2].format(*_pair(place)), "fr", 0, 0)
        ticket = a_ticket(people[place // 2 % 7], owner=bruno, title="Demande de Zacharie", body=about.text)
        Ticket.rows.filter(pk=ticket.pk).update(service=(doors, hiring)[place % 2], state="taken")
    secret = [a_ticket(one, owner=bruno, title="Harcèlement", body="Le chantage continue.") for one in people]
    Ticket.rows.filter(pk__in=[one.pk for one in secret]).update(service=doors, confidential=True, state="taken")
    return doors


@pytest.mark.proves("TRI-01")
def test_sheets_are_learned_in_both_languages_and_never_those_of_a_confidential_service(
    history: Service, hiring: Service
) -> None:
    Service.objects.filter(pk=history.pk).update(confidential=True)
    catalogue.forget()
    rows = sheets(TODAY)
    assert {(language, person) for _text, language, service, person in rows if service == hiring.pk} == {
        ("fr", None), ("en", None),
    }  # fmt: skip
    assert history.pk not in {service for _text, _language, service, _person in rows}


@pytest.mark.proves("TRI-01")
def test_the_next_request_is_suggested_as_its_like_were_sorted(
    history: Service, amina: Person, bruno: Staff, settings: Any
) -> None:
    kept = learning.keep_lesson(by=SYSTEM, now=NOON, told=learning.taught(on=TODAY))
    assert kept.model and kept.examples == 120
    assert kept.right == kept.spoke > 15
    ticket = a_ticket(amina, owner=bruno, title="Badge", body="La serrure de la porte refuse mon badge.")
    suggest(ticket, by=SYSTEM, now=NOON)
    advice = advice_on(ticket, seen_by(bruno), on=TODAY)
    assert advice and (advice.row.method, advice.row.service) == ("history", history)
    assert "serrure" in advice.candidates[0].words
    sha256 = kept.model.sha256
    written = (Path(settings.FILES_DIR) / sha256[:2] / sha256).read_text()
    assert "serrur" in written
    assert re.search("chant|harcel|zachari|untel", written) is None  # nothing confidential, no name


def test_a_lesson_that_fails_leaves_the_words_of_the_services(
    history: Service, hiring: Service, amina: Person, bruno: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "_ENTRY", "raise SystemExit('no scikit-learn here')")
    kept = learning.keep_lesson(by=SYSTEM, now=NOON, told=learning.taught(on=TODAY))
    assert (kept.model, kept.fault) == (None, "failed")
    ticket = a_ticket(amina, owner=bruno, title="Nouvel employé", body="Un contrat pour une embauche.")
    row = suggest(ticket, by=SYSTEM, now=NOON)
    assert row and (row.method, row.service) == ("words", hiring)


@pytest.mark.parametrize(
    ("entry", "longest", "fault"),
    [
        (f"raise SystemExit({MISSING})", 60, "missing"), ("import time; time.sleep(9)", 0.1, "failed"),
        ("import json; print(json.dumps({'model': None}))", 60, "little"),
    ],
)  # fmt: skip
def test_a_lesson_without_a_result_says_why(
    history: Service, monkeypatch: pytest.MonkeyPatch, entry: str, longest: float, fault: str
) -> None:
    monkeypatch.setattr(learning, "_ENTRY", entry)
    monkeypatch.setattr(learning, "LONGEST", longest)
    assert learning.keep_lesson(by=SYSTEM, now=NOON, told=learning.taught(on=TODAY)).fault == fault


def test_lessons_are_given_at_night_once_a_week_and_never_when_off(db: Any, settings: Any) -> None:
    night = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)  # half past two in Vancouver
    assert learning.is_due(night)
    assert not learning.is_due(NOON)
    Lesson.objects.create(at=night - timedelta(days=3), examples=0)
    assert not learning.is_due(night)
    assert learning.is_due(night + timedelta(days=7))
    settings.TRIAGE = "words"
    assert not learning.is_due(night + timedelta(days=7))


def test_the_learner_is_loaded_by_the_lesson_alone() -> None:
    sources = Path(learning.__file__).parents[4] / "guichet"
    users = [
        one.name for one in sources.rglob("*.py") if re.search(r"^\s*(?:from|import) sklearn", one.read_text(), re.M)
    ]
    assert users == ["lesson.py"]
