"""Who acts, what they may do, and querysets that refuse to run unscoped."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from django.db import models


class Refused(Exception):
    """The actor may not do this. Doors answer as if the thing did not exist."""


class Unscoped(RuntimeError):
    """A scoped model was read without saying for whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Whoever acts or looks: a person, a member of staff, the bearer of a ticket's code, a machine, the system."""

    ref: str
    roles: frozenset[str] = field(default_factory=frozenset)

    def may(self, permission: str, subject: object | None = None) -> bool:
        """Tell whether this actor may do `permission` (to `subject`, where one is given)."""
        return PERMISSIONS[permission].allows(self, subject)

    def require(self, permission: str, subject: object | None = None) -> None:
        """Raise `Refused` unless this actor may."""
        if not self.may(permission, subject):
            raise Refused(permission)


SYSTEM = Actor(ref="system", roles=frozenset({"system"}))

Condition = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Permission:
    """Who holds a permission: roles, and a condition on the subject."""

    name: str
    roles: frozenset[str]
    when: Condition | None = None

    def allows(self, actor: Actor, subject: object | None) -> bool:
        """Tell whether `actor` holds it on `subject`."""
        if "system" in actor.roles:
            return True
        if not self.roles & actor.roles:
            return False
        return self.when is None or subject is None or self.when(actor, subject)


PERMISSIONS: dict[str, Permission] = {}


def permit(names: str, *, to: Iterable[str], when: Condition | None = None) -> None:
    """Give the permissions in `names` (separated by spaces) to the roles `to`, where `when(actor, subject)` holds."""
    for name in names.split():
        if name in PERMISSIONS:
            raise ValueError(f"permission {name} is declared twice")
        PERMISSIONS[name] = Permission(name, frozenset(to), when)


_M = TypeVar("_M", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[_M]):
    """A queryset that knows what each actor may see."""

    def visible_to(self, viewer: Actor) -> Self:
        """Keep what `viewer` may see; every scoped model says how."""
        raise Unscoped(f"{self.model.__name__} does not say who may see it")


class GuardedManager(models.Manager[_M]):
    """The default way in: it answers `visible_to(viewer)` and refuses everything else.

    A scoped model also has `rows`, the bare queryset, for the actions, queries and readers of its own area.
    """

    def get_queryset(self) -> models.QuerySet[_M]:
        raise Unscoped(f"read {self.model.__name__} through visible_to(viewer)")

    def visible_to(self, viewer: Actor) -> Any:
        """Return the rows that `viewer` may see."""
        return self.model.rows.get_queryset().visible_to(viewer)  # type: ignore[attr-defined]
