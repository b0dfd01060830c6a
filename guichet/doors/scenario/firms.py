"""The business number of a firm, and the accounts that partners gave it, as a scenario declares them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from guichet.areas.people import actions
from guichet.areas.people.queries import organisation
from guichet.areas.people.queries.firms import accounts_of
from guichet.areas.people.rules import (
    PARTNER_KINDS,
    is_business_number,
    is_programme_account,
    normal_account,
    normal_business_number,
)
from guichet.doors.scenario.faults import Fault, Unreadable
from guichet.doors.scenario.sheet import Sheet
from guichet.ground.access import SYSTEM


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm as declared: its code, its number, and each account with the code of the partner who gave it."""

    code: str
    number: str
    accounts: tuple[tuple[str, str], ...]


def firms_of(top: Sheet, organisations: set[str]) -> list[Firm]:
    """Read the number and the accounts of every organisation that declares some."""
    sheets = [one for one in top.parts("organisations") if one.row.keys() & {"business_number", "accounts"}]
    kinds = {one.row.get("code"): one.row.get("kind") for one in top.parts("organisations")}
    partners = {code for code in organisations if kinds.get(code) in {None, *PARTNER_KINDS}}
    found = [(sheet, _firm(sheet, partners)) for sheet in sheets]
    counted = Counter(firm.number for _sheet, firm in found if firm.number)
    for sheet, firm in found:
        if counted[firm.number] > 1:
            sheet.fault("business_number", f"« {firm.number} » is given twice in organisations")
    return [firm for _sheet, firm in found]


def _firm(sheet: Sheet, partners: set[str]) -> Firm:
    if sheet.row.get("kind") != "business":
        sheet.fault("business_number", "only an organisation of kind business has one, and accounts")
    number = normal_business_number(sheet.text("business_number"))
    if number and not is_business_number(number):
        sheet.fault("business_number", f"« {number} » is not nine digits of which the last checks the others")
    accounts = [_account(one, partners) for one in sheet.parts("accounts")]
    for code, times in Counter(code for code, _partner in accounts).items():
        if code and times > 1:
            sheet.fault("accounts", f"« {code} » is given twice")
    return Firm(str(sheet.row.get("code", "")), number, tuple(accounts))


def _account(sheet: Sheet, partners: set[str]) -> tuple[str, str]:
    sheet.only("code", "partner")
    code = normal_account(sheet.text("code"))
    if code and not is_programme_account(code):
        sheet.fault("code", f"« {code} » is not two letters and four digits, such as RT0001")
    return code, sheet.choice("partner", partners)


def keep_firm(firm: Firm, *, now: datetime) -> list[str]:
    """Keep what a scenario says of a firm; return what changed, in words. Accounts noted at the desk stay."""
    row = organisation(firm.code)
    before, was = {one.code for one in accounts_of(row)}, row.business_number
    changes = [] if was == firm.number else [f"business_number: {was or '—'} → {firm.number}"]
    try:
        actions.number_firm(row, by=SYSTEM, now=now, number=firm.number)
        for code, partner in firm.accounts:
            actions.attach_account(row, by=SYSTEM, now=now, code=code, partner=organisation(partner))
    except ValueError as refusal:
        with override("en"):
            raise Unreadable([Fault("", 0, f"organisations[{firm.code}]", str(refusal))]) from refusal
    return changes + [f"accounts: + {code} ({partner})" for code, partner in firm.accounts if code not in before]
