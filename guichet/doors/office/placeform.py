"""Where a service stands in the catalogue, as it is written on its page: each error at its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from guichet.areas.catalogue.actions import Placing
from guichet.areas.catalogue.queries import calendars, life_events
from guichet.areas.people.queries import units
from guichet.doors.office.articleform import Choice
from guichet.doors.office.sheetform import SheetForm, listed
from guichet.doors.office.sheetwords import FIELDS, Box, boxes
from guichet.ground.bilingual import LANGUAGES

Text = str | LazyText
NATURES: dict[str, Text] = {
    "service": pgettext_lazy("nature", "Something we do for somebody"),
    "resource": pgettext_lazy("nature", "Something that people use by themselves"),
    "advice": pgettext_lazy("nature", "Advice"),
}  # fmt: skip
TIERS: dict[str, Text] = {
    "lead": pgettext_lazy("tier", "We lead it"), "participant": pgettext_lazy("tier", "We take part in it"),
    "support": pgettext_lazy("tier", "We help people to reach whoever does it"),
}  # fmt: skip
GROUPS: dict[str, Text] = {
    "member": gettext_lazy("Members"), "office_staff": gettext_lazy("Office staff"),
    "caucus_staff": gettext_lazy("Caucus staff"), "citizen": gettext_lazy("Citizens"),
    "business": gettext_lazy("Businesses"), "intermediary": gettext_lazy("Those who help somebody else"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tick:
    """One of several that may be ticked."""

    name: str
    words: Text
    is_on: bool


def typed(data: Mapping[str, str]) -> SheetForm:
    """Return a form as it was sent."""
    return SheetForm({name: str(value).replace("\r\n", "\n")[:4_000] for name, value in data.items()})


def written(content: Mapping[str, Any], version: int) -> SheetForm:
    """Return a form that holds where a service stands."""
    said = {name: str(content[name]) for name in ("nature", "tier", "owner", "calendar")}
    said |= {f"group_{code}": "1" for code in content["client_groups"]}
    said |= {f"event_{code}": "1" for code in content["life_events"]}
    said |= {f"keywords_{lang}": ", ".join(content["keywords"].get(lang, [])) for lang in LANGUAGES}
    return SheetForm(said | {"version": str(version)})


def wanted(form: SheetForm) -> Placing | None:
    """Read the form; None when the form says what is wrong."""
    for name, options in _options().items():
        if form.get(name) not in options:
            form.fault(name, _("Choose one of the list."))
    if form.errors:
        return None
    return Placing(
        nature=form.get("nature"), tier=form.get("tier"), owner=form.get("owner"), calendar=form.get("calendar"),
        client_groups=tuple(code for code in GROUPS if form.get(f"group_{code}")),
        keywords={lang: listed(form.get(f"keywords_{lang}")) for lang in LANGUAGES},
        life_events=tuple(one.code for one in life_events() if form.get(f"event_{one.code}")),
    )  # fmt: skip


def _options() -> dict[str, dict[str, Text]]:
    return {
        "nature": NATURES, "tier": TIERS, "owner": {one.code: str(one.name) for one in units()},
        "calendar": {code: code for code in sorted(calendars())},
    }  # fmt: skip


def parts_of(form: SheetForm) -> dict[str, Any]:
    """Return the fields of the page, in their order."""
    return {
        "choices": [
            Choice(name, FIELDS[name], list(options.items()), form.get(name), form.errors.get(name, []))
            for name, options in _options().items()
        ],
        "keywords": _keywords(form),
        "groups": [Tick(f"group_{code}", words, bool(form.get(f"group_{code}"))) for code, words in GROUPS.items()],
        "events": [
            Tick(f"event_{one.code}", str(one.name), bool(form.get(f"event_{one.code}"))) for one in life_events()
        ],
        "wrong": sum(map(len, form.errors.values())),
    }  # fmt: skip


def _keywords(form: SheetForm) -> list[Box]:
    return boxes(form, "keywords", _("Words by which people look for it, with commas"), 2)
