"""Writing the dictionary in the office: whole in both languages or not at all; forms in force keep what they asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.forms.actions.building import data_of_choices
from guichet.areas.forms.models import Element
from guichet.areas.forms.queries.defined import Use, uses
from guichet.areas.forms.rules.content import Element as Entry
from guichet.areas.forms.rules.defining import Slip, slips_of
from guichet.areas.people.queries import organisation
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual


class CannotKeep(ValueError):
    """Something of an entry is missing or wrong: each slip says at which field."""

    def __init__(self, slips: list[Slip]) -> None:
        self.slips = slips
        super().__init__(slips)


class InUse(ValueError):
    """Forms ask for it."""

    def __init__(self, found: list[Use]) -> None:
        self.uses = found
        super().__init__(found)

    def __str__(self) -> str:
        return _("Forms ask for it: take it out of these first. %(services)s") % {
            "services": ", ".join(dict.fromkeys(one.service.code for one in self.uses))
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """Everything that the dictionary says of an entry; `custodian` is a code."""

    entry: Entry
    why: Bilingual
    kept_months: int | None = None
    custodian: str = ""


@action("forms.build")
def define(said: Definition, *, read: int, by: Actor) -> Element:
    """Keep an entry; `read` is the edition that its writer had before them, 0 of a new one.

    Forms in force keep it as it stood when they were published; what it is cannot change while one asks for it.
    """
    entry = said.entry
    slips = slips_of(entry, said.why, said.kept_months)
    row = Element.objects.select_for_update().filter(code=entry.code).first()
    if (row.edition if row else 0) != read:
        slips.append(("code", _("Somebody else keeps an entry by this name, or changed this one meanwhile.")))
    elif row and row.kind != entry.kind and uses().get(entry.code):
        slips.append(("kind", _("Forms ask for it: make another entry rather than changing what the answer is.")))
    if slips:
        raise CannotKeep(slips)
    values: dict[str, Any] = {
        "name": entry.name, "kind": str(entry.kind), "sensitivity": entry.sensitivity, "source": entry.source,
        "choices": data_of_choices(entry), "why": said.why, "kept_months": said.kept_months,
        "custodian": organisation(said.custodian) if said.custodian else None, "edition": read + 1,
    }  # fmt: skip
    return Element.objects.update_or_create(code=entry.code, defaults=values)[0]


@action("forms.build")
def remove(element: Element, *, by: Actor) -> None:
    """Take an entry out of the dictionary, unless a form asks for it."""
    if found := uses().get(element.code):
        raise InUse(found)
    element.delete()


@action("forms.build")
def deprecate(element: Element, *, by: Actor, now: datetime) -> Element:
    """Let nothing new ask for an entry: forms in force go on until their next version, which cannot ask for it."""
    element.deprecated_on = element.deprecated_on or localtime(now).date()
    element.save(update_fields=["deprecated_on"])
    return element


@action("forms.build")
def reinstate(element: Element, *, by: Actor) -> Element:
    """Let forms ask for an entry again."""
    element.deprecated_on = None
    element.save(update_fields=["deprecated_on"])
    return element
