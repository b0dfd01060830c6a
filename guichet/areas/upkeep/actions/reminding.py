"""Letters to those who keep things right: one a week at most of what is to be read again, one when a link is dead."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.timezone import localtime

from guichet.areas.people.models import Staff
from guichet.areas.upkeep.models import Round
from guichet.areas.upkeep.queries.kept import Told
from guichet.areas.upkeep.rules import UPKEEP, is_week_due
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.outbox.api import Intent, post

WEEK, DEAD = "week", "links"


@action("upkeep.remind")
def remind(*, by: Actor, now: datetime) -> int:
    """Let the letters of the week leave when they are due; return how many do."""
    local = localtime(now)
    last = Round.objects.filter(name=WEEK).first()
    if not is_week_due(last.began_at if last else None, local):
        return 0
    told = Told()
    readers = told.again(local.date()).keys() | told.dead().keys()
    Round.objects.update_or_create(name=WEEK, defaults={"began_at": now, "ended_at": now})
    year, week, _day = local.isocalendar()
    return post_letters(readers, WEEK, f"{year}-{week:02}", now)


@action("upkeep.remind")
def tell_of_dead(*, by: Actor, now: datetime) -> int:
    """Tell those who keep it that a link leads nowhere, on the second night in a row; return how many are told."""
    return post_letters(Told().dead(exactly=True).keys(), DEAD, f"{localtime(now):%Y-%m-%d}", now)


def post_letters(readers: Iterable[int], about: str, when: str, now: datetime) -> int:
    """Put one letter for each reader in the outbox; the same one twice is one."""
    found = [
        # A stream of their own: nobody waits behind a letter to somebody else.
        Intent(
            key=f"{UPKEEP}:{about}:{when}:{one.pk}", kind=UPKEEP, stream=f"{UPKEEP}:{one.pk}", address=one.email,
            due_at=now, refs={"staff": one.pk, "about": about},
        )
        for one in Staff.objects.filter(pk__in=set(readers), active=True).order_by("pk")
    ]  # fmt: skip
    post(found, domain=settings.MAIL_DOMAIN)
    return len(found)
