"""What services ask: the form in force, its versions, the dictionary."""

from typing import Any

from guichet.areas.catalogue.models import Service
from guichet.areas.forms.models import Element, Form, Version
from guichet.areas.forms.rules.content import Content, content_of
from guichet.areas.forms.rules.content import Element as Entry
from guichet.areas.forms.rules.gate import Fault, deprecated_in, faults_of
from guichet.ground import recent

KEPT_FOR = 10  # seconds


def published(service: str) -> Version | None:
    """Return the form in force for a service, by its code."""
    rows = Version.objects.filter(form__service__code=service, state=Version.State.PUBLISHED)
    return rows.select_related("form__service").first()


def asks(service: int | None) -> Version | None:
    """Return the form in force for a service, by its id."""
    rows = Version.objects.filter(form__service=service, state=Version.State.PUBLISHED)
    return rows.select_related("form__service").first() if service else None


def has_form(service: int | None) -> bool:
    """Tell whether a service has a form in force; the answer may be some seconds old."""
    return service in recent.made("forms:services", KEPT_FOR, _asking)


def _asking() -> frozenset[int]:
    return frozenset(Version.objects.filter(state=Version.State.PUBLISHED).values_list("form__service", flat=True))


def dictionary() -> dict[str, dict[str, Any]]:
    """Return the elements of the dictionary as data, by code."""
    return {one.code: data_of(one) for one in Element.objects.order_by("code")}


def entries() -> dict[str, Entry]:
    """Return the entries of the dictionary, by code."""
    return {code: Entry.of(one) for code, one in dictionary().items()}


def deprecated() -> frozenset[str]:
    """Return the entries for which nothing new may ask."""
    return frozenset(Element.objects.exclude(deprecated_on=None).values_list("code", flat=True))


def data_of(element: Element) -> dict[str, Any]:
    """Return an element as data."""
    name = {"fr": element.name.fr, "en": element.name.en}
    return {
        "code": element.code, "name": name, "kind": element.kind, "choices": element.choices,
        "sensitivity": element.sensitivity, "source": element.source,
    }  # fmt: skip


def elements_of(version: Version) -> dict[str, dict[str, Any]]:
    """Return the elements that a version uses: its own once it was published, the dictionary's until then."""
    return dict(version.elements) if version.state != Version.State.DRAFT else dictionary()


def services_with_forms() -> list[tuple[Service, list[Version]]]:
    """Return every service in the order of the codes, with the versions of its form, the newest first."""
    forms = {one.service_id: list(one.versions.all()) for one in Form.objects.prefetch_related("versions")}
    return [(one, forms.get(one.pk, [])) for one in Service.objects.order_by("code")]


def is_service(code: str) -> Service | None:
    """Return a service by its code, published or not."""
    return Service.objects.filter(code=code).first()


def content_now(version: Version) -> Content:
    """Return what a version asks: with its own elements, or the dictionary's while it is a draft."""
    return content_of(version.sections, elements_of(version))


def faults_in(version: Version) -> list[Fault]:
    """Return what keeps a version from being published."""
    return hindrances(content_now(version))


def hindrances(content: Content) -> list[Fault]:
    """Return what keeps a form from being published, what the dictionary no longer wants asked with the rest."""
    return faults_of(content) + deprecated_in(content, deprecated())


def versions_of(service: str) -> list[Version]:
    """Return the versions of a service's form, the newest first."""
    return list(Version.objects.filter(form__service__code=service).select_related("form__service"))
