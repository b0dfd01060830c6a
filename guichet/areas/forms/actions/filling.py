"""Filling a form: begun, kept at every step, shared with whoever helps, handed in once; then fields of a ticket."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guichet.areas.forms.facts import Answered
from guichet.areas.forms.models import Answers, Draft, DraftFile, Version
from guichet.areas.forms.queries.answered import known_of, parts_of
from guichet.areas.forms.queries.filling import steps_of
from guichet.areas.forms.queries.published import asks
from guichet.areas.forms.rules.content import Kind
from guichet.areas.forms.rules.showing import Answers as Given
from guichet.areas.forms.rules.showing import live
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Person
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.files import store
from guichet.ground.journal.api import record

MOST_DOCUMENTS = 10


class NotComplete(ValueError):
    """Something is still missing or wrong: the pages say what."""

    def __str__(self) -> str:
        return _("Something is still missing. Each page says what.")


class Over(ValueError):
    """The form was handed in, or its answers are gone."""

    def __str__(self) -> str:
        return _("This form was handed in already, or is no longer kept: nothing can be changed in it.")


class AnsweredMeanwhile(ValueError):
    """Somebody else answered the same questions otherwise; `keys` names them."""

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys
        super().__init__(keys)

    def __str__(self) -> str:
        return _("Somebody changed this meanwhile. Nothing of yours was saved: compare both, then choose.")


@dataclass(frozen=True, slots=True)
class Document:
    """A document given for one question."""

    name: str
    content_type: str
    content: bytes


@action("forms.start")
def start(version: Version, *, by: Viewer, now: datetime, person: Person | None, language: str) -> Draft:
    """Begin a form, filled with what is known already of whoever signed in."""
    return _begin(version, person, language, now)


@action("forms.fill_with")
def start_with(ticket: Ticket, *, by: Viewer, now: datetime) -> Draft:
    """Begin the form of a ticket's service with the person at the counter or on the line; one at a time."""
    going = Draft.rows.filter(ticket=ticket, done_at=None, erased_at=None, shared=True).first()
    version = asks(ticket.service_id)
    if going or version is None:
        if going is None:
            raise Over
        return going
    draft = _begin(version, ticket.requester, ticket.language, now)
    draft.ticket, draft.shared, draft.by_staff = ticket, True, True
    draft.save(update_fields=["ticket", "shared", "by_staff"])
    return draft


def _begin(version: Version, person: Person | None, language: str, now: datetime) -> Draft:
    known = known_of(person, version.content)
    return Draft.rows.create(
        version=version, person=person, language=language, started_at=now, changed_at=now,
        answers={key: value for key, (value, _from) in known.items()},
        known={key: source for key, (_value, source) in known.items()},
    )  # fmt: skip


def _held(draft: Draft) -> Draft:
    held = Draft.rows.select_for_update().get(pk=draft.pk)
    if not held.is_open:
        raise Over
    return held


@action("forms.fill")
def fill(draft: Draft, *, by: Viewer, now: datetime, given: Given, seen: Given | None = None) -> Draft:
    """Keep the answers of a page, right or not yet; those of the other pages stay as they are.

    `seen` is what the writer had before them: what others answered since then stays too, unless both answered it.
    """
    held = _held(draft)
    given = given if seen is None else _beside(held.answers, seen, given)
    same = {key for key, value in held.answers.items() if given.get(key, value) == value}
    held.known = {key: source for key, source in held.known.items() if key in same}
    held.answers = {**held.answers, **given}
    held.changed_at, held.edition = now, held.edition + 1
    held.save(update_fields=["answers", "known", "changed_at", "edition"])
    return held


def _beside(held: Given, seen: Given, given: Given) -> dict[str, Any]:
    moved = {key for key in given if (held.get(key) or "") != (seen.get(key) or "")}
    mine = {key for key in given if (given[key] or "") != (seen.get(key) or "")}
    both = sorted(key for key in moved & mine if (held.get(key) or "") != (given[key] or ""))
    if both:
        raise AnsweredMeanwhile(both)
    return {key: value for key, value in given.items() if key not in moved}


@action("forms.fill")
def give_document(draft: Draft, *, by: Viewer, now: datetime, field: str, document: Document) -> Draft:
    """Keep a document for a question."""
    held = _held(draft)
    if DraftFile.objects.filter(draft=held).count() < MOST_DOCUMENTS:
        DraftFile.objects.create(
            draft=held, field=field, file=store.keep(document.content, now=now), name=document.name[:200],
            content_type=document.content_type[:100], size=len(document.content),
        )  # fmt: skip
    return _named(held, field, now)


@action("forms.fill")
def take_back_document(draft: Draft, *, by: Viewer, now: datetime, pk: int) -> Draft:
    """Remove a document from a form."""
    held = _held(draft)
    gone = DraftFile.objects.filter(draft=held, pk=pk).first()
    if gone is None:
        return held
    gone.delete()
    return _named(held, gone.field, now)


def _named(held: Draft, field: str, now: datetime) -> Draft:
    names = list(DraftFile.objects.filter(draft=held, field=field).order_by("pk").values_list("name", flat=True))
    held.answers = {**held.answers, field: names}
    held.changed_at, held.edition = now, held.edition + 1
    held.save(update_fields=["answers", "changed_at", "edition"])
    return held


@action("forms.fill")
def renew(draft: Draft, *, by: Viewer, now: datetime) -> Draft:
    """Go on with the version in force: every answer that still has its question stays, the others are kept beside."""
    held = _held(draft)
    newest = asks(held.version.form.service_id)
    if newest is None or newest.pk == held.version_id:
        return held
    before, after = held.version.content, newest.content
    kinds = {asked.key: after.element(asked).kind for _section, asked in after.fields()}
    kinds |= {section.key: "rows" for section in after.sections if section.repeats}
    was = {asked.key: before.element(asked).kind for _section, asked in before.fields()}
    was |= {section.key: "rows" for section in before.sections if section.repeats}
    lost = {key: value for key, value in held.answers.items() if kinds.get(key) != was.get(key)}
    held.left = [*held.left, *_kept_beside(held, lost)]
    held.answers = {key: value for key, value in held.answers.items() if key not in lost}
    held.version, held.changed_at, held.edition = newest, now, held.edition + 1
    held.save(update_fields=["version", "answers", "left", "changed_at", "edition"])
    return held


def _kept_beside(held: Draft, lost: Given) -> list[dict[str, Any]]:
    """Put answers that have no question any more in words: whoever reads them needs no form."""
    content = held.version.content
    words = parts_of(content, lost, held.language)
    elements = {one.label: one.element for _section, one in content.fields()}
    return [
        {
            "label": {"fr": one.label.fr, "en": one.label.en}, "element": elements[one.label],
            "said": ", ".join(one if isinstance(one, str) else one.in_language(held.language) for one in one.words),
        }
        for part in words
        for one in part.said
    ]  # fmt: skip


@action("forms.fill")
def share(draft: Draft, *, by: Viewer, now: datetime, ticket: Ticket, agreed: bool) -> Draft:
    """Tie a form to the ticket where a person helps; they see it and fill it when its owner agreed."""
    held = _held(draft)
    held.ticket, held.shared, held.helped_at = ticket, agreed, held.helped_at or now
    held.save(update_fields=["ticket", "shared", "helped_at"])
    return held


@action("forms.fill")
def unshare(draft: Draft, *, by: Viewer) -> Draft:
    """Stop letting anybody else see the form."""
    held = _held(draft)
    held.shared = False
    held.save(update_fields=["shared"])
    return held


@action("forms.hand_in")
def hand_in(draft: Draft, *, by: Actor, now: datetime, ticket: Ticket, papers_follow: bool = False) -> Answers:
    """Make of a form the answers of a ticket, once everything is there; another form's answers give way.

    Whoever fills it by telephone has no documents at hand: those may follow.
    """
    held = _held(draft)
    faults = [one for step in steps_of(held) for one in step.faults]
    if any(one.kind != Kind.FILE or not papers_follow for one in faults):
        raise NotComplete
    said = live(held.version.content, held.answers)
    answers, _made = Answers.rows.update_or_create(
        ticket=ticket, defaults={"version": held.version, "data": said, "left": held.left, "given_at": now}
    )
    held.ticket, held.done_at, held.shared = ticket, now, False
    held.save(update_fields=["ticket", "done_at", "shared"])
    record(Answered(ticket=ticket.pk, form=held.version_id, answers=len(said)), stream=ticket.stream, by=by, at=now)
    return answers


@action("forms.forget")
def forget(draft: Draft, *, by: Actor, now: datetime) -> None:
    """Erase the answers of a form that lay too long, or was handed in long ago; that it was there stays."""
    DraftFile.objects.filter(draft=draft).delete()
    draft.answers, draft.known, draft.left, draft.erased_at, draft.shared = {}, {}, [], now, False
    draft.save(update_fields=["answers", "known", "left", "erased_at", "shared"])
