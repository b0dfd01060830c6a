"""Letters that belong to no request: nobody's name but the institution's, and nothing to reply to."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from guichet.areas.notifications.queries.letters import Letter
from guichet.doors.email.compose import Outgoing, compose
from guichet.doors.email.layout import laid_out
from guichet.ground.outbox.models import Outgoing as Waiting
from guichet.ground.ui.context import institution_words


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom a letter goes, in which language, laid out how; nobody's name when we do not know them."""

    language: str
    name: str = ""
    salutation: str = ""
    formats: Collection[str] = ()


def compose_apart(row: Waiting, reader: Reader, write: Callable[[], Letter]) -> bytes:
    """Write a letter in the language of its reader, and lay it out as they prefer."""
    with override(reader.language):
        letter = write()
        facts = {"number": "", "to_name": reader.name, "salutation": reader.salutation, "owner": ""}
        context = {"facts": facts, "letter": letter, "language": reader.language, **institution_words()}
        text = render_to_string("email/letter.txt", context)
        html = laid_out(render_to_string("email/letter.html", context), reader.formats)
    return compose(
        Outgoing(
            from_name=settings.INSTITUTION[f"name_{reader.language}"], from_address=settings.MAILBOX,
            to_address=row.address, to_name=reader.name, subject=letter.subject, message_id=row.message_id,
            date=row.due_at, text=text, html=html, language=reader.language, automatic="auto-generated",
        )
    )  # fmt: skip
