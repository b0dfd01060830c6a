"""The card of a firm: its number, its accounts, who acts for it, what is open and what falls due."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.automation.queries.obligations import obligations_of
from guichet.areas.people import actions
from guichet.areas.people.queries import firms
from guichet.areas.tickets.queries.mine import mine
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.labels import FIRM_CHANGES, ROLES, SCOPES, STATES, word
from guichet.doors.desk.names import here
from guichet.doors.desk.performing import attempt
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.people.models import Organisation


class NumberForm(forms.Form):
    """The business number, or nothing."""

    number = forms.CharField(label=gettext_lazy("Business number"), required=False, max_length=40)


class AccountForm(forms.Form):
    """An account, and the partner who gave it."""

    code = forms.CharField(label=gettext_lazy("Account"), max_length=20)
    partner = forms.CharField(required=False)

    def clean_partner(self) -> "Organisation | None":
        """Return the partner of this code."""
        return next((one for one in firms.partners() if one.code == self.cleaned_data["partner"]), None)


@require_safe
@for_front_line
def card(request: DeskRequest, firm: str) -> HttpResponse:
    """Show a firm."""
    return _page(request, _known(request, firm))


@require_POST
@for_front_line
def number(request: DeskRequest, firm: str) -> HttpResponse:
    """Keep the business number of a firm."""
    return _changed(request, firm, NumberForm(request.POST), actions.number_firm)


@require_POST
@for_front_line
def accounts(request: DeskRequest, firm: str) -> HttpResponse:
    """Attach an account."""
    return _changed(request, firm, AccountForm(request.POST), actions.attach_account)


@require_POST
@for_front_line
def account_gone(request: DeskRequest, firm: str, account: str) -> HttpResponse:
    """Take an account off the card."""
    return _changed(request, firm, forms.Form(request.POST), partial(actions.detach_account, code=account))


def _changed(request: DeskRequest, code: str, form: forms.Form, act: Callable[..., object]) -> HttpResponse:
    firm, by, now = _known(request, code), request.viewer, clock.now()
    if attempt(form, lambda: act(firm, by=by, now=now, **form.cleaned_data)):
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("desk-firm", args=[code]))
    return _page(request, firm, form)


def _known(request: DeskRequest, code: str) -> "Organisation":
    firm = firms.firm_for(request.viewer, code)
    if firm is None:
        raise Http404
    return firm


def _page(request: DeskRequest, firm: "Organisation", form: forms.Form | None = None) -> HttpResponse:
    wrong = {NumberForm: "number", AccountForm: "account"}.get(type(form), "")  # type: ignore[arg-type]
    said = request.POST.dict() if form else {"number": firm.business_number}
    context = frame(request, "desk-people") | _card(request, firm) | {"form": form, "wrong": wrong, "said": said}
    return render(request, "desk/people/firm.html", context, status=422 if form else 200)


def _card(request: DeskRequest, firm: "Organisation") -> dict[str, Any]:
    by, now, lang = request.viewer, clock.now(), here()
    on = localtime(now).date()
    listed = mine(by, now=now, compartment=firm.compartment.pk)
    rows = [one for one in listed.rows if not one.over]
    return {
        "firm": firm, "name": firm.name.in_language(lang),
        "accounts": [(one.code, one.partner.name.in_language(lang)) for one in firms.accounts_of(firm)],
        "partners": [("", "—"), *((one.code, one.name.in_language(lang)) for one in firms.partners())],
        "places": [
            (one.person, word(ROLES, one.role), one.starts_on, one.ends_on) for one in firms.places_in(firm, on=on)
        ],
        "mandates": [
            (one.delegate, ", ".join(word(SCOPES, scope) for scope in one.scopes), one.starts_on, one.ends_on)
            for one in firms.mandates_for(firm, on=on)
        ],
        "tickets": [(one, word(STATES, one.state)) for one in rows],
        "more": listed.following is not None and len(rows) == len(listed.rows),
        "obligations": obligations_of(firm, rows, by, on=on),
        "history": [(word(FIRM_CHANGES, one.what), one) for one in firms.history_of(firm)],
    }  # fmt: skip
