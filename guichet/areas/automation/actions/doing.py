"""What a rule does: the verbs that people have, one after the other."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.automation.models import Rule, Term
from guichet.areas.automation.rules.spec import Prepared
from guichet.areas.catalogue.queries import offer_by_code
from guichet.areas.macros.queries import names_of_macros
from guichet.areas.people.actions import compartment_of
from guichet.areas.people.models import Compartment, Person
from guichet.areas.people.queries import units
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.rules import Channel
from guichet.areas.triage import actions as triage
from guichet.areas.triage.queries.owners import Matter, contact_person
from guichet.ground.access import Actor
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui import wording

DATE = "{date}"  # in the words of a request that is prepared: the day that set the rule off


class NotThere(ValueError):
    """A rule names something that is not there any more."""


class NobodyInCharge(ValueError):
    """There is nobody to propose a template to."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule was set off by: a ticket, or a date in somebody's life; `on` is the day."""

    ticket: Ticket | None
    term: Term | None
    on: datetime

    @property
    def person(self) -> Person:
        """Return whose matter it is."""
        held = self.term or self.ticket
        assert held
        return held.person if isinstance(held, Term) else held.requester

    @property
    def compartment(self) -> Compartment:
        """Return where what concerns it is kept."""
        if self.term:
            return compartment_of(self.term.organisation or self.term.person)
        assert self.ticket
        return self.ticket.compartment


def run(rule: Rule, subject: Subject, *, now: datetime) -> Ticket | None:
    """Do everything that a rule does; return the request that it prepared, if it did."""
    acts, by = rule.does, Actor(ref=rule.stream, roles=frozenset({"system"}))
    made = _prepare(acts.prepare, subject, by=by, now=now) if acts.prepare else None
    ticket = made or subject.ticket
    assert ticket
    if acts.tag:
        tickets.tag(ticket, by=by, now=now, code=acts.tag)
    if acts.impact:
        tickets.prioritise(ticket, by=by, now=now, impact=acts.impact, urgency=acts.urgency)
    if acts.place:
        triage.place(Ticket.rows.get(pk=ticket.pk), by=by, now=now)
    if acts.work:
        _give(ticket, rule, by=by, now=now)
    if acts.note != Bilingual():
        tickets.note(ticket, by=by, now=now, body=acts.note.in_language(ticket.language))
    if acts.template:
        _propose(ticket, acts.template, by=by, now=now)
    return made


def _prepare(wanted: Prepared, subject: Subject, *, by: Actor, now: datetime) -> Ticket:
    person, on = subject.person, localtime(now).date()
    offer = offer_by_code(wanted.service, on=on)
    if offer is None:
        raise NotThere
    matter = Matter(language=person.language, compartment=subject.compartment, requester=person, offer=offer)
    owner = contact_person(matter, now=now)
    day = wording.day(subject.on.date(), person.language, now)
    title, words = (pair.in_language(person.language).replace(DATE, day) for pair in (wanted.title, wanted.words))
    with translation.override(person.language):
        body = _("Prepared for you by Client Services: %(words)s") % {"words": words}
    by_mail = not person.contact_points.filter(kind="email").exists()
    opening = tickets.Opening(
        requester=person, compartment=matter.compartment, channel=Channel.MAIL if by_mail else Channel.EMAIL,
        language=person.language, title=title, body=body, received_at=now, offer=offer,
        owner=owner.staff if owner else None, why=owner.why if owner else "",
    )  # fmt: skip
    made = tickets.open_ticket(opening, by=by, now=now)
    return tickets.set_day(made, by=by, now=now, on=subject.on.date()) if subject.term and offer.journey else made


def _give(ticket: Ticket, rule: Rule, *, by: Actor, now: datetime) -> None:
    work = rule.does.work
    assert work
    unit = units().filter(code=work.unit).first()
    if unit is None:
        raise NotThere
    tickets.add_task(ticket, by=by, now=now, task=tickets.NewTask(title=work.title, unit=unit, due=work.due))


def _propose(ticket: Ticket, template: int, *, by: Actor, now: datetime) -> None:
    name = names_of_macros({template}).get(template)
    if name is None:
        raise NotThere
    held = Ticket.rows.get(pk=ticket.pk)
    if held.owner_id is None:
        raise NobodyInCharge
    with translation.override(held.language):
        said = _("Proposed template: “%(name)s”.") % {"name": name.in_language(held.language)}
    tickets.note(held, by=by, now=now, body=said)
