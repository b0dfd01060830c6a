"""An entry of the dictionary as it is written on its page: both languages side by side, each error at its field."""

from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from guichet.areas.forms.actions import Definition
from guichet.areas.forms.rules.content import SENSITIVITIES, SOURCES, Choice, Element, Kind
from guichet.areas.people.queries import units
from guichet.doors.office.articleform import Choice as Box
from guichet.doors.office.sheetform import SheetForm
from guichet.doors.office.sheetwords import Plain, boxes
from guichet.ground.bilingual import LANGUAGES, Bilingual

Text = str | LazyText
PAIRS: dict[str, tuple[Text, int]] = {
    "name": (gettext_lazy("Name"), 1), "why": (gettext_lazy("Why we ask"), 2),
}  # fmt: skip
KINDS: dict[str, Text] = {
    Kind.TEXT: pgettext_lazy("answer", "A line of text"), Kind.LONG: pgettext_lazy("answer", "A longer text"),
    Kind.NUMBER: pgettext_lazy("answer", "A number"), Kind.AMOUNT: pgettext_lazy("answer", "A sum of money"),
    Kind.DATE: pgettext_lazy("answer", "A date"), Kind.YES_NO: pgettext_lazy("answer", "Yes or no"),
    Kind.ONE: pgettext_lazy("answer", "One of several answers"),
    Kind.SEVERAL: pgettext_lazy("answer", "Some of several answers"),
    Kind.EMAIL: pgettext_lazy("answer", "An e-mail address"), Kind.PHONE: pgettext_lazy("answer", "A telephone number"),
    Kind.POSTAL: pgettext_lazy("answer", "A postal code"), Kind.FILE: pgettext_lazy("answer", "A document"),
}  # fmt: skip
SECRECY: dict[str, Text] = {
    "public": pgettext_lazy("secrecy", "Public"), "internal": pgettext_lazy("secrecy", "Internal"),
    "protected_a": pgettext_lazy("secrecy", "Protected A"), "protected_b": pgettext_lazy("secrecy", "Protected B"),
}  # fmt: skip
KNOWN_FROM: dict[str, Text] = {
    "": pgettext_lazy("source", "The client gives it"), "name": pgettext_lazy("source", "Their name, which we know"),
    "email": pgettext_lazy("source", "Their e-mail address, which we know"),
    "phone": pgettext_lazy("source", "Their telephone number, which we know"),
    "office": pgettext_lazy("source", "Their office, which we know"),
    "language": pgettext_lazy("source", "Their language, which we know"),
    "before": pgettext_lazy("source", "What they answered the last time"),
}  # fmt: skip
assert set(SECRECY) == set(SENSITIVITIES) and set(KNOWN_FROM) == {"", *SOURCES}


def blank() -> SheetForm:
    """Return the form of a new entry."""
    return SheetForm({"kind": str(Kind.TEXT), "sensitivity": "internal", "edition": "0"})


def written(row: Any) -> SheetForm:
    """Return a form that holds an entry."""
    said = {f"{name}_{lang}": getattr(getattr(row, name), lang) for name in PAIRS for lang in LANGUAGES}
    choices = [f"{one['code']} = {one['name']['fr']} | {one['name']['en']}" for one in row.choices]
    return SheetForm(said | {
        "code": row.code, "kind": row.kind, "choices": "\n".join(choices), "sensitivity": row.sensitivity,
        "source": row.source, "custodian": row.custodian.code if row.custodian else "",
        "kept_months": str(row.kept_months or ""), "edition": str(row.edition),
    })  # fmt: skip


def wanted(form: SheetForm, code: str) -> Definition | None:
    """Read the form; None when the form says what is wrong."""
    for name, options in _options().items():
        if form.get(name) not in options:
            form.fault(name, _("Choose one of the list."))
    months = form.get("kept_months")
    if months and not (months.isascii() and months.isdecimal() and len(months) < 5):
        form.fault("kept_months", _("Write a number of months, or nothing."))
    choices = tuple(choices_in(form, "choices"))
    if form.errors:
        return None
    entry = Element(
        code=code, name=form.pair("name"), kind=form.get("kind"), choices=choices,
        sensitivity=form.get("sensitivity"), source=form.get("source"),
    )  # fmt: skip
    return Definition(
        entry=entry, why=form.pair("why"), kept_months=int(months) if months else None, custodian=form.get("custodian")
    )


def choices_in(form: SheetForm, name: str) -> list[Choice]:
    """Read names with their words in both languages, one a line; a line that is not written so is said."""
    found = []
    for line in filter(None, map(str.strip, form.get(name).split("\n"))):
        code, _equals, words = line.partition("=")
        fr, bar, en = words.partition("|")
        if not bar:
            form.fault(name, _("Write “%(line)s” as: name = French words | English words.") % {"line": line[:60]})
        found.append(Choice(code.strip(), Bilingual(fr.strip(), en.strip())))
    return found


def _options() -> dict[str, dict[str, Text]]:
    custodians: dict[str, Text] = {"": _("nobody else"), **{one.code: str(one.name) for one in units()}}
    return {
        "kind": {str(kind): words for kind, words in KINDS.items()}, "sensitivity": SECRECY, "source": KNOWN_FROM,
        "custodian": custodians,
    }  # fmt: skip


def parts_of(form: SheetForm) -> dict[str, Any]:
    """Return the fields of the page, in their order."""
    labels: dict[str, Text] = {
        "kind": _("What the answer is"), "sensitivity": _("How secret it is"),
        "source": _("Where it may be known already"),
        "custodian": _("Who else is asked for it"),
    }  # fmt: skip
    return {
        "pairs": [box for name, (words, rows) in PAIRS.items() for box in boxes(form, name, words, rows)],
        "choices": [
            Box(name, labels[name], list(options.items()), form.get(name), form.errors.get(name, []))
            for name, options in _options().items()
        ],
        "answers": Plain(
            "choices", _("Answers offered, one a line: name = French | English"), "text", form.get("choices"),
            form.errors.get("choices", []),
        ),
        "months": Plain(
            "kept_months", _("Months for which it is kept once the request is over (nothing: as long as the request)"),
            "number", form.get("kept_months"), form.errors.get("kept_months", []),
        ),
        "code": Plain(
            "code", _("Name in forms and files: small letters and hyphens"), "text", form.get("code"),
            form.errors.get("code", []),
        ),
    }  # fmt: skip
