"""What falls due for a firm: what waits for its answer, and the dates of its life that come near."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.automation.queries.terms import coming_to
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Organisation
from guichet.areas.tickets.queries.mine import Summary
from guichet.areas.tickets.rules import State

TERMS: dict[str, Callable[[], str]] = {
    "lease_end": lambda: _("The lease ends"), "contract_end": lambda: _("The contract ends"),
    "mandate_end": lambda: _("The mandate ends"), "warranty_end": lambda: _("The warranty ends"),
    "card_expiry": lambda: _("The card expires"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing that a firm has to do: by which day, where there is one, and on which request or service."""

    words: str
    on: date | None
    title: str = ""
    number: str = ""  # of the request
    service: str = ""  # the code of what a date calls for


def obligations_of(firm: Organisation, requests: Iterable[Summary], viewer: Viewer, *, on: date) -> list[Obligation]:
    """Return what falls due for a firm, of the requests that the viewer sees: the undated first, then by day."""
    asked = [_of_request(one) for one in requests if is_turn(one)]
    dated = [Obligation(TERMS[one.kind](), one.on, service=one.service) for one in coming_to(firm, viewer, on=on)]
    return sorted([*asked, *dated], key=lambda one: one.on or date.min)


def is_turn(row: Summary) -> bool:
    """Tell whether a request waits for those who asked it."""
    return row.state in (State.WAITING_CLIENT, State.RESOLVED) and not row.observed


def _of_request(row: Summary) -> Obligation:
    if row.state == State.WAITING_CLIENT:
        return Obligation(_("A question of ours waits for an answer"), None, row.title, row.number)
    words = _("An answer is there to be read; the request closes by itself that day")
    return Obligation(words, localtime(row.closes_at).date() if row.closes_at else None, row.title, row.number)
