"""Where the journal ends."""

from dataclasses import dataclass

from guichet.ground.journal.models import Entry


@dataclass(frozen=True, slots=True)
class Place:
    """How far somebody has read, in commit order."""

    tx: int
    entry: int


def end_of_journal() -> Place:
    """Return the place of the last entry."""
    last = Entry.objects.order_by("-tx", "-pk").values_list("tx", "pk").first()
    return Place(*last) if last else Place(0, 0)
