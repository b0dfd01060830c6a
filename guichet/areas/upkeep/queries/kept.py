"""What people keep right: what should have been read again, whose links lead nowhere, and who is told."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from guichet.areas.automation.models import Rule
from guichet.areas.catalogue.models import Service
from guichet.areas.glossary.models import Term
from guichet.areas.guidance.queries import paths
from guichet.areas.knowledge.models import Article
from guichet.areas.macros.models import Macro
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Staff
from guichet.areas.people.queries import CLIENT_SERVICES, staff_with_role
from guichet.areas.upkeep.models import Link
from guichet.areas.upkeep.rules import ESCALATED_AFTER, NIGHTS, PAGES, is_overdue
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui.places import address

MOST = 200  # of one kind: a letter or a page that told more would not be read


@dataclass(frozen=True, slots=True)
class Subject:
    """Something published that somebody keeps right."""

    kind: str
    code: str
    title: Bilingual
    keeper: int | None = None
    keeper_name: str = ""
    unit: int | None = None
    review_on: date | None = None
    is_private: bool = False  # somebody's own: nobody else is told

    def page_for(self, viewer: Viewer) -> str:
        """Return the address where somebody puts it right; nothing where they may not."""
        permission, page = PAGES.get(self.kind, ("", ""))
        return address(page, self.code) if page and viewer.may(permission) else ""


def _made(kind: str, row: Any, code: str, title: Bilingual, keeper: Staff | None, unit: int | None) -> Subject:
    # Whoever left keeps nothing any more: those who lead are told.
    here = keeper if keeper and keeper.active else None
    return Subject(
        kind, code, title, here.pk if here else None, here.full_name if here else "",
        unit or (keeper.unit_id if keeper else None), getattr(row, "review_on", None),
        is_private=bool(getattr(row, "owner_id", None)) and kind == "template",
    )  # fmt: skip


def _article(row: Article) -> Subject:
    return _made("article", row, str(row.pk), row.title, row.keeper, row.owner_id)


def _service(row: Service) -> Subject:
    return _made("service", row, row.code, row.name, row.responsible, row.owner_id)


def _template(row: Macro) -> Subject:
    return _made("template", row, str(row.pk), row.name, row.keeper or row.owner, row.unit_id)


def _rule(row: Rule) -> Subject:
    return _made("rule", row, str(row.pk), row.name, row.keeper, None)


def _word(row: Term) -> Subject:
    return _made("word", row, str(row.pk), row.name, row.keeper, None)


# What is in force, of each kind: its rows, the name by which places know them, how each is told.
Kind = tuple[Callable[[], QuerySet[Any]], str, Callable[[Any], Subject]]
KINDS: dict[str, Kind] = {
    "article": (
        lambda: Article.objects.visible_to(SYSTEM).filter(state=Article.State.PUBLISHED).select_related("keeper"),
        "pk", _article,
    ),
    "service": (
        lambda: Service.objects.filter(state=Service.State.PUBLISHED).select_related("responsible"), "code", _service,
    ),
    "template": (
        lambda: Macro.objects.visible_to(SYSTEM).filter(state=Macro.State.PUBLISHED).select_related("keeper", "owner"),
        "pk", _template,
    ),
    "rule": (lambda: Rule.objects.exclude(mode=Rule.Mode.RETIRED).select_related("keeper"), "pk", _rule),
    "word": (lambda: Term.objects.select_related("keeper"), "pk", _word),
}  # fmt: skip


def subjects(spots: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Subject]:
    """Return things by their kind and code; what is not in force any more is left out."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, code in spots:
        wanted[kind].add(code)
    found: dict[tuple[str, str], Subject] = {}
    for kind, codes in wanted.items():
        for one in _paths(codes) if kind == "path" else _of_kind(kind, codes):
            found[kind, one.code] = one
    return found


def _of_kind(kind: str, codes: Collection[str]) -> Iterator[Subject]:
    rows, key, told = KINDS[kind]
    yield from (told(row) for row in rows().filter(**{f"{key}__in": codes}))


def _paths(codes: Collection[str]) -> Iterator[Subject]:
    """Tell guided paths: who administers keeps them, by a scenario, so those who lead hear of them."""
    yield from (Subject("path", code, path.name) for code, path in paths().items() if code in codes)


def overdue(on: date) -> list[Subject]:
    """Return everything that should have been read again by a day, what waits longest first."""
    found = [
        told(row)
        for rows, _key, told in KINDS.values()
        for row in rows().filter(review_on__lt=on).order_by("review_on", "pk")[:MOST]
    ]
    return sorted(found, key=lambda one: (one.review_on or on, one.kind, one.code))


class Told:
    """Who is told of what: whoever keeps it; whoever leads them where nobody does, or where it has waited long."""

    def __init__(self) -> None:
        self.leaders: dict[int, set[int]] = defaultdict(set)
        self.window: set[int] = set()
        for one in staff_with_role("manager"):
            self.leaders[one.unit_id].add(one.pk)
            if one.unit.code == CLIENT_SERVICES:
                self.window.add(one.pk)
        self.window = self.window or {pk for led in self.leaders.values() for pk in led}

    def of(self, subject: Subject, *, waits_long: bool = False) -> set[int]:
        """Return the staff who are told of something."""
        kept = {subject.keeper} - {None}
        if subject.is_private or (kept and not waits_long):
            return {pk for pk in kept if pk}
        return {pk for pk in kept if pk} | (self.leaders.get(subject.unit or 0) or self.window)

    def again(self, on: date) -> dict[int, list[Subject]]:
        """Return what each is told to read again."""
        found: dict[int, list[Subject]] = defaultdict(list)
        for one in overdue(on):
            for staff in self.of(one, waits_long=is_overdue(one.review_on, on, by=ESCALATED_AFTER)):
                found[staff].append(one)
        return found

    def dead(self, *, nights: int = NIGHTS, exactly: bool = False) -> dict[int, list[tuple[Subject, str]]]:
        """Return of which addresses that lead nowhere each is told, and where these stand."""
        wanted = {"nights": nights} if exactly else {"nights__gte": nights}
        rows = Link.objects.filter(**wanted).order_by("-nights", "pk").prefetch_related("places")[:MOST]
        spots = [(row.url, (place.kind, place.code)) for row in rows for place in row.places.all()]
        known = subjects(spot for _url, spot in spots)
        found: dict[int, list[tuple[Subject, str]]] = defaultdict(list)
        for url, spot in dict.fromkeys(spots):
            if subject := known.get(spot):
                for staff in self.of(subject):
                    found[staff].append((subject, url))
        return found


def to_read_again(staff: int | None, *, on: date) -> list[Subject]:
    """Return what somebody keeps, or leads, that should have been read again."""
    return Told().again(on).get(staff, []) if staff else []


def dead_for(staff: int | None) -> list[tuple[Subject, str]]:
    """Return the addresses that lead nowhere in what somebody keeps, or leads where nobody does."""
    return Told().dead().get(staff, []) if staff else []
