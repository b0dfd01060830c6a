"""Forms as they are typed, tab by tab: a session, a browser or a server that ends loses none of them."""

import json
from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from guichet.doors.desk.entrance import DeskRequest, for_staff
from guichet.ground import clock
from guichet.ground.keeping.store import Fields, keep, kept

LONGEST = 200_000


class KeptFormForm(forms.Form):
    """Which form of which tab, and what it holds."""

    tab = forms.RegexField(r"^[0-9a-f]{8,40}$")
    key = forms.RegexField(r"^[\w/-]{1,80}$")
    fields_json = forms.CharField(required=False, max_length=LONGEST, strip=False)

    def clean_fields_json(self) -> Fields:
        """Read the values of each field; anything else is not a form of ours."""
        try:
            given = json.loads(self.cleaned_data["fields_json"] or "{}")
        except ValueError as fault:
            raise forms.ValidationError("not JSON") from fault
        is_sound = isinstance(given, dict) and all(_is_values(values) for values in given.values())
        if not is_sound:
            raise forms.ValidationError("not fields")
        return given  # type: ignore[no-any-return]


def _is_values(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


@require_http_methods(["GET", "POST"])
@for_staff
def forms_kept(request: DeskRequest) -> HttpResponse:
    """Keep a form as it is typed, or give back what the reader left in forms of this page."""
    owner = request.viewer.ref
    if request.method == "GET":
        left = kept(owner, request.GET.getlist("key"))
        said = [{"key": one.key, "tab": one.tab, "at": one.at.isoformat(), "fields": one.fields} for one in left]
        return JsonResponse({"kept": said})
    sent = KeptFormForm(request.POST)
    if not sent.is_valid():
        return HttpResponse(status=400)
    said_now = sent.cleaned_data
    keep(owner, tab=said_now["tab"], key=said_now["key"], fields=said_now["fields_json"], now=clock.now())
    return HttpResponse(status=204)


@require_safe
@for_staff
def signed_in_again(request: DeskRequest) -> HttpResponse:
    """Tell the page behind the sign-in who signed in, and with which token it goes on."""
    return render(request, "desk/signed_in_again.html", {"viewer": request.viewer})
