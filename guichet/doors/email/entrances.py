"""The letters about coming in: a code, a word to somebody we do not know, a way to a new password."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from guichet.areas.notifications.queries import entrance_of
from guichet.areas.notifications.queries.letters import Letter
from guichet.areas.notifications.rules import Entrance
from guichet.doors.email.compose import Outgoing, compose
from guichet.doors.email.layout import laid_out
from guichet.ground import clock
from guichet.ground.outbox.models import Outgoing as Waiting
from guichet.ground.ui.context import institution_words

NO_TICKET = {"number": "", "to_name": "", "owner": ""}


def compose_entrance(row: Waiting) -> bytes | None:
    """Write the message, or None when what it opens has closed again: an old code helps nobody."""
    entrance = entrance_of(row.address, row.refs, now=clock.now())
    if entrance is None:
        return None
    with override(entrance.language):
        letter = write(entrance)
        context = {"facts": NO_TICKET, "letter": letter, "language": entrance.language, **institution_words()}
        text = render_to_string("email/letter.txt", context)
        html = laid_out(render_to_string("email/letter.html", context), entrance.formats)
    return compose(
        Outgoing(
            from_name=settings.INSTITUTION[f"name_{entrance.language}"], from_address=settings.MAILBOX,
            to_address=row.address, to_name="", subject=letter.subject, message_id=row.message_id, date=row.due_at,
            text=text, html=html, language=entrance.language, automatic="auto-generated",
        )
    )  # fmt: skip


def write(entrance: Entrance) -> Letter:
    """Write the letter in the language of the page that asked for it."""
    return {"code": _code, "stranger": _stranger, "password": _password}[entrance.about](entrance)


def _code(entrance: Entrance) -> Letter:
    return Letter(
        subject=_("Your sign-in code"), heading=_("Your sign-in code"), figure=entrance.opens,
        paragraphs=[_("Here is your code. It holds for ten minutes, in the browser where you asked for it:")],
        after=[_("You did not ask for it? Do nothing: without the code, nobody gets in.")],
    )  # fmt: skip


def _stranger(entrance: Entrance) -> Letter:
    return Letter(
        subject=_("Signing in"), heading=_("Signing in"),
        paragraphs=[
            _(
                "Somebody, perhaps you, asked to sign in with this address. We know no one by it yet: an account opens "
                "with your first request, on our site, by telephone or at the counter."
            )
        ],
        after=[_("You did not ask for it? Do nothing.")],
    )  # fmt: skip


def _password(entrance: Entrance) -> Letter:
    return Letter(
        subject=_("A new password"), heading=_("A new password"),
        paragraphs=[_("Somebody, perhaps you, asked for a new password at our window. This link opens the page:")],
        button=(_("Choose a new password"), entrance.opens),
        after=[_("You did not ask for it? Do nothing: your password stays the same.")],
    )  # fmt: skip
