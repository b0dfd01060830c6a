"""The letters that tell people of an incident before they call, and that it is over."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from guichet.areas.notifications.queries import warning_of
from guichet.areas.notifications.queries.warnings import write_warning
from guichet.doors.email.compose import Outgoing, compose
from guichet.doors.email.layout import laid_out
from guichet.ground.outbox.models import Outgoing as Waiting
from guichet.ground.ui.context import institution_words


def compose_warning(row: Waiting) -> bytes | None:
    """Write the message, or None when it would say what is no longer so."""
    warned = warning_of(row.refs)
    if warned is None:
        return None
    with override(warned.language):
        letter = write_warning(warned, settings.BASE_URL + reverse("portal-service", args=[warned.service_code]))
        facts = {"number": "", "to_name": warned.to_name, "salutation": warned.salutation, "owner": ""}
        context = {"facts": facts, "letter": letter, "language": warned.language, **institution_words()}
        text = render_to_string("email/letter.txt", context)
        html = laid_out(render_to_string("email/letter.html", context), warned.formats)
    return compose(
        Outgoing(
            from_name=settings.INSTITUTION[f"name_{warned.language}"], from_address=settings.MAILBOX,
            to_address=row.address, to_name=warned.to_name, subject=letter.subject, message_id=row.message_id,
            date=row.due_at, text=text, html=html, language=warned.language, automatic="auto-generated",
        )
    )  # fmt: skip
