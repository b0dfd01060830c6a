"""The letters that tell people of an incident before they call, and that it is over."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from guichet.areas.notifications.queries import Warned, warning_of
from guichet.areas.notifications.queries.letters import Letter
from guichet.doors.email.compose import Outgoing, compose
from guichet.doors.email.layout import laid_out
from guichet.ground import clock
from guichet.ground.outbox.models import Outgoing as Waiting
from guichet.ground.ui import wording
from guichet.ground.ui.context import institution_words


def compose_warning(row: Waiting) -> bytes | None:
    """Write the message, or None when it would say what is no longer so."""
    warned = warning_of(row.refs)
    if warned is None:
        return None
    with override(warned.language):
        letter = write(warned)
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


def write(warned: Warned) -> Letter:
    """Write the letter in the language of its reader."""
    service = warned.service.in_language(warned.language)
    page = (service, settings.BASE_URL + reverse("portal-service", args=[warned.service_code]))
    if warned.about == "over":
        return Letter(
            subject=warned.title, heading=_("It works again: %(what)s") % {"what": warned.title}, quoted=warned.words,
            paragraphs=[_("You were told that this did not work. It does now; you have nothing to do.")], button=page,
        )  # fmt: skip
    since = _("Since %(moment)s.") % {"moment": wording.when(warned.since, warned.language, clock.now())}
    where = [_("Where: %(region)s.") % {"region": warned.region}] if warned.region else []
    return Letter(
        subject=warned.title, heading=warned.title, paragraphs=[" ".join([since, *where])], quoted=warned.words,
        after=[_("You use this service, so we tell you at once. We write again when it works: no need to call.")],
        button=page,
    )  # fmt: skip
