"""The only writers of synonyms, of what was not found, and of how often."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import house_calendar, offer_by_code
from guichet.areas.finding import rules
from guichet.areas.finding.models import SearchDay, Synonyms, UnmetNeed
from guichet.areas.finding.queries import forget
from guichet.areas.people.actions import NEW, give
from guichet.ground.access import Actor
from guichet.ground.actions import action

SEEN_ONCE_KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymsForm:
    """Words that mean the same."""

    code: str
    words: dict[str, list[str]]


class NoSuchService(Exception):
    """These words cannot lead to a service that is not offered."""

    def __str__(self) -> str:
        return _("Choose a service that is offered today.")


@action("finding.configure")
def configure_synonyms(form: SynonymsForm, *, by: Actor) -> list[str]:
    """Keep a group of words that mean the same."""
    forget()
    row = Synonyms.objects.filter(code=form.code).first()
    if row:
        return give(row, {"words": form.words})
    Synonyms.objects.create(code=form.code, words=form.words)
    return [NEW]


@action("finding.note")
def note_search(words: str, *, language: str, channel: str, found: int, by: Actor, now: datetime) -> None:
    """Count a search; when it found nothing, keep its folded words and nothing of who searched."""
    day = house_calendar().local_day(now)
    key: dict[str, Any] = {"language": language, "channel": channel}
    SearchDay.objects.get_or_create(day=day, **key)
    SearchDay.objects.filter(day=day, **key).update(asked=F("asked") + 1, failed=F("failed") + int(not found))
    kept = rules.kept_words(words)
    if found or not kept:
        return
    _row, new = UnmetNeed.objects.get_or_create(words=kept, **key, defaults={"first_at": now, "last_at": now})
    if not new:
        UnmetNeed.objects.filter(words=kept, **key).update(count=F("count") + 1, last_at=now)


@action("finding.settle")
def link_need(need: UnmetNeed, service: str, *, by: Actor, now: datetime) -> UnmetNeed:
    """Let these words find a service from now on."""
    offer = offer_by_code(service, on=house_calendar().local_day(now))
    if offer is None:
        raise NoSuchService
    return _settled(need, UnmetNeed.State.LINKED, offer.pk)


@action("finding.settle")
def set_need_aside(need: UnmetNeed, *, by: Actor) -> UnmetNeed:
    """Say that nothing is to be done about these words."""
    return _settled(need, UnmetNeed.State.ASIDE, None)


@action("finding.settle")
def reopen_need(need: UnmetNeed, *, by: Actor) -> UnmetNeed:
    """Put a need back among those that wait for a decision."""
    return _settled(need, UnmetNeed.State.OPEN, None)


def _settled(need: UnmetNeed, state: str, service: int | None) -> UnmetNeed:
    need.state, need.service_id = state, service
    need.save(update_fields=["state", "service"])
    forget()
    return need


@action("finding.configure")
def drop_stale_needs(*, by: Actor, now: datetime) -> int:
    """Throw away what was looked for once, long ago, and never settled; return how many."""
    stale = UnmetNeed.objects.filter(state=UnmetNeed.State.OPEN, count=1, last_at__lt=now - SEEN_ONCE_KEPT)
    dropped, _by_table = stale.delete()
    return dropped
