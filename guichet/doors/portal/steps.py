"""The steps of a list or a guide, ready to be shown: the service, the article with its documents, the sum."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from guichet.areas.guidance.queries import Line
from guichet.areas.guidance.rules import Calculator, worked_out
from guichet.areas.knowledge.queries import article_for_everybody, documents_of
from guichet.doors.portal import offering
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui import wording
from guichet.ground.ui.papers import rows_of

LONGEST = 30


@dataclass(frozen=True, slots=True)
class Box:
    """One figure that somebody types."""

    name: str
    label: Bilingual
    value: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, with what helps to do it."""

    line: Line
    service: offering.Shown | None
    article: Any = None
    papers: tuple[dict[str, Any], ...] = ()
    boxes: tuple[Box, ...] = ()
    result: str = ""
    asked: bool = False  # somebody wants the sum

    @property
    def calculator(self) -> Calculator | None:
        """Return the sum of the step, if it has one."""
        return self.line.item.calculator


def steps_of(lines: Iterable[Line], typed: Mapping[str, str]) -> list[Step]:
    """Return the steps, with the sums worked out over what was typed."""
    return [_step(line, typed) for line in lines]


def _step(line: Line, typed: Mapping[str, str]) -> Step:
    item, service = line.item, offering.shown(line.offer) if line.offer else None
    article = article_for_everybody(item.article) if item.article else None
    papers = tuple(rows_of(documents_of(article, offering.lang()), "portal-document")) if article else ()
    if item.calculator is None:
        return Step(line, service, article, papers)
    boxes = tuple(
        Box(f"{item.key}.{one.code}", one.label, typed.get(f"{item.key}.{one.code}", "")[:LONGEST])
        for one in item.calculator.inputs
    )
    given = {one.code: box.value for one, box in zip(item.calculator.inputs, boxes, strict=True)}
    return Step(
        line, service, article, papers, boxes, _worded(worked_out(item.calculator, given)),
        typed.get("compute") == item.key,
    )  # fmt: skip


def _worded(figure: str) -> str:
    return wording.decimal(float(Decimal(figure)), offering.lang(), 2) if figure else ""
