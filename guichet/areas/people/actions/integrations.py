"""The tokens of machines that call the API."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from guichet.areas.people.models import Integration, Organisation
from guichet.areas.people.rules import INTEGRATION_SCOPES, token_hash
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.references import random_token


class UnknownScope(ValueError):
    """A token may only be given what integrations may do."""

    def __str__(self) -> str:
        return _("Choose among what integrations may do, at least one thing.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIntegration:
    """What a token is for, and until when."""

    name: str
    scopes: tuple[str, ...]
    organisation: Organisation | None = None
    expires_at: datetime | None = None


@action("people.issue_token")
def issue_token(wanted: NewIntegration, *, by: Actor, now: datetime) -> tuple[Integration, str]:
    """Register a machine and return its token, in clear, this once."""
    if not wanted.scopes or set(wanted.scopes) - set(INTEGRATION_SCOPES):
        raise UnknownScope
    prefix = f"gch_{random_token(5)}"
    token = f"{prefix}_{random_token(32)}"
    made = Integration.objects.create(
        name=wanted.name[:120], prefix=prefix, token_hash=token_hash(token), scopes=list(wanted.scopes),
        organisation=wanted.organisation, created_at=now, expires_at=wanted.expires_at,
    )  # fmt: skip
    return made, token


@action("people.revoke_token")
def revoke_token(integration: Integration, *, by: Actor, now: datetime) -> Integration:
    """End a token at once: the next call with it is refused."""
    integration.revoked_at = integration.revoked_at or now
    integration.save(update_fields=["revoked_at"])
    return integration
