"""Rules and dates of clients, as a scenario declares them."""

from dataclasses import dataclass
from datetime import date, datetime

from guichet.areas.automation.actions.keeping import begin_again, check, values_of
from guichet.areas.automation.models import Rule, Term
from guichet.areas.automation.queries.due import LIVE
from guichet.areas.automation.rules.spec import NewRule
from guichet.areas.people.actions import NEW, ClientForm, enrolled, give
from guichet.areas.people.queries import organisation, staff_by_email
from guichet.ground.access import Actor
from guichet.ground.actions import action


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleForm:
    """A rule as a scenario declares it."""

    code: str
    wanted: NewRule
    mode: str
    keeper: str = ""  # an address


@dataclass(frozen=True, slots=True, kw_only=True)
class TermForm:
    """A date in the life of a client, as a scenario declares it."""

    code: str
    kind: str
    client: ClientForm
    organisation: str  # a code; nothing when it is the person's own
    on: date


@action("automation.configure")
def configure_rule(form: RuleForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a declared rule; return what changed. One that is put to work, or changed, looks at nothing earlier."""
    keeper = staff_by_email(form.keeper) if form.keeper else None
    check(form.wanted, now)
    values = values_of(form.wanted) | {"mode": form.mode, "keeper_id": keeper.pk if keeper else None}
    row = Rule.objects.filter(code=form.code).first()
    if row is None:
        row = Rule(code=form.code, changed_at=now, **values)
        begin_again(row, now)
        row.save()
        return [NEW]
    changes = give(row, values)
    if changes and row.mode in LIVE:
        begin_again(row, now)
        row.save(update_fields=["since", "swept_at", "swept_ticket"])
    return changes


@action("automation.configure")
def configure_term(form: TermForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a declared date of a client; return what changed."""
    person = enrolled(form.client)
    assert person
    place = organisation(form.organisation) if form.organisation else None
    values = {"kind": form.kind, "person_id": person.pk, "organisation_id": place.pk if place else None, "on": form.on}
    row = Term.objects.filter(code=form.code).first()
    if row is None:
        Term.objects.create(code=form.code, known_at=now, **values)
        return [NEW]
    return give(row, values)
