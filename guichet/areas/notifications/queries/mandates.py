"""What a letter says of a right to act that is over."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from guichet.areas.people.models import Delegation, Person
from guichet.areas.people.queries import email_of
from guichet.areas.tickets.models import Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateOver:
    """Who could act for whom, as its reader is told: in their language, with nothing of any request."""

    language: str
    to_name: str
    salutation: str
    formats: tuple[str, ...]
    is_delegate: bool  # the reader is who could act
    who: str
    whom: str  # nothing: the reader themselves
    withdrawn: bool
    on: date  # the day it was withdrawn, or its last day


def mandate_over(refs: dict[str, Any]) -> MandateOver | None:
    """Return what a letter about a right to act says, or None when it must not leave any more."""
    rows = Delegation.objects.select_related("delegate", "grantor_person", "grantor_organisation")
    given, person = rows.filter(pk=refs["delegation"]).first(), Person.objects.get(pk=refs["person"])
    if given is None or person.erased_at:
        return None
    office, mine = given.grantor_organisation, given.grantor_person_id == person.pk
    whom = office.name.in_language(person.language) if office else "" if mine else given.grantor_person.full_name  # type: ignore[union-attr]
    who = email_of(given.delegate) or given.delegate.full_name  # not the name: it would tell who is a client here
    withdrawn = refs["how"] == "withdrawn"
    return MandateOver(
        language=person.language, to_name=person.full_name, salutation=person.salutation, formats=tuple(person.formats),
        is_delegate=given.delegate_id == person.pk, who=who, whom=whom, withdrawn=withdrawn,
        on=date.fromisoformat(refs["on"]) if withdrawn or given.ends_on is None else given.ends_on,
    )  # fmt: skip


def told_of_ending(given: Delegation) -> set[int]:
    """Return who is told by the request whose plan ended a right to act."""
    rows = Ending.objects.filter(delegation=given, ended_at__isnull=False)
    return set(rows.values_list("ticket__requester", flat=True))
