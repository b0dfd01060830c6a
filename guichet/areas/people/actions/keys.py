"""The keys of whoever works at the desk."""

from django.utils.translation import gettext as _

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Staff
from guichet.ground.actions import action

KEPT = frozenset("?")  # opens the list of keys, whatever the others are


class NotAKey(ValueError):
    """A key is one character that every keyboard types, for one thing only."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        return _("“%(key)s” cannot be used: give each verb one character of its own, without accent.") % {
            "key": self.key
        }


@action("people.set_keys")
def set_keys(keys: dict[str, str], *, by: Viewer, off: bool) -> None:
    """Keep the keys that somebody chose (usual key -> their own), and whether single keys do anything."""
    chosen = list(keys.values())
    for key in chosen:
        if len(key) != 1 or not key.isascii() or not key.isprintable() or key in KEPT | {" "} or chosen.count(key) > 1:
            raise NotAKey(key)
    changed = {usual: own for usual, own in keys.items() if usual != own}
    Staff.objects.filter(pk=by.staff or 0).update(keys=changed, keys_off=off)


@action("people.set_keys")
def switch_keys(*, by: Viewer, off: bool) -> None:
    """Switch single keys on or off."""
    Staff.objects.filter(pk=by.staff or 0).update(keys_off=off)
