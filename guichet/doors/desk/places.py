"""Where one can go from anywhere, as the palette offers it: lists, kept views, pages, services, articles."""

from django.utils.functional import Promise as LazyText
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guichet.areas.knowledge.queries import answering
from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.areas.sla.queries.views import views_for
from guichet.doors.desk.entrance import KEEPERS
from guichet.doors.desk.entries import Asked, Entry
from guichet.doors.desk.heard import names_of
from guichet.doors.desk.names import here
from guichet.doors.desk.narrowing import as_kept
from guichet.doors.desk.rail import NAMES, views_of
from guichet.ground import clock
from guichet.ground.ui.places import address

MOST_PLACES, MOST_SERVICES, MOST_ARTICLES = 6, 4, 4
READERS = ("manager", "auditor")
TASKS = {"mine": _("My tasks"), "unit": _("Tasks of my unit")}
# Name of the page, its words, its icon, its key, the roles that have it.
PAGES: tuple[tuple[str, str | LazyText, str, str, tuple[str, ...]], ...] = (
    ("desk-search", _("Find somebody or a ticket"), "search", "/", FRONT_LINE),
    ("desk-people", _("People"), "users", "", FRONT_LINE),
    ("desk-contacts", _("Calls and visits"), "phone", "", FRONT_LINE),
    ("desk-checklists", _("Checklists"), "list-checks", "", FRONT_LINE),
    ("desk-problems", _("Problems"), "triangle-alert", "", FRONT_LINE),
    ("desk-letters", _("Letters to post"), "mail-open", "", FRONT_LINE),
    ("desk-quarantine", _("Quarantine"), "shield", "", KEEPERS),
    ("office-home", _("Office"), "chart-column", "", READERS),
    ("office-suggestions", _("How right suggestions are"), "sparkles", "", READERS),
    ("office-needs", _("What people did not find"), "search", "", ("manager",)),
    ("office-computed", _("How these figures are computed"), "info", "", READERS),
    ("office-services", _("Sheets of the services"), "book-open", "", ("manager", "administrator")),
    ("office-articles", _("Articles"), "book-open", "", (*FRONT_LINE, "administrator")),
    ("office-glossary", _("Our words"), "book-open", "", (*FRONT_LINE, "administrator")),
    ("office-reading", _("Sheets to read again"), "eye", "", ("agent", "expert", "manager", "administrator")),
    ("office-links", _("Links of published pages"), "link", "", (*FRONT_LINE, "administrator")),
    ("desk-emergency", _("Open in an emergency"), "triangle-alert", "", FRONT_LINE),
    ("desk-absence", _("Absence"), "calendar-clock", "", FRONT_LINE),
    ("desk-preferences", _("My keyboard keys"), "keyboard", "", ()),
    ("mfa_index", _("My password, my keys"), "key-round", "", ()),
    ("account_logout", _("Sign out"), "log-out", "", ()),
)


def places(asked: Asked) -> list[Entry]:
    """Offer every list, every view that is kept, every page."""
    viewer = asked.viewer
    made = _lists(viewer) if viewer.has(*FRONT_LINE) else []
    if viewer.has("expert"):
        made += [
            Entry(
                f"tasks-{view}", words, address("desk-tasks", view), "list-checks",
                names=names_of(f"tasks-{view}", words),
            )
            for view, words in TASKS.items()
        ]  # fmt: skip
    made += [
        Entry(name, words, address(name), icon, key, names=names_of(name, words))
        for name, words, icon, key, roles in PAGES
        if not roles or viewer.has(*roles)
    ]
    return asked.near([one for one in made if one.url], MOST_PLACES)


def _lists(viewer: Viewer) -> list[Entry]:
    made = [
        Entry(view, NAMES[view], address("desk-list", view), "list", names=names_of(view, NAMES[view]))
        for view in views_of(viewer)
    ]
    return made + [
        Entry(
            f"kept-{one.pk}", one.name.in_language(here()), as_kept(one).url(), "bookmark",
            names=(one.name.fr, one.name.en),
        )
        for one in views_for(viewer)
    ]  # fmt: skip


def services(asked: Asked) -> list[Entry]:
    """Offer the services that the words point to, as the portal finds them."""
    return [
        Entry(
            "", one.name.in_language(here()), address("portal-service", one.code) or address("desk-list", "open"),
            "briefcase", detail=one.code,
        )
        for one in asked.offered.services[:MOST_SERVICES]
    ]  # fmt: skip


def articles(asked: Asked) -> list[Entry]:
    """Offer the articles that answer the words, among those that the viewer may read."""
    if not asked.searches:
        return []
    hits = answering(
        asked.typed, language=here(), on=localtime(clock.now()).date(), viewer=asked.viewer, limit=MOST_ARTICLES,
        near=asked.offered.worths,
    )  # fmt: skip
    entries = [
        Entry(
            "", one.article.title.in_language(here()), address("desk-article", str(one.article.pk)), "book-open",
            detail=gettext("to be read again: check before you send") if one.is_stale else "",
        )
        for one in hits
    ]  # fmt: skip
    return [one for one in entries if one.url]
