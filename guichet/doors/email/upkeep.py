"""The letters to those who keep things right: what is to be read again, and which links lead nowhere."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.areas.notifications.queries.letters import Letter
from guichet.areas.upkeep.queries import Reminder, Subject, reminder_of
from guichet.areas.upkeep.rules import ESCALATED_AFTER, is_overdue
from guichet.areas.upkeep.rules.words import KINDS
from guichet.doors.email.apart import Reader, compose_apart
from guichet.ground import clock
from guichet.ground.outbox.models import Outgoing as Waiting
from guichet.ground.ui import wording


def compose_upkeep(row: Waiting) -> bytes | None:
    """Write the message, or None when nothing is left to say."""
    said = reminder_of(row.refs, now=clock.now())
    if said is None:
        return None
    return compose_apart(row, Reader(said.reader.language, said.reader.name), lambda: write(said))


def write(said: Reminder) -> Letter:
    """Write the letter in the language of its reader."""
    if said.poor:
        return _of_forms(said)
    listed = []
    if said.again:
        listed.append((_("To read again"), list(_again(said))))
    if said.dead:
        listed.append((_("Links that lead nowhere"), list(_dead(said))))
    heading = _("Links that lead nowhere")
    if said.again:
        count = len(said.again)
        heading = ngettext("%(n)s thing to read again", "%(n)s things to read again", count) % {"n": count}
    return Letter(
        subject=heading, heading=heading, listed=listed,
        paragraphs=[_("You keep these right, or you lead whoever does. What still holds only needs a new date.")],
        button=(_("See them all"), settings.BASE_URL + reverse("office-reading")),
    )  # fmt: skip


def _of_forms(said: Reminder) -> Letter:
    language = said.reader.language
    rows = [
        (
            subject.title.in_language(language), _url(said, subject),
            _("%(done)s of %(n)s forms begun were handed in; %(helped)s of those who began needed a person.") % {
                "done": wording.percent(alone.completion, language), "n": alone.begun,
                "helped": wording.percent(alone.leakage, language),
            },
        )
        for subject, alone in said.poor
    ]  # fmt: skip
    heading = ngettext(
        "A form that few get through by themselves", "%(n)s forms that few get through by themselves", len(rows)
    ) % {"n": len(rows)}
    return Letter(
        subject=heading, heading=heading, listed=[(_("Over the last ninety days"), rows)],
        paragraphs=[
            _("You keep these services right, or you lead whoever does."),
            _("Meanwhile the portal says of them that they are best done with help. You are not told again before "
              "they have recovered."),
        ],
        button=(_("See how people get through"), settings.BASE_URL + reverse("office-online")),
    )  # fmt: skip


def _again(said: Reminder) -> Iterator[tuple[str, str, str]]:
    today, language = localtime(clock.now()).date(), said.reader.language
    for one in said.again:
        assert one.review_on is not None
        words = _("%(kind)s, to be read again since %(day)s") % {
            "kind": KINDS[one.kind], "day": wording.day(one.review_on, language, clock.now()),
        }  # fmt: skip
        if one.keeper != said.reader.staff:
            late = is_overdue(one.review_on, today, by=ESCALATED_AFTER)
            words += f" · {one.keeper_name or _('nobody keeps it')}" if late or not one.keeper else ""
        yield one.title.in_language(language), _url(said, one), words


def _dead(said: Reminder) -> Iterator[tuple[str, str, str]]:
    for one, url in said.dead:
        yield one.title.in_language(said.reader.language), _url(said, one), url


def _url(said: Reminder, subject: Subject) -> str:
    return settings.BASE_URL + (subject.page_for(said.reader) or reverse("office-reading"))
