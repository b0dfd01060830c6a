"""The letters about coming in: a code, a word to somebody we do not know, a way to a new password."""

from django.utils.translation import gettext as _

from guichet.areas.notifications.queries import entrance_of
from guichet.areas.notifications.queries.letters import Letter
from guichet.areas.notifications.rules import Entrance
from guichet.doors.email.apart import Reader, compose_apart
from guichet.ground import clock
from guichet.ground.outbox.models import Outgoing as Waiting


def compose_entrance(row: Waiting) -> bytes | None:
    """Write the message, or None when what it opens has closed again: an old code helps nobody."""
    entrance = entrance_of(row.address, row.refs, now=clock.now())
    if entrance is None:
        return None
    return compose_apart(row, Reader(entrance.language, formats=entrance.formats), lambda: write(entrance))


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
