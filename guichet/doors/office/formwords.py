"""What changed in a form, in the words of whoever builds it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from guichet.areas.catalogue.rules.versions import changes

PARTS: dict[str, str | LazyText] = {
    "title": gettext_lazy("Title"), "intro": gettext_lazy("Introduction"), "label": gettext_lazy("Question"),
    "help": pgettext_lazy("of a question", "Help"), "why": gettext_lazy("Why we ask"),
    "element": gettext_lazy("What the answer is"), "required": gettext_lazy("An answer is needed"),
    "computed": gettext_lazy("Computed as"), "most": gettext_lazy("May be answered how many times"),
    "when": gettext_lazy("Shows when"), "op": gettext_lazy("compared"),
    "fr": gettext_lazy("in French"), "en": gettext_lazy("in English"),
}  # fmt: skip
LISTS = frozenset({"sections", "fields"})  # whose rows are called by their keys


def told(before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[str, str, str]]:
    """Give the differences between the sections of two versions: where, what it was, what it is."""
    for one in changes({"sections": before}, {"sections": after}):
        place = [part for part in one.path.split(".") if part not in LISTS]
        if place[-1] != "key":  # a row that is new or gone is named by its place already
            yield " · ".join(str(PARTS.get(part, part)) for part in place), _shown(one.was), _shown(one.now)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
