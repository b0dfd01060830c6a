"""Problems, for the tests of every door."""

from datetime import timedelta
from typing import Any

from guichet.areas.people.models import Person, Staff
from guichet.areas.problems import actions
from guichet.areas.problems.models import Problem
from guichet.areas.tickets.models import Ticket
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

TITLE = Bilingual("Les contrats ne s’ouvrent pas", "Contracts do not open")
WORKAROUND = Bilingual("Demandez votre contrat au comptoir.", "Ask for your contract at the counter.")
FIX = Bilingual("Les contrats s’ouvrent de nouveau.", "Contracts open again.")
BROKEN = "Mon contrat ne s’ouvre pas, le dossier reste blanc à l’écran."


def an_incident(by: Staff, **more: Any) -> Problem:
    """Declare that something is broken since an hour before noon."""
    wanted: dict[str, Any] = {
        "kind": "incident", "service": "A04", "title": TITLE, "workaround": WORKAROUND,
        "starts_at": NOON - timedelta(hours=1),
    }  # fmt: skip
    return actions.declare(actions.NewProblem(**(wanted | more)), by=seen_by(by), now=NOON)


def five_alike(who: Person, service: Any, **more: Any) -> list[Ticket]:
    """Let somebody say five times the same."""
    return [a_ticket(who, service=service, title="Contrat blanc", body=BROKEN, **more) for _nth in range(5)]
