"""Words and files of a client whose time is over: they go, and that they were there stays."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from guichet.areas.tickets.actions.indexing import index
from guichet.areas.tickets.actions.locking import lock
from guichet.areas.tickets.models import FROM_CLIENT, Attachment, Message, Split, Ticket
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.files.store import release


@action("tickets.erase")
def erase_words(ticket: Ticket, *, words: str, files: Collection[str], given_at: datetime, by: Actor) -> int:
    """Erase from what a client said until a moment these very words, and the files of these names; count the files.

    What was split off began with the same words and files: they go there too.
    """
    held = lock(ticket)
    said = Message.objects.filter(ticket=held, kind__in=FROM_CLIENT, at__lte=given_at)
    born = Split.objects.filter(source=held).values_list("born", flat=True)
    taken_along = Message.objects.filter(ticket__in=born, kind__in=FROM_CLIENT)
    if words:
        for message in [*said.filter(body__contains=words), *taken_along.filter(body__contains=words)]:
            _blot(message, words)
    mine = Attachment.objects.filter(message__in=said, name__in=files).select_related("file") if files else []
    kept = {row.file_id: row.file for row in mine}
    Attachment.objects.filter(Q(message__in=said) | Q(message__in=taken_along), name__in=files, file__in=kept).delete()
    for file in kept.values():
        release(file)
    return len(kept)


def _blot(message: Message, words: str) -> None:
    """Put a sentence in the place of words, in what was said, in what lists show of it and in the index."""
    ticket = Ticket.rows.get(pk=message.ticket_id)
    with override(ticket.language):
        instead = _("Erased: the time for which these words are kept is over.")
    listed, message.body = _in_lists(message.body), message.body.replace(words, instead)
    message.save(update_fields=["body"])
    if ticket.last_words == listed:
        Ticket.rows.filter(pk=ticket.pk).update(last_words=_in_lists(message.body))
    index(ticket)


def _in_lists(body: str) -> str:
    return " ".join(body.split())[:160]
