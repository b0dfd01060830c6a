"""The views beside a list: those of the house, and those that people keep, each with how many rows it has."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from guichet.areas.people.access import Viewer
from guichet.areas.sla.queries import lists as queries
from guichet.areas.sla.queries.listing import Listing
from guichet.areas.sla.queries.lists import Day
from guichet.areas.tickets.queries import news
from guichet.doors.desk.names import here
from guichet.doors.desk.narrowing import Asked, as_kept
from guichet.doors.desk.rows import capped
from guichet.doors.desk.tail import end_of_journal
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.sla.models import SavedView

NAMES: dict[str, str | LazyText] = {
    "mine": _("Mine"), "today": _("Promised today"), "late": _("Overdue"), "client": _("Client’s turn"),
    "aside": _("Set aside"), "followed": _("Followed"), "stirred": _("Followed, changed"),
    "opinions": _("Opinions asked"), "reread": _("To read over"), "alerts": _("Alerts"),
    "sort": _("To sort"), "unowned": _("Nobody in charge"), "behalf": _("On whose behalf?"), "open": _("All open"),
}  # fmt: skip
MY_DAY = ("mine", "today", "late", "alerts", "client", "opinions", "aside", "followed", "stirred", "reread")
FLEETING = ("stirred", "alerts", "opinions")  # shown while they hold something
TEAM = ("sort", "unowned", "behalf", "open")
OWNED = ("mine", "aside")  # of what one is in charge of oneself
COUNTED_FOR = 10  # seconds


@dataclass(frozen=True, slots=True)
class Tab:
    """A view in the rail, with how many rows it has."""

    url: str
    label: str | LazyText
    count: str
    current: bool
    alarming: bool = False
    shared: bool = False


def views_of(viewer: Viewer) -> tuple[str, ...]:
    """Name the views that a viewer has: somebody who leads the window owns no ticket."""
    mine = MY_DAY if viewer.has("agent") else tuple(one for one in MY_DAY if one not in OWNED)
    return (*mine, *TEAM)


def rail_of(viewer: Viewer, day: Day, wanted: Asked, kept: list["SavedView"]) -> dict[str, Any]:
    """Return the rail beside a list, and how many rows the list has."""
    shown = [Listing(view) for view in views_of(viewer)]
    theirs = [(one, as_kept(one)) for one in kept if one.view in views_of(viewer)]
    counted = dict.fromkeys(
        _counted(one) for one in (*shown, *(known.listing for _row, known in theirs), wanted.listing)
    )
    counts = counts_for(viewer, day, *counted)
    current = next((one for one in kept if one.pk == wanted.saved), None)
    plain = wanted.listing.view if current is None else ""
    return {
        "my_day": [*_tabs(MY_DAY, plain, counts), *unread_tabs(viewer)], "team": _tabs(TEAM, plain, counts),
        "kept": _kept(theirs, wanted, counts),
        "total": capped(counts[_counted(wanted.listing)], queries.CAP), "amount": counts[_counted(wanted.listing)],
        "heading": current.name.in_language(here()) if current else NAMES[wanted.listing.view],
    }  # fmt: skip


def counts_for(viewer: Viewer, day: Day, *listings: Listing) -> dict[Listing, int]:
    """Count every list, again only when something was written meanwhile, or when the clock may have moved a row."""
    key = _counts_key(viewer)
    known: dict[Listing, int] | None = cache.get(key)
    if known is None or not known.keys() >= set(listings):
        known = queries.counts_of(viewer, day, *listings)
        cache.set(key, known, COUNTED_FOR)
    return known


def _counts_key(viewer: Viewer) -> str:
    last = end_of_journal()
    return f"desk-counts-{viewer.staff}-{last.tx}-{last.entry}-{viewer.emergencies}"


def _counted(listing: Listing) -> Listing:
    return Listing(listing.view, listing.filters)


def _tabs(views: tuple[str, ...], current: str, counts: dict[Listing, int]) -> list[Tab]:
    return [
        Tab(
            reverse("desk-list", args=[view]), NAMES[view], capped(counts[Listing(view)], queries.CAP), view == current,
            view in {"late", "stirred", "alerts"} and counts[Listing(view)] > 0,
        )
        for view in views
        if Listing(view) in counts and (view not in FLEETING or view == current or counts[Listing(view)])
    ]  # fmt: skip


def unread_tabs(viewer: Viewer) -> list[Tab]:
    """Return the place of what the reader was told, as long as some of it is not read."""
    count = cache.get_or_set(_news_key(viewer), lambda: news.unread_count(viewer, now=clock.now()), COUNTED_FOR)
    here = Tab(reverse("desk-news"), _("For your information"), capped(count or 0, news.MOST), current=False)
    return [here] if count else []


def forget_news(viewer: Viewer) -> None:
    """Count again what the reader was told."""
    cache.delete(_news_key(viewer))


def _news_key(viewer: Viewer) -> str:
    return f"desk-news-{viewer.staff}-{viewer.emergencies}"


def _kept(theirs: list[tuple["SavedView", Asked]], wanted: Asked, counts: dict[Listing, int]) -> list[Tab]:
    return [
        Tab(
            known.url(), one.name.in_language(here()), capped(counts[_counted(known.listing)], queries.CAP),
            one.pk == wanted.saved, shared=one.unit_id is not None,
        )
        for one, known in theirs
    ]  # fmt: skip
