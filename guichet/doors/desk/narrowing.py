"""What narrows a list, as the address bar has it: filters, the order of rows, what each row says beside its words."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.people.queries import offices
from guichet.areas.sla.queries.listing import FILTERS, NOBODY, SORTS, Listing
from guichet.areas.tickets.rules import OPEN_STATES
from guichet.doors.desk import labels
from guichet.doors.desk.labels import COLUMNS, FILTER_NAMES, SORT_NAMES, USUAL, word
from guichet.doors.desk.names import KEPT_FOR, colleagues, here, unit_choices
from guichet.doors.desk.sheet import service_choices
from guichet.doors.desk.tagging import tag_choices
from guichet.ground import clock, recent

if TYPE_CHECKING:
    from guichet.areas.sla.models import SavedView

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as an address asks for it, and what the address says that nobody understands."""

    listing: Listing
    columns: tuple[str, ...] = USUAL
    saved: int = 0
    faults: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Tell whether it is one of the views of the house, as it comes."""
        return not self.listing.filters and self.listing.sort == "due" and self.columns == USUAL

    def url(self, **more: str) -> str:
        """Return the address of the list."""
        return reverse("desk-list", args=[self.listing.view]) + self.query(**more)

    def query(self, **more: str) -> str:
        """Return what follows the address of its view."""
        said: list[tuple[str, str]] = [(name, one) for name, values in self.listing.filters for one in values]
        said += [("sort", self.listing.sort)] if self.listing.sort != "due" else []
        said += [("show", one) for one in self.columns] if self.columns != USUAL else []
        said += [("saved", str(self.saved))] if self.saved else []
        said += [(name, value) for name, value in more.items() if value]
        return f"?{urlencode(said)}" if said else ""

    def without(self, name: str, value: str) -> "Asked":
        """Return the same list without one value of a filter."""
        left = [(one, tuple(v for v in some if (one, v) != (name, value))) for one, some in self.listing.filters]
        filters = tuple((one, some) for one, some in left if some)
        return replace(self, listing=replace(self.listing, filters=filters), saved=0, faults=())

    def without_name(self) -> "Asked":
        """Return the same list, not kept."""
        return replace(self, saved=0, faults=())


def asked(view: str, query: QueryDict) -> Asked:
    """Read an address; a value that nobody knows is left out, and said."""
    faults: list[str] = []
    filters = tuple((name, _known(name, query, faults)) for name in FILTERS if any(query.getlist(name)))
    sort = query.get("sort", "") or "due"
    if sort != "due" and sort not in SORTS:
        faults.append(_("Lists do not go by “%(value)s”: this one goes by promise.") % {"value": sort})
        sort = "due"
    shown = tuple(one for one in query.getlist("show") if one)
    faults += [_("Rows do not show “%(value)s”.") % {"value": one} for one in shown if one not in COLUMNS]
    columns = tuple(one for one in COLUMNS if one in shown) if shown else USUAL
    saved = query.get("saved", "")
    kept = tuple((name, values) for name, values in filters if values)
    return Asked(
        Listing(view, kept, sort), columns, int(saved) if saved.isdecimal() and len(saved) < 10 else 0, tuple(faults)
    )


def _known(name: str, query: QueryDict, faults: list[str]) -> tuple[str, ...]:
    choices, said = dict(choices_of(name)), [one for one in dict.fromkeys(query.getlist(name)) if one]
    faults += [
        _("The filter “%(filter)s” does not know “%(value)s”: it was left out.")
        % {"filter": word(FILTER_NAMES, name), "value": one}
        for one in said
        if one not in choices
    ]
    return tuple(one for one in said if one in choices)


def choices_of(name: str) -> Choices:
    """Return the values that a filter knows, each with its words."""
    if name == "service":
        return service_choices(localtime(clock.now()).date())
    if name == "owner":
        return [(NOBODY, _("nobody")), *((str(one.pk), one.name) for one in colleagues() if one.owns)]
    if name == "unit":
        return [(code, f"{code} · {words}") for _pk, code, words in unit_choices()]
    if name == "office":
        return _offices()
    if name == "tag":
        return tag_choices()
    open_states: labels.Words = {code: labels.STATES[code] for code in OPEN_STATES}
    known: dict[str, labels.Words] = {
        "tier": labels.TIERS, "priority": labels.PRIORITIES, "language": labels.LANGUAGES,
        "channel": labels.CHANNELS, "state": open_states, "due": labels.FALLS_DUE,
    }  # fmt: skip
    words = known[name]
    return [(code, str(text)) for code, text in words.items()]


def _offices() -> Choices:
    found = recent.made("desk:offices", KEPT_FOR, lambda: [(one.code, one.name) for one in offices()])
    return [(code, name.in_language(here())) for code, name in found]


def chips_of(wanted: Asked) -> list[tuple[str, str]]:
    """Return each value of each filter in words, and the address of the list without it."""
    return [
        (
            _("%(filter)s: %(value)s") % {"filter": word(FILTER_NAMES, name), "value": dict(choices_of(name))[one]},
            wanted.without(name, one).url(),
        )
        for name, values in wanted.listing.filters
        for one in values
    ]


def fields_of() -> list[tuple[str, str, Choices]]:
    """Return the filters to choose from: name, words, values."""
    return [(name, word(FILTER_NAMES, name), choices_of(name)) for name in FILTERS]


def sorts_of() -> Choices:
    """Return the orders to choose from."""
    return [(code, str(text)) for code, text in SORT_NAMES.items()]


def as_kept(view: "SavedView") -> Asked:
    """Return the list that was kept; what is no longer known is left out when it is shown."""
    filters = tuple((name, tuple(values)) for name, values in view.filters.items() if name in FILTERS)
    return Asked(Listing(view.view, filters, view.sort), tuple(view.columns) or USUAL, view.pk)
