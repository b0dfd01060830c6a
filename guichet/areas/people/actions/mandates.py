"""Rights to act for somebody: given, limited, withdrawn, and told of once when they are over."""

from datetime import datetime

from django.utils.timezone import localtime

from guichet.areas.people.actions.persons import NewDelegation, compartment_of
from guichet.areas.people.facts import DelegationEnded
from guichet.areas.people.models import Delegation
from guichet.areas.people.queries.own import claim_over, is_given_again
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import record

AT_ONCE = 50


@action("people.delegate")
def delegate(wanted: NewDelegation, *, by: Actor) -> Delegation:
    """Let somebody act for a person or an organisation, within scopes, until a day."""
    compartment_of(wanted.grantor)
    return Delegation.objects.create(
        grantor_person_id=wanted.grantor_person_id, grantor_organisation_id=wanted.grantor_organisation_id,
        delegate=wanted.delegate, scopes=list(wanted.scopes), starts_on=wanted.starts_on, ends_on=wanted.ends_on,
    )  # fmt: skip


@action("people.delegate")
def revoke(delegation: Delegation, *, by: Actor, now: datetime) -> Delegation:
    """End a delegation at once: the delegate's next click fails, and both are told."""
    held = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if held.revoked_at is None:
        held.revoked_at = now
        held.save(update_fields=["revoked_at"])
        _tell(held, "withdrawn", by=by, now=now)
    return held


@action("people.end_delegations")
def end_delegations(*, by: Actor, now: datetime) -> int:
    """Say of each delegation whose last day is past that it is over, once however many workers say it."""
    claimed = claim_over(localtime(now).date(), most=AT_ONCE)
    for one in claimed:
        _tell(one, "date", by=by, now=now)
    return len(claimed)


def _tell(one: Delegation, how: str, *, by: Actor, now: datetime) -> None:
    if one.told_at is None and not is_given_again(one, on=localtime(now).date()):
        said = DelegationEnded(delegation=one.pk, delegate=one.delegate_id, how=how)
        record(said, stream=f"delegation:{one.pk}", by=by, at=now)
    one.told_at = now
    one.save(update_fields=["told_at"])
