"""`guichet load`: make an installation what a scenario says, in one transaction, as often as one likes."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from guichet.areas.automation import actions as automation
from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue import queries as offered
from guichet.areas.catalogue.queries.plans import links_between_plans
from guichet.areas.finding import actions as finding
from guichet.areas.forms import actions as forms
from guichet.areas.forms.queries.published import entries
from guichet.areas.glossary import actions as glossary
from guichet.areas.guidance import actions as guidance
from guichet.areas.guidance.rules import Path as GuidedPath
from guichet.areas.knowledge import actions as knowledge
from guichet.areas.knowledge.queries import article_by_slug, slugs
from guichet.areas.macros import actions as macros
from guichet.areas.people import actions as people
from guichet.areas.people import queries as known_people
from guichet.areas.sla import actions as sla
from guichet.doors.scenario.articles import Declared
from guichet.doors.scenario.faults import Fault, Unreadable
from guichet.doors.scenario.firms import keep_firm
from guichet.doors.scenario.marks import read
from guichet.doors.scenario.reading import Known, Scenario, Trust, scenario_of
from guichet.doors.scenario.sheet import Sheet
from guichet.doors.scenario.standards import FAULTS
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.journal.api import through

F = TypeVar("F")
CODE = attrgetter("code")


def main(argv: Sequence[str]) -> int:
    """Load the file that the arguments name, or say everything that is wrong with it."""
    parser = argparse.ArgumentParser(prog="guichet load", description=__doc__)
    parser.add_argument("file", type=Path, help="the scenario: a YAML file")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    wanted = parser.parse_args(argv)
    try:
        with through("scenario"):
            changes = load_file(wanted.file, now=clock.now(), dry_run=wanted.dry_run)
    except Unreadable as error:
        print(error, file=sys.stderr)
        print(f"{len(error.faults)} to correct; nothing was changed.", file=sys.stderr)
        return 1
    print(*changes, sep="\n", end="\n" if changes else "")
    print(f"{len(changes)} changes{' (dry run: nothing was changed)' if wanted.dry_run else ''}")
    return 0


def load_file(path: Path, *, now: datetime, dry_run: bool = False) -> list[str]:
    """Read a scenario and write what differs; return the differences, one a line. A fault leaves all as it was."""
    top = Sheet(read(path), "", path.name)
    declared = scenario_of(top, _already())
    if top.faults:
        raise Unreadable(top.faults)
    try:
        with transaction.atomic():
            changes = list(write(declared, now=now))
            transaction.set_rollback(dry_run)
    finally:
        offered.forget()
    return changes


def _already() -> Known:
    return Known(
        organisations=known_people.organisation_codes(), calendars=set(offered.calendars()),
        life_events={event.code for event in offered.life_events()}, services=offered.service_codes(),
        elements=entries(), tags=set(offered.tags()), plans=links_between_plans(), articles=slugs(),
    )  # fmt: skip


def write(declared: Scenario, *, now: datetime) -> Iterator[str]:
    """Hand everything to the areas, what is referred to first; yield what changed."""
    yield from _each("calendar", declared.calendars, CODE, partial(catalogue.configure_calendar, by=SYSTEM, now=now))
    yield from _organisations(declared, now)
    yield from _each("site", declared.sites, CODE, partial(people.configure_site, by=SYSTEM))
    yield from _each("life event", declared.life_events, CODE, partial(catalogue.configure_life_event, by=SYSTEM))
    yield from _each("tag", declared.tags, CODE, partial(catalogue.configure_tag, by=SYSTEM))
    yield from _each("staff", declared.staff, attrgetter("email"), partial(people.engage_staff, by=SYSTEM, now=now))
    yield from _each("synonyms", declared.synonyms, CODE, partial(finding.configure_synonyms, by=SYSTEM))
    yield from _each("service", declared.services, CODE, partial(catalogue.configure_service, by=SYSTEM, now=now))
    yield from _each("standard", declared.standards, CODE, partial(_standard, now=now))
    keep_ladder = partial(sla.configure_ladder, by=SYSTEM, now=now)
    yield from _each("ladder", declared.ladders, _ladder, keep_ladder)
    places = {path.code: position for position, path in enumerate(declared.paths)}
    yield from _each("path", declared.paths, CODE, partial(_path, places=places))
    yield from _each("template", declared.templates, CODE, partial(_template, now=now))
    yield from _each("rule", declared.rules, CODE, partial(_rule, now=now))
    yield from _each(
        "element", declared.elements, attrgetter("entry.code"), partial(forms.configure_element, by=SYSTEM)
    )
    yield from _each("form", declared.forms, attrgetter("service"), partial(forms.configure_form, by=SYSTEM, now=now))
    yield from _each("word", declared.glossary, CODE, partial(glossary.configure_term, by=SYSTEM))
    yield from _each("article", declared.articles, attrgetter("slug"), partial(_article, now=now))
    yield from _each("client", declared.clients, _name, partial(people.enrol_client, by=SYSTEM, now=now))
    yield from _each("question", declared.questions, attrgetter("person"), partial(_question, now=now))
    yield from _each("date of a client", declared.terms, CODE, partial(automation.configure_term, by=SYSTEM, now=now))
    reached = {key: one for one in declared.clients for key in (one.email, one.phone) if key}
    yield from _each("delegation", declared.trusts, _delegate, partial(_entrust, forms=reached, today=now.date()))


def _organisations(declared: Scenario, now: datetime) -> Iterator[str]:
    yield from _each("organisation", declared.organisations, CODE, partial(people.configure_organisation, by=SYSTEM))
    yield from _each("firm", declared.firms, CODE, partial(keep_firm, now=now))


def _each(what: str, rows: Iterable[F], name: Callable[[F], str], keep: Callable[[F], list[str]]) -> Iterator[str]:
    for row in rows:
        for change in keep(row):
            new = change == people.NEW
            yield f"{'+' if new else '~'} {what} {name(row)}{'' if new else f': {change}'}"


def _path(path: GuidedPath, *, places: dict[str, int]) -> list[str]:
    return guidance.configure_path(path, position=places[path.code], by=SYSTEM)


def _article(declared: Declared, *, now: datetime) -> list[str]:
    """Keep an article; what goes with it comes with its first version, and is then the office's."""
    changes = knowledge.configure_article(declared.form, by=SYSTEM, now=now)
    if people.NEW in changes and declared.letters:
        article = article_by_slug(declared.slug)
        for letter in declared.letters:
            knowledge.enclose(article, letter, by=SYSTEM, now=now)
    return changes


def _question(form: knowledge.PostForm, *, now: datetime) -> list[str]:
    try:
        return knowledge.configure_question(form, by=SYSTEM, now=now)
    except knowledge.NoPlace as refusal:
        where = f"questions[{form.person}].person"
        raise Unreadable([Fault("", 0, where, "only people of an office or a caucus ask and answer")]) from refusal


def _ladder(form: sla.LadderForm) -> str:
    return f"{form.what} {form.service}".strip()


def _standard(form: catalogue.StandardForm, *, now: datetime) -> list[str]:
    try:
        return catalogue.configure_standard(form, by=SYSTEM, now=now)
    except catalogue.BadStandard as refusal:
        wrong = [Fault("", 0, f"standards[{form.code}].{one.field}", FAULTS[one.why]) for one in refusal.faults]
        raise Unreadable(wrong) from refusal


def _template(form: macros.MacroForm, *, now: datetime) -> list[str]:
    try:
        return macros.configure_macro(form, by=SYSTEM, now=now)
    except macros.CannotKeep as refusal:
        where, why = f"templates[{form.code}].service", "a confidential service is chosen by hand"
        raise Unreadable([Fault("", 0, where, why)]) from refusal


def _rule(form: automation.RuleForm, *, now: datetime) -> list[str]:
    try:
        return automation.configure_rule(form, by=SYSTEM, now=now)
    except automation.CannotKeep as refusal:
        where = f"rules[{form.code}].then"
        why = "it names what is not there any more, or a confidential service, which is chosen by hand"
        raise Unreadable([Fault("", 0, where, why)]) from refusal


def _name(client: people.ClientForm) -> str:
    return client.email or f"{client.given_name} {client.family_name}"


def _delegate(trust: Trust) -> str:
    return _name(trust.delegate)


def _entrust(trust: Trust, *, forms: dict[str, people.ClientForm], today: date) -> list[str]:
    delegate = people.enrolled(trust.delegate)
    grantor = (
        people.enrolled(forms[trust.from_person])
        if trust.from_person
        else known_people.organisation(trust.from_organisation)
    )
    assert delegate is not None
    assert grantor is not None
    wanted = people.NewDelegation(
        grantor=grantor, delegate=delegate, scopes=trust.scopes, starts_on=trust.since or today, ends_on=trust.until
    )
    return people.entrust(wanted, by=SYSTEM)
