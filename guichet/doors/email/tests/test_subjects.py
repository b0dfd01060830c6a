"""What a locked screen shows of a letter: the number of the request, or words that are the same for everybody (N11)."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from guichet.areas.notifications.queries import Warned
from guichet.areas.notifications.queries.mandates import MandateOver
from guichet.areas.notifications.queries.warnings import write_warning
from guichet.areas.notifications.rules import EMERGENCY, ENTRANCE, MANDATE, WARNING, Entrance
from guichet.areas.people.access import Viewer
from guichet.areas.upkeep.queries import Reminder, Subject
from guichet.areas.upkeep.rules import UPKEEP
from guichet.doors.email import emergencies, entrances, mandates, upkeep
from guichet.doors.email.sending import APART
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, TODAY

NUMBER = "G-2026-482913-4"
MARKER = "zibeline"  # stands in every word that says something of somebody, or of their matter
SAID = {
    "fr": {
        "Votre code d’entrée", "Ouverture de session", "Un nouveau mot de passe",
        "Un service ne fonctionne pas pour l’instant",
        "Un service fonctionne de nouveau", "Un droit d’agir a pris fin", "Liens qui ne mènent nulle part",
        "1 chose à relire", NUMBER,
    },
    "en": {
        "Your sign-in code", "Signing in", "A new password", "A service does not work for now",
        "A service works again", "A right to act is over", "Links that lead nowhere", "1 thing to read again", NUMBER,
    },
}  # fmt: skip


def of_entrances(language: str) -> list[Any]:
    until = datetime(2026, 3, 3, 19, tzinfo=UTC)
    said = {"address": f"{MARKER}@example.org", "language": language, "opens": MARKER, "until": until}
    return [entrances.write(Entrance(about=about, **said)) for about in ("code", "stranger", "password")]  # type: ignore[arg-type]


def of_warnings(language: str) -> list[Any]:
    said = {
        "language": language, "to_name": MARKER, "salutation": MARKER, "title": MARKER, "words": MARKER, "since": NOON,
        "service": Bilingual(MARKER, MARKER), "service_code": MARKER, "region": MARKER,
    }  # fmt: skip
    return [write_warning(Warned(about=about, **said), "/") for about in ("begins", "over")]  # type: ignore[arg-type]


def of_mandates(language: str) -> list[Any]:
    said = {"language": language, "to_name": MARKER, "salutation": MARKER, "formats": (), "who": MARKER, "on": TODAY}
    return [
        mandates.write(MandateOver(is_delegate=theirs, whom=whom, withdrawn=withdrawn, **said))  # type: ignore[arg-type]
        for theirs, whom in ((True, MARKER), (False, MARKER), (False, ""))
        for withdrawn in (True, False)
    ]


def of_upkeep(language: str) -> list[Any]:
    kept = Subject("article", MARKER, Bilingual(MARKER, MARKER), review_on=TODAY)
    reader = Viewer(ref="staff:1", staff=1, name=MARKER, language=language)
    return [upkeep.write(Reminder(reader, again, [(kept, MARKER)])) for again in ([kept], [])]


def of_emergencies(language: str) -> list[Any]:
    staff, ticket = SimpleNamespace(full_name=MARKER), SimpleNamespace(number=NUMBER, title=MARKER)
    said = {"staff": staff, "ticket": ticket, "opened_at": NOON, "until": NOON, "reason": MARKER}
    made = [SimpleNamespace(**said, is_withheld=held) for held in (True, False)]
    return [emergencies.write(one, language) for one in made]  # type: ignore[arg-type]


WRITTEN = {
    ENTRANCE: of_entrances, WARNING: of_warnings, MANDATE: of_mandates, UPKEEP: of_upkeep, EMERGENCY: of_emergencies,
}  # fmt: skip


@pytest.mark.proves("GOU-06", "N11")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_subject_of_a_letter_about_no_request_is_the_same_for_everybody(language: str) -> None:
    assert WRITTEN.keys() == APART.keys(), "a new kind of letters is to be looked at here"
    with override(language):
        letters = [letter for write in WRITTEN.values() for letter in write(language)]
    assert MARKER in repr(letters), "the marker sings inside"
    assert {re.sub("[\u00a0\u202f]", " ", letter.subject) for letter in letters} == SAID[language]
