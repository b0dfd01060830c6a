"""Nobody writes to a client without knowing what was said meanwhile."""

from django.utils.translation import gettext as _

from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.tickets.queries.family import family_of
from guichet.ground.access import Actor

SPOKEN_BY_HAND = (
    Message.Kind.CLIENT, Message.Kind.REPLY, Message.Kind.QUESTION, Message.Kind.ANSWER,
)  # fmt: skip


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


def require_aware(ticket: Ticket, *, by: Actor, seen: int | None) -> None:
    """Refuse public words of somebody who has not seen the last ones; whoever reads no page says nothing of it."""
    if seen is None:
        return
    later = Message.objects.filter(
        ticket__in=family_of(ticket), pk__gt=seen, kind__in=SPOKEN_BY_HAND, withdrawn_at=None
    )
    words = later.exclude(staff_id=getattr(by, "staff", None) or 0).select_related("staff").order_by("-pk").first()
    if words:
        raise SpokenMeanwhile(words)
