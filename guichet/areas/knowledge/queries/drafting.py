"""What a solved request taught, without anybody's name."""

from typing import TYPE_CHECKING

from django.db.models import Q

from guichet.areas.knowledge import rules
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.people.rules import CLIENT_KINDS
from guichet.areas.tickets.models import Message
from guichet.areas.tickets.rules import State

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

WORDS_OF_MANY = {"Caucus", "Bureau", "Constituency", "Office", "Ménage", "Household"}
SOLVED = (State.RESOLVED, State.CLOSED)


def may_teach(ticket: "Ticket") -> bool:
    """Tell whether an article may be made of a request: it is solved, and no secret."""
    return ticket.state in SOLVED and not ticket.confidential


def told_by(ticket: "Ticket") -> tuple[str, str, str]:
    """Return the title, the question and the answer of a solved request, anonymised."""
    said = Message.objects.filter(ticket=ticket, withdrawn_at=None)
    first = said.filter(kind=Message.Kind.OPENING).order_by("pk").first()
    last = said.filter(kind=Message.Kind.ANSWER).order_by("-pk").first()
    texts = ticket.title, first.body if first else "", last.body if last else ticket.resolution_text
    names = _names(ticket, "\n".join(texts))
    title, question, answer = (rules.anonymised(text, names, ticket.language).strip() for text in texts)
    return title, question, answer


def _names(ticket: "Ticket", text: str) -> set[str]:
    """Return the names of those who took part, and of anybody we know whom the words may name."""
    spoken = rules.spoken_names(text)
    near = Q(given_name__in=spoken) | Q(family_name__in=spoken)
    wrote = Message.objects.filter(ticket=ticket)
    found: set[str] = set()
    for rows in (
        Person.objects.filter(Q(pk=ticket.requester_id) | Q(pk__in=wrote.values("person"))),
        Staff.objects.filter(Q(pk=ticket.owner_id) | Q(pk__in=wrote.values("staff"))),
    ):
        for given, family in rows.values_list("given_name", "family_name"):
            found |= {given, family, *given.split(), *(part for part in family.split() if len(part) > 3)}
    for pairs in (Person.objects.filter(near), Staff.objects.filter(near)):
        found |= {name for pair in pairs.values_list("given_name", "family_name") for name in pair if name in spoken}
    return (found | _bodies(text)) - {""}


def _bodies(text: str) -> set[str]:
    """Return the names of caucuses, offices, firms and households in a text, and of the places in them (rule N12)."""
    said = text.casefold()
    known = Organisation.objects.filter(kind__in=CLIENT_KINDS).values_list("name", "region")
    named = [name for pair, region in known for name in (pair.fr, pair.en, region)]
    words = {*named, *(word for name in named for word in rules.spoken_names(name) if " " not in word)} - WORDS_OF_MANY
    return {word for word in words if len(word) > 3 and word.casefold() in said}
