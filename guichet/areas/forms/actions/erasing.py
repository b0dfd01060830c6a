"""Erasing answers that were kept long enough, wherever they stand; the journal says of what kind they were, and why."""

from collections.abc import Collection
from datetime import datetime

from django.utils.timezone import localtime

from guichet.areas.forms.facts import AnswersErased
from guichet.areas.forms.models import Answers, Draft, DraftFile
from guichet.areas.forms.queries.answered import STORY
from guichet.areas.forms.rules.content import Kind
from guichet.areas.forms.rules.lasting import keys_of, rid
from guichet.areas.tickets.actions import erase_words
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.files.store import release
from guichet.ground.journal.api import record


@action("forms.erase")
def erase(answers: Answers, elements: Collection[str], *, by: Actor, now: datetime) -> None:
    """Erase what answers hold of some elements: fields, words, files, what other forms took over from them."""
    ticket, content = answers.ticket, answers.version.content
    keys = keys_of(content, elements)
    asked = [(section, one) for section, one in content.fields() if one.key in keys]
    told = [answers.data.get(one.key) for section, one in asked if one.element == STORY and not section.repeats]
    named = [answers.data.get(one.key) or [] for _section, one in asked if content.element(one).kind == Kind.FILE]
    words = "\n\n".join(str(one) for one in told if one)
    names = {str(name) for given in named for name in (given if isinstance(given, list) else [given])}
    # First, for it takes the ticket's row, which every writer of its journal holds.
    files = erase_words(ticket, words=words, files=names, given_at=answers.given_at, by=by)
    held = Answers.rows.select_for_update().get(pk=answers.pk)
    held.data = rid(content, held.data, keys)
    held.left = [one for one in held.left if one.get("element") not in elements]
    held.erased = {**held.erased, **dict.fromkeys(sorted(elements), localtime(now).date().isoformat())}
    held.erased_at = now
    held.save(update_fields=["data", "left", "erased", "erased_at"])
    _erase_in_forms(held, elements)
    said = AnswersErased(ticket=ticket.pk, elements=sorted(elements), files=files, why="kept_months")
    record(said, stream=ticket.stream, by=by, at=now)


def _erase_in_forms(answers: Answers, elements: Collection[str]) -> None:
    """Erase the same in the form that was filled, and what others of the same person took over from it."""
    number, person = answers.ticket.number, answers.ticket.requester_id
    own = Draft.rows.filter(ticket=answers.ticket_id, erased_at=None)
    others = Draft.rows.filter(person=person, erased_at=None).exclude(ticket=answers.ticket_id)
    for draft in [*own, *others]:
        keys = keys_of(draft.version.content, elements)
        if draft.ticket_id != answers.ticket_id:
            keys = {key for key in keys if draft.known.get(key) == number}
        if not keys and not draft.left:
            continue
        _empty(draft, keys, elements if draft.ticket_id == answers.ticket_id else ())


def _empty(draft: Draft, keys: Collection[str], elements: Collection[str]) -> None:
    draft.answers = rid(draft.version.content, draft.answers, keys)
    draft.known = {key: source for key, source in draft.known.items() if key not in keys}
    draft.left = [one for one in draft.left if one.get("element") not in elements]
    draft.save(update_fields=["answers", "known", "left"])
    for row in DraftFile.objects.filter(draft=draft, field__in=keys).select_related("file"):
        row.delete()
        release(row.file)
