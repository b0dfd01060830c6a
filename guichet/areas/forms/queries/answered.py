"""What was answered, in words: for the client, for the desk, and field by field for whoever works on a task."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet

from guichet.areas.forms.models import Answers, Draft
from guichet.areas.forms.rules.content import Content, Element, Field, Kind
from guichet.areas.forms.rules.showing import live, rows_of
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Person
from guichet.areas.people.queries import email_of, phone_of, places_of
from guichet.areas.tickets.models import Task, Ticket
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from guichet.ground.database.prepared import prepared
from guichet.ground.ui import wording

ALL = "answers"
ONE = "answer."
STORY = "description"  # the element that is what was asked, in the client's own words
SECRET = "protected_b"
YES, NO = Bilingual("Oui", "Yes"), Bilingual("Non", "No")


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in words."""

    label: Bilingual
    words: tuple[Bilingual | str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of one section, or of one of its times."""

    title: Bilingual
    position: int  # which time; 0 when it does not repeat
    key: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that was answered, and what a form no longer asks."""

    parts: tuple[Part, ...]
    left: tuple[dict[str, Any], ...] = ()
    number: int = 1  # of the version
    erased: tuple[tuple[Bilingual, date], ...] = ()  # what was kept long enough, and until when


def answers_of(viewer: Viewer, ticket: Ticket, language: str) -> Sheet | None:
    """Return what a ticket's form said, for whoever sees the ticket."""
    found = _answers(viewer, ticket=ticket.pk)
    return _sheet(found[0], language) if found else None


@prepared
def _answers(viewer: Viewer, *, ticket: int) -> QuerySet[Answers]:
    return Answers.objects.visible_to(viewer).filter(ticket=ticket).select_related("version")  # type: ignore[no-any-return]


def answers_of_number(viewer: Viewer, number: str, language: str) -> Sheet | None:
    """Return what a ticket's form said, by the number of the ticket."""
    rows = Answers.objects.visible_to(viewer).filter(ticket__number=number).select_related("version")
    found: Answers | None = rows.first()
    return _sheet(found, language) if found else None


def answers_for(task: Task, language: str) -> Sheet | None:
    """Return the answers that a task lets through: all of them, or field by field, as the plan says."""
    wanted = {one.removeprefix(ONE) for one in task.fields if one.startswith(ONE)}
    if ALL not in task.fields and not wanted:
        return None
    found = Answers.rows.filter(ticket=task.ticket_id).select_related("version").first()
    return _sheet(found, language, only=None if ALL in task.fields else wanted) if found else None


def _sheet(found: Answers, language: str, *, only: Collection[str] | None = None) -> Sheet:
    parts = parts_of(found.version.content, found.data, language, only=only)
    left = tuple(found.left) if only is None else ()
    return Sheet(parts, left, found.version.number, _erased(found, only))


def _erased(found: Answers, only: Collection[str] | None) -> tuple[tuple[Bilingual, date], ...]:
    asked = (one for _section, one in found.version.content.fields() if only is None or one.key in only)
    days = {one.label: date.fromisoformat(found.erased[one.element]) for one in asked if one.element in found.erased}
    return tuple(days.items())


def draft_sheet(draft: Draft, language: str) -> Sheet:
    """Return what a form says so far, to be checked."""
    content = draft.version.content
    return Sheet(parts_of(content, live(content, draft.answers), language), tuple(draft.left), draft.version.number)


def both_of(draft: Draft, given: Mapping[str, Any], keys: Collection[str], language: str) -> list[tuple[str, str, str]]:
    """Return, for questions that two people answered otherwise: what is asked, what a form says, what is given."""
    content = draft.version.content
    sections = {one.key: one.title for one in content.sections if one.repeats}
    labels = {one.key: one.label for section in content.sections for one in section.fields} | sections
    mine = {**draft.answers, **given}
    return [
        (
            labels[key].in_language(language), _in_short(content, draft.answers, key, language),
            _in_short(content, mine, key, language),
        )
        for key in keys
    ]  # fmt: skip


def _in_short(content: Content, answers: Mapping[str, Any], key: str, language: str) -> str:
    repeats = any(one.key == key for one in content.sections if one.repeats)
    parts = parts_of(content, answers, language, only=None if repeats else {key})
    words = [one for part in parts if not repeats or part.key == key for said in part.said for one in said.words]
    return ", ".join(one.in_language(language) if isinstance(one, Bilingual) else one for one in words)


def parts_of(
    content: Content, said: Mapping[str, Any], language: str, *, only: Collection[str] | None = None
) -> tuple[Part, ...]:
    """Put answers in words, section by section; only some of the questions when told which."""
    found = []
    for section in content.sections:
        rows = rows_of(section, said) if not section.repeats or said.get(section.key) else []
        for position, row in enumerate(rows, 1):
            asked = [one for one in section.fields if row.get(one.key) and (only is None or one.key in only)]
            words = tuple(_said(content, one, row[one.key], language) for one in asked)
            if words:
                found.append(Part(section.title, position if section.repeats else 0, section.key, words))
    return tuple(found)


def _said(content: Content, asked: Field, value: Any, language: str) -> Said:
    element = content.element(asked)
    values = value if isinstance(value, list) else [value]
    return Said(asked.label, tuple(worded(element, str(one), language) for one in values), element.kind)


def worded(element: Element, value: str, language: str) -> Bilingual | str:
    """Put one answer in words."""
    if element.kind == Kind.YES_NO:
        return YES if value == "yes" else NO
    if element.choices:
        return next((one.name for one in element.choices if one.code == value), value)
    try:
        if element.kind == Kind.DATE:
            return wording.day(date.fromisoformat(value), language, clock.now())
        if element.kind == Kind.AMOUNT:
            return money(Decimal(value), language)
        if element.kind == Kind.NUMBER:
            return wording.decimal(float(Decimal(value)), language, places=2)
    except (ValueError, InvalidOperation):
        return value
    return value


def money(amount: Decimal, language: str) -> str:
    """Write an amount as it is written in a language."""
    whole, _dot, cents = f"{amount:,.2f}".partition(".")
    if language == "fr":
        return f"{whole.replace(',', wording.NBSP)},{cents}{wording.NBSP}$"
    return f"${whole}.{cents}"


def story_of(draft: Draft) -> str:
    """Return what somebody told in their own words, which is what a ticket calls its description."""
    content = draft.version.content
    said = live(content, draft.answers)
    told = [
        said.get(asked.key) for section, asked in content.fields() if asked.element == STORY and not section.repeats
    ]
    return "\n\n".join(str(one) for one in told if one)


def known_of(person: Person | None, content: Content) -> dict[str, tuple[str, str]]:
    """Return what is known already of what a form asks: by question, the answer and where it comes from.

    One's file first, then one's own latest requests; nothing of what is most secret is ever filled in.
    """
    if person is None:
        return {}
    file, before = _of_file(person), _of_requests(person)
    found: dict[str, tuple[str, str]] = {}
    for section, asked in content.fields():
        element = content.element(asked)
        if section.repeats or asked.computed or element.kind == Kind.FILE or element.sensitivity == SECRET:
            continue
        if value := file.get(element.source, ""):
            found[asked.key] = (value, "file")
        elif asked.element in before and asked.element != STORY:
            found[asked.key] = before[asked.element]
    return found


def _of_file(person: Person) -> dict[str, str]:
    places = places_of(person, on=clock.now().date())
    return {
        "name": person.full_name, "email": email_of(person), "phone": phone_of(person), "language": person.language,
        "office": places[0].organisation.name.in_language(person.language) if places else "",
    }  # fmt: skip


def _of_requests(person: Person) -> dict[str, tuple[str, str]]:
    """Return what somebody answered before about things that last: places, numbers to reach, not what happened."""
    found: dict[str, tuple[str, str]] = {}
    rows = Answers.rows.filter(ticket__requester=person).select_related("version", "ticket").order_by("-given_at")
    for one in rows[:5]:
        content = one.version.content
        for section, asked in content.fields():
            value = one.data.get(asked.key)
            if not section.repeats and isinstance(value, str) and content.element(asked).source == "before":
                found.setdefault(asked.element, (value, one.ticket.number))
    return found
