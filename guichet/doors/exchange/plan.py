"""`guichet plan`: take a plan out to a modeller of processes (BPMN 2.0), and bring it back."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from guichet.areas.catalogue.actions import BadlyPlanned, publish_plan
from guichet.areas.catalogue.queries.plans import faults_in, newest_plan, planned_service, steps_in
from guichet.areas.catalogue.rules.plans import PlannedStep, changes_between
from guichet.areas.catalogue.rules.plans.bpmn import BadFile, Read, read, write
from guichet.areas.people.queries import units_by_name
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import LANGUAGES
from guichet.ground.journal.api import through

if TYPE_CHECKING:
    from guichet.areas.catalogue.models import Service


def main(argv: Sequence[str]) -> int:
    """Write the plan of a service, or publish the one in a file."""
    parser = argparse.ArgumentParser(prog="guichet plan", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    out = verbs.add_parser("export", help="write the plan of a service to standard output")
    out.add_argument("service", help="the code of the service")
    back = verbs.add_parser("import", help="publish the plan of a file as the next version")
    back.add_argument("file", type=Path)
    back.add_argument("--service", required=True, help="the code of the service")
    back.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    back.add_argument("--without-foreign", action="store_true", help="leave out what a plan has no place for")
    for one in (out, back):
        one.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of labels and messages")
    wanted = parser.parse_args(argv)
    service = planned_service(wanted.service)
    with override(wanted.lang), through("exchange"):
        if service is None:
            return _no(_("No service has the code “%(code)s”.") % {"code": wanted.service})
        return _give_out(service, wanted) if wanted.verb == "export" else _take_in(service, wanted)


def _no(*lines: object) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return 1


def _give_out(service: "Service", wanted: argparse.Namespace) -> int:
    newest = newest_plan(service)
    journey = newest.journey if newest else ""
    sys.stdout.write(write(service.code, service.name, steps_in(newest), language=wanted.lang, journey=journey))
    return 0


def _take_in(service: "Service", wanted: argparse.Namespace) -> int:
    try:
        found = read(wanted.file.read_text(encoding="utf-8"), language=wanted.lang, units=units_by_name())
    except OSError as error:
        return _no(f"{wanted.file}: {error.strerror}")
    except (BadFile, UnicodeDecodeError) as error:
        return _no(f"{wanted.file}: {error if isinstance(error, BadFile) else BadFile('xml')}")
    told = [
        _("A plan has no place for %(what)s.") % {"what": f"{one.element} {one.name}".strip()} for one in found.foreign
    ]
    if told and not (wanted.without_foreign or wanted.dry_run):
        return _no(*told, _("Nothing was changed. Add --without-foreign to leave that out."))
    print(*told, sep="\n", end="\n" if told else "")
    return _publish(service, found, dry_run=wanted.dry_run)


def _publish(service: "Service", found: Read, *, dry_run: bool) -> int:
    now, newest = clock.now(), newest_plan(service)
    faults = faults_in(service, found.steps, on=now.date(), journey=found.journey)
    if faults:
        return _no(BadlyPlanned(faults), _("Nothing was changed."))
    print(*_differences(steps_in(newest), found.steps), sep="\n")
    if dry_run:
        return 0
    base = newest.version if newest else 0
    made = publish_plan(service, steps=found.steps, base=base, by=SYSTEM, now=now, journey=found.journey)
    print(_("Version %(version)s is published.") % {"version": made.version} if made else _("Nothing changes."))
    return 0


def _differences(before: Sequence[PlannedStep], after: Sequence[PlannedStep]) -> list[str]:
    signs = {"added": "+", "removed": "-", "changed": "~"}
    changes = changes_between(before, after)
    return [f"{signs[one.how]} {one.key} {', '.join(one.fields)}".rstrip() for one in changes] or [_("The same steps.")]
