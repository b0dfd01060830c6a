"""The blind audit of equal treatment (rule N6): its auditor sees codes, and who is who with their key only."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from guichet.areas.metrics import actions
from guichet.areas.metrics.queries.alike import audit_of, audits, unaudited
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.frame import frame
from guichet.doors.office.writing import quarter_name
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual

TESTS = {"delays": _("Delays"), "refusals": _("Refusals"), "priorities": _("Priorities")}


class KeyForm(forms.Form):
    """The auditor's key."""

    key = forms.CharField(max_length=200, error_messages={"required": _("Give your key.")})
    quarter = forms.CharField(max_length=7, required=False)


@sensitive_post_parameters("key")
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders("metrics.audit_parity")
def page(request: OfficeRequest) -> HttpResponse:
    """Show every audit by its codes; make that of the last whole quarter."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.audit_parity(by=request.viewer, now=clock.now(), **form.cleaned_data)
        except actions.CannotAudit as refusal:
            form.add_error("key", str(refusal))
        else:
            messages.success(request, str(_("Audited. The verdict is published; keep your key.")))
            return redirect("office-parity")
    return _shown(request, form if request.method == "POST" else None)


@sensitive_post_parameters("key")
@require_POST
@for_holders("metrics.audit_parity")
def decoding(request: OfficeRequest, quarter: str) -> HttpResponse:
    """Show which group is which, once, to whoever holds the key."""
    audit, form = audit_of(quarter), KeyForm(request.POST)
    if audit is None:
        raise Http404
    names: dict[str, Bilingual] = {}
    if form.is_valid():
        try:
            with transaction.atomic():
                given = form.cleaned_data["key"]
                names = actions.decode_parity(audit, by=request.viewer, now=clock.now(), key=given)
        except actions.CannotAudit as refusal:
            form.add_error("key", str(refusal))
    return _shown(request, None if names else form, at=quarter, names=names)


def _shown(
    request: OfficeRequest, form: KeyForm | None, at: str = "", names: dict[str, Bilingual] | None = None
) -> HttpResponse:
    known = names or {}
    said = [
        (
            one,
            quarter_name(one.quarter),
            _tests(one.tests),
            [(row, known.get(row["code"])) for row in one.groups],
        )
        for one in audits()
    ]
    context = frame(request, "office-parity") | {
        "audits": said, "at": at, "named": at if names else "",
        "left": [(str(one), quarter_name(str(one))) for one in unaudited(localtime(clock.now()).date())],
        "errors": [error for errors in form.errors.values() for error in errors] if form else [],
    }  # fmt: skip
    return render(request, "office/parity.html", context, status=422 if form else 200)


def _tests(said: dict[str, float | None]) -> list[tuple[str, float | None]]:
    return [(str(words), said.get(code)) for code, words in TESTS.items()]
