"""What a firm is known by: one business number, and the accounts that partners give under it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guichet.areas.people.facts import AccountAttached, AccountDetached, FirmNumbered
from guichet.areas.people.models import Organisation, OrganisationKind, ProgrammeAccount
from guichet.areas.people.rules import (
    is_business_number,
    is_programme_account,
    normal_account,
    normal_business_number,
)
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import record


class NotAFirm(ValueError):
    """Only firms have a business number here."""

    def __str__(self) -> str:
        return _("Only a firm has a business number.")


class NotANumber(ValueError):
    """A business number has nine digits, and the last one checks the others."""

    def __str__(self) -> str:
        return _("This is not a business number: nine digits, the last of which checks the others. Read it again.")


class NumberTaken(ValueError):
    """One business number is one firm; whose it is, is not for whoever types it."""

    def __str__(self) -> str:
        return _("This business number is already in our files. A number belongs to one firm only: check the digits.")


class NumberInUse(ValueError):
    """Accounts stand under a number."""

    def __str__(self) -> str:
        return _("Accounts stand under this number. Remove them first.")


class NotAnAccount(ValueError):
    """An account is two letters and four digits, given by a partner, under a number."""

    def __str__(self) -> str:
        return _("An account is two letters and four digits, such as RT0001.")


class NotGiven(ValueError):
    """An account comes from a partner."""

    def __str__(self) -> str:
        return _("Choose the partner who gave the account.")


class AccountTaken(ValueError):
    """One account of a firm comes from one partner."""

    def __str__(self) -> str:
        return _("The firm has this account already, from another partner.")


class NoNumberYet(ValueError):
    """An account needs the number under which it stands."""

    def __str__(self) -> str:
        return _("Give the firm its business number first.")


@action("people.keep_firm")
def number_firm(firm: Organisation, *, by: Actor, now: datetime, number: str) -> Organisation:
    """Keep the business number of a firm, or that it has none."""
    held, wanted = _held(firm), normal_business_number(number)
    if wanted == held.business_number:
        return held
    if wanted and not is_business_number(wanted):
        raise NotANumber
    if not wanted and held.accounts.exists():
        raise NumberInUse
    was, held.business_number = held.business_number, wanted
    try:
        with transaction.atomic():
            held.save(update_fields=["business_number"])
    except IntegrityError as taken:
        raise NumberTaken from taken
    _say(FirmNumbered(organisation=held.pk, was=was, number=wanted), by=by, now=now)
    return held


@action("people.keep_firm")
def attach_account(firm: Organisation, *, by: Actor, now: datetime, code: str, partner: Organisation | None) -> None:
    """Attach an account that a partner gave; one that is there already stays as it is."""
    held, wanted = _held(firm), normal_account(code)
    if not held.business_number:
        raise NoNumberYet
    if not is_programme_account(wanted):
        raise NotAnAccount
    if partner is None or not partner.is_partner:
        raise NotGiven
    row, made = ProgrammeAccount.objects.get_or_create(firm=held, code=wanted, defaults={"partner": partner})
    if row.partner_id != partner.pk:
        raise AccountTaken
    if made:
        _say(AccountAttached(organisation=held.pk, account=wanted, partner=partner.code), by=by, now=now)


@action("people.keep_firm")
def detach_account(firm: Organisation, *, by: Actor, now: datetime, code: str) -> None:
    """Take an account off the card; one that is not there any more is left so."""
    held = _held(firm)
    row = held.accounts.select_related("partner").filter(code=normal_account(code)).first()
    if row:
        row.delete()
        _say(AccountDetached(organisation=held.pk, account=row.code, partner=row.partner.code), by=by, now=now)


def _held(firm: Organisation) -> Organisation:
    """Return the firm, held until all is written: two at once take turns."""
    held = Organisation.objects.select_for_update().get(pk=firm.pk)
    if held.kind != OrganisationKind.BUSINESS:
        raise NotAFirm
    return held


def _say(said: FirmNumbered | AccountAttached | AccountDetached, *, by: Actor, now: datetime) -> None:
    record(said, stream=f"organisation:{said.organisation}", by=by, at=now)
