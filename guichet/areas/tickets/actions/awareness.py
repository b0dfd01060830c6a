"""Nobody writes to a client without knowing what was said meanwhile."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guichet.areas.tickets.models import Draft, Message, Ticket
from guichet.areas.tickets.queries.family import family_of
from guichet.ground.access import Actor

SPOKEN_BY_HAND = (
    Message.Kind.CLIENT, Message.Kind.REPLY, Message.Kind.QUESTION, Message.Kind.ANSWER,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What a writer had before them: the last words said, and the state of their own draft."""

    words: int
    draft: int | None = None


class DraftMoved(ValueError):
    """The other pair of eyes changed the draft; nothing is kept or sent over words that its writer has not read."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(draft.pk)

    def __str__(self) -> str:
        return _("The draft was changed meanwhile. Nothing of yours was kept over it: compare both, then choose.")


class SpokenMeanwhile(ValueError):
    """Somebody else wrote since the writer began; nothing is sent until they have read it."""

    def __init__(self, words: Message) -> None:
        self.words = words
        super().__init__(words.pk)

    def __str__(self) -> str:
        if self.words.is_from_client:
            return _(
                "The client wrote while you were writing. Nothing was sent: read it, then change your words or send."
            )
        who = self.words.staff.full_name if self.words.staff else _("Somebody")
        said = _("%(who)s wrote to the client while you were writing. Nothing was sent: read it, then change or send.")
        return said % {"who": who}


def require_aware(ticket: Ticket, *, by: Actor, seen: Seen | None) -> None:
    """Refuse public words of somebody who has not seen the last ones; whoever reads no page says nothing of it."""
    if seen is None:
        return
    require_same(Draft.objects.filter(ticket=ticket, staff_id=getattr(by, "staff", None) or 0, kind="reply"), seen)
    later = Message.objects.filter(
        ticket__in=family_of(ticket), pk__gt=seen.words, kind__in=SPOKEN_BY_HAND, withdrawn_at=None
    )
    words = later.exclude(staff_id=getattr(by, "staff", None) or 0).select_related("staff").order_by("-pk").first()
    if words:
        raise SpokenMeanwhile(words)


def has_left(ticket: Ticket, *, by: Actor, seen: Seen | None) -> bool:
    """Tell whether the writer themselves sent words since: what was being kept meanwhile comes too late."""
    mine = Message.objects.filter(ticket=ticket, staff_id=getattr(by, "staff", None) or 0, withdrawn_at=None)
    return seen is not None and mine.filter(pk__gt=seen.words, kind__in=SPOKEN_BY_HAND).exists()


def require_same(drafts: QuerySet[Draft], seen: Seen) -> None:
    """Refuse to go on with a draft that its other reader changed since."""
    if seen.draft is None:
        return
    moved = drafts.filter(changed_at__isnull=False).exclude(version=seen.draft).first()
    if moved:
        raise DraftMoved(moved)
