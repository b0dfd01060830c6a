"""The sheet of a service as it is written on its page: both languages side by side, each error at its field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.areas.catalogue.actions import Timing, Wanted
from guichet.areas.catalogue.rules import BadTarget, Target
from guichet.areas.catalogue.rules.gate import Lack
from guichet.areas.catalogue.rules.sheet import CHANNELS, EVIDENCE, SOURCES, Requirement, ServiceSheet, Way
from guichet.ground.bilingual import LANGUAGES, Bilingual

Text = str | LazyText
LONGEST = 4_000
MOST_NEEDS = 40
PAIRS: dict[str, tuple[Text, int]] = {
    "name": (gettext_lazy("Name"), 1), "summary": (gettext_lazy("In one sentence"), 2),
    "audience": (gettext_lazy("For whom"), 2), "outcome": (gettext_lazy("What changes for the client"), 2),
    "indicator": (gettext_lazy("How we know that it works"), 2), "fee": (gettext_lazy("What it costs"), 1),
    "next": (gettext_lazy("What happens next, one step a line"), 3),
    "legal_basis": (gettext_lazy("Legal basis"), 1),
    "recourse": (gettext_lazy("What one can do about a refusal"), 2),
    "need": (gettext_lazy("What shows that people need it"), 2),
    "synonyms": (gettext_lazy("Other words for it, with commas"), 1),
}  # fmt: skip
NEED_PAIRS: dict[str, Text] = {
    "label": gettext_lazy("What is needed"), "why": gettext_lazy("Why"),
    "condition": gettext_lazy("When it is needed, if not always"), "legal_basis": gettext_lazy("Legal basis"),
}  # fmt: skip
SOURCE_WORDS: dict[str, Text] = {
    "client": gettext_lazy("The client gives it"), "known": gettext_lazy("We know it already"),
    "partner": gettext_lazy("We ask a partner for it"),
}  # fmt: skip
EVIDENCE_WORDS: dict[str, Text] = {
    "document": gettext_lazy("A document"), "photo": gettext_lazy("A photo"), "number": gettext_lazy("A number"),
    "statement": gettext_lazy("Their word"), "identity": gettext_lazy("A proof of identity"),
}  # fmt: skip
WAY_WORDS: dict[str, Text] = {
    "phone": gettext_lazy("By telephone"), "web": gettext_lazy("Online"), "email": gettext_lazy("By e-mail"),
    "counter": gettext_lazy("At the counter"), "mail": gettext_lazy("By post"),
    "visit": gettext_lazy("On a visit to you"),
}  # fmt: skip


@dataclass(slots=True)
class SheetForm:
    """What was typed, and what is wrong with it."""

    said: dict[str, str]
    errors: dict[str, list[str]] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)

    def fault(self, name: str, sentence: str) -> None:
        """Note what is wrong with a field."""
        self.errors.setdefault(name, []).append(sentence)

    def get(self, name: str) -> str:
        """Return what was typed in a field."""
        return self.said.get(name, "").strip()

    def pair(self, name: str) -> Bilingual:
        """Return what was typed in both languages."""
        return Bilingual(fr=self.get(f"{name}_fr"), en=self.get(f"{name}_en"))


def typed(data: Mapping[str, str]) -> SheetForm:
    """Return a form as it was sent, the empty rows of what is needed left out."""
    said = {name: str(value).replace("\r\n", "\n")[:LONGEST] for name, value in data.items()}
    rows = [_row(said, number) for number in range(MOST_NEEDS)]
    kept = [row for row in rows if any(row[f"{name}_{lang}"].strip() for name in NEED_PAIRS for lang in LANGUAGES)]
    plain = {name: value for name, value in said.items() if not name.startswith("req")}
    return SheetForm(plain | {f"req{n}_{name}": value for n, row in enumerate(kept) for name, value in row.items()})


def _row(said: Mapping[str, str], number: int) -> dict[str, str]:
    names = ["key", "source", "evidence", *(f"{name}_{lang}" for name in NEED_PAIRS for lang in LANGUAGES)]
    return {name: said.get(f"req{number}_{name}", "") for name in names}


def written(content: Mapping[str, Any]) -> SheetForm:
    """Return a form that holds the content of a service."""
    sheet = ServiceSheet.from_data(content["sheet"])
    pairs: dict[str, Any] = {name: getattr(sheet, name, None) for name in PAIRS} | {
        name: Bilingual(**content[name]) for name in ("name", "summary")
    }
    pairs["synonyms"] = Bilingual(**{lang: ", ".join(sheet.synonyms.get(lang, [])) for lang in LANGUAGES})
    for way in sheet.ways:
        pairs[f"way_{way.code}_note"] = way.note
    said = {"cents": "" if sheet.cents is None else f"{sheet.cents / 100:.2f}", "related": ", ".join(sheet.related)}
    for number, one in enumerate(sheet.requirements):
        pairs |= {f"req{number}_{name}": getattr(one, name) for name in NEED_PAIRS}
        said |= {f"req{number}_{name}": getattr(one, name) for name in ("key", "source", "evidence")}
    said |= {f"{name}_{lang}": getattr(pair, lang) for name, pair in pairs.items() for lang in LANGUAGES}
    said |= {f"way_{way.code}": "1" for way in sheet.ways} | {"best": sheet.best.code if sheet.best else ""}
    plain = ("first_response", "completion", "responsible", "review_on")
    return SheetForm(said | {name: str(content[name] or "") for name in plain})


def wanted(form: SheetForm, before: ServiceSheet, services: set[str], staff: set[int]) -> Wanted | None:
    """Read the form; None when something is wrong with it, which the form then says."""
    related = listed(form.get("related"))
    for code in [code for code in related if code not in services]:
        form.fault("related", _("%(code)s is not the code of a service.") % {"code": code})
    said = form.get("responsible")
    responsible = int(said) if said.isdecimal() and int(said) in staff else None
    if said and responsible is None:
        form.fault("responsible", _("Choose one of the list."))
    names = ("audience", "outcome", "indicator", "fee", "need", "legal_basis", "recourse", "next")
    sheet = ServiceSheet(
        **{name: form.pair(name) for name in names}, cents=_cents(form), related=tuple(related),
        synonyms={lang: listed(form.get(f"synonyms_{lang}")) for lang in LANGUAGES},
        requirements=_requirements(form), ways=_ways(form, before),
    )  # fmt: skip
    made = Wanted(
        name=form.pair("name"), summary=form.pair("summary"), sheet=sheet, responsible=responsible,
        first_response=_target(form, "first_response"), completion=_target(form, "completion"),
        review_on=day_of(form, "review_on"),
    )  # fmt: skip
    return None if form.errors else made


def timing(form: SheetForm) -> Timing:
    """Read from when the change holds, and who must read it again."""
    version = form.get("version")
    return Timing(
        version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        effective_on=day_of(form, "effective_on"), reread=bool(form.get("reread")),
    )  # fmt: skip


def listed(text: str) -> list[str]:
    """Return what stands between commas, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _cents(form: SheetForm) -> int | None:
    text = form.get("cents").replace(",", ".").replace("$", "").strip()
    if not text:
        return None
    whole, _dot, rest = text.partition(".")
    if not whole.isdecimal() or len(whole) > 7 or not (rest == "" or (rest.isdecimal() and len(rest) <= 2)):
        form.fault("cents", _("Write a sum such as 12.50, 0 when it is free, or nothing when it depends."))
        return None
    return int(whole) * 100 + int(f"{rest:0<2}")


def _target(form: SheetForm, name: str) -> str:
    text = form.get(name)
    try:
        return str(Target.parse(text)) if text else ""
    except BadTarget:
        form.fault(name, _("Write 15 min, 4 h, 5 bd (business days) or 30 d (days)."))
        return ""


def day_of(form: SheetForm, name: str) -> date | None:
    """Read a date; None when there is none, or when it is not one, which the form then says."""
    text = form.get(name)
    try:
        return datetime.strptime(text, "%Y-%m-%d").date() if text else None  # noqa: DTZ007  (a date has no zone)
    except ValueError:
        form.fault(name, _("Give a date, such as 2026-12-31."))
        return None


def _requirements(form: SheetForm) -> tuple[Requirement, ...]:
    found: list[Requirement] = []
    for number in range(MOST_NEEDS):
        if f"req{number}_key" not in form.said:
            break
        taken = {one.key for one in found}
        key = form.get(f"req{number}_key")
        if not key or key in taken:
            key = next(f"n{n}" for n in range(1, 2 * MOST_NEEDS) if f"n{n}" not in taken)
        source, evidence = form.get(f"req{number}_source"), form.get(f"req{number}_evidence")
        found.append(
            Requirement(
                key=key[:40], source=source if source in SOURCES else "client",
                evidence=evidence if evidence in EVIDENCE else "statement",
                **{name: form.pair(f"req{number}_{name}") for name in NEED_PAIRS},
            )
        )  # fmt: skip
    return tuple(found)


def _ways(form: SheetForm, before: ServiceSheet) -> tuple[Way, ...]:
    hours = {way.code: way.calendar for way in before.ways}
    order = [way.code for way in before.ways] + [code for code in CHANNELS if code not in hours]
    return tuple(
        Way(
            code=code, note=form.pair(f"way_{code}_note"), calendar=hours.get(code, ""),
            best=form.get("best") == code,
        )
        for code in order
        if form.get(f"way_{code}")
    )  # fmt: skip


def tell(form: SheetForm, lacks: list[Lack]) -> None:
    """Say at each field what keeps the service from being published."""
    words = {
        "missing": _("Missing: a published service says it in both languages."),
        "why": _("Say why: nothing is asked of people without its reason."),
        "standard": _("Say what is promised: a service without a standard is not published."),
        "owner": _("Say which unit answers for it."), "responsible": _("Name who keeps this sheet right."),
        "no_way": _("Tick at least one way to ask for it."),
    }  # fmt: skip
    for one in lacks:
        if one.why == "acronyms":
            form.general.append(
                _("Nothing says what these stand for: %(acronyms)s. Write them out, or add them to the glossary.")
                % {"acronyms": one.said}
            )
        else:
            form.fault(one.field, words[one.why])
