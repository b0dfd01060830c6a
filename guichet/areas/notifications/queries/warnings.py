"""The words of the letters that tell people of an incident before they call, and that it is over."""

from django.utils.translation import gettext as _

from guichet.areas.notifications.queries import Warned
from guichet.areas.notifications.queries.letters import Letter
from guichet.ground import clock
from guichet.ground.ui import wording


def write_warning(warned: Warned, page: str) -> Letter:
    """Write the letter in the language in force, which is that of its reader; `page` is that of the service.

    What does not work is told inside: a subject shows on locked screens (N11).
    """
    button = (warned.service.in_language(warned.language), page)
    if warned.about == "over":
        return Letter(
            subject=_("A service works again"),
            heading=_("It works again: %(what)s") % {"what": warned.title}, quoted=warned.words,
            paragraphs=[_("You were told that this did not work. It does now; you have nothing to do.")], button=button,
        )  # fmt: skip
    since = _("Since %(moment)s.") % {"moment": wording.when(warned.since, warned.language, clock.now())}
    where = [_("Where: %(region)s.") % {"region": warned.region}] if warned.region else []
    return Letter(
        subject=_("A service does not work for now"), heading=warned.title,
        paragraphs=[" ".join([since, *where])], quoted=warned.words,
        after=[_("You use this service, so we tell you at once. We write again when it works: no need to call.")],
        button=button,
    )  # fmt: skip
