"""Where to begin: from a few plain answers to an ordered checklist (CAT-04). Nothing here asks the database.

A guide is a path about one service, for those who do it by themselves (CON-02): it may ask nothing, and its steps lead
to articles with their model letters, and to calculators, as well as to services.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from guichet.areas.forms.rules.reading import plain_number
from guichet.areas.forms.rules.sums import NotASum, names_in, total
from guichet.ground.bilingual import Bilingual

FEWEST, MOST = 2, 5  # questions: fewer guess, more tire (CAT-04)

# What must have been answered: every question named, by one of the choices named. Nothing named: always.
Condition = Mapping[str, tuple[str, ...]]
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer."""

    code: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Question:
    """One plain question, asked when its condition holds."""

    key: str
    text: Bilingual
    help: Bilingual
    choices: tuple[Choice, ...]
    when: Condition


@dataclass(frozen=True, slots=True)
class Calculator:
    """A small sum over figures that somebody types: nothing of it is kept."""

    inputs: tuple[Choice, ...]
    formula: str  # over the codes of its inputs, in the words of forms.rules.sums
    result: Bilingual


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: its reason, its moment, what to have at hand, and what helps: a service, an article, a sum."""

    key: str
    title: Bilingual
    why: Bilingual
    moment: Bilingual
    bring: tuple[Bilingual, ...]
    service: str
    when: Condition
    article: str = ""  # its address; what goes with it is handed out at this step
    calculator: Calculator | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A guided path: its questions, and everything that they may lead to, in the order in which it is done."""

    code: str
    name: Bilingual
    summary: Bilingual
    event: str
    questions: tuple[Question, ...]
    items: tuple[Item, ...]
    groups: tuple[str, ...] = ()  # the clients whom it is suggested to
    service: str = ""  # of a guide: what one does by oneself with it
    retired: bool = False


def holds(condition: Condition, answers: Answers) -> bool:
    """Tell whether the answers given meet a condition."""
    return all(answers.get(key) in wanted for key, wanted in condition.items())


def asked(path: Path, answers: Answers) -> list[Question]:
    """Return the questions that these answers lead to, in order; a condition looks back, never ahead."""
    found: list[Question] = []
    before: dict[str, str] = {}
    for question in path.questions:
        if holds(question.when, before):
            found.append(question)
            if question.key in answers:
                before[question.key] = answers[question.key]
    return found


def kept(path: Path, given: Answers) -> dict[str, str]:
    """Return the answers that count: to questions asked, among their choices."""
    answers: dict[str, str] = {}
    for question in path.questions:
        if holds(question.when, answers) and given.get(question.key) in {one.code for one in question.choices}:
            answers[question.key] = given[question.key]
    return answers


def next_question(path: Path, answers: Answers) -> Question | None:
    """Return the first question still open, or None when the checklist can be made."""
    return next((one for one in asked(path, answers) if one.key not in answers), None)


def checklist(path: Path, answers: Answers) -> list[Item]:
    """Return what these answers call for, in order."""
    return [item for item in path.items if holds(item.when, answers)]


def every_way(path: Path) -> Iterator[dict[str, str]]:
    """Yield the answers of every way through a path, each way once."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    for drawn in product(*([choice.code for choice in one.choices] for one in path.questions)):
        answers = kept(path, dict(zip((one.key for one in path.questions), drawn, strict=True)))
        way = tuple(sorted(answers.items()))
        if way not in seen:
            seen.add(way)
            yield answers


def faults(path: Path) -> list[tuple[str, str]]:
    """Return what stops a path from being shown, each as where and why."""
    found: list[tuple[str, str]] = []
    earlier: dict[str, set[str]] = {}
    for question in path.questions:
        found += _unknown(f"questions[{question.key}]", question.when, earlier)
        earlier[question.key] = {one.code for one in question.choices}
        if len(question.choices) < 2:
            found.append((f"questions[{question.key}].choices", "a question has two choices or more"))
    for item in path.items:
        found += _unknown(f"items[{item.key}]", item.when, earlier)
        if item.calculator and (why := wrong_sum(item.calculator)):
            found.append((f"items[{item.key}].calculator", why))
    return found or [*_lengths(path), *_never(path)]


def wrong_sum(calculator: Calculator) -> str:
    """Return what keeps a calculator from computing, if anything does."""
    try:
        strange = names_in(calculator.formula) - {one.code for one in calculator.inputs}
    except NotASum:
        return "it is not a sum"
    return f"« {min(strange)} » is not one of its figures" if strange else ""


def worked_out(calculator: Calculator, given: Mapping[str, str]) -> str:
    """Return the result over the figures given, to the cent; nothing while one is missing."""
    figures = {one.code: plain_number(given.get(one.code, "")) for one in calculator.inputs}
    return total(calculator.formula, figures)


def _unknown(where: str, condition: Condition, known: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    for key, wanted in condition.items():
        if key not in known:
            yield f"{where}.when", f"« {key} » is not a question asked before"
        for choice in set(wanted) - known.get(key, set(wanted)):
            yield f"{where}.when", f"« {choice} » is not a choice of « {key} »"


def _lengths(path: Path) -> Iterator[tuple[str, str]]:
    lengths = {len(answers) for answers in every_way(path)}
    fewest = 0 if path.service else FEWEST
    if not lengths or min(lengths) < fewest or max(lengths) > MOST:
        yield "questions", f"every way through asks {fewest} to {MOST} questions; here {sorted(lengths)}"


def _never(path: Path) -> Iterator[tuple[str, str]]:
    reached = {item.key for answers in every_way(path) for item in checklist(path, answers)}
    for item in path.items:
        if item.key not in reached:
            yield f"items[{item.key}].when", "no way through the questions leads here"


def to_data(path: Path) -> dict[str, Any]:
    """Return a path as plain data."""
    return {
        "code": path.code, "name": _pair(path.name), "summary": _pair(path.summary), "event": path.event,
        "questions": [
            {
                "key": one.key, "text": _pair(one.text), "help": _pair(one.help), "when": _plain(one.when),
                "choices": [{"code": choice.code, "label": _pair(choice.label)} for choice in one.choices],
            }
            for one in path.questions
        ],
        "items": [
            {
                "key": one.key, "title": _pair(one.title), "why": _pair(one.why), "moment": _pair(one.moment),
                "bring": [_pair(thing) for thing in one.bring], "service": one.service, "when": _plain(one.when),
                **({"article": one.article} if one.article else {}),
                **({"calculator": _sum(one.calculator)} if one.calculator else {}),
            }
            for one in path.items
        ],
        **({"groups": list(path.groups)} if path.groups else {}),
        **({"service": path.service} if path.service else {}), **({"retired": True} if path.retired else {}),
    }  # fmt: skip


def _sum(calculator: Calculator) -> dict[str, Any]:
    inputs = [{"code": one.code, "label": _pair(one.label)} for one in calculator.inputs]
    return {"inputs": inputs, "formula": calculator.formula, "result": _pair(calculator.result)}


def _pair(text: Bilingual) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}


def _plain(condition: Condition) -> dict[str, list[str]]:
    return {key: list(wanted) for key, wanted in condition.items()}


def from_data(data: Mapping[str, Any]) -> Path:
    """Read what `to_data` wrote."""
    return Path(
        code=data["code"], name=Bilingual(**data["name"]), summary=Bilingual(**data["summary"]), event=data["event"],
        questions=tuple(
            Question(
                one["key"], Bilingual(**one["text"]), Bilingual(**one["help"]),
                tuple(Choice(choice["code"], Bilingual(**choice["label"])) for choice in one["choices"]),
                _condition(one["when"]),
            )
            for one in data["questions"]
        ),
        items=tuple(
            Item(
                one["key"], Bilingual(**one["title"]), Bilingual(**one["why"]), Bilingual(**one["moment"]),
                tuple(Bilingual(**thing) for thing in one["bring"]), one["service"], _condition(one["when"]),
                one.get("article", ""), _calculator(one.get("calculator")),
            )
            for one in data["items"]
        ),
        groups=tuple(data.get("groups", ())), service=data.get("service", ""), retired=data.get("retired", False),
    )  # fmt: skip


def _calculator(data: Mapping[str, Any] | None) -> Calculator | None:
    if not data:
        return None
    inputs = tuple(Choice(one["code"], Bilingual(**one["label"])) for one in data["inputs"])
    return Calculator(inputs, data["formula"], Bilingual(**data["result"]))


def _condition(data: Mapping[str, list[str]]) -> Condition:
    return {key: tuple(wanted) for key, wanted in data.items()}
