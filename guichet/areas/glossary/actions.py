"""The only writers of the glossary: a word is there in both languages, with its meaning, or not at all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guichet.areas.glossary.models import Term
from guichet.areas.people.actions import NEW, give
from guichet.areas.people.queries import staff_by_email
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual


class NotWhole(Exception):
    """A word or its meaning is missing in a language."""

    def __str__(self) -> str:
        return _("Write the word and what it means in French and in English.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermForm:
    """Everything that is said of a word."""

    code: str
    name: Bilingual
    definition: Bilingual
    keeper: str = ""  # the address of whoever keeps it right
    review_on: date | None = None


@action("glossary.configure")
def configure_term(form: TermForm, *, by: Actor) -> list[str]:
    """Keep a declared word; return what changed."""
    row = Term.objects.filter(code=form.code).first()
    values: dict[str, Any] = {"name": form.name, "definition": form.definition}
    # What a scenario does not say stays what people said here.
    values |= {name: said for name, said in _kept(form).items() if said}
    if row:
        return give(row, values)
    Term.objects.create(code=form.code, **values)
    return [NEW]


@action("glossary.define")
def define(form: TermForm, *, by: Actor) -> Term:
    """Say what a word means, for the first time or again."""
    if not (form.name.is_complete and form.definition.is_complete):
        raise NotWhole
    values = {"name": form.name, "definition": form.definition, **_kept(form)}
    return Term.objects.update_or_create(code=form.code, defaults=values)[0]


def _kept(form: TermForm) -> dict[str, Any]:
    return {"keeper": staff_by_email(form.keeper) if form.keeper else None, "review_on": form.review_on}


@action("glossary.define")
def remove(term: Term, *, by: Actor) -> None:
    """Take a word out of the glossary."""
    term.delete()
