"""What keeps a form from being published, and where."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guichet.areas.forms.rules.content import CHOSEN, COUNTED, MOST_REPEATS, Condition, Content, Field, Kind, Section
from guichet.areas.forms.rules.sums import NotASum, names_in
from guichet.ground.bilingual import Bilingual

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is missing or wrong: in which section, in which question, and what."""

    section: str
    field: str
    sentence: str

    def __str__(self) -> str:
        place = " · ".join(one for one in (self.section, self.field) if one)
        return _("%(place)s: %(fault)s") % {"place": place, "fault": self.sentence} if place else self.sentence


def faults_of(content: Content) -> list[Fault]:
    """Return everything that keeps a form from being published."""
    if not any(section.fields for section in content.sections):
        return [Fault("", "", _("A form asks at least one question."))]
    keys = [one.key for _section, one in content.fields()] + [one.key for one in content.sections if one.repeats]
    found = [
        Fault("", key, _("this name is used twice")) for key in sorted({one for one in keys if keys.count(one) > 1})
    ]
    before: dict[str, str] = {}
    for section in content.sections:
        found += _of_section(section, before)
        mine = dict(before)
        for asked in section.fields:
            found += [Fault(section.key, asked.key, fault) for fault in _of_field(content, section, asked, mine)]
            mine[asked.key] = content.element(asked).kind
        before |= {f"sum {one}": kind for one, kind in mine.items()} if section.repeats else mine
    return found


def deprecated_in(content: Content, deprecated: Collection[str]) -> list[Fault]:
    """Return the questions that ask for what nothing new may ask for."""
    return [
        Fault(section.key, asked.key, _("“%(code)s” is no longer asked for") % {"code": asked.element})
        for section, asked in content.fields()
        if asked.element in deprecated
    ]


def _of_section(section: Section, before: dict[str, str]) -> list[Fault]:
    faults = [*_both(section.title, _("the title")), *_pair(section.intro, _("the introduction"))]
    if not section.fields:
        faults.append(_("a section asks at least one question"))
    if not 1 <= section.most <= MOST_REPEATS:
        faults.append(_("it may repeat %(most)s times at most") % {"most": MOST_REPEATS})
    faults += _unknown(section.when, before)
    return [Fault(section.key, "", fault) for fault in faults]


def _of_field(content: Content, section: Section, asked: Field, before: dict[str, str]) -> Iterator[str]:
    if not KEY.fullmatch(asked.key):
        yield _("its name takes small letters, figures and _, 40 at most")
    yield from _both(asked.label, _("the question"))
    yield from _pair(asked.help, _("the help"))
    yield from _both(asked.why, _("the reason (“Why we ask”)"))
    element = content.elements.get(asked.element)
    if element is None:
        yield _("“%(code)s” is not in the dictionary") % {"code": asked.element}
        return
    if element.kind in CHOSEN and not element.choices:
        yield _("its element offers no answer to choose from")
    if element.kind == Kind.FILE and section.repeats:
        yield _("a file cannot be asked in a section that repeats")
    yield from _unknown(asked.when, before)
    if asked.computed:
        yield from _wrong_sum(asked, element.kind, before)


def _wrong_sum(asked: Field, kind: str, before: dict[str, str]) -> Iterator[str]:
    if kind not in COUNTED:
        yield _("only a number or an amount is computed")
    try:
        names = names_in(asked.computed)
    except NotASum:
        yield _("“%(said)s” is not a sum: use names of questions, figures, + - * / and sum(…)") % {
            "said": asked.computed
        }
        return
    for name in sorted(names):
        if not {before.get(name), before.get(f"sum {name}")} & {str(one) for one in COUNTED}:
            yield _("its sum names “%(name)s”, which is not a number asked before it") % {"name": name}


def _unknown(condition: Condition | None, before: dict[str, str]) -> Iterator[str]:
    if condition is None:
        return
    if condition.field not in before:
        yield _("it depends on “%(name)s”, which is not asked before it") % {"name": condition.field}
    if condition.op != "answered" and not condition.values:
        yield _("say which answer it depends on")


def _both(text: Bilingual, what: str) -> Iterator[str]:
    if not text.fr.strip():
        yield _("%(what)s is missing in French") % {"what": what}
    if not text.en.strip():
        yield _("%(what)s is missing in English") % {"what": what}


def _pair(text: Bilingual, what: str) -> Iterator[str]:
    if bool(text.fr.strip()) != bool(text.en.strip()):
        yield from _both(text, what)
