"""What can be said of people without asking the database."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from django.utils.timezone import localtime

from guichet.ground.references import luhn_digit

ALL_SCOPES = "all"
# What an integration may be allowed: open tickets, follow those it opened, say whom a telephone call reaches.
INTEGRATION_SCOPES = ("tickets.open", "tickets.follow", "calls.ring")
HEADING_ROLES = frozenset({"member", "owner"})
OFFICE_ROLES = frozenset({"member", "office_staff", "caucus_staff"})
OFFICE_KINDS = frozenset({"office", "caucus"})
CLIENT_KINDS = OFFICE_KINDS | {"business", "household"}  # of organisations: each has a compartment of its own
PARTNER_KINDS = frozenset({"ministry", "agency", "municipality", "federal", "indigenous_gov", "ngo"})

_NOT_LETTERS = re.compile(r"[\W\d_]")
_NOT_DIGITS = re.compile(r"[^\d+]")


class Dated(Protocol):
    """Something that begins and may end."""

    starts_on: date
    ends_on: date | None


def is_live(period: Dated, on: date) -> bool:
    """Tell whether a dated thing holds on a day; its last day is included."""
    return period.starts_on <= on and (period.ends_on is None or on <= period.ends_on)


class Tenure(StrEnum):
    """How long a client had been one on the day of a request (CLI-05)."""

    NEW = "new"  # less than twelve months
    SETTLED = "settled"
    EXPERIENCED = "experienced"  # more than eight years


EXPERIENCED_AFTER = 8  # years


def tenure_of(since: date, on: date) -> Tenure:
    """Return the band of somebody who has been a client since a day; nobody is one for less than no time."""
    if _full_years(since, on) < 1:
        return Tenure.NEW
    return Tenure.EXPERIENCED if _full_years(since, on - timedelta(days=1)) >= EXPERIENCED_AFTER else Tenure.SETTLED


def _full_years(since: date, on: date) -> int:
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


class Working(Protocol):
    """Somebody who works here, whether as a row or as some of its columns."""

    roles: list[str]
    active: bool
    away_from: date | None
    away_until: date | None


def is_agent_here(one: Working, on: date) -> bool:
    """Tell whether this is an agent who can be given work on a day."""
    away = one.away_until is not None and on <= one.away_until and (one.away_from is None or one.away_from <= on)
    return one.active and "agent" in one.roles and not away


def normal_email(address: str) -> str:
    """Return an address in the form in which addresses are compared."""
    return address.strip().casefold()


def normal_phone(number: str) -> str:
    """Return a telephone number as its digits, with a leading plus where it had one."""
    return _NOT_DIGITS.sub("", number.strip())


def normal_point(kind: str, value: str) -> str:
    """Return a way to reach somebody in the form in which two of them are compared."""
    if kind == "phone":
        return normal_phone(value)
    return normal_email(value) if kind == "email" else " ".join(value.casefold().split())


def tenure_band(since: date, on: date) -> str:
    """Return the tenure band of CLI-05: new (< 12 months), mid, long (> 8 years)."""
    months = (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
    return "new" if months < 12 else "long" if months > 96 else "mid"


def is_competent(held: Iterable[str], wanted: Iterable[str]) -> bool:
    """Tell whether somebody holds one of the competences that a service is known by."""
    return not set(held).isdisjoint(wanted)


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_within(hours: Mapping[str, Iterable[str]], now: datetime) -> bool:
    """Tell whether a moment lies in somebody's own hours; without any they keep the hours of the house."""
    if not hours:
        return True
    here = localtime(now)
    clock = f"{here:%H:%M}"
    return any(span[:5] <= clock < span[6:] for span in hours.get(DAYS[here.weekday()], ()))


def token_hash(token: str) -> str:
    """Return what is kept of a token. It holds 256 random bits, so a plain digest tells nothing of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_like(one: str, other: str) -> bool:
    """Tell whether two addresses may be one person's: the same letters before the at sign, whatever is around them."""
    names = [_NOT_LETTERS.sub("", address.casefold().partition("@")[0].partition("+")[0]) for address in (one, other)]
    return names[0] == names[1] and len(names[0]) > 2


def same_number(one: str, other: str) -> bool:
    """Tell whether two telephone numbers are the same, with or without the code of the country."""
    digits = [normal_phone(number).removeprefix("+")[-10:] for number in (one, other)]
    return digits[0] == digits[1] and len(digits[0]) >= 7


EMAIL, POST, SITE = "email", "post", "site"
NOWHERE = "none"  # no address of any kind


def way_of(told_by: str, *, email: bool, postal: bool) -> str:
    """Return by which way news leaves: the one somebody prefers where it reaches them, else the other, or nothing.

    Whoever reads at the portal is sent nothing.
    """
    ways = {POST: postal, EMAIL: email} if told_by == POST else {EMAIL: email, POST: postal}
    return "" if told_by == SITE else next((way for way, reaches in ways.items() if reaches), "")


_ACCOUNT = re.compile(r"[A-Z]{2}[0-9]{4}")
_SPACING = re.compile(r"[\s-]")


def normal_business_number(typed: str) -> str:
    """Return a business number as it is kept: without what people put between the digits to read them."""
    return _SPACING.sub("", typed)


def is_business_number(number: str) -> bool:
    """Tell whether these are nine digits of which the last one checks the others, modulus 10 (Luhn).

    Canada Revenue Agency, “Business number”, canada.ca/en/services/taxes/business-number.html, for the nine digits;
    ISO/IEC 7812-1, annex B, for the check, as every public validator applies it (python-stdnum, `stdnum.ca.bn`).
    """
    digits = len(number) == 9 and number.isascii() and number.isdigit() and int(number) > 0
    return digits and luhn_digit(number[:8]) == int(number[8])


def normal_account(typed: str) -> str:
    """Return a programme account as it is kept: capitals, nothing between."""
    return _SPACING.sub("", typed).upper()


def is_programme_account(code: str) -> bool:
    """Tell whether these are the two letters of a programme and four digits, such as RT0001."""
    return bool(_ACCOUNT.fullmatch(code))
