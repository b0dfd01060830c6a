"""`guichet token`: give a machine its token for the API, list the ones there are, end one."""

import argparse
from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist

from guichet.areas.people import actions as people
from guichet.areas.people.queries import integrations, organisation
from guichet.areas.people.rules import INTEGRATION_SCOPES
from guichet.ground import clock
from guichet.ground.access import SYSTEM


def main(argv: Sequence[str]) -> int:
    """Do what is asked; 1 when there is nothing by that name."""
    parser = argparse.ArgumentParser(prog="guichet token", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    issue = verbs.add_parser("issue", help="print a new token, this once")
    issue.add_argument("name", help="what will call: a name that colleagues will recognise")
    issue.add_argument("--scope", action="append", required=True, choices=INTEGRATION_SCOPES, help="what it may do")
    issue.add_argument("--organisation", metavar="CODE", help="the only organisation that it speaks for")
    issue.add_argument("--days", type=int, help="how long it holds; without this, until it is ended")
    verbs.add_parser("list", help="show the tokens there are, without their secrets")
    verbs.add_parser("end", help="refuse a token from now on").add_argument("prefix", help="as the list shows it")
    given = parser.parse_args(argv)
    try:
        return {"issue": _issue, "list": _list, "end": _end}[given.verb](given)
    except ObjectDoesNotExist:
        print("guichet token: there is nothing by that name")
        return 1


def _issue(given: argparse.Namespace) -> int:
    now = clock.now()
    wanted = people.NewIntegration(
        name=given.name, scopes=tuple(given.scope),
        organisation=organisation(given.organisation) if given.organisation else None,
        expires_at=now + timedelta(days=given.days) if given.days else None,
    )  # fmt: skip
    _made, token = people.issue_token(wanted, by=SYSTEM, now=now)
    print(token)
    return 0


def _list(given: argparse.Namespace) -> int:
    for one in integrations():
        ended = "ended" if one.revoked_at else f"until {one.expires_at:%Y-%m-%d}" if one.expires_at else "holds"
        used = f"used {one.last_used_on}" if one.last_used_on else "never used"
        print(f"{one.prefix}  {one.name}  {' '.join(one.scopes)}  {ended}  {used}")
    return 0


def _end(given: argparse.Namespace) -> int:
    people.revoke_token(integrations().get(prefix=given.prefix), by=SYSTEM, now=clock.now())
    return 0
