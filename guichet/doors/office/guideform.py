"""A guide as it is written on its page: its steps one after the other, both languages side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.areas.guidance.rules import Calculator, Choice, Item, Path, wrong_sum
from guichet.doors.office.articleform import Choice as Picked
from guichet.doors.office.dictionaryform import choices_in
from guichet.doors.office.placeform import GROUPS, Tick
from guichet.doors.office.sheetform import SheetForm
from guichet.doors.office.sheetwords import Box, Plain, boxes
from guichet.ground.bilingual import LANGUAGES, Bilingual

Text = str | LazyText
MOST_STEPS, BLANK, LONGEST_CODE = 30, 1, 40
PAIRS: dict[str, tuple[Text, int]] = {
    "name": (gettext_lazy("Name"), 1), "summary": (gettext_lazy("In one sentence"), 2),
}  # fmt: skip
STEP_PAIRS: dict[str, tuple[Text, int]] = {
    "title": (gettext_lazy("What to do"), 1), "why": (gettext_lazy("Why"), 2),
    "moment": (gettext_lazy("At which moment"), 1),
    "bring": (gettext_lazy("What to have in hand, one thing a line"), 2),
    "result": (gettext_lazy("What the sum gives"), 1),
}  # fmt: skip
STEP_PLAIN = ("key", "place", "service", "article", "inputs", "formula")
Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step on the page."""

    number: int
    heading: str
    pairs: list[Box]
    sum_pairs: list[Box]
    picks: list[Picked]
    place: Plain
    inputs: Plain
    formula: Plain
    key: str
    has_sum: bool


def written(guide: Path, version: int) -> SheetForm:
    """Return a form that holds a guide."""
    said = {f"{name}_{lang}": getattr(getattr(guide, name), lang) for name in PAIRS for lang in LANGUAGES}
    said |= {"service": guide.service, "version": str(version)} | {f"group_{code}": "1" for code in guide.groups}
    for number, item in enumerate(guide.items):
        said |= {f"s{number}_{name}": value for name, value in _step_said(item, number).items()}
    return SheetForm(said)


def _step_said(item: Item, number: int) -> dict[str, str]:
    sums = item.calculator
    pairs = {"title": item.title, "why": item.why, "moment": item.moment, "result": sums.result if sums else None}
    said = {f"{name}_{lang}": getattr(pair, lang) if pair else "" for name, pair in pairs.items() for lang in LANGUAGES}
    said |= {f"bring_{lang}": "\n".join(getattr(one, lang) for one in item.bring) for lang in LANGUAGES}
    inputs = [f"{one.code} = {one.label.fr} | {one.label.en}" for one in sums.inputs] if sums else []
    return said | {
        "key": item.key, "place": str(number + 1), "service": item.service, "article": item.article,
        "inputs": "\n".join(inputs), "formula": sums.formula if sums else "",
    }  # fmt: skip


def wanted(form: SheetForm, code: str, kept: Path | None, services: Options, articles: Options) -> Path | None:
    """Read the form; None when it says what is wrong. Questions that a scenario asks first stay as they are."""
    for name in PAIRS:
        _both(form, name)
    if form.get("service") not in services:
        form.fault("service", _("Choose one of the list."))
    before = {one.key: one for one in kept.items} if kept else {}
    rows = [number for number in range(MOST_STEPS) if _is_written(form, number)]
    if not rows:
        form.general.append(_("A guide has one step or more."))
    items = [_item(form, number, before, services, articles) for number in sorted(rows, key=lambda n: _place(form, n))]
    if form.errors or form.general:
        return None
    return Path(
        code=code, name=form.pair("name"), summary=form.pair("summary"), event=kept.event if kept else "",
        questions=kept.questions if kept else (), items=tuple(_told_apart(items)),
        groups=tuple(one for one in GROUPS if form.get(f"group_{one}")), service=form.get("service"),
        retired=bool(kept and kept.retired),
    )  # fmt: skip


def _is_written(form: SheetForm, number: int) -> bool:
    return any(form.get(f"s{number}_{name}_{lang}") for name in STEP_PAIRS for lang in LANGUAGES)


def _place(form: SheetForm, number: int) -> tuple[int, int]:
    said = form.get(f"s{number}_place")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else MOST_STEPS + number, number


def _both(form: SheetForm, name: str) -> None:
    for lang in LANGUAGES:
        if not form.get(f"{name}_{lang}"):
            form.fault(f"{name}_{lang}", _("Write it in both languages."))


def _item(
    form: SheetForm, number: int, before: Mapping[str, Item], services: Options, articles: Options
) -> Item:  # fmt: skip
    at = f"s{number}_"
    for name in ("title", "why"):
        _both(form, at + name)
    if bool(form.get(f"{at}moment_fr")) != bool(form.get(f"{at}moment_en")):
        _both(form, f"{at}moment")
    for name, options in (("service", services), ("article", articles)):
        if form.get(at + name) not in ("", *options):
            form.fault(at + name, _("Choose one of the list."))
    key = form.get(f"{at}key")
    return Item(
        key=key if key in before else slugify(form.get(f"{at}title_en"))[:LONGEST_CODE] or f"step-{number + 1}",
        title=form.pair(f"{at}title"), why=form.pair(f"{at}why"), moment=form.pair(f"{at}moment"),
        bring=tuple(_bring(form, at)), service=form.get(f"{at}service"),
        when=before[key].when if key in before else {}, article=form.get(f"{at}article"),
        calculator=_calculator(form, at),
    )  # fmt: skip


def _bring(form: SheetForm, at: str) -> Iterator[Bilingual]:
    fr, en = (
        [line.strip() for line in form.get(f"{at}bring_{lang}").split("\n") if line.strip()] for lang in LANGUAGES
    )
    if len(fr) != len(en):
        form.fault(f"{at}bring_{'fr' if len(fr) < len(en) else 'en'}", _("Write as many lines in both languages."))
        return
    yield from (Bilingual(*pair) for pair in zip(fr, en, strict=True))


def _calculator(form: SheetForm, at: str) -> Calculator | None:
    if not (form.get(f"{at}formula") or form.get(f"{at}inputs")):
        return None
    _both(form, f"{at}result")
    inputs = tuple(Choice(one.code, one.name) for one in choices_in(form, f"{at}inputs"))
    made = Calculator(inputs, form.get(f"{at}formula"), form.pair(f"{at}result"))
    if wrong_sum(made):
        form.fault(f"{at}formula", _("This is no sum of the figures above: use their names, figures, + - * / and ()."))
    return made


def _told_apart(items: list[Item]) -> Iterator[Item]:
    """Yield the items, each by a key of its own."""
    taken: set[str] = set()
    for item in items:
        key = next(one for one in (item.key, *(f"{item.key}-{n}" for n in range(2, 99))) if one not in taken)
        taken.add(key)
        yield replace(item, key=key)


def parts_of(form: SheetForm, services: Options, articles: Options) -> dict[str, Any]:
    """Return the fields of the page, in their order."""
    filled = [number for number in range(MOST_STEPS) if _is_written(form, number)]
    shown = [*filled, *[number for number in range(MOST_STEPS) if number not in filled][:BLANK]]
    return {
        "pairs": [box for name, (words, rows) in PAIRS.items() for box in boxes(form, name, words, rows)],
        "service": _pick(form, "service", _("What one does with it"), {"": "—", **services}),
        "groups": [Tick(f"group_{code}", words, bool(form.get(f"group_{code}"))) for code, words in GROUPS.items()],
        "steps": [_row(form, number, number in filled, services, articles) for number in shown],
        "wrong": sum(map(len, form.errors.values())),
    }  # fmt: skip


def _row(form: SheetForm, number: int, is_written: bool, services: Options, articles: Options) -> StepRow:
    at = f"s{number}_"
    pairs = {name: boxes(form, at + name, words, rows) for name, (words, rows) in STEP_PAIRS.items()}
    sums = pairs.pop("result")
    return StepRow(
        number=number, heading=str(form.pair(f"{at}title")) if is_written else _("One more step"),
        pairs=[box for held in pairs.values() for box in held], sum_pairs=sums,
        picks=[
            _pick(form, f"{at}service", _("Service that does it"), {"": "—", **services}),
            _pick(form, f"{at}article", _("Article, with its model letters"), {"": "—", **articles}),
        ],
        place=_plain(form, f"{at}place", _("Place in the order"), "number"), key=form.get(f"{at}key"),
        inputs=_plain(form, f"{at}inputs", _("Figures asked, one a line: name = French | English")),
        formula=_plain(form, f"{at}formula", _("Sum of these names, with + - * / and ()")),
        has_sum=bool(form.get(f"{at}inputs") or form.get(f"{at}formula")),
    )  # fmt: skip


def _pick(form: SheetForm, name: str, words: Text, options: Mapping[str, Text]) -> Picked:
    return Picked(name, words, list(options.items()), form.get(name), form.errors.get(name, []))


def _plain(form: SheetForm, name: str, words: Text, kind: str = "text") -> Plain:
    return Plain(name, words, kind, form.get(name), form.errors.get(name, []))
