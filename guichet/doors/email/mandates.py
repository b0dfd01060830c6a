"""The letters that tell two people that one no longer acts for the other."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from guichet.areas.notifications.queries.letters import Letter
from guichet.areas.notifications.queries.mandates import MandateOver, mandate_over
from guichet.doors.email.apart import Reader, compose_apart
from guichet.ground import clock
from guichet.ground.outbox.models import Outgoing as Waiting
from guichet.ground.ui import wording


def compose_mandate(row: Waiting) -> bytes | None:
    """Write the message, or None when it must not leave any more."""
    over = mandate_over(row.refs)
    if over is None:
        return None
    reader = Reader(over.language, over.to_name, over.salutation, over.formats)
    return compose_apart(row, reader, lambda: write(over))


def write(over: MandateOver) -> Letter:
    """Write the letter in the language of its reader."""
    said = {"who": over.who, "whom": over.whom, "day": wording.day(over.on, over.language, clock.now())}
    return _to_delegate(over, said) if over.is_delegate else _to_giver(over, said)


def _to_delegate(over: MandateOver, said: dict[str, str]) -> Letter:
    heading = _("You no longer act for %(whom)s") % said
    ended = _("Your right to act for %(whom)s was withdrawn on %(day)s.") if over.withdrawn else _(
        "Your right to act for %(whom)s ended on %(day)s, as was decided when you got it."
    )  # fmt: skip
    return Letter(
        subject=_("A right to act is over"), heading=heading, paragraphs=[ended % said],
        after=[_("You no longer see their requests. What you asked in their name goes on with them.")],
        button=(_("See my requests"), settings.BASE_URL + reverse("portal-mine")),
    )  # fmt: skip


def _to_giver(over: MandateOver, said: dict[str, str]) -> Letter:
    if over.whom:
        heading = _("%(who)s no longer acts for %(whom)s") % said
        ended = _("The right of %(who)s to act for %(whom)s was withdrawn on %(day)s.") if over.withdrawn else _(
            "The right of %(who)s to act for %(whom)s ended on %(day)s."
        )  # fmt: skip
    else:
        heading = _("%(who)s no longer acts for you") % said
        ended = _("The right of %(who)s to act for you was withdrawn on %(day)s.") if over.withdrawn else _(
            "The right of %(who)s to act for you ended on %(day)s."
        )  # fmt: skip
    return Letter(
        subject=_("A right to act is over"), heading=heading, paragraphs=[ended % said],
        after=[_("They see nothing of it any more. You can let somebody act again at any moment.")],
        button=(_("Who may act for me"), settings.BASE_URL + reverse("portal-delegations")),
    )  # fmt: skip
