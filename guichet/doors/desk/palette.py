"""The palette: from any page of the house, do, go or find, by a few letters of any word for it.

A kind of thing that can be found is one line of `KINDS`: its code, its heading, and what gives its entries.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.functional import Promise as LazyText
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from guichet.areas.finding.queries import Found, services_for
from guichet.areas.macros.queries import macros_for
from guichet.areas.people.access import FRONT_LINE
from guichet.areas.people.queries import find_persons
from guichet.areas.tickets.queries.search import glimpse
from guichet.doors.desk.acts import CONSEQUENCES, acts_on, address_of, preview_of
from guichet.doors.desk.entrance import DeskRequest, for_staff
from guichet.doors.desk.entries import SHORTEST, Asked, Entry
from guichet.doors.desk.frame import frame
from guichet.doors.desk.heard import HEARD, names_of
from guichet.doors.desk.labels import LANGUAGES, STATES, word
from guichet.doors.desk.macros import told
from guichet.doors.desk.macrowords import in_short
from guichet.doors.desk.names import here
from guichet.doors.desk.places import articles, places, services
from guichet.ground import clock
from guichet.ground.search.near import nearness
from guichet.ground.ui.htmx import is_htmx, page_or_part
from guichet.ground.ui.places import address

if TYPE_CHECKING:
    from guichet.areas.macros.models import Macro

LONGEST, ACT, MACRO = 200, "act-", "macro-"
MOST_TEMPLATES, SPELLED = 4, 1  # of which so many are told line by line: each costs a look at the ticket
MOST_ACTS, MOST_PERSONS, MOST_TICKETS = 8, 5, 6


def acts(asked: Asked) -> list[Entry]:
    """Offer what the ticket in view allows, and what can be done anywhere."""
    made, ticket, viewer = list[Entry](), asked.ticket, asked.viewer
    if ticket:
        made += [
            Entry(
                f"{ACT}{one.key}", one.label, address_of(one, ticket), one.icon, one.key, sends=bool(one.sends),
                detail=str(CONSEQUENCES.get(one.code, "")), acts=True,
                preview=tuple(preview_of(one, ticket)), names=names_of(one.code, one.label),
            )
            for one in acts_on(ticket, viewer)
        ]  # fmt: skip
    if viewer.has(*FRONT_LINE):
        made.append(_anywhere("contact", gettext_lazy("New contact"), "desk-new-contact", "phone", "+"))
    if viewer.has("agent"):
        pull = _anywhere("pull", gettext_lazy("Give me the next one"), "desk-next-request", "inbox", "N")
        made.append(replace(pull, sends=True))
    return asked.near(made, MOST_ACTS)


def _anywhere(code: str, label: LazyText, page: str, icon: str, key: str) -> Entry:
    return Entry(code, label, address(page), icon, key, names=names_of(code, label))


def templates(asked: Asked) -> list[Entry]:
    """Offer the templates that may appear on the ticket in view, and what each will do before it runs."""
    ticket = asked.ticket
    if ticket is None or not ticket.is_open:
        return []
    known = {one.pk: one for one in macros_for(asked.viewer, ticket)}
    made = [
        Entry(
            f"{MACRO}{pk}", one.name.in_language(here()), address("desk-template-on", ticket.number, str(pk)),
            "file-text", detail=in_short(one.does), names=(one.name.fr, one.name.en, *HEARD["templates"]),
        )
        for pk, one in known.items()
    ]  # fmt: skip
    found = asked.near(made, MOST_TEMPLATES)[:MOST_TEMPLATES]
    spelled = [replace(one, preview=_told(asked, known[int(one.code[len(MACRO) :])])) for one in found[:SPELLED]]
    return spelled + found[SPELLED:]


def _told(asked: Asked, macro: "Macro") -> tuple[str, ...]:
    """Say line by line what a template will do, once somebody looks for it."""
    if not asked.typed or asked.ticket is None:
        return ()
    try:
        _preview, lines = told(asked.viewer, asked.ticket, macro, now=clock.now())
    except ValueError as fault:  # it names something that is not there any more
        return (str(fault),)
    return tuple(" · ".join(filter(None, (one.words, Truncator(one.more).chars(80)))) for one in lines)


def people(asked: Asked) -> list[Entry]:
    """Offer the people of this name, address or telephone, to whoever may look them up."""
    if not asked.searches or not asked.viewer.has(*FRONT_LINE):
        return []
    found = find_persons(asked.typed, by=asked.viewer, limit=MOST_PERSONS)
    return [
        Entry(
            "", one.full_name or "—", address("desk-person", str(one.pk)), "user", detail=word(LANGUAGES, one.language)
        )
        for one in found
    ]


def tickets(asked: Asked) -> list[Entry]:
    """Offer the tickets that hold every word, and the page that finds more."""
    made = [
        Entry(
            "", one.title, address("desk-ticket", one.number), "ticket",
            detail=f"{one.number} · {one.requester.full_name or '—'} · {word(STATES, one.state)}",
            lang="" if one.language == here() else f"{one.language}-CA",
        )
        for one in asked.found
    ]  # fmt: skip
    if asked.searches and asked.viewer.has(*FRONT_LINE):
        found = _("Everything about “%(words)s”") % {"words": asked.typed}
        made.append(Entry("", found, f"{address('desk-search')}?{urlencode({'q': asked.typed})}", "search"))
    return made


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entries."""

    code: str
    heading: str | LazyText
    entries: Callable[[Asked], list[Entry]]


KINDS = (
    Kind("act", gettext_lazy("Do"), acts),
    Kind("templates", gettext_lazy("Templates"), templates),
    Kind("go", gettext_lazy("Go to"), places),
    Kind("services", gettext_lazy("Services"), services),
    Kind("articles", gettext_lazy("Good to know"), articles),
    Kind("people", gettext_lazy("People"), people),
    Kind("tickets", gettext_lazy("Requests"), tickets),
)


@require_safe
@for_staff
def palette(request: DeskRequest) -> HttpResponse:
    """Show what can be done, where one can go, and what a few letters find."""
    viewer, typed = request.viewer, " ".join(request.GET.get("q", "").split())[:LONGEST]
    words = typed if len(typed) >= SHORTEST else ""
    at, found = glimpse(viewer, words, at=request.GET.get("at", ""), limit=MOST_TICKETS)
    offered = services_for(words, language=here(), on=localtime(clock.now()).date()) if words else Found()
    asked = Asked(viewer, typed, at, found, offered)
    listed = [(kind, kind.entries(asked)) for kind in KINDS]
    again = _again(asked, request.GET.get("last", ""))
    count = sum(len(entries) for _kind, entries in listed)
    context = {
        "offered": [pair for pair in listed if pair[1]], "again": again, "typed": typed, "at": at,
        "boxed": is_htmx(request), "is_palette": True,
        "said": ngettext("%(n)s result", "%(n)s results", count) % {"n": count},
    }  # fmt: skip
    return page_or_part(request, "desk/palette/page.html", "desk/palette/_found.html", frame(request) | context)


def _again(asked: Asked, last: str) -> Entry | None:
    """Offer what was done last, if it can still be done here and nothing else was typed."""
    if not last or (asked.typed and not nearness(asked.typed, HEARD["again"])):
        return None
    everything = replace(asked, typed="")
    offers = acts if last.startswith(ACT) else templates if last.startswith(MACRO) else places
    offered = offers(everything)
    known = next((one for one in offered if one.code == last), None)
    return replace(known, label=_("Again: %(what)s") % {"what": known.label}) if known else None
