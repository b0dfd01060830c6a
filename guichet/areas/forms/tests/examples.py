"""A small form with everything in it: conditions, a section that repeats, sums, a document, what is known."""

from dataclasses import replace
from typing import Any

from guichet.areas.catalogue.models import Service
from guichet.areas.forms import actions
from guichet.areas.forms.models import Version
from guichet.areas.forms.rules.content import Choice, Condition, Content, Element, Field, Section
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON


def both(text: str) -> Bilingual:
    """Return a text in both languages."""
    return Bilingual(f"{text} fr", f"{text} en")


def an_element(code: str, kind: str, **more: Any) -> Element:
    """Return an entry of the dictionary."""
    return Element(code=code, name=both(code), kind=kind, **more)


def a_field(key: str, element: str, **more: Any) -> Field:
    """Return a question with its reason."""
    return Field(key=key, element=element, label=both(key), why=both(f"why {key}"), **more)


REASONS = (Choice("move", both("A move")), Choice("other", both("Something else")))
ELEMENTS = {
    one.code: one
    for one in (
        an_element("reason", "one", choices=REASONS),
        an_element("story", "text"),
        an_element("description", "long"),
        an_element("email", "email", source="email"),
        an_element("street", "text", source="before"),
        an_element("secret", "date", sensitivity="protected_b"),
        an_element("amount", "amount"),
        an_element("count", "number"),
        an_element("document", "file"),
    )
}
FIRST = Section(
    key="first", title=both("First"),
    fields=(
        a_field("reason", "reason"),
        a_field("which", "story", when=Condition("reason", "is", ("other",))),
        a_field("told", "description", required=False),
    ),
)  # fmt: skip
COSTS = Section(
    key="costs", title=both("Cost"), most=3,
    fields=(a_field("paid", "amount"), a_field("times", "count", required=False)),
)  # fmt: skip
LAST = Section(
    key="last", title=both("Last"),
    fields=(
        a_field("total", "amount", computed="sum(paid) * 2"),
        a_field("email", "email"),
        a_field("street", "street"),
        a_field("papers", "document", required=False),
    ),
)  # fmt: skip
CONTENT = Content((FIRST, COSTS, LAST), ELEMENTS)


def publish(service: Service, content: Content = CONTENT) -> Version:
    """Publish a form for a service, as `guichet load` does."""
    for entry in content.elements.values():
        actions.configure_element(actions.ElementForm(entry=entry), by=SYSTEM)
    actions.configure_form(actions.FormForm(service=service.code, content=content), by=SYSTEM, now=NOON)
    return Version.objects.get(form__service=service, state="published")


def without(key: str) -> Content:
    """Return the form with one question less in its first section."""
    first = replace(FIRST, fields=tuple(one for one in FIRST.fields if one.key != key))
    return Content((first, COSTS, LAST), ELEMENTS)
