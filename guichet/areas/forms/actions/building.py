"""Building forms: the dictionary, a draft that is revised, published once nothing is missing, and retired."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guichet.areas.catalogue.models import Service
from guichet.areas.forms.models import Element, Form, Version
from guichet.areas.forms.queries.published import dictionary, hindrances
from guichet.areas.forms.rules.content import Content, content_of
from guichet.areas.forms.rules.content import Element as Entry
from guichet.areas.forms.rules.gate import Fault
from guichet.areas.people.access import Viewer
from guichet.areas.people.actions import NEW, give
from guichet.areas.people.queries import organisation
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual


class CannotPublish(ValueError):
    """Something is missing from a form: each fault says where."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(faults)

    def __str__(self) -> str:
        return _("This form cannot be published yet. What is missing is named below.")


class ChangedMeanwhile(ValueError):
    """Somebody else changed the same draft meanwhile."""

    def __str__(self) -> str:
        return _("Somebody changed this form meanwhile. What you typed stands below and is not saved.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementForm:
    """An entry of the dictionary; `custodian` is a code."""

    entry: Entry
    custodian: str = ""
    why: Bilingual = Bilingual()
    kept_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormForm:
    """What a service asks, as a scenario declares it; `service` is a code."""

    service: str
    content: Content


@action("forms.configure")
def configure_element(form: ElementForm, *, by: Actor) -> list[str]:
    """Keep a declared element; return what changed."""
    entry = form.entry
    values: dict[str, Any] = {
        "name": entry.name, "kind": str(entry.kind), "sensitivity": entry.sensitivity, "source": entry.source,
        "choices": data_of_choices(entry),
        "custodian": organisation(form.custodian) if form.custodian else None,
    }  # fmt: skip
    # What a scenario does not say stays what people wrote in the office.
    said = {"why": form.why if form.why.is_complete else None, "kept_months": form.kept_months}
    values |= {name: value for name, value in said.items() if value}
    row = Element.objects.filter(code=entry.code).select_related("custodian").first()
    if row:
        return give(row, values)
    Element.objects.create(code=entry.code, **values)
    return [NEW]


def data_of_choices(entry: Entry) -> list[dict[str, Any]]:
    """Return the answers that an entry offers as data."""
    return [{"code": one.code, "name": {"fr": one.name.fr, "en": one.name.en}} for one in entry.choices]


@action("forms.configure")
def configure_form(form: FormForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a declared form, published; a change is a new version. Return what changed."""
    service = Service.objects.get(code=form.service)
    row, made = Form.objects.get_or_create(service=service)
    sections, elements = form.content.data(), _used(form.content, dictionary())
    latest = row.versions.filter(state=Version.State.PUBLISHED).first()
    if latest and latest.content == content_of(sections, elements):
        return []
    if faults := hindrances(content_of(sections, elements)):
        raise CannotPublish(faults)
    number = _next(row)
    _retire(row)
    Version.objects.create(
        form=row, number=number, state=Version.State.PUBLISHED, sections=sections, elements=elements, changed_at=now,
        published_at=now,
    )  # fmt: skip
    return [NEW] if made else [f"version {number}"]


def _used(content: Content, known: dict[str, Any]) -> dict[str, Any]:
    wanted = {asked.element for _section, asked in content.fields()}
    return {code: one for code, one in known.items() if code in wanted}


def _next(form: Form) -> int:
    return max((one.number for one in form.versions.all()), default=0) + 1


def _retire(form: Form) -> None:
    form.versions.filter(state=Version.State.PUBLISHED).update(state=Version.State.RETIRED)


@action("forms.build")
def open_draft(service: str, *, by: Viewer, now: datetime) -> Version:
    """Return the draft of a service's form: the one there is, or a copy of what is in force, or an empty one."""
    form, _made = Form.objects.get_or_create(service=Service.objects.get(code=service))
    draft = form.versions.filter(state=Version.State.DRAFT).first()
    if draft:
        return draft
    newest = form.versions.first()
    return Version.objects.create(
        form=form, number=_next(form), sections=newest.sections if newest else [], changed_at=now
    )


@action("forms.build")
def revise(version: Version, *, by: Viewer, now: datetime, content: Content, edition: int) -> Version:
    """Keep a draft as it is written now, finished or not."""
    held = _draft(version, edition)
    held.sections, held.changed_at, held.edition = content.data(), now, held.edition + 1
    held.save(update_fields=["sections", "changed_at", "edition"])
    return held


def _draft(version: Version, edition: int) -> Version:
    held = Version.objects.select_for_update().get(pk=version.pk)
    if held.state != Version.State.DRAFT or held.edition != edition:
        raise ChangedMeanwhile
    return held


@action("forms.build")
def publish(version: Version, *, by: Viewer, now: datetime, edition: int) -> Version:
    """Put a draft in force, once both languages and every reason are there; the former version is retired."""
    held = _draft(version, edition)
    elements = _used(content_of(held.sections, {}), dictionary())
    if faults := hindrances(content_of(held.sections, elements)):
        raise CannotPublish(faults)
    _retire(held.form)
    held.state, held.elements, held.published_at, held.changed_at = Version.State.PUBLISHED, elements, now, now
    held.save(update_fields=["state", "elements", "published_at", "changed_at"])
    return held


@action("forms.build")
def retire(version: Version, *, by: Actor) -> None:
    """Take a form out of use: its service is asked for in one's own words again."""
    Version.objects.filter(pk=version.pk, state=Version.State.PUBLISHED).update(state=Version.State.RETIRED)
