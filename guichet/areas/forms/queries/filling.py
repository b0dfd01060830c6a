"""A form being filled, ready to be shown: its steps, what was answered, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from guichet.areas.forms.models import Draft, DraftFile
from guichet.areas.forms.queries.published import asks
from guichet.areas.forms.rules.content import Content, Field, Kind, Section
from guichet.areas.forms.rules.reading import faults_in, name_of
from guichet.areas.forms.rules.showing import around_of, computed, fields_shown, rows_of, sections_shown
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.models import Ticket
from guichet.ground.bilingual import Bilingual
from guichet.ground.files import store
from guichet.ground.references import access_code, same_code

KEPT_FOR = timedelta(days=30)  # since the last change
GRACE = timedelta(days=30)  # past it: still opened, and reread
YES_NO = (("yes", Bilingual("Oui", "Yes")), ("no", Bilingual("Non", "No")))
CONTROLS = {Kind.DATE: "date", Kind.EMAIL: "email", Kind.PHONE: "tel"}
SHORT = (Kind.DATE, Kind.NUMBER, Kind.AMOUNT, Kind.PHONE, Kind.POSTAL)
COMPLETES = {Kind.EMAIL: "email", Kind.PHONE: "tel", Kind.POSTAL: "postal-code"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question on the page."""

    name: str
    kind: str
    label: Bilingual
    help: Bilingual
    why: Bilingual
    required: bool
    computed: bool
    value: str
    choices: tuple[tuple[str, Bilingual, bool], ...]
    files: tuple[tuple[int, str, int], ...]
    known: str  # where the answer came from: `file`, or the number of a request
    fault: str
    complete: str
    shown: str = ""  # a computed value, in words

    @property
    def control(self) -> str:
        """Return the type of the control that takes it."""
        return CONTROLS.get(Kind(self.kind), "text")

    @property
    def is_short(self) -> bool:
        """Tell whether its answer is a few characters."""
        return self.kind in SHORT

    @property
    def is_group(self) -> bool:
        """Tell whether it is several controls under one question."""
        return bool(self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of a form."""

    section: Section
    position: int
    total: int
    rows: tuple[tuple[Asked, ...], ...]
    previous: str
    next: str

    @property
    def faults(self) -> list[Asked]:
        """Return the questions with something to correct."""
        return [one for row in self.rows for one in row if one.fault]

    @property
    def can_add(self) -> bool:
        """Tell whether one more may be added."""
        return len(self.rows) < self.section.most


Wrong = Mapping[tuple[int, str], str]


def step_of(draft: Draft, key: str, *, checked: bool = False, wrong: Wrong | None = None) -> Step | None:
    """Return one page of a form as it is filled, with what is wrong if asked for; None when it does not show."""
    content, answers = draft.version.content, draft.answers
    shown = sections_shown(content, answers)
    place = next((index for index, one in enumerate(shown) if one.key == key), None)
    if place is None:
        return None
    section = shown[place]
    faults = (faults_in(content, section, answers) if checked else {}) | dict(wrong or {})
    files = _files(draft)
    rows = tuple(
        tuple(
            _asked(content, section, asked, _Row(index, row, answers, draft.known, files, faults))
            for asked in fields_shown(content, section, answers, index)
        )
        for index, row in enumerate(rows_of(section, answers))
    )
    return Step(
        section=section, position=place + 1, total=len(shown), rows=rows,
        previous=shown[place - 1].key if place else "", next=shown[place + 1].key if place + 1 < len(shown) else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    index: int
    given: Mapping[str, Any]
    answers: Mapping[str, Any]
    known: Mapping[str, str]
    files: Mapping[str, list[tuple[int, str, int]]]
    faults: Mapping[tuple[int, str], str]


def _asked(content: Content, section: Section, asked: Field, row: _Row) -> Asked:
    element, said = content.element(asked), row.given.get(asked.key)
    if asked.computed:
        said = computed(asked, around_of(content, row.answers, row.given if section.repeats else {}))
    offered = YES_NO if element.kind == Kind.YES_NO else tuple((one.code, one.name) for one in element.choices)
    chosen = said if isinstance(said, list) else [said]
    kind = Kind(element.kind)
    return Asked(
        name=name_of(section, asked, row.index), kind=kind, label=asked.label, help=asked.help, why=asked.why,
        required=asked.required, computed=bool(asked.computed), value=said if isinstance(said, str) else "",
        choices=tuple((code, words, code in chosen) for code, words in offered),
        files=tuple(row.files.get(asked.key, ())) if kind == Kind.FILE else (),
        known="" if section.repeats else row.known.get(asked.key, ""), fault=row.faults.get((row.index, asked.key), ""),
        complete=COMPLETES.get(kind, "") if element.source else "",
    )  # fmt: skip


def _files(draft: Draft) -> dict[str, list[tuple[int, str, int]]]:
    found: dict[str, list[tuple[int, str, int]]] = {}
    for one in DraftFile.objects.filter(draft=draft).order_by("pk"):
        found.setdefault(one.field, []).append((one.pk, one.name, one.size))
    return found


def steps_of(draft: Draft) -> list[Step]:
    """Return every page that shows, checked: what stands on the last one."""
    shown = sections_shown(draft.version.content, draft.answers)
    return [step for one in shown if (step := step_of(draft, one.key, checked=True))]


def first_step(draft: Draft) -> str:
    """Return the page to go on with: the first with something missing, or nothing when all is there."""
    return next((one.section.key for one in steps_of(draft) if one.faults), "")


def draft_held(pk: int) -> Draft | None:
    """Return a form that this reader holds: they started it in this session, or gave its code."""
    return Draft.rows.filter(pk=pk).select_related("version__form__service", "person", "ticket").first()


def draft_of(pk: int) -> Draft:
    """Return a form that a submission names."""
    return Draft.rows.select_related("version__form__service", "ticket").get(pk=pk)


def draft_seen(viewer: Viewer, pk: int) -> Draft | None:
    """Return a form that the viewer sees by who they are."""
    rows = Draft.objects.visible_to(viewer).select_related("version__form__service", "person", "ticket")
    found: Draft | None = rows.filter(pk=pk).first()
    return found


def draft_on(viewer: Viewer, ticket: Ticket) -> Draft | None:
    """Return the form that is being filled for a ticket, where its owner shares it."""
    rows = Draft.objects.visible_to(viewer).select_related("version__form__service", "person", "ticket")
    found: Draft | None = rows.filter(ticket=ticket, done_at=None, erased_at=None).order_by("-pk").first()
    return found


def going_on(viewer: Viewer) -> list[Draft]:
    """Return the forms that somebody who signed in has begun, the newest first."""
    rows = Draft.objects.visible_to(viewer).select_related("version__form__service")
    return list(rows.filter(done_at=None, erased_at=None, by_staff=False).order_by("-changed_at")[:10])


def code_of(draft: Draft) -> str:
    """Return the code that takes a form up again, as it is read aloud."""
    code = access_code(f"draft:{draft.pk}", 1, settings.ACCESS_KEY)
    return f"{draft.pk}-{code[:4]}-{code[4:]}".upper()


def draft_with(code: str) -> Draft | None:
    """Return the form that a code takes up again, or nothing."""
    number, _dash, secret = code.strip().replace(" ", "-").partition("-")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 15 else 0
    right = same_code(secret, access_code(f"draft:{pk}", 1, settings.ACCESS_KEY))
    return draft_held(pk) if right else None


def is_late(draft: Draft, now: datetime) -> bool:
    """Tell whether a form lay longer than it is kept open: it is reread before it is handed in."""
    return draft.changed_at + KEPT_FOR < now


def kept_until(draft: Draft) -> datetime:
    """Return until when a form is kept."""
    return draft.changed_at + KEPT_FOR


def to_forget(now: datetime) -> list[Draft]:
    """Return what lay too long: its answers go, what it was stays to be said."""
    rows = Draft.rows.filter(erased_at=None, changed_at__lt=now - KEPT_FOR - GRACE)
    return list(rows.order_by("pk")[:500])


def is_outdated(draft: Draft) -> bool:
    """Tell whether another version of the form is in force."""
    newest = asks(draft.version.form.service_id)
    return draft.is_open and newest is not None and newest.pk != draft.version_id


def documents(draft: Draft) -> list[tuple[str, str, bytes]]:
    """Return the documents of a form that is handed in: name, type, bytes."""
    fields = {asked.name for one in steps_of(draft) for row in one.rows for asked in row if asked.kind == Kind.FILE}
    rows = DraftFile.objects.filter(draft=draft, field__in=fields).select_related("file").order_by("pk")
    return [(one.name, one.content_type, store.read(one.file)) for one in rows]
